"""A vendor's program that is talked with line by line: one process for a whole run."""

import json
import time
from dataclasses import asdict, replace

import pytest

from labcert.adapters.program import HANG_RULE, REPLY_RULE
from labcert.adapters.reference import CRASH_RULE
from labcert.ports import OutboxEntry, Refused, Sent
from tests.unit.adapters.vendor_programs import ALL, CASE, SENT, failure

LINES = """
open("starts", "a").write("x")
for line in sys.stdin.buffer:
    asked = json.loads(line)
    open("asked", "ab").write(line)
    {answer}
open("ended", "w").close()
"""


def lines(answer):
    """A program of `mode: lines` that answers so."""
    return LINES.replace("{answer}", answer)


def test_one_process_answers_line_by_line(vendor):
    """Started once with `serve --hub URL`; ends by itself when its input is closed."""
    one = vendor(
        lines("""print({
        "send": '{"envelope": "E1", "letters": ["L1"]}', "correct": '{"envelope": "E2", "letters": ["L2"]}',
        "delete": '{"reason": "nej"}', "work": "{}", "page": '{"html": "<p>ø"}',
        "outbox": '{"answers": [{"envelope": "E1", "letters": ["L1"], "state": "waiting"}]}'}[asked["do"]], flush=True)"""),
        mode="lines", can=ALL,
    )  # fmt: skip
    lps = one.adapter
    assert (lps.send(CASE), lps.correct(CASE, SENT), lps.delete(SENT)) == (SENT, Sent("E2", ("L2",)), Refused("nej"))
    lps.work(30)
    assert lps.outbox() == (OutboxEntry("E1", ("L1",), "waiting", "", "", 1, ("E1",)),)
    assert lps.outbox_page() == "<p>ø".encode()
    lps.close()
    case = json.loads(json.dumps(asdict(CASE)))
    assert [json.loads(line) for line in (one.folder / "asked").read_bytes().splitlines()] == [
        {"do": "send", "case": case}, {"do": "correct", "case": case, "replaces": "E1"}, {"do": "delete", "envelope": "E1"},
        {"do": "work", "minutes": 30}, {"do": "outbox"}, {"do": "page"},
    ]  # fmt: skip
    assert ((one.folder / "starts").read_text(), (one.folder / "ended").exists()) == ("x", True)


FIRST = "first = not os.path.exists('before'); open('before', 'w').close(); "
ANSWER = """print('{"envelope": "E1", "letters": ["L1"]}', flush=True)"""


@pytest.mark.parametrize(
    ("first", "rule", "told"),
    [
        ("time.sleep(60)", HANG_RULE, "Der var ikke svar efter 3 sekunder."),
        ("sys.exit(3)", CRASH_RULE, "Programmet sluttede med kode 3."),
        ("sys.exit(0)", REPLY_RULE, "Programmet skrev intet."),
        ("print('vrøvl', flush=True)", REPLY_RULE, "Programmet skrev noget, der ikke er JSON."),
        ("print('{\"error\": \"databasen er nede\"}', flush=True)", CRASH_RULE, "Programmet meldte en fejl."),
        ("print(flush=True)", REPLY_RULE, "Programmet skrev intet."),
        ("os.close(1); time.sleep(60)", HANG_RULE, "Der var ikke svar efter 3 sekunder."),
    ],
)  # fmt: skip
def test_a_program_that_breaks_is_started_anew(vendor, first, rule, told):
    """It hangs, dies or talks rubbish once; the next thing to do goes to a new process."""
    one = vendor(lines(f"{FIRST}exec({first!r} if first else {ANSWER!r})"), mode="lines", seconds=3)
    finding = failure(one)
    assert (finding.rule, finding.actual) == (rule, told)
    assert one.adapter.send(CASE) == SENT
    assert (one.folder / "starts").read_text() == "xx"


def test_a_line_that_nobody_asked_for_is_a_failure(vendor):
    """After it no answer could be told from another, so the program is started anew."""
    one = vendor(lines(f"{ANSWER}; {ANSWER}" ), mode="lines")
    assert one.adapter.send(CASE) == SENT
    time.sleep(0.3)
    assert failure(one).actual == "Programmet skrev en linje, som ingen havde bedt om."
    assert one.adapter.send(CASE) == SENT


def test_a_program_that_never_reads_cannot_hold_us_up(vendor):
    """A case that doesn't fit in a pipe is written beside the waiting."""
    big = replace(CASE, instruction="x" * 1_000_000)
    one = vendor("time.sleep(60)", mode="lines", seconds=0.7)
    assert failure(one, lambda lps: lps.send(big)).rule == HANG_RULE


def test_what_it_writes_to_stderr_belongs_to_the_thing_it_did(vendor):
    """Each answer has its own log lines."""
    one = vendor(lines(f"print(asked['do'], file=sys.stderr, flush=True); time.sleep(0.1); {ANSWER}"), mode="lines")
    one.adapter.send(CASE)
    one.adapter.correct(CASE, SENT)
    assert one.kept("Det som programmet skrev på stderr") == "send\n\ncorrect\n"
