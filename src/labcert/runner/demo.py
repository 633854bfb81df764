"""The demonstration: the programme "pilot" with the reference LPS and local databanks, signed with demo keys."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from labcert.adapters.hosts import RunningHosts, start_hosts
from labcert.domain.errors import ToolFault
from labcert.domain.events import Event, ProgressNoted, RunFinished, RunStarted, SessionOpened, SignOffStated
from labcert.domain.language import _
from labcert.domain.outcome import EXIT_CODE, Outcome
from labcert.domain.suite import suite_root
from labcert.domain.verdict import Verdict
from labcert.protocol.cases import for_run
from labcert.protocol.load import load_suite
from labcert.protocol.model import Kind, Programme, Suite
from labcert.runner.attesting import Page, Person, attest, pages_of
from labcert.runner.early import Children, import_early
from labcert.runner.execution import FeatureRun
from labcert.runner.journals import keep_journals
from labcert.runner.marks import local_time, run_mark
from labcert.runner.people import demo_people
from labcert.runner.settings import RunSettings
from labcert.runner.suite_digest import suite_digest
from labcert.runner.watching import Watcher
from labcert.session import EventLog, EvidenceStore, LogEntry, SessionFolder, new_session_id, read_log
from labcert.session.manifest import required_signers
from labcert.session.verdict import compute

__all__ = ["DemoOptions", "DemoResult", "Teller", "demonstrate"]

DEFAULT_BASE = Path("reports")
MARK_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""no letter that can be read as another one or as a digit"""
SIGNED = frozenset({Outcome.PASSED, Outcome.FAILED, Outcome.NOT_RELEVANT})
"""the outcomes that people can sign: the step has been judged"""


@dataclass(frozen=True)
class DemoOptions:
    """What a demonstration does: which system it runs, allure.html, fetching its generator, results while it goes."""

    programme: str = "pilot"
    lps: str = "reference"
    allure: bool = True
    may_fetch: bool = True
    live: Path | None = None


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


@dataclass(frozen=True)
class _Session:
    """A demonstration under way."""

    id: str
    suite: Suite
    programme: Programme
    folder: SessionFolder
    log: EventLog
    mark: str


def demonstrate(path: Path | None, options: DemoOptions, tell: Teller, children: Children | None = None) -> DemoResult:
    """Run the programme and seal what came out; raises LabcertError where that can't be done.

    `path` is a new or empty folder; None means a folder below reports/ that is named by the session's id. `children`
    are the processes if the caller has started them already; they are gone at the end.
    """
    live = str(options.live.resolve()) if options.live else ""
    with children or Children(suite_root(), live, start_hosts) as ready:
        return _demonstrate(path, options, tell, ready)


def _demonstrate(path: Path | None, options: DemoOptions, tell: Teller, children: Children) -> DemoResult:
    root = suite_root()
    suite = load_suite(root)
    programme = suite.programme(options.programme)
    identifier = new_session_id("demo", local_time(), random.SystemRandom())
    folder = SessionFolder.create(path or DEFAULT_BASE / identifier)
    log = EventLog(folder.events, local_time)
    mark = "".join(random.SystemRandom().choices(MARK_LETTERS, k=4))
    session = _Session(identifier, suite, programme, folder, log, mark)
    try:
        log.append(_opening(session, root, options))
        broke = _run(session, options, tell, children)
        children.hosts.let_stop()
        entries = [*read_log(folder.events).entries]
        entries += _attest(session, [entry.event for entry in entries])
        if broke:
            entries.append(log.append(RunFinished(1, Outcome.FAULT, broke.message)))
        verdict = compute(suite, programme, entries)
        if not broke:
            entries.append(log.append(RunFinished(1, verdict.outcome, verdict.sentence)))
            entries += _state_sign_offs(session, verdict)
    finally:
        log.close()
    from labcert.runner.delivery import Finished, Reports, deliver

    wanted = Reports(allure=options.allure, may_fetch=options.may_fetch)
    missing = deliver(Finished(folder, suite, programme, tuple(entries), verdict), wanted, tell.phase)
    return DemoResult(folder.path, verdict, missing, str(broke or ""))


def _opening(session: _Session, root: Path, options: DemoOptions) -> SessionOpened:
    from labcert import __version__
    from labcert.validation.schemas import load_schemas

    system = (
        _("Referencesystemet")
        if options.lps == "reference"
        else _("Referencesystemet med fejlen {id}").format(id=options.lps)
    )
    return SessionOpened(
        session=session.id,
        programme=session.programme.id,
        programme_version=session.programme.version,
        protocols={protocol.id: protocol.digest for protocol in session.suite.protocols_of(session.programme)},
        vendor=_("labcert (demonstration)"),
        system=system,
        system_version=__version__,
        tool_version=__version__,
        suite_digest=suite_digest(root),
        schema_digest=load_schemas(root / "fixtures" / "schemas").digest,
        profile="standard",
        demo=True,
    )


def _run(session: _Session, options: DemoOptions, tell: Teller, children: Children) -> ToolFault | None:
    """Wait for the hosts, run the features, keep the journals; return what broke.

    The log gets the fault's sentence only: its remedy names folders of this machine, and the log travels.
    """
    tell.phase(_("Starter PLSP, LABA, MiBa og portal"))
    try:
        _run_against(children.hosts.ready(), children.features, session, options, tell)
    except ToolFault as fault:
        session.log.append(ProgressNoted("", fault.message))
        return fault
    return None


def _run_against(
    hosts: RunningHosts, features: FeatureRun, session: _Session, options: DemoOptions, tell: Teller
) -> None:
    steps = tuple(step.id for step in session.suite.steps_of(session.programme))
    session.log.append(RunStarted(1, steps, dict(hosts.addresses)))
    tell.phase(_("Kører {count} trin").format(count=len(steps)))
    tell.steps(len(steps))
    settings = RunSettings(
        root=str(suite_root()),
        session=str(session.folder.path.resolve()),
        run=1,
        programme=session.programme.id,
        steps=steps,
        addresses=dict(hosts.addresses),
        token=hosts.token,
        mark=session.mark,
        lps=options.lps,
    )
    import_early("labcert.runner.delivery")
    try:
        features.run(settings, watch=Watcher(session.folder.events, tell.step).look)
    except ToolFault:
        with suppress(ToolFault):  # what broke the run is told, not what followed from it
            keep_journals(session.folder, hosts)
        raise
    keep_journals(session.folder, hosts)


def _attest(session: _Session, events: Sequence[Event]) -> Iterator[LogEntry]:
    """Let the demo persons look at what the attested steps have gathered; yield what the log says of it."""
    store = EvidenceStore(session.folder.evidence, session.suite.persons)
    people = demo_people(suite_root())
    for step in session.suite.steps_of(session.programme):
        if step.kind is Kind.ATTESTED:
            pages = [
                Page(
                    kept, store.read(kept), for_run(step.case, run_mark(session.mark, example)).sample.requester_number
                )
                for example, kept in pages_of(step.id, events).items()
            ]
            for given in attest(step, pages, people):
                yield session.log.append(given)


def _state_sign_offs(session: _Session, verdict: Verdict) -> Iterator[LogEntry]:
    """Each party states that it signs its rows; nobody signs while something is unfinished or broken by us."""
    if not SIGNED.issuperset({verdict.outcome, *(step.outcome for step in verdict.steps)}):
        return
    people = demo_people(suite_root())
    for wanted in required_signers(session.programme):
        person: Person = people[wanted.party]
        remark = _("Demonstration: underskrevet med en demonøgle.")
        yield session.log.append(
            SignOffStated(wanted.row, person.party, person.name, person.role, person.organisation, remark, demo=True)
        )
