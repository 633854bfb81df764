"""A vendor's program as the system under test: whatever it does, the step ends with an outcome that says so."""

import json
import os
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from labcert.adapters import child, program
from labcert.adapters.program import HANG_RULE, REPLY_RULE
from labcert.adapters.reference import CRASH_RULE
from labcert.domain.errors import NotAsRequired, NotRun, SetupFault
from labcert.domain.sut import Security
from labcert.ports import OutboxEntry, Refused
from labcert.ports.tester import Answer, AnswerKind, Task
from tests.support.tester import ScriptedTester
from tests.unit.adapters.vendor_programs import ALL, CASE, ECHO, HUB, SAYS_SENT, SENT, failure, seen

SAID = "Det som programmet skrev"


@pytest.fixture(autouse=True)
def temp(tmp_path_factory, monkeypatch):
    """The machine's folder for temporary files, the test's own."""
    folder = tmp_path_factory.mktemp("temp")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


# ---------------------------------------------------------------------------------------------------------- the contract

def test_send_and_correct_are_called_as_the_contract_says(vendor):
    """`send --case CASE.json --hub URL`, `correct --case CASE.json --replaces ID --hub URL`, the case whole in UTF-8."""
    one = vendor(ECHO + SAYS_SENT)
    assert one.adapter.send(CASE) == SENT
    assert one.adapter.correct(replace(CASE, step="TP-4.2.02"), SENT) == SENT
    first, second = seen(one)
    assert first["words"] == ["send", "--case", first["at"], "--hub", HUB]
    assert second["words"] == ["correct", "--case", second["at"], "--replaces", "E1", "--hub", HUB]
    assert Path(first["at"]).name == "CASE.json"
    assert json.loads(first["case"]) == json.loads(json.dumps(asdict(CASE)))
    assert "Lægehuset Æblegården" in first["case"]


def test_what_was_asked_and_answered_is_evidence(vendor):
    """The case and the answer are kept, with the names of the contract."""
    one = vendor(SAYS_SENT)
    one.adapter.send(CASE)
    assert json.loads(one.kept("Det som testeren bad om")) == json.loads(json.dumps(asdict(CASE)))
    assert json.loads(one.kept("Det som LPS'et svarede")) == {"envelope": "E1", "letters": ["L1"]}


def test_exit_code_10_is_a_refusal_with_its_reason(vendor):
    """The user interface refused; a number that may be a person's is masked in what it said."""
    one = vendor("print(json.dumps({'reason': 'Værdien er for lang. CPR 2512489996, 3112990000'}))\nsys.exit(10)")
    assert one.adapter.send(CASE) == Refused("Værdien er for lang. CPR 2512489996, 311299-xxxx")


def test_every_ability_is_called_where_the_program_has_it(vendor):
    """delete, work, outbox and its page as the reference system's command has them."""
    line = {"envelope": "E1", "letters": ["L1"], "state": "accepted", "text": "Kvitteret", "attempts": 2, "envelopes": ["E1", "E2"], "x": 1}
    one = vendor(
        ECHO + f"""
match sys.argv[1]:
    case "delete": print(json.dumps({{"reason": "Kan ikke slettes"}})); sys.exit(10)
    case "work": pass
    case "outbox":
        if "--html" in sys.argv: open(sys.argv[sys.argv.index("--html") + 1], "w", encoding="utf-8").write("<!doctype html>Udbakke på ø")
        print({json.dumps({"answers": [line]})!r})
""",
        can=ALL,
    )  # fmt: skip
    assert one.adapter.delete(SENT) == Refused("Kan ikke slettes")
    one.adapter.work(30)
    assert one.adapter.outbox() == (OutboxEntry("E1", ("L1",), "accepted", "Kvitteret", "", 2, ("E1", "E2")),)
    assert one.adapter.outbox_page() == "<!doctype html>Udbakke på ø".encode()
    assert [call["words"][:3] for call in seen(one)[:3]] == [
        ["delete", "--envelope", "E1"], ["work", "--minutes", "30"], ["outbox", "--hub", HUB],
    ]  # fmt: skip


def test_what_the_program_cannot_do_is_asked_of_the_tester(vendor):
    """Deleting, waiting and showing; a picture is kept, and what the tester writes becomes the outbox."""
    tester = ScriptedTester([
        Answer(AnswerKind.REFUSED, "Svaret er delt"), Answer(AnswerKind.DONE, "ventende: Sendes igen"),
        Answer(AnswerKind.DONE, "Afvist: Ukendt kode", b"\x89PNG\r\n\x1a\n...", "udbakke.png"),
    ])  # fmt: skip
    one = vendor(SAYS_SENT, tester)
    one.adapter.send(CASE)
    assert one.adapter.delete(SENT) == Refused("Svaret er delt")
    one.adapter.work(30)
    assert one.adapter.outbox() == (OutboxEntry("E1", ("L1",), "waiting", "Sendes igen", "", 1, ("E1",)),)
    one.adapter.work()
    assert b"Ukendt kode" in one.adapter.outbox_page()
    assert [entry.state for entry in one.adapter.outbox()] == ["refused"]
    assert [question.task for question in tester.asked] == [Task.DELETE, Task.WORK, Task.SHOW]
    assert [(question.wants_file, question.wants_text) for question in tester.asked] == [(False, False), (False, True), (True, True)]
    assert [question.seconds for question in tester.asked] == [1800, 1800 + 30 * 60, 1800]
    assert ("Patient", "CPR-nummer", "251248-9996") in tester.asked[0].sheet
    assert ("Svar 1", "Kuvertens nummer", "E1") in tester.asked[2].sheet
    assert [kind for title, kind, _data in one.sink.kept if "Skærmbilledet" in title] == ["image/png"]


@pytest.mark.parametrize(
    ("do", "answers"),
    [
        (lambda lps: lps.delete(SENT), None), (lambda lps: lps.work(30), None), (lambda lps: lps.outbox_page(), None),
        (lambda lps: lps.delete(SENT), [None]), (lambda lps: lps.delete(SENT), [Answer(AnswerKind.CANNOT, "strømmen er gået")]),
        (lambda lps: lps.outbox(), [Answer(AnswerKind.DONE, "det ved jeg ikke")]),
    ],
    ids=["nobody to delete", "nobody to wait", "nobody to show", "no answer", "cannot", "unreadable"],
)  # fmt: skip
def test_what_nobody_can_do_is_not_run(vendor, do, answers):
    """Nobody there, no answer in time, a tester who can't: it says nothing about the system."""
    one = vendor(SAYS_SENT, None if answers is None else ScriptedTester(answers))
    one.adapter.send(CASE)
    with pytest.raises(NotRun):
        do(one.adapter)


# --------------------------------------------------------------------------------------------------------- bad programs

GRANDCHILD = """
import subprocess
child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(60)"])
open("pid", "w").write(str(child.pid))
"""


def gone(vendor):
    """Wait until the grandchild has ended, and say whether it has."""
    pid = int((vendor.folder / "pid").read_text())
    stat = Path(f"/proc/{pid}/stat")
    for _try in range(100):
        if not stat.exists() or " Z " in stat.read_text():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
@pytest.mark.parametrize("stubborn", ["", "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"], ids=["meek", "stubborn"])
def test_a_program_that_hangs_is_ended_with_all_it_started(vendor, stubborn):
    """The time limit ends the program, and the process that it started, also where it won't listen."""
    one = vendor(GRANDCHILD + stubborn + "print('midtvejs', flush=True)\ntime.sleep(60)", seconds=3)
    began = time.monotonic()
    finding = failure(one)
    assert (finding.rule, time.monotonic() - began < 20, gone(one)) == (HANG_RULE, True, True)
    assert finding.actual == "Der var ikke svar efter 3 sekunder."
    assert one.kept(SAID) == "midtvejs\n"


@pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")
def test_a_process_left_behind_is_ended_and_told(vendor):
    """An answer counts although something still ran; the next step begins without it."""
    one = vendor(GRANDCHILD + SAYS_SENT)
    assert (one.adapter.send(CASE), gone(one)) == (SENT, True)
    assert one.sink.notes == ["Programmet efterlod processer, der stadig kørte; de er standset."]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no signals")
def test_a_program_that_is_killed_has_crashed(vendor):
    """The signal is named, and what the program said before is kept."""
    one = vendor("print('før', flush=True)\nprint('på vej ned', file=sys.stderr, flush=True)\nos.kill(os.getpid(), 11)")
    finding = failure(one)
    assert (finding.rule, signal.Signals.SIGSEGV.name in finding.actual) == (CRASH_RULE, True)
    assert (one.kept(SAID), one.kept("Det som programmet skrev på stderr")) == ("før\n", "på vej ned\n")


@pytest.mark.parametrize("code", [1, 2, 9, 11, 255])
def test_any_other_exit_code_is_a_failure(vendor, code):
    """Only 0 and 10 are answers, whatever was printed."""
    finding = failure(vendor(SAYS_SENT + f"sys.exit({code})"))
    assert (finding.rule, finding.actual) == (CRASH_RULE, f"Programmet sluttede med kode {code}.")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("print('Sendt!')", "Programmet skrev noget, der ikke er JSON."),
        ("pass", "Programmet skrev intet."),
        (SAYS_SENT * 2, "Programmet skrev mere end ét JSON-objekt."),
        (SAYS_SENT + "print('og farvel')", "Programmet skrev mere end ét JSON-objekt."),
        ("print('[1, 2]')", "Programmet skrev JSON, men ikke et objekt ({…})."),
        ("print('[' * 200000)", "Programmet skrev noget, der ikke er JSON."),
        ("print('9' * 20000)", "Programmet skrev noget, der ikke er JSON."),
        ("sys.stdout.buffer.write('{\"reason\": \"Æ\"}'.encode('latin-1')); sys.exit(10)", "Programmet skrev ikke i UTF-8: byte nummer 13 kan ikke læses."),
        ("sys.stdout.buffer.write('{}'.encode('utf-16'))", "Programmet skrev ikke i UTF-8: byte nummer 1 kan ikke læses."),
        ("print('{}')", "“envelope” mangler eller er tom."),
        ("print('{\"envelope\": \"\", \"letters\": [\"L1\"]}')", "“envelope” mangler eller er tom."),
        ("print('{\"envelope\": \"E1\", \"letters\": []}')", "“letters” mangler eller er tom."),
        ("print('{\"envelope\": 7, \"letters\": [\"L1\"]}')", "“envelope” er ikke af den slags, aftalen siger."),
        ("print('{\"envelope\": \"E1\", \"letters\": [null]}')", "“letters[0]” er ikke af den slags, aftalen siger."),
        ("print('{\"envelope\": \"E23456789012345\", \"letters\": [\"L1\"]}')", "“envelope” er på 15 tegn; standardens nummer har højst 14."),
        ("print('{\"envelope\": \"E1\", \"letters\": [\"L1\\\\n\"]}')", "“letters” er tom eller har tegn, der ikke kan ses."),
        ("print('{}'); sys.exit(10)", "“reason” mangler eller er tom."),
        ("print('{\"reason\": \"nej\"}')", "Programmet sluttede med kode 0 (sendt), men gav en begrundelse for at afvise."),
    ],
)  # fmt: skip
def test_an_answer_that_is_none_is_a_failure(vendor, code, told):
    """Exit code 0 or 10 with anything but one JSON object in UTF-8 of the contract; what was printed is kept."""
    one = vendor(code)
    finding = failure(one)
    assert (finding.rule, finding.actual) == (REPLY_RULE, told)
    assert one.kept(SAID)


@pytest.mark.parametrize(
    ("code", "do", "told"),
    [
        ("print('{}')", lambda lps: lps.outbox(), "“answers” mangler eller er tom."),
        ("print('{\"answers\": [{\"envelope\": \"E\", \"letters\": [], \"state\": \"sendt\"}]}')", lambda lps: lps.outbox(), "“state” er “sendt”; det skal være et af ordene waiting, delivered, accepted, refused, failed."),
        ("print('{\"answers\": []}')", lambda lps: lps.outbox_page(), "Programmet viste en tom side."),
        ("open(sys.argv[3], 'wb').write(b'<p>\\xe6')", lambda lps: lps.outbox_page(), "Siden er ikke i UTF-8."),
        ("print('{\"reason\": \"nej\"}'); sys.exit(10)", lambda lps: lps.work(5), "Programmet afviste noget, som ikke kan afvises."),
    ],
)  # fmt: skip
def test_the_other_abilities_are_held_to_the_contract_too(vendor, code, do, told):
    """An outbox needs its answers and known states, a page something in UTF-8."""
    assert failure(vendor(code, can=ALL), do).actual == told


def test_endless_output_is_neither_kept_nor_waited_for(vendor):
    """Of 50 MB the first and last 64 KB are kept, with how much lies between."""
    one = vendor("block = 'x' * 65536\nprint('start', end='')\nfor _ in range(800): sys.stdout.write(block)\nprint('slut')")
    assert failure(one).actual == "Programmet skrev mere, end et svar kan fylde."
    said = one.kept(SAID)
    size = 5 + 800 * 65536 + 5
    assert (said[:6], said[-5:], len(said) < 140_000) == ("startx", "slut\n", True)
    assert f"… {size - 2 * 65536} byte er udeladt …" in said


def test_an_excerpt_leaves_nothing_out_until_it_must():
    """Twice 64 KB are kept whole, a byte more tells that one is left out."""
    said = child.Captured()
    said.add(b"a" * 131072)
    assert said.excerpt() == b"a" * 131072
    said.add(b"b")
    assert (said.excerpt()[-1:], "… 1 byte er udeladt …".encode() in said.excerpt()) == (b"b", True)


def test_what_goes_to_stderr_is_kept_and_harms_nothing(vendor):
    """Log lines belong on stderr."""
    one = vendor("print('forbinder …', file=sys.stderr)\n" + SAYS_SENT)
    assert (one.adapter.send(CASE), one.kept("Det som programmet skrev på stderr")) == (SENT, "forbinder …\n")


# ------------------------------------------------------------------------------------------------------- a broken set-up

@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"command": ("./findes-ikke",)}, "findes ikke"), ({"command": ("findes-heller-ikke",)}, "findes ikke"),
        ({"command": ("./data",)}, "må ikke køres"), ({"command": ("./tom",)}, "kan ikke startes"),
        ({"folder": "/findes/ikke"}, "Mappen"), ({"command": ("a\0b",)}, "kan ikke startes"),
        ({"command": ("sh", "-c", "findes-slet-ikke")}, "kunne ikke køres"),
    ],
    ids=["no file", "not in PATH", "no right", "no format", "no folder", "zero byte", "not found by a shell"],
)  # fmt: skip
def test_a_program_that_cannot_be_started_is_a_fault_of_the_set_up(vendor, tmp_path, settings, told):
    """It says nothing about the system, and what to do about it is said."""
    (tmp_path / "data").write_text("hej")
    (tmp_path / "tom").write_bytes(b"\0\1\2")
    (tmp_path / "tom").chmod(0o755)
    if told == "må ikke køres" and sys.platform == "win32":
        pytest.skip("files have no such right")
    with pytest.raises(SetupFault, match=told) as raised:
        vendor(SAYS_SENT, **settings).adapter.send(CASE)
    assert raised.value.remedy
    assert "/" not in raised.value.where + raised.value.message  # a bundle tells nothing of the machine


def test_a_full_disk_of_ours_is_a_fault_of_the_set_up(vendor, temp, monkeypatch):
    """The case could not be written: the program was never called."""

    def full(*_words, **_more):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(program.Path, "write_bytes", full)
    with pytest.raises(SetupFault, match="ikke plads på disken"):
        vendor(SAYS_SENT).adapter.send(CASE)
    assert list(temp.iterdir()) == []


def test_the_program_gets_the_machine_and_the_hub_and_nothing_of_ours(vendor):
    """Environment of the machine and of sut.yaml, the token and certificates; none of the harness's own variables."""
    machine = dict(os.environ) | {"HUB_TOKEN": "meget-hemmelig", "LABCERT_CONTROL": "x", "PYTEST_ADDOPTS": "-x"}
    one = vendor(
        "print(json.dumps(dict(os.environ)), file=sys.stderr)\n" + SAYS_SENT,
        machine=machine, environment={"KLINIK": "Æblegården"},
        security=(Security("/c/ca.pem", "/c/lps.pem", "/c/lps.key", "HUB_TOKEN"),),
    )  # fmt: skip
    one.adapter.send(CASE)
    told = json.loads(one.kept("Det som programmet skrev på stderr"))
    assert (told["KLINIK"], told["LABCERT_CA"], told["LABCERT_CERTIFICATE"], told["LABCERT_KEY"]) == (
        "Æblegården", "/c/ca.pem", "/c/lps.pem", "/c/lps.key",
    )  # fmt: skip
    assert "LABCERT_TOKEN" in told
    assert {"LABCERT_CONTROL", "PYTEST_ADDOPTS"} & set(told) == set()


@pytest.mark.parametrize("where", ["sys.stderr", "sys.stdout"])
@pytest.mark.parametrize("mode", ["once", "lines"])
def test_a_secret_never_becomes_evidence(vendor, where, mode):
    """A program that prints its token, wherever, prints asterisks."""
    one = vendor(
        f"print(json.dumps({{'reason': os.environ['LABCERT_TOKEN'] + os.environ['DB_PASSWORD']}}), file={where}, flush=True)\nsys.exit(10)",
        machine=dict(os.environ) | {"HUB_TOKEN": "meget-hemmelig"}, environment={"DB_PASSWORD": "kodeord-1"}, mode=mode,
        security=(Security(token_from="HUB_TOKEN"),),
    )  # fmt: skip
    try:
        answer = str(one.adapter.send(CASE))
    except NotAsRequired as error:
        answer = str(error.findings)
    everything = answer + one.sink.texts() + str(one.sink.notes)
    assert ("meget-hemmelig" in everything, "kodeord-1" in everything, "*" * 16 in everything) == (False, False, True)


def test_a_token_that_is_not_set_is_a_fault_of_the_set_up(vendor):
    """sut.yaml names a variable that nobody set."""
    with pytest.raises(SetupFault, match="HUB_TOKEN"):
        vendor(SAYS_SENT, machine={}, security=(Security(token_from="HUB_TOKEN"),))


@pytest.mark.parametrize("code", ["time.sleep(60)", "sys.exit(3)", "print('x')", SAYS_SENT])
def test_the_next_step_begins_clean(vendor, temp, code):
    """Whatever happened, no folder of the call is left, and the next call is answered."""
    failed_once = f"""
if not os.path.exists("before"):
    open("before", "w").close()
    open(os.path.join(os.path.dirname(sys.argv[3]), "rester"), "w").write("x" * 100000)
    {code}
    sys.exit()
"""
    one = vendor(failed_once + SAYS_SENT, seconds=3 if "sleep" in code else 20.0)
    with suppress(NotAsRequired):
        one.adapter.send(CASE)
    assert list(temp.iterdir()) == []
    assert one.adapter.send(CASE) == SENT


def test_no_shell_is_in_between(vendor):
    """A word of the command is a word, whatever stands in it."""
    one = vendor(ECHO + SAYS_SENT)
    one = vendor(ECHO + SAYS_SENT, command=(*one.settings.command, "; touch pwned; $(touch pwned)"))
    one.adapter.send(CASE)
    assert (seen(one)[0]["words"][0], (one.folder / "pwned").exists()) == ("; touch pwned; $(touch pwned)", False)
