"""`labcert selftest` as a vendor runs it: whole, over real HTTP, with the reference system and with a program."""

import json
import sys
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root
from labcert.session.bundle import verify
from tests.support.commands import labcert

WHO = "vendor: {name: Leverandøren A/S}\nsystem: {name: LægeSystemet, version: '1.0'}\nstandards: [XRPT01, XRPT05]\n"
STEPS = ["--only", "TP-4.3.01", "--only", "TP-4.3.13"]


def described(folder: Path, adapter: str, more: str = "") -> Path:
    """Write a sut.yaml."""
    path = folder / "sut.yaml"
    path.write_text(f"{WHO}{more}adapter: {adapter}\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def tested(tmp_path_factory):
    """Two steps of a protocol with the reference system: the folder and what was said."""
    folder = tmp_path_factory.mktemp("selvtest")
    sut = described(folder, "{kind: reference}")
    return folder / "pakke", labcert("selftest", "laba", "--sut", sut, "--out", folder / "pakke", "--no-allure", *STEPS)


def test_each_step_has_a_line_and_the_bundle_can_be_handed_in(tested):
    """Counter, outcome, id, title and seconds on stdout, progress on stderr, exit code 4 for a step that waits for eyes."""
    folder, done = tested
    assert done.returncode == 4, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("[1/2] Afventer        TP-4.3.01  Team RN genfinder svaret i LABA (")
    assert [line for line in lines if line.startswith("[2/2] Ok              TP-4.3.13")]
    assert "Egentest, ikke en godkendelse: Ikke færdig endnu." in done.stdout
    assert "Kører 2 trin" in done.stderr
    assert verify(folder).is_unsigned
    assert "XRPT01_4.3.13_A.xml" in [path.name for path in (folder / "medcom").iterdir()]
    page = (folder / "report.html").read_text("utf-8")
    assert 'href="medcom/XRPT01_4.3.13_A.xml"' in page


def test_verify_says_that_nobody_has_signed(tested):
    """Exit code 4, and no word that anybody vouches for it."""
    done = labcert("verify", tested[0])
    assert done.returncode == 4
    assert done.stdout.startswith("Ikke underskrevet: filerne passer til pakkens egen liste")
    assert "egentest" in done.stdout


def test_a_vendors_program_is_run_by_the_same_protocol(tmp_path):
    """The reference system as a program of its own, called once for each thing to do."""
    command = json.dumps([sys.executable, "-m", "sut.reference"])
    folder = json.dumps(str(suite_root()))
    able = f"can: [send, correct, work, outbox], environment: {json.dumps({'REFERENCE_LPS_DATA': str(tmp_path)})}"
    sut = described(tmp_path, f"{{kind: executable, command: {command}, folder: {folder}, {able}}}")
    done = labcert("selftest", "laba", "--sut", sut, "--out", tmp_path / "pakke", "--no-allure", "--only", "TP-4.3.02")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[1/1] Ok " in done.stdout


def test_a_broken_set_up_is_told_with_how_to_go_on(tmp_path):
    """A program that isn't there: exit code 3, set-up faults only, and the words for the next try."""
    sut = described(tmp_path, "{kind: executable, command: [./ingen]}")
    done = labcert("selftest", "laba", "--sut", sut, "--out", tmp_path / "pakke", "--no-allure")
    assert done.returncode == 3
    assert done.stdout.count("Opsætningsfejl ") == 3
    assert "Fortsæt med: --remaining" in done.stderr
    verdict = json.loads((tmp_path / "pakke" / "verdict.json").read_bytes())
    assert {step["outcome"] for step in verdict["steps"]} == {"setup_fault", "not_run"}


@pytest.mark.parametrize(
    ("adapter", "more", "words", "says"),
    [
        ("{kind: inbound}", "", [], "--answers"),
        ("{kind: program}", "", [], "sut.yaml:4: “program” kan ikke bruges"),
        ("{kind: reference, defect: nej}", "", [], "hedder “nej”"),
        ("{kind: reference}", "hub: https://plsp.example\n", [], "kun køres mod den lokale"),
        ("{kind: reference}", "not_relevant: {TP-4.3.02: Nej}\n", [], "gælder alle systemer"),
        ("{kind: reference}", "", ["--only", "TP-4.9.99"], "findes ikke i laba"),
        ("{kind: reference}", "", ["--remaining", "a", "--failed", "b"], "ikke bruges sammen"),
        ("{kind: reference}", "", ["--remaining", "ingen"], "findes ikke"),
    ],
)
def test_what_cannot_be_run_is_refused_before_anything_is_started(tmp_path, adapter, more, words, says):
    """Exit code 2, one sentence, and nothing is written."""
    sut = described(tmp_path, adapter, more)
    done = labcert("selftest", "laba", "--sut", sut, *words, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["sut.yaml"]


def test_sut_is_needed(tmp_path):
    """The option is named where it is missing."""
    done = labcert("selftest", "laba", cwd=tmp_path)
    assert (done.returncode, done.stderr.strip()) == (2, "Der mangler et “--sut”.")


def test_a_tester_answers_by_file_and_what_was_not_done_is_done_later(tested, tmp_path):
    """A system driven by hand: the message is handed over with the answer, what could not be done is not run and counts
    against nobody, and the session goes on with it.
    """
    sut = described(tmp_path, "{kind: manual, seconds: 30}")
    answers = tmp_path / "svar.yaml"
    answers.write_text("- {answer: cannot, reason: Ingen tester i dag}\n", "utf-8")
    words = ("--sut", sut, "--answers", answers, "--only", "TP-4.3.13", "--no-allure")
    done = labcert("selftest", "laba", *words, "--out", tmp_path / "pakke")
    assert done.returncode == 4, done.stdout + done.stderr
    assert "Ikke kørt       TP-4.3.13" in done.stdout
    assert "Ingen tester i dag" in done.stdout
    message = tested[0] / "medcom" / "XRPT01_4.3.13_A.xml"
    answers.write_text(f"- {{step: TP-4.3.13, task: send, answer: done, file: {json.dumps(str(message))}}}\n", "utf-8")
    again = labcert("selftest", "laba", *words, "--remaining", tmp_path / "pakke")
    assert again.returncode == 1, again.stdout + again.stderr
    assert "Ikke opfyldt    TP-4.3.13" in again.stdout  # the message of another run is about another sample
    assert "TP-4.3.13: Send et svar → done" in again.stderr
