"""`labcert session attest` as a person uses it: the sheets of a self-test, a screenshot, and what becomes of the step."""

import json
import shutil

import pytest

from labcert.domain.juror import SHEET_TYPE
from labcert.session.bundle import verify
from labcert.session.log import read_log
from tests.support.commands import labcert
from tests.unit.runner.test_attesting_files import PIXELS, PNG, START, chunk

WHO = "vendor: {name: Leverandøren A/S}\nsystem: {name: LægeSystemet, version: '1.0'}\nstandards: [XRPT01, XRPT05]\n"
STEP, PARTIES = "TP-4.5.06", ("sundhed.dk", "Team RN")


@pytest.fixture(scope="module")
def tested(tmp_path_factory):
    """The folder of a self-test with two steps that wait for people."""
    folder = tmp_path_factory.mktemp("egentest")
    (folder / "sut.yaml").write_text(f"{WHO}adapter: {{kind: reference}}\n", "utf-8")
    only = ["--only", STEP, "--only", "TP-4.5.07"]
    done = labcert("selftest", "visning", "--sut", folder / "sut.yaml", "--out", folder / "pakke", "--no-allure", *only)
    assert done.returncode == 4, done.stderr
    return folder / "pakke"


@pytest.fixture
def session(tested, tmp_path):
    """A copy of it that a test may change, beside a screenshot that hides where it was taken."""
    (tmp_path / "skærm.png").write_bytes(START + chunk(b"tEXt", b"GPS 55.6") + PIXELS + chunk(b"IEND"))
    return shutil.copytree(tested, tmp_path / "pakke")


def sheet_of(session):
    """The step's sheet as data."""
    done = labcert("session", "attest", session, STEP, "--sheet", "--format", "json")
    (sheet,) = json.loads(done.stdout)["sheets"]
    return sheet


def attest(session, party, *, organisation="", wrong=(), unsure=(), evidence=True):
    """Answer every item as it should be, but for some that are wrong and some that can't be told."""
    lines = [f"party: {party}", "name: Signe Dalgaard", "role: Tester", f"organisation: {organisation or party}"]
    lines += ["evidence: [skærm.png]"] if evidence else []
    lines += ["answers:"]
    for item in sheet_of(session)["items"]:
        right = "not_seen" if item["must_not"] else "seen"
        answer = {right: "seen" if right == "not_seen" else "not_seen"}[right] if item["id"] in wrong else right
        answer = "cannot_tell" if item["id"] in unsure else answer
        remark = ", remark: det stod ikke klart" if item["id"] in (*wrong, *unsure) else ""
        lines.append(f'- {{item: "{item["id"]}", answer: {answer}{remark}}}')
    path = session.parent / "svar.yaml"
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return labcert("session", "attest", session, STEP, "--answers", path, "--no-allure")


def verdict(session):
    """The step in verdict.json."""
    content = json.loads((session / "verdict.json").read_text("utf-8"))
    return next(step for step in content["steps"] if step["id"] == STEP)


def test_a_self_test_keeps_the_sheets_of_the_steps_that_wait(tested):
    """As data and to print, among the step's evidence; made from both messages that were sent."""
    kept = {each["media_type"]: each for each in verdict(tested)["evidence"]}
    sheet = json.loads((tested / kept[SHEET_TYPE]["path"]).read_text("utf-8"))
    assert (sheet["screen"], sheet["wanted"], sheet["parties"]) == ("sundhedsperson", "skærmbillede", list(PARTIES))
    assert len(sheet["messages"]) == 2
    assert "8,76 mmol/L" in [item["value"] for item in sheet["items"] if not item["must_not"]]
    assert "16,68 mmol/L" in [item["value"] for item in sheet["items"] if item["must_not"]]


def test_sheets_are_written_and_the_session_stays_as_it_is(session, tmp_path):
    """One page and one data file a waiting step; nothing is attested."""
    before = {path: path.read_bytes() for path in session.rglob("*") if path.is_file()}
    done = labcert("session", "attest", session, "--sheet", "--out", tmp_path / "sedler")
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in (tmp_path / "sedler").iterdir()) == [f"{STEP}.html", f"{STEP}.json"]
    assert {path: path.read_bytes() for path in session.rglob("*") if path.is_file()} == before


def test_when_every_party_has_seen_everything_the_step_is_ok(session):
    """The first leaves it waiting for the second; the screenshot is kept without what it hid, and the seal holds."""
    first = attest(session, PARTIES[0])
    assert (first.returncode, verdict(session)["missing_attestations"]) == (0, [PARTIES[1]]), first.stderr
    assert "skjulte oplysninger" in first.stderr
    second = attest(session, PARTIES[1])
    assert (second.returncode, verdict(session)["outcome"]) == (0, "passed"), second.stderr
    pictures = [each for each in verdict(session)["evidence"] if each["media_type"] == "image/png"]
    assert {(session / each["path"]).read_bytes() for each in pictures} == {PNG}
    assert "broken" not in {reason.code for reason in verify(session).reasons}
    assert verify(session).result.value == "UNKNOWN"
    report = (session / "report.html").read_text("utf-8")
    assert "Signe Dalgaard" in report
    assert "data:image/png;base64," in report


def test_the_vendor_looks_for_nobody_else(session):
    """It would judge its own system; nothing is written."""
    vendor = json.loads((session / "verdict.json").read_text("utf-8"))["vendor"]
    refused = attest(session, PARTIES[0], organisation=vendor)
    assert (refused.returncode, verdict(session)["missing_attestations"]) == (2, list(PARTIES))
    assert f"{vendor} kan ikke bekræfte {STEP} for {PARTIES[0]}" in refused.stderr


def test_something_not_seen_fails_the_step_and_a_later_word_replaces_it(session):
    """Exit code 1 and what was wrong; the same party's second statement counts, and both stand in the log."""
    failed = attest(session, PARTIES[0], wrong=("1",))
    assert (failed.returncode, verdict(session)["outcome"]) == (1, "failed")
    assert "det stod ikke klart" in verdict(session)["reason"]
    again = attest(session, PARTIES[0])
    assert again.returncode == 0
    assert "erstatter partens tidligere bekræftelse" in again.stdout
    assert (verdict(session)["outcome"], len(verdict(session)["attested_by"])) == ("waiting", 2)
    assert "erstattet af en senere" in (session / "report.html").read_text("utf-8")


def test_seeing_what_must_not_be_seen_fails_and_what_cannot_be_told_waits(session):
    """The outcome's rules, by the command's exit codes."""
    forbidden = next(item["id"] for item in sheet_of(session)["items"] if item["must_not"])
    assert attest(session, PARTIES[0], unsure=(forbidden,)).returncode == 4
    assert verdict(session)["outcome"] == "waiting"
    assert attest(session, PARTIES[0], wrong=(forbidden,)).returncode == 1
    assert verdict(session)["outcome"] == "failed"


def refused(session, done, text):
    """Nothing was written, and the command says why."""
    assert (done.returncode, text in done.stderr) == (2, True), done.stderr
    assert [entry for entry in read_log(session / "events.jsonl").entries if type(entry.event).__name__ == "AttestationGiven"] == []


def test_what_cannot_count_is_refused_before_anything_is_written(session):
    """No screenshot, another party, a step nobody looks at, one that was not run, no answers and no terminal."""
    refused(session, attest(session, PARTIES[0], evidence=False), "kan ikke bekræftes uden bevis: skærmbillede")
    refused(session, attest(session, "LPS"), "det skal sundhed.dk, Team RN")
    for step, text in ((STEP, "ingen terminal"), ("TP-4.5.07", "af værktøjet alene"), ("TP-4.5.01", "venter ikke"), ("TP-4.5.0", "Mente du")):
        refused(session, labcert("session", "attest", session, step), text)
    (session / "manifest.sig").write_bytes(b"{")
    refused(session, labcert("session", "attest", session, STEP), "underskrifterne kan ikke læses")
