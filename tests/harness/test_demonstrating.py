"""The demonstration around its run: where it begins, what it signs, and what it leaves when something breaks."""

import json
from pathlib import Path

import pytest

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import AttestationGiven, ProgressNoted, RunFinished, SignOffStated
from labcert.domain.outcome import Outcome
from labcert.runner import demo
from labcert.runner.demo import DemoOptions, DemoResult, Teller, demonstrate
from labcert.runner.execution import FeatureRun
from labcert.session import SessionFolder, read_log
from labcert.session.bundle import verify
from tests.harness.small import build
from tests.harness.small_hosts import serving_journals

PASSES = """
  @TP-4.2.01
  Scenarie: Består
    Når der gemmes et bevis
"""
FAILS = """
  @TP-4.2.02
  Scenarie: Fejler
    Når der gemmes et bevis
    Så er "41" det ventede
"""
LOOKED_AT = """
  @TP-4.2.03
  Abstrakt Scenario: Skal ses
    Når der gemmes <side>
    Så afventer trinnet LPS og PLSP
    Eksempler:
      | side    |
      | en side |
      | en side |
"""
EMPTY_PAGE = LOOKED_AT.replace("      | en side |\n", "", 1).replace("| en side |", "| en tom side |")
NO_PAGE = LOOKED_AT.replace("<side>", "et bevis")
DIES = """
  @TP-4.2.04
  Scenarie: Dør
    Når der gemmes et bevis
    Og processen dør med koden 1
"""
ATTESTED = ["TP-4.2.03"]


@pytest.fixture
def journals(monkeypatch):
    """Hosts that give journals, and a proxy of the machine that nobody may use for them."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving_journals() as serving:
        yield serving


@pytest.fixture
def show(tmp_path, monkeypatch, journals):
    """Return a function that demonstrates a small suite of these scenarios in a folder."""
    monkeypatch.setattr(demo, "start_hosts", lambda _data: journals[1])

    def demonstrated(scenarios: str) -> DemoResult:
        root = build(tmp_path / "suite", scenarios, attested=ATTESTED)
        monkeypatch.setattr(demo, "suite_root", lambda: root)
        tell = Teller(lambda _text: None, lambda _count: None, lambda _step, _outcome: None)
        return demonstrate(tmp_path / "pakke", DemoOptions(allure=False), tell)

    return demonstrated


def events_of(folder: Path) -> list[object]:
    """Everything in a session's log."""
    return [entry.event for entry in read_log(folder / "events.jsonl").entries]


def sign_offs(folder: Path) -> list[SignOffStated]:
    """Who stated that they sign."""
    return [event for event in events_of(folder) if isinstance(event, SignOffStated)]


def checked(folder: Path) -> tuple[str, list[str]]:
    """What verify says of the bundle to those who trust the demonstration: result and codes."""
    trust = folder / "demo-trust.pem"
    report = verify(folder, [trust.read_bytes()] if trust.exists() else [])
    return report.result.value, [reason.code for reason in report.reasons]


def test_a_whole_run_is_attested_signed_and_sealed(show):
    """All judged, all passed: each party that must look has looked at each page, each that must sign has signed."""
    result = show(PASSES + LOOKED_AT)
    assert (result.exit_code, result.broke, result.verdict.approved) == (0, "", True)
    given = [event for event in events_of(result.folder) if isinstance(event, AttestationGiven)]
    assert [(event.party, event.outcome, event.remark) for event in given] == [
        ("LPS", Outcome.PASSED, "Set: 42."), ("PLSP", Outcome.PASSED, "Set: 42."),
    ]  # fmt: skip
    assert {len(event.seen) for event in given} == {2}
    assert [(event.row, event.party) for event in sign_offs(result.folder)] == [("4.2", "LPS"), ("4.2", "PLSP"), ("4.2", "MedCom")]
    assert checked(result.folder) == ("VALID", [])
    assert json.loads((result.folder / "journals" / "miba.jsonl").read_bytes())["host"] == "miba"


def test_a_run_that_shows_failures_is_signed_too(show):
    """A failed step has been judged: the parties sign what was seen, and the exit code says not passed."""
    result = show(PASSES + FAILS + EMPTY_PAGE)
    assert (result.exit_code, result.verdict.outcome) == (1, Outcome.FAILED)
    assert len(sign_offs(result.folder)) == 3
    assert checked(result.folder) == ("VALID", [])
    looked_at = next(step for step in result.verdict.steps if step.id in ATTESTED)
    assert (looked_at.outcome, looked_at.mark) == (Outcome.FAILED, "F3")
    assert "Ikke set: 42." in looked_at.reason


def test_nobody_signs_while_something_is_unfinished(show):
    """A failure does not hide that another step still waits: no sign-off, and the bundle says that nobody signed."""
    result = show(PASSES + FAILS + NO_PAGE)
    outcomes = [step.outcome for step in result.verdict.steps]
    assert outcomes == [Outcome.PASSED, Outcome.FAILED, Outcome.WAITING]
    assert result.exit_code == 1
    assert not [event for event in events_of(result.folder) if isinstance(event, AttestationGiven)]
    assert sign_offs(result.folder) == []
    assert checked(result.folder) == ("UNKNOWN", ["not_signed"])


def assert_broken_but_sealed(result: DemoResult, says: str) -> None:
    """The exit code is a fault's, nobody signed, what there is is sealed, and no folder of this machine is named in it."""
    assert result.exit_code == 3
    assert says in result.broke
    assert sign_offs(result.folder) == []
    assert checked(result.folder) == ("UNKNOWN", ["not_signed"])
    events = events_of(result.folder)
    (finished,) = [event for event in events if isinstance(event, RunFinished)]
    assert finished.outcome is Outcome.FAULT
    assert says in finished.reason
    assert [event.text for event in events if isinstance(event, ProgressNoted) and not event.step] == [finished.reason]
    own = str(result.folder.parent).encode()
    assert [path.name for path in result.folder.rglob("*") if path.is_file() and own in path.read_bytes()] == []


def test_a_run_that_breaks_leaves_a_sealed_bundle_that_nobody_signed(show):
    """The child died at the second step: exit code 3, and what was finished is kept."""
    result = show(PASSES + DIES + FAILS)
    assert_broken_but_sealed(result, "gik i stå hos os (kode 1)")
    assert "pakke-fejl-i-labcert.txt" in result.broke
    assert [step.outcome for step in result.verdict.steps][:3] == [Outcome.PASSED, Outcome.FAULT, Outcome.NOT_RUN]
    assert (result.folder / "journals" / "plsp.jsonl").is_file()


def test_a_run_that_breaks_before_its_first_step_is_a_fault_and_not_unfinished(show, monkeypatch):
    """Nothing was run, which would be exit code 4; but something broke, so it is 3."""

    def broken(*_settings, **_more):
        raise ToolFault("Kørslen gik i stykker.", where="/en/mappe")

    monkeypatch.setattr(FeatureRun, "run", broken)
    assert_broken_but_sealed(show(PASSES), "Kørslen gik i stykker.")


def test_hosts_that_do_not_start_leave_a_sealed_bundle(show, monkeypatch):
    """Without hosts nothing is run, and the bundle says why."""

    def silent(data):
        raise ToolFault("De simulerede værter startede ikke.", where=str(data))

    monkeypatch.setattr(demo, "start_hosts", silent)
    result = show(PASSES)
    assert_broken_but_sealed(result, "startede ikke")


def test_a_journal_that_cannot_be_had_is_told_and_nothing_is_signed(show, journals):
    """Without its history nobody can say that nothing was deleted: the finished steps are kept, but nobody signs."""
    journals[0].status = 500
    result = show(PASSES)
    assert_broken_but_sealed(result, "Journalen fra plsp kunne ikke hentes")
    assert result.verdict.steps[0].outcome is Outcome.PASSED


def test_an_interrupted_demonstration_keeps_a_whole_log_and_seals_nothing(show, monkeypatch, tmp_path):
    """Ctrl-C comes through; what was written is whole, and no seal says that the session is finished."""

    def interrupted(*_settings, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(FeatureRun, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        show(PASSES)
    content = read_log(tmp_path / "pakke" / "events.jsonl")
    assert content.broken_tail == b""
    assert not (tmp_path / "pakke" / "manifest.json").exists()


def test_a_folder_that_holds_something_is_refused_and_left_alone(show, tmp_path):
    """A mistake of the caller's: nothing is written there, and nothing is run."""
    (tmp_path / "pakke").mkdir()
    (tmp_path / "pakke" / "mit.txt").write_text("uændret")
    with pytest.raises(UsageMistake, match="ikke tom"):
        show(PASSES)
    assert [(path.name, path.read_text()) for path in (tmp_path / "pakke").iterdir()] == [("mit.txt", "uændret")]


def test_a_folder_that_cannot_be_written_is_refused(show, tmp_path, monkeypatch):
    """A file in the way, a folder that can't be made or written: one sentence that names the place."""
    (tmp_path / "pakke").write_text("en fil")
    with pytest.raises(UsageMistake, match="pakke"):
        show(PASSES)
    assert (tmp_path / "pakke").read_text() == "en fil"
    (tmp_path / "pakke").unlink()
    real = Path.mkdir

    def read_only(path, *args, **more):
        if path == SessionFolder(tmp_path / "pakke").evidence:
            raise PermissionError(13, "Permission denied", str(path))
        real(path, *args, **more)

    monkeypatch.setattr(Path, "mkdir", read_only)
    (tmp_path / "suite").rename(tmp_path / "suite-1")
    with pytest.raises(UsageMistake, match="skrive"):
        show(PASSES)
