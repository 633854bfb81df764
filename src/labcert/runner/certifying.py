"""The one road of every run: steps of a programme, against a system, into a session's folder.

The demonstration and the self-test differ in what they put before and after it.
"""

import random
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from labcert.adapters.hosts import RunningHosts
from labcert.domain.casework import Direction
from labcert.domain.errors import LabcertError, SetupFault, ToolFault
from labcert.domain.events import Event, ProgressNoted, RunStarted, SessionOpened
from labcert.domain.language import _
from labcert.domain.organisations import MEDCOM
from labcert.protocol.model import Programme, ProgrammeRow, Protocol, Suite
from labcert.runner.early import Children
from labcert.runner.execution import FeatureRun
from labcert.runner.importing import import_early
from labcert.runner.journals import keep_journals
from labcert.runner.marks import local_time
from labcert.runner.settings import PROFILE, RunSettings
from labcert.runner.suite_digest import digest_of, judging_files
from labcert.runner.suite_seal import suite_state
from labcert.runner.watching import Watcher
from labcert.session import EventLog, SessionFolder, new_session_id

__all__ = [
    "Driving", "Opening", "Session", "Telling", "begin", "new_mark", "opening_event", "programme_of", "run_steps",
]

DEFAULT_BASE = Path("reports")
MARK_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""no letter that can be read as another one or as a digit"""


def _silent(*_told: object) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Telling:
    """Who is told where a run is: a phase begins, so many steps will run, something was written in the log.

    `look` is called some thirty times a second while the features run.
    """

    phase: Callable[[str], None] = _silent
    steps: Callable[[int], None] = _silent
    event: Callable[[Event], None] = _silent
    look: Callable[[], None] = _silent


@dataclass(frozen=True)
class Opening:
    """Whose system a session is about, and what for: `prefix` begins its id; the rest is as in `SessionOpened`."""

    prefix: str
    vendor: str
    system: str
    version: str
    test_type: str = ""
    demo: bool = False
    standards: tuple[str, ...] = ()
    direction: str = Direction.SENDING
    follows: str = ""


@dataclass(frozen=True)
class Driving:
    """How the system is driven: as in `RunSettings`."""

    lps: str = "reference"
    sut: str = ""
    mailbox: str = ""


def new_mark() -> str:
    """Return four characters by chance."""
    return "".join(random.SystemRandom().choices(MARK_LETTERS, k=4))


@dataclass(frozen=True)
class Session:
    """A session under way. `run` counts its runs from 1; `mark` tells this run's sample numbers from any other's."""

    opened: SessionOpened
    suite: Suite
    programme: Programme
    folder: SessionFolder
    log: EventLog
    run: int = 1
    mark: str = field(default_factory=new_mark)

    @property
    def id(self) -> str:
        """The session's id."""
        return self.opened.session

    @property
    def root(self) -> Path:
        """The suite's folder."""
        return self.suite.root


def programme_of(suite: Suite, word: str) -> Programme:
    """Return the programme of that id, or the protocol of that id as a programme of one; UsageMistake for neither."""
    protocol = next((each for each in suite.protocols if each.id == word), None)
    if protocol is None or any(each.id == word for each in suite.programmes):
        return suite.programme(word)
    return _programme_of_one(protocol)


def _programme_of_one(protocol: Protocol) -> Programme:
    """Return a protocol as a programme; MedCom signs it besides its parties, as it signs every programme."""
    parties = tuple(dict.fromkeys(party for step in protocol.steps for party in step.parties))
    row = ProgrammeRow(protocol.row, protocol.title, (protocol.id,), parties)
    named = (protocol.id, protocol.title, protocol.version, protocol.date, "")
    return Programme(*named, (row,), (MEDCOM,), protocol.file)


def begin(path: Path | None, suite: Suite, programme: Programme, opening: Opening) -> Session:
    """Open a session in a new or empty folder (None: one in reports/ that is named by its id).

    The caller closes its log. Raises UsageMistake where the folder can't be used.
    """
    opened = opening_event(suite, programme, opening)
    folder = SessionFolder.create(path or DEFAULT_BASE / opened.session)
    session = Session(opened, suite, programme, folder, EventLog(folder.events, local_time))
    try:
        session.log.append(opened)
    except BaseException:
        session.log.close()
        raise
    return session


def opening_event(suite: Suite, programme: Programme, opening: Opening) -> SessionOpened:
    """Return the first event of a new session, with an id that nobody has had."""
    from labcert import __version__
    from labcert.validation.schemas import load_schemas

    files = judging_files(suite.root)
    return SessionOpened(
        session=new_session_id(opening.prefix, local_time(), random.SystemRandom()),
        programme=programme.id,
        programme_version=programme.version,
        protocols={protocol.id: protocol.digest for protocol in suite.protocols_of(programme)},
        vendor=opening.vendor,
        system=opening.system,
        system_version=opening.version,
        tool_version=__version__,
        suite_digest=digest_of(files),
        schema_digest=load_schemas(suite.root / "fixtures" / "schemas").digest,
        profile=PROFILE,
        demo=opening.demo,
        test_type=opening.test_type,
        suite_state=suite_state(suite.root, files),
        standards=opening.standards,
        direction=opening.direction,
        follows=opening.follows,
    )


def run_steps(
    session: Session, steps: Iterable[str], driving: Driving, children: Children, tell: Telling
) -> LabcertError | None:
    """Wait for the hosts, run the steps in the programme's order, keep the journals; return what broke the run itself.

    The log gets the fault's sentence only: its remedy names folders of this machine, and the log travels.
    """
    wanted = set(steps)
    ordered = tuple(step.id for step in session.suite.steps_of(session.programme) if step.id in wanted)
    tell.phase(_("Starter PLSP, LABA, MiBa og portal"))
    try:
        _run_against(children.hosts.ready(), children.features, session, ordered, driving, tell)
    except (ToolFault, SetupFault) as fault:
        session.log.append(ProgressNoted("", fault.message))
        return fault
    return None


def _run_against(
    hosts: RunningHosts,
    features: FeatureRun,
    session: Session,
    steps: tuple[str, ...],
    driving: Driving,
    tell: Telling,
) -> None:
    watcher = Watcher(session.folder.events, tell.event)
    watcher.skip()
    opened = session.opened
    session.log.append(
        RunStarted(session.run, steps, dict(hosts.addresses), opened.system_version, opened.suite_digest)
    )
    tell.phase(_("Kører {count} trin").format(count=len(steps)))
    tell.steps(len(steps))
    settings = _settings(session, steps, driving, hosts.addresses, hosts.token)
    import_early("labcert.runner.delivery")

    def look() -> None:
        watcher.look()
        tell.look()

    try:
        features.run(settings, watch=look)
    except (ToolFault, SetupFault):
        with suppress(ToolFault):  # what broke the run is told, not what followed from it
            keep_journals(session.folder, hosts, session.run)
        raise
    keep_journals(session.folder, hosts, session.run)


def _settings(
    session: Session, steps: tuple[str, ...], driving: Driving, addresses: Mapping[str, str], token: str
) -> RunSettings:
    return RunSettings(
        root=str(session.root),
        session=str(session.folder.path.resolve()),
        run=session.run,
        programme=session.programme.id,
        steps=steps,
        addresses=dict(addresses),
        token=token,
        mark=session.mark,
        lps=driving.lps,
        sut=driving.sut,
        mailbox=driving.mailbox,
    )
