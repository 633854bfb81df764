"""What a self-test will run: which steps, in which session, and which of them do not concern the system.

Everything that can be wrong with the wish is told here, before anything is started or written.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from labcert.domain.case import Case
from labcert.domain.errors import UsageMistake
from labcert.domain.events import RunStarted, SessionOpened
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.outcome import Outcome
from labcert.domain.sut import Reference, SystemUnderTest
from labcert.domain.verdict import SELF_TEST, Verdict
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Kind, Programme, ProtocolStep, Suite
from labcert.runner.certifying import DEFAULT_BASE, programme_of
from labcert.runner.defects import require_known
from labcert.runner.suite_digest import suite_digest
from labcert.session import SessionFolder, read_log
from labcert.session.reopening import require_unsigned
from labcert.session.verdict import compute

__all__ = [
    "Continued", "Plan", "Which", "Wish", "opened_of", "plan", "plan_within", "require_usable", "session_folder",
]

UNFINISHED = frozenset({Outcome.NOT_RUN, Outcome.SETUP_FAULT, Outcome.FAULT})


class Which(StrEnum):
    """Which steps of an opened session a run is about: those not judged yet, those that failed, or every one."""

    REMAINING = "remaining"
    FAILED = "failed"
    ALL = "all"


STANDARDS = {"biochemistry": "XRPT01", "microbiology": "XRPT05"}


@dataclass(frozen=True)
class Wish:
    """What is asked for. `what` is a programme or a protocol; `only` are step ids (none: all).

    `remaining` and `failed` name a session to go on with: what has not been judged in it, or what failed in it.
    """

    what: str
    sut: SystemUnderTest
    out: Path | None = None
    only: tuple[str, ...] = ()
    remaining: str = ""
    failed: str = ""


@dataclass(frozen=True)
class Continued:
    """A session to go on with: its folder, how it was opened, and the number of its next run."""

    folder: SessionFolder
    opened: SessionOpened
    run: int


@dataclass(frozen=True)
class Plan:
    """What will be done. `steps` are run, `irrelevant` (step -> why) are written as Ikke relevant without being run."""

    wish: Wish
    suite: Suite
    programme: Programme
    steps: tuple[str, ...]
    irrelevant: Mapping[str, str]
    continued: Continued | None = None


def plan(suite: Suite, wish: Wish) -> Plan:
    """Decide what a self-test runs; raises UsageMistake where it can't be run as wished."""
    programme = programme_of(suite, wish.what)
    require_usable(wish.sut, suite)
    _require_known_steps(wish.only, suite.steps_of(programme), programme)
    if not (wish.remaining or wish.failed):
        return _planned(suite, programme, wish, (step.id for step in suite.steps_of(programme)), None)
    folder = session_folder(wish.remaining or wish.failed)
    require_unsigned(folder)
    if opened_of(folder).test_type != SELF_TEST:
        raise UsageMistake(_("Sessionen er ikke en egentest, så den kan ikke fortsættes her."), where=str(folder.path))
    return plan_within(suite, wish, folder, Which.FAILED if wish.failed else Which.REMAINING)


def plan_within(suite: Suite, wish: Wish, folder: SessionFolder, which: Which) -> Plan:
    """Decide what the next run of an opened session runs; `wish` says whose system it is and which steps alone.

    Raises UsageMistake where it can't be run as wished: another system or version, or other protocols, than before.
    """
    programme = programme_of(suite, wish.what)
    require_usable(wish.sut, suite)
    _require_known_steps(wish.only, suite.steps_of(programme), programme)
    opened, entries = opened_of(folder), read_log(folder.events).entries
    _require_the_same(opened, suite, programme, wish)
    run = 1 + max((entry.event.run for entry in entries if isinstance(entry.event, RunStarted)), default=0)
    chosen = _chosen(compute(suite, programme, entries), which)
    return _planned(suite, programme, wish, chosen, Continued(folder, opened, run))


def _planned(
    suite: Suite, programme: Programme, wish: Wish, chosen: Iterable[str], continued: Continued | None
) -> Plan:
    wanted = [step for step in chosen if not wish.only or step in wish.only]
    apart = _irrelevant(wish.sut, [step for step in suite.steps_of(programme) if step.id in wanted])
    return Plan(wish, suite, programme, tuple(step for step in wanted if step not in apart), apart, continued)


def opened_of(folder: SessionFolder) -> SessionOpened:
    """Return how a session was opened; raises UsageMistake where its log doesn't say."""
    for entry in read_log(folder.events).entries:
        if isinstance(entry.event, SessionOpened):
            return entry.event
    raise UsageMistake(_("Loggen siger ikke, hvilken session den hører til."), where=str(folder.path))


def _require_known_steps(only: Iterable[str], steps: tuple[ProtocolStep, ...], programme: Programme) -> None:
    known = [step.id for step in steps]
    for wanted in only:
        if wanted not in known:
            near = nearest(wanted, known)
            raise UsageMistake(
                _("Trinnet “{wanted}” findes ikke i {programme}.").format(wanted=wanted, programme=programme.id),
                remedy=_("Mente du “{near}”?").format(near=near) if near else "",
            )


def require_usable(sut: SystemUnderTest, suite: Suite, *, with_hub: bool = True) -> None:
    """Raise UsageMistake, with everything that is wrong, for a description that can't be run against this suite.

    A hub that is not the local one is a mistake for a run, but can be tried (`with_hub` is False then).
    """
    told = [*(_foreign_hub(sut) if with_hub else ()), *_wrong_reasons(sut, suite), *_numbers_of_people(sut, suite)]
    if told:
        raise UsageMistake("\n".join(told))
    if isinstance(sut.adapter, Reference) and sut.adapter.defect:
        require_known(sut.adapter.defect)


def _foreign_hub(sut: SystemUnderTest) -> Iterator[str]:
    if sut.hub:
        yield _(
            "sut.yaml peger på en hub udenfor ({hub}). Trinnene kan kun køres mod den lokale: de ser efter i hub'ens "
            "og databankernes journaler, styrer deres fejl og flytter tiden, og det kan kun de simulerede. Fjern "
            "“hub”. “labcert preflight” kan prøve forbindelsen til den."
        ).format(hub=sut.hub)


def _numbers_of_people(sut: SystemUnderTest, suite: Suite) -> Iterator[str]:
    """What is said of vendor and system stands on everything that is made of a session, and to the letter."""
    known = {person.cpr for person in suite.persons if person.cpr}
    vendor, system = sut.vendor, sut.system
    said = (
        vendor.name, vendor.address, vendor.contact, vendor.email, system.name, system.version, system.description,
        *sut.standards, *sut.not_relevant.values(),
    )  # fmt: skip
    for text in said:
        if mask_text(text, known) != text:
            yield _("sut.yaml har noget, der kan være et CPR-nummer, i “{text}”. Skriv det uden.").format(
                text=mask_text(text, known)
            )


def _wrong_reasons(sut: SystemUnderTest, suite: Suite) -> Iterator[str]:
    """Yield a sentence for each step of not_relevant that is none, or that concerns every system."""
    steps = {step.id: step for step in suite.steps}
    for wanted in sut.not_relevant:
        if wanted not in steps:
            near = nearest(wanted, steps)
            hint = " " + _("(Mente du “{near}”?)").format(near=near) if near else ""
            yield _("“not_relevant” nævner trinnet {step}, som ikke findes.").format(step=wanted) + hint
        elif not steps[wanted].not_relevant_if:
            yield _("Trinnet {step} ({title}) gælder alle systemer og kan ikke være ikke relevant.").format(
                step=wanted, title=steps[wanted].title
            )


def _irrelevant(sut: SystemUnderTest, steps: Iterable[ProtocolStep]) -> dict[str, str]:
    """Return step -> the reason that stands in the report, for the vendor's own and for standards it does not send."""
    found = {}
    for step in steps:
        missing = [name for name in _standards_of(step.case) if name not in sut.standards]
        if step.id in sut.not_relevant:
            said = sut.not_relevant[step.id]
            found[step.id] = _("Leverandøren oplyser: {reason} MedCom vurderer det.").format(reason=_ended(said))
        elif missing:
            text = _("Leverandøren oplyser, at systemet ikke sender {standards}. MedCom vurderer det.")
            found[step.id] = text.format(standards=", ".join(missing))
    return found


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _standards_of(case: Case) -> tuple[str, ...]:
    cases = [case, *case.further.values()]
    return tuple(dict.fromkeys(STANDARDS[result.specialty] for each in cases for result in each.results))


def session_folder(word: str) -> SessionFolder:
    """Find a session by its folder, or by its id below reports/; raises UsageMistake."""
    for path in (Path(word), DEFAULT_BASE / word):
        if path.is_dir():
            return SessionFolder.open(path)
    known = [path.name for path in DEFAULT_BASE.glob("*") if path.is_dir()] if DEFAULT_BASE.is_dir() else []
    near = nearest(word, known)
    raise UsageMistake(
        _("Sessionen “{word}” findes ikke.").format(word=word),
        remedy=_("Mente du “{near}”?").format(near=near) if near else _("Angiv mappen, som sessionen ligger i."),
    )


def _require_the_same(opened: SessionOpened, suite: Suite, programme: Programme, wish: Wish) -> None:
    """What one session says is about one version of one system, by one and the same protocols."""
    vendor, system = wish.sut.vendor, wish.sut.system
    for what, before, now in (
        (_("programmet"), opened.programme, programme.id),
        (_("leverandøren"), opened.vendor, vendor.name),
        (_("systemet"), opened.system, system.name),
        (_("systemets version"), opened.system_version, system.version),
        (_("systemets standarder"), _told(opened.standards or wish.sut.standards), _told(wish.sut.standards)),
    ):
        if before != now:
            raise UsageMistake(
                _("Sessionen er begyndt, da {what} var “{before}”; nu er det “{now}”.").format(
                    what=what, before=before, now=now
                ),
                remedy=_("Begynd en ny session. Én session handler om én version af ét system."),
            )
    if opened.suite_digest != suite_digest(suite.root):
        raise UsageMistake(
            _("Protokoller eller scenarier er ændret, siden sessionen begyndte."),
            remedy=_("Begynd en ny session, så alle trin er prøvet med de samme."),
        )


def _told(standards: Iterable[str]) -> str:
    return ", ".join(sorted(standards))


def _chosen(verdict: Verdict, which: Which) -> Iterator[str]:
    """Yield every step, those that failed, or those that nothing has been found out about.

    A step that waits for people has shown what there is to see; they look at it, and it is not run again.
    """
    for step in verdict.steps:
        waits = step.outcome is Outcome.WAITING and step.kind == Kind.AUTOMATIC.value
        open_yet = step.outcome in UNFINISHED or waits or step.unrun > 0
        failed = step.outcome is Outcome.FAILED
        if {Which.ALL: True, Which.FAILED: failed, Which.REMAINING: open_yet}[which]:
            yield step.id
