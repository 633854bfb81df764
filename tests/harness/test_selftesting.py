"""The self-test around its run: what it runs, how a session goes on, what it refuses, and what it leaves."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.events import RunFinished, RunStarted, SessionOpened, StepFinished
from labcert.domain.outcome import Outcome
from labcert.domain.sut import Reference, System, SystemUnderTest, Vendor
from labcert.protocol.load import load_suite
from labcert.runner.early import Children
from labcert.runner.execution import FeatureRun
from labcert.runner.marks import local_time
from labcert.runner.planning import Wish, plan
from labcert.runner.progress import StepDone
from labcert.runner.selftest import SelfTestResult, Wanted, self_test
from labcert.session import EventLog, SessionFolder, read_log
from labcert.session.bundle import verify
from labcert.session.demo_authority import DemoAuthority
from tests.harness.small import build
from tests.harness.small_hosts import serving_journals

PASSES, FAILS, SHAKY, LOOKED_AT, TWO = (f"TP-4.2.0{number}" for number in range(1, 6))
SCENARIOS = f"""
  @{PASSES}
  Scenarie: Består
    Når der gemmes et bevis
  @{FAILS}
  Scenarie: Afhænger af en fil
    Når der gemmes et bevis om "filen"
    Og filen "rettet" findes, ellers fejler LPS'et
  @{LOOKED_AT}
  Scenarie: Skal ses
    Når der gemmes en side
    Så afventer trinnet LPS og PLSP
  @{TWO}
  Abstrakt Scenario: To eksempler
    Når der gemmes et bevis om "<hvad>"
    Eksempler:
      | hvad |
      | et   |
      | to   |
"""
BROKEN = "".join(
    f"""
  @TP-4.2.1{number}
  Scenarie: Ikke klar {number}
    Når omgivelserne svigter
"""
    for number in range(4)
)
SUT = SystemUnderTest(Vendor("Leverandøren A/S"), System("LægeSystemet", "1.0"), ("XRPT01",), Reference())


@dataclass
class Bench:
    """A small suite, and self-tests of it."""

    root: Path
    hosts: object
    told: list[StepDone]

    def plan(self, out: Path | None = None, sut: SystemUnderTest = SUT, **wish):
        """Decide what to run."""
        return plan(load_suite(self.root), Wish(wish.pop("what", "proeve"), sut, out, **wish))

    def run(self, out: Path | None = None, **wish) -> SelfTestResult:
        """Decide, and run it."""
        planned = self.plan(out, **wish)
        wanted = Wanted(allure=False, step=self.told.append)
        return self_test(planned, wanted, Children(self.root, "", lambda _data: self.hosts))


@pytest.fixture
def bench(tmp_path, monkeypatch):
    """The suite of SCENARIOS."""
    monkeypatch.chdir(tmp_path)
    root = build(tmp_path / "suite", SCENARIOS, [PASSES, FAILS, LOOKED_AT, TWO], attested=[LOOKED_AT])
    with serving_journals() as (_handler, hosts):
        yield Bench(root, hosts, [])


def events_of(folder: Path) -> list[object]:
    """Everything in a session's log; reading it checks its chain."""
    return [entry.event for entry in read_log(folder / "events.jsonl").entries]


def outcomes(result: SelfTestResult) -> list[Outcome]:
    """The outcomes in the protocol's order."""
    return [step.outcome for step in result.verdict.steps]


PASSED, FAILED, WAITING, NOT_RUN, IRRELEVANT = (
    Outcome.PASSED, Outcome.FAILED, Outcome.WAITING, Outcome.NOT_RUN, Outcome.NOT_RELEVANT,
)  # fmt: skip


def test_a_protocol_alone_is_run_and_sealed_without_signatures(bench, tmp_path):
    """A protocol is a programme of one; nobody signs, the sentence is no approval, and verify says that none has signed."""
    result = bench.run(tmp_path / "pakke")
    assert outcomes(result) == [PASSED, FAILED, WAITING, PASSED]
    assert (result.exit_code, result.broke, result.comparison) == (1, "", None)
    assert result.verdict.sentence.startswith("Egentest, ikke en godkendelse: Ikke alt er opfyldt.")
    opened = next(event for event in events_of(result.folder) if isinstance(event, SessionOpened))
    assert (opened.programme, opened.vendor, opened.system, opened.system_version, opened.demo, opened.test_type) == (
        "proeve", "Leverandøren A/S", "LægeSystemet", "1.0", False, "egentest",
    )  # fmt: skip
    report = verify(result.folder)
    assert (report.result.value, report.is_unsigned, report.test_type) == ("UNKNOWN", True, "egentest")
    assert json.loads((result.folder / "verdict.json").read_bytes())["test_type"] == "egentest"
    page = (result.folder / "report.html").read_text("utf-8")
    assert "EGENTEST" in page
    assert "Godkendt" not in page.partition("<main")[2].partition('id="opmaerksomhed"')[0]


def test_each_step_is_told_once_when_its_last_example_has_ended(bench, tmp_path):
    """A line has the counter, the outcome and why it is not Ok."""
    bench.run(tmp_path / "pakke")
    told = [(done.id, done.outcome, done.number, done.of) for done in bench.told]
    assert told == [(PASSES, PASSED, 1, 4), (FAILS, FAILED, 2, 4), (LOOKED_AT, WAITING, 3, 4), (TWO, PASSED, 4, 4)]
    assert bench.told[1].reason == "Filen findes ikke."
    assert bench.told[0].title == f"Trinnet {PASSES}"


def test_only_the_named_steps_are_run_and_make_the_exit_code(bench, tmp_path):
    """Whoever asks for one step is told of that step, whatever else has not been run."""
    result = bench.run(tmp_path / "pakke", only=(TWO,))
    assert outcomes(result) == [NOT_RUN, NOT_RUN, NOT_RUN, PASSED]
    assert result.exit_code == 0
    assert bench.run(tmp_path / "anden", only=(FAILS, TWO)).exit_code == 1


def test_a_session_goes_on_with_what_is_left_and_then_with_what_failed(bench, tmp_path):
    """One log with a whole chain: the runs are counted, the latest result of a step counts, what waits for people's eyes
    is not run again, and what changed is told.
    """
    first = bench.run(tmp_path / "pakke", only=(PASSES, FAILS, LOOKED_AT))
    second = bench.run(remaining=str(first.folder))
    assert outcomes(second) == [PASSED, FAILED, WAITING, PASSED]
    (bench.root / "rettet").touch()
    third = bench.run(failed=str(first.folder))
    assert outcomes(third) == [PASSED, PASSED, WAITING, PASSED]
    assert third.exit_code == 4
    events = events_of(first.folder)
    runs = [(event.run, event.steps) for event in events if isinstance(event, RunStarted)]
    assert runs == [(1, (PASSES, FAILS, LOOKED_AT)), (2, (TWO,)), (3, (FAILS,))]
    assert [event.run for event in events if isinstance(event, RunFinished)] == [1, 2, 3]
    assert sum(isinstance(event, SessionOpened) for event in events) == 1
    assert third.comparison is not None
    assert [(change.step, change.before, change.now, change.direction) for change in third.comparison.changes] == [
        (FAILS, FAILED, PASSED, "better")
    ]
    assert third.comparison.unchanged == 3
    assert verify(first.folder).is_unsigned
    assert sorted(path.name for path in (first.folder / "journals").iterdir())[:3] == ["laba-2.jsonl", "laba-3.jsonl", "laba.jsonl"]
    page = (first.folder / "report.html").read_text("utf-8")
    assert "Hvad er ændret" in page
    assert f'href="#{FAILS}"' in page.partition('id="aendret"')[2]


def test_a_session_is_found_by_its_id_below_reports(bench):
    """Where no folder is named, it lies in reports/ under its id."""
    first = bench.run(only=(PASSES,))
    assert first.folder.parent == Path("reports")
    assert bench.plan(remaining=first.folder.name).steps == (FAILS, LOOKED_AT, TWO)
    with pytest.raises(UsageMistake, match=f"Mente du “{first.folder.name}”"):
        bench.plan(remaining=first.folder.name[:-1] + "_")


def test_another_session_of_the_same_system_is_compared_with(bench):
    """The newest neighbour of the same vendor, system and programme; one of another system is none."""
    bench.run()
    (bench.root / "rettet").touch()
    other = bench.run(sut=replace(SUT, system=System("Et andet", "1.0")))
    assert other.comparison is None
    newer = bench.run(sut=replace(SUT, system=System("LægeSystemet", "1.1")))
    assert newer.comparison is not None
    assert "version 1.0" in newer.comparison.before
    assert [change.step for change in newer.comparison.changes] == [FAILS]


@pytest.mark.parametrize(
    ("sut", "says"),
    [
        (replace(SUT, system=System("LægeSystemet", "1.1")), "systemets version var “1.0”; nu er det “1.1”"),
        (replace(SUT, system=System("Et andet", "1.0")), "systemet var “LægeSystemet”"),
        (replace(SUT, vendor=Vendor("En anden")), "leverandøren var “Leverandøren A/S”"),
    ],
)
def test_a_session_is_about_one_version_of_one_system(bench, tmp_path, sut, says):
    """Another one is refused with words, and the session is left as it was, seal and all."""
    result = bench.run(tmp_path / "pakke", only=(PASSES,))
    before = {path: path.read_bytes() for path in result.folder.rglob("*") if path.is_file()}
    with pytest.raises(UsageMistake, match=says):
        bench.run(sut=sut, remaining=str(result.folder))
    assert {path: path.read_bytes() for path in result.folder.rglob("*") if path.is_file()} == before


def test_a_session_is_not_gone_on_with_by_changed_protocols_or_in_another_programme(bench, tmp_path):
    """Results by two different protocols don't belong in one verdict."""
    result = bench.run(tmp_path / "pakke", only=(PASSES,))
    with pytest.raises(UsageMistake, match="programmet var “proeve”; nu er det “pilot”"):
        bench.run(what="pilot", remaining=str(result.folder))
    with (bench.root / "steps" / "saetninger.py").open("a") as file:
        file.write("\n")
    with pytest.raises(UsageMistake, match="er ændret, siden sessionen begyndte"):
        bench.run(remaining=str(result.folder))


def test_what_is_signed_is_not_gone_on_with(bench, tmp_path):
    """A demonstration's session, or any that somebody has signed, stays as it was signed."""
    from labcert.domain.events import SignOffStated
    from labcert.session.sealing import facts_of, seal

    result = bench.run(tmp_path / "pakke", only=(PASSES,))
    folder = SessionFolder.open(result.folder)
    stated = SignOffStated("4.2", "LPS", "Lise Demo", "Tester", "Leverandøren A/S", "Set", demo=False)
    folder.manifest.unlink()
    folder.signatures.unlink()
    signer = DemoAuthority(local_time()).signer(stated, local_time().isoformat(timespec="milliseconds"))
    seal(folder, facts_of(read_log(folder.events).entries, ()), [signer])
    with pytest.raises(UsageMistake, match="underskrevet"):
        bench.run(remaining=str(result.folder))
    assert folder.manifest.exists()


def test_a_step_that_does_not_concern_the_system_stands_with_the_vendors_reason(bench, tmp_path):
    """Only where the protocol says so; every example is written, nothing of it is run, and MedCom judges the reason."""
    path = bench.root / "protocols" / "proeve.yaml"
    text = path.read_text("utf-8")
    place = text.index(f"id: {TWO}")
    path.write_text(text[:place] + text[place:].replace("klasse: F3", "klasse: F3\n  ikke_relevant: LPS'et kan det ikke.", 1), "utf-8")
    sut = replace(SUT, not_relevant={TWO: "Vi kan ikke to"})
    result = bench.run(tmp_path / "pakke", sut=sut)
    assert outcomes(result) == [PASSED, FAILED, WAITING, IRRELEVANT]
    assert result.verdict.steps[3].reason == "Leverandøren oplyser: Vi kan ikke to. MedCom vurderer det."
    assert TWO not in {step for event in events_of(result.folder) if isinstance(event, RunStarted) for step in event.steps}
    assert sum(isinstance(event, StepFinished) and event.step == TWO for event in events_of(result.folder)) == 2
    system = json.loads((result.folder / "system.json").read_bytes())
    assert system["not_relevant"] == {TWO: "Vi kan ikke to"}
    alone = bench.run(tmp_path / "alene", sut=sut, only=(TWO,))
    assert (outcomes(alone)[3], alone.exit_code) == (IRRELEVANT, 0)


def test_wrong_reasons_and_a_foreign_hub_are_told_at_once(bench):
    """A step that isn't there, one that concerns every system, and a hub that can't be looked into."""
    with pytest.raises(UsageMistake) as raised:
        bench.plan(sut=replace(SUT, hub="https://plsp.example", not_relevant={"TP-4.2.0": "x", PASSES: "x"}))
    told = str(raised.value)
    assert "https://plsp.example" in told
    assert "TP-4.2.0, som ikke findes" in told
    assert f"Trinnet {PASSES} (Trinnet {PASSES}) gælder alle systemer" in told


def test_steps_of_a_standard_that_the_system_does_not_send_are_not_run(bench, tmp_path):
    """The system's description says which standards it sends; the reason says so."""
    result = bench.run(tmp_path / "pakke", sut=replace(SUT, standards=("XRPT05",)))
    assert set(outcomes(result)) == {IRRELEVANT}
    assert "systemet ikke sender XRPT01" in result.verdict.steps[0].reason
    assert not [event for event in events_of(result.folder) if isinstance(event, RunStarted)]


def test_an_unknown_step_or_programme_is_a_mistake(bench):
    """With the nearest one."""
    with pytest.raises(UsageMistake, match=f"Mente du “{TWO}”"):
        bench.plan(only=("TP-4.2.5",))
    with pytest.raises(UsageMistake, match="findes ikke"):
        bench.plan(what="noget andet")


def test_a_run_whose_set_up_broke_says_so_and_goes_on_later(tmp_path):
    """Three set-up faults in a row stop the run; nothing counts against the system, and the rest is run when it is mended."""
    root = build(tmp_path / "suite", BROKEN + SCENARIOS, attested=[LOOKED_AT])
    with serving_journals() as (_handler, hosts):
        bench = Bench(root, hosts, [])
        result = bench.run(tmp_path / "pakke")
        assert result.exit_code == 3
        assert "brød sammen undervejs" in result.broke
        assert outcomes(result)[:5] == [Outcome.SETUP_FAULT] * 3 + [NOT_RUN] * 2
        finished = [event for event in events_of(result.folder) if isinstance(event, RunFinished)]
        assert [event.outcome for event in finished] == [Outcome.SETUP_FAULT]
        assert verify(result.folder).is_unsigned
        again = bench.plan(remaining=str(result.folder), only=(PASSES, TWO))
        assert again.steps == (PASSES, TWO)
        more = bench.run(remaining=str(result.folder), only=(PASSES, TWO))
        assert more.exit_code == 0
        assert {step.id for step in more.verdict.steps if step.outcome is PASSED} == {PASSES, TWO}


def test_an_interrupted_self_test_leaves_a_session_that_goes_on(bench, tmp_path, monkeypatch):
    """Ctrl-C comes through; the log is whole, nothing is sealed, and --remaining runs the rest."""
    real = FeatureRun.run

    def interrupted(*_settings, **_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(FeatureRun, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bench.run(tmp_path / "pakke")
    assert not (tmp_path / "pakke" / "manifest.json").exists()
    monkeypatch.setattr(FeatureRun, "run", real)
    result = bench.run(remaining=str(tmp_path / "pakke"))
    assert outcomes(result) == [PASSED, FAILED, WAITING, PASSED]
    assert verify(result.folder).is_unsigned


def test_a_session_that_is_no_self_test_is_not_gone_on_with(bench, tmp_path):
    """A demonstration has a system of its own."""
    folder = SessionFolder.create(tmp_path / "demo")
    with EventLog(folder.events, local_time) as log:
        log.append(SessionOpened("s", "proeve", "1", {}, "a", "b", "1", "1", "1", "2", "standard", demo=True))
    with pytest.raises(UsageMistake, match="ikke en egentest"):
        bench.plan(remaining=str(folder.path))


def test_nothing_of_this_machine_is_in_the_bundle(bench, tmp_path):
    """No absolute path, wherever the session and sut.yaml lie."""
    sut = replace(SUT, folder=str(tmp_path))
    result = bench.run(tmp_path / "pakke", sut=sut)
    own = str(tmp_path).encode()
    assert [path.name for path in result.folder.rglob("*") if path.is_file() and own in path.read_bytes()] == []
