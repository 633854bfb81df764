"""The self-test: a vendor runs a programme or a protocol against its own system and gets a bundle to hand in."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from labcert.adapters.sut_file import sut_text
from labcert.domain.errors import LabcertError, ToolFault
from labcert.domain.events import RunFinished, StepFinished, StepStarted
from labcert.domain.language import _
from labcert.domain.mutation import Score
from labcert.domain.outcome import EXIT_CODE, Outcome, roll_up
from labcert.domain.verdict import SELF_TEST, Verdict
from labcert.reporting.changes import Comparison
from labcert.runner.attesting_sheets import write_sheets
from labcert.runner.certifying import Driving, Opening, Session, Telling, begin, run_steps
from labcert.runner.early import Children
from labcert.runner.handing_in import medcom_names, write_messages, write_system
from labcert.runner.marks import local_time
from labcert.runner.planning import Plan
from labcert.runner.previous import compare_with, what_changed
from labcert.runner.progress import StepDone, StepLines
from labcert.session import EventLog, LogEntry, read_log
from labcert.session.reopening import unseal
from labcert.session.verdict import compute

__all__ = ["SelfTestResult", "Telling", "Wanted", "round_off", "self_test"]


@dataclass(frozen=True)
class Wanted:
    """How a self-test is done: reports, who is told, and the folder by which the tester is asked ("": nobody).

    `score` is what the protocols caught when they were tried on wrong systems: it stands in the report. `earlier` is
    what the first run is compared with, where there is an older session that this one follows.
    """

    allure: bool = True
    may_fetch: bool = True
    mailbox: str = ""
    tell: Telling = field(default_factory=Telling)
    step: Callable[[StepDone], None] = lambda _done: None
    score: Score | None = None
    earlier: Verdict | None = None


@dataclass(frozen=True)
class SelfTestResult:
    """What came out; `broke` is the sentence about what broke the run itself, "" where nothing did.

    `asked` are the steps that this run was about: their outcomes make the exit code where only some were asked for.
    """

    folder: Path
    verdict: Verdict
    missing: tuple[str, ...] = ()
    broke: str = ""
    comparison: Comparison | None = None
    asked: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """The documented exit code."""
        if self.broke:
            return ToolFault.exit_code
        outcomes = [step.outcome for step in self.verdict.steps if step.id in self.asked]
        return EXIT_CODE[roll_up(outcomes) if self.asked else self.verdict.outcome]


def self_test(plan: Plan, wanted: Wanted, children: Children) -> SelfTestResult:
    """Carry a plan out, seal what came out without signatures; raises LabcertError where that can't be done.

    An interruption leaves a session that can be gone on with. `children` are gone at the end.
    """
    with children, closing(_Open(plan)) as opened:
        session = opened.session
        _write_irrelevant(session, plan)
        broke = _run(session, plan, wanted, children) if plan.steps else None
        children.hosts.let_stop()
        entries = _end(session, plan, broke)
    return _told(session, plan, wanted, entries, broke)


def round_off(plan: Plan, wanted: Wanted) -> SelfTestResult:
    """End a run that was interrupted when its last step had ended: as `self_test`, with nothing left to start.

    A run whose end stands in the log lacks only its reports.
    """
    with closing(_Open(plan)) as opened:
        entries = read_log(opened.session.folder.events).entries
        if not any(isinstance(entry.event, RunFinished) and entry.event.run == opened.session.run for entry in entries):
            entries = _end(opened.session, plan, None)
    return _told(opened.session, plan, wanted, entries, None)


def _end(session: Session, plan: Plan, broke: LabcertError | None) -> tuple[LogEntry, ...]:
    entries = read_log(session.folder.events).entries
    entries = (*entries, *write_sheets(session, entries))
    verdict = compute(plan.suite, plan.programme, entries)
    return (*entries, session.log.append(_finished(session, verdict, broke)))


def _told(
    session: Session, plan: Plan, wanted: Wanted, entries: tuple[LogEntry, ...], broke: LabcertError | None
) -> SelfTestResult:
    verdict = compute(plan.suite, plan.programme, entries)
    comparison = what_changed(plan.suite, plan.programme, entries, verdict, session.folder.path)
    if comparison is None and wanted.earlier is not None:
        comparison = compare_with(wanted.earlier, verdict)
    missing = _deliver(session, plan, wanted, entries, verdict, comparison)
    asked = (*plan.steps, *plan.irrelevant) if plan.wish.only else ()
    return SelfTestResult(session.folder.path, verdict, missing, str(broke or ""), comparison, asked)


class _Open:
    """The session of a plan, new or gone on with."""

    def __init__(self, plan: Plan) -> None:
        self.session = _continued(plan) if plan.continued else _new(plan)

    def close(self) -> None:
        """Close the log."""
        self.session.log.close()


def _new(plan: Plan) -> Session:
    sut = plan.wish.sut
    opening = Opening(
        SELF_TEST, sut.vendor.name, sut.system.name, sut.system.version, test_type=SELF_TEST, standards=sut.standards
    )
    return begin(plan.wish.out, plan.suite, plan.programme, opening)


def _continued(plan: Plan) -> Session:
    assert plan.continued is not None
    before, folder = plan.continued, plan.continued.folder
    unseal(folder)
    log = EventLog(folder.events, local_time)
    return Session(before.opened, plan.suite, plan.programme, folder, log, before.run)


def _write_irrelevant(session: Session, plan: Plan) -> None:
    """Write each step that does not concern the system as ended, with the vendor's reason, once for each example."""
    for step, reason in plan.irrelevant.items():
        scenario = session.suite.scenario_of(step)
        for example in range(scenario.examples if scenario else 1):
            name, feature = (scenario.name, scenario.feature) if scenario else ("", "")
            session.log.append(StepStarted(step, name, example, feature))
            session.log.append(StepFinished(step, example, Outcome.NOT_RELEVANT, reason, 0.0))


def _run(session: Session, plan: Plan, wanted: Wanted, children: Children) -> LabcertError | None:
    lines = StepLines(plan.suite, wanted.step)

    def began(count: int) -> None:
        lines.begin(count)
        wanted.tell.steps(count)

    telling = replace(wanted.tell, steps=began, event=lines.take)
    driving = Driving(sut=sut_text(plan.wish.sut), mailbox=wanted.mailbox)
    return run_steps(session, plan.steps, driving, children, telling)


def _finished(session: Session, verdict: Verdict, broke: LabcertError | None) -> RunFinished:
    if broke is None:
        return RunFinished(session.run, verdict.outcome, verdict.sentence)
    outcome = Outcome.FAULT if isinstance(broke, ToolFault) else Outcome.SETUP_FAULT
    return RunFinished(session.run, outcome, broke.message)


def _deliver(
    session: Session,
    plan: Plan,
    wanted: Wanted,
    entries: tuple[LogEntry, ...],
    verdict: Verdict,
    comparison: Comparison | None,
) -> tuple[str, ...]:
    from labcert.runner.delivery import Finished, Reports, deliver

    wanted.tell.phase(_("Lægger beskederne frem under MedComs filnavne"))
    names = medcom_names(session.folder, verdict)
    write_messages(session.folder, names)
    write_system(session.folder, plan.wish.sut)
    finished = Finished(
        session.folder, plan.suite, plan.programme, entries, verdict, comparison=comparison, file_names=names
    )
    reports = Reports(allure=wanted.allure, may_fetch=wanted.may_fetch, score=wanted.score)
    return deliver(finished, reports, wanted.tell.phase)
