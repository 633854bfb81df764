"""The demonstration: the programme "pilot" with the reference LPS and local databanks, signed with demo keys."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labcert.adapters.hosts import start_hosts
from labcert.domain.errors import LabcertError, ToolFault
from labcert.domain.events import Event, RunFinished, SignOffStated, StepFinished
from labcert.domain.language import _
from labcert.domain.mutation import Score
from labcert.domain.outcome import EXIT_CODE, Outcome
from labcert.domain.suite import suite_root
from labcert.domain.verdict import Verdict
from labcert.protocol.load import load_suite
from labcert.runner.attesting import Person
from labcert.runner.certifying import Driving, Opening, Session, Telling, begin, run_steps
from labcert.runner.demo_looking import looks
from labcert.runner.early import Children
from labcert.runner.people import demo_people
from labcert.session import EvidenceStore, LogEntry, read_log
from labcert.session.manifest import required_signers
from labcert.session.verdict import compute

__all__ = ["DemoOptions", "DemoResult", "Teller", "demonstrate"]

SIGNED = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.NOT_RELEVANT})
"""the outcomes that people can sign: the step has been judged"""
STANDARDS = ("XRPT01", "XRPT05")
"""what the reference system sends"""


@dataclass(frozen=True)
class DemoOptions:
    """What a demonstration does: which system it runs, allure.html, fetching its generator, results while it goes.

    `score` is what the protocols caught when they were tried on wrong systems: it stands in the report.
    """

    programme: str = "pilot"
    lps: str = "reference"
    allure: bool = True
    may_fetch: bool = True
    live: Path | None = None
    score: Score | None = None


@dataclass(frozen=True)
class Teller:
    """How the demonstration tells where it is: a phase begins, a step is finished."""

    phase: Callable[[str], None]
    steps: Callable[[int], None]
    step: Callable[[str, Outcome], None]


@dataclass(frozen=True)
class DemoResult:
    """What came out: the folder, the verdict, and a sentence for each report that could not be made.

    `broke` says what broke the run itself ("" where nothing did): then the verdict tells only of what was reached.
    """

    folder: Path
    verdict: Verdict
    missing: tuple[str, ...]
    broke: str = ""

    @property
    def exit_code(self) -> int:
        """The documented exit code of the verdict, or that of a fault where the run itself broke."""
        return ToolFault.exit_code if self.broke else EXIT_CODE[self.verdict.outcome]


def demonstrate(path: Path | None, options: DemoOptions, tell: Teller, children: Children | None = None) -> DemoResult:
    """Run the programme and seal what came out; raises LabcertError where that can't be done.

    `path` is a new or empty folder; None means a folder below reports/ that is named by the session's id. `children`
    are the processes if the caller has started them already; they are gone at the end.
    """
    live = str(options.live.resolve()) if options.live else ""
    with children or Children(suite_root(), live, start_hosts) as ready:
        return _demonstrate(path, options, tell, ready)


def _demonstrate(path: Path | None, options: DemoOptions, tell: Teller, children: Children) -> DemoResult:
    suite = load_suite(suite_root())
    session = begin(path, suite, suite.programme(options.programme), _opening(options))
    try:
        broke = _run(session, options, tell, children)
        children.hosts.let_stop()
        entries = [*read_log(session.folder.events).entries]
        entries += _attest(session, [entry.event for entry in entries])
        if broke:
            entries.append(session.log.append(RunFinished(1, Outcome.FAULT, broke.message)))
        verdict = compute(suite, session.programme, entries)
        if not broke:
            entries.append(session.log.append(RunFinished(1, verdict.outcome, verdict.sentence)))
            entries += _state_sign_offs(session, verdict)
    finally:
        session.log.close()
    from labcert.runner.delivery import Finished, Reports, deliver

    wanted = Reports(allure=options.allure, may_fetch=options.may_fetch, score=options.score)
    finished = Finished(session.folder, suite, session.programme, tuple(entries), verdict)
    missing = deliver(finished, wanted, tell.phase)
    return DemoResult(session.folder.path, verdict, missing, str(broke or ""))


def _opening(options: DemoOptions) -> Opening:
    from labcert import __version__

    system = (
        _("Referencesystemet")
        if options.lps == "reference"
        else _("Referencesystemet med fejlen {id}").format(id=options.lps)
    )
    return Opening("demo", _("labcert (demonstration)"), system, __version__, demo=True, standards=STANDARDS)


def _run(session: Session, options: DemoOptions, tell: Teller, children: Children) -> LabcertError | None:
    """Run every step of the programme; return what broke."""

    def told(event: Event) -> None:
        if isinstance(event, StepFinished):
            tell.step(event.step, event.outcome)

    steps = [step.id for step in session.suite.steps_of(session.programme)]
    telling = Telling(tell.phase, tell.steps, told)
    return run_steps(session, steps, Driving(lps=options.lps), children, telling)


def _attest(session: Session, events: Sequence[Event]) -> Iterator[LogEntry]:
    """Let the demo persons look at what the attested steps have gathered; yield what the log says of it."""
    store = EvidenceStore(session.folder.evidence, session.suite.persons)
    steps = session.suite.steps_of(session.programme)
    for event in looks(steps, session.mark, events, store, demo_people(session.root)):
        yield session.log.append(event)
    store.flush()


def _state_sign_offs(session: Session, verdict: Verdict) -> Iterator[LogEntry]:
    """Each party states that it signs its rows; nobody signs while something is unfinished or broken by us."""
    if not SIGNED.issuperset({verdict.outcome, *(step.outcome for step in verdict.steps)}):
        return
    people = demo_people(session.root)
    for wanted in required_signers(session.programme):
        person: Person = people[wanted.party]
        remark = _("Demonstration: underskrevet med en demonøgle.")
        yield session.log.append(
            SignOffStated(wanted.row, person.party, person.name, person.role, person.organisation, remark, demo=True)
        )
