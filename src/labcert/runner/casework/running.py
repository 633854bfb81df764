"""Runs steps in a session of the store, by the same road as a self-test; several runs make one session.

Who may run: anybody while the session is not handed in; while it is reviewed only who has claimed it (a test camp,
where MedCom runs the steps again beside the vendor); nobody while it waits for a reviewer or when it is closed.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from labcert.domain.casework import ReviewState
from labcert.domain.errors import LabcertError, UsageMistake
from labcert.domain.events import Event, ProgressNoted, RunFinished, RunStarted, StepFinished, StepStarted
from labcert.domain.language import _, ngettext
from labcert.domain.sut import SystemUnderTest
from labcert.domain.system_words import system_words
from labcert.protocol.model import Suite
from labcert.runner.casework.standing import note_standing, standing_of
from labcert.runner.certifying import DEFAULT_BASE
from labcert.runner.early import Children
from labcert.runner.marks import local_time
from labcert.runner.planning import Plan, Which, Wish, opened_of, plan_within
from labcert.runner.selftest import SelfTestResult, Wanted, round_off, self_test
from labcert.session import EventLog, SessionFolder, read_log
from labcert.session.atomic import write_whole
from labcert.session.reopening import require_unsigned, unseal
from labcert.session.store import SessionRow, Store

__all__ = ["InSession", "RunWish", "interrupted", "require_open", "require_runnable", "run_in_session", "write_report"]

REPORT = "report.html"


@dataclass(frozen=True)
class RunWish:
    """What is to be run: a session by its id, the system, which steps, and the name of who runs ("" where unknown)."""

    session: str
    sut: SystemUnderTest
    only: tuple[str, ...] = ()
    which: Which = Which.REMAINING
    by: str = ""


@dataclass(frozen=True)
class InSession:
    """What came of it; `result` is None where there was nothing to run."""

    session: str
    result: SelfTestResult | None


def require_open(row: SessionRow) -> None:
    """Raise UsageMistake where the review has ended: then the session does not change."""
    if row.review.closed:
        raise UsageMistake(
            _("Sessionen {id} er afsluttet og kan ikke ændres.").format(id=row.id),
            remedy=_("Begynd en ny med “labcert session create … --follows {id}”.").format(id=row.id),
        )


def require_runnable(row: SessionRow, by: str) -> None:
    """Raise UsageMistake where steps can't be run in a session as far as its review has come, or not by this person."""
    require_open(row)
    if row.demo:
        raise UsageMistake(
            _("{id} er en demonstration, som er kørt til ende; der kan ikke køres mere i den.").format(id=row.id)
        )
    if row.review is ReviewState.WAITING:
        raise UsageMistake(
            _("Sessionen {id} er afleveret og venter på gennemgang, så der kan ikke køres i den.").format(id=row.id),
            remedy=_(
                "Tag den tilbage med “labcert session submit {id} --withdraw”, eller lad den, der tager den til "
                "gennemgang, køre i den."
            ).format(id=row.id),
        )
    if row.review is ReviewState.CLAIMED and by.casefold() != row.claimed_by.casefold():
        raise UsageMistake(
            _("Sessionen {id} gennemgås af {name}, og kun {name} kan køre i den nu.").format(
                id=row.id, name=row.claimed_by
            ),
            remedy=_("Er det dig, så skriv dit navn med --name eller i LABCERT_NAME."),
        )


def run_in_session(
    store: Store,
    suite: Suite,
    wish: RunWish,
    wanted: Wanted,
    start: Callable[[], Children],
    tell: Callable[[str], None],
) -> InSession:
    """Check a session out, run what is wished, take everything in again; `start` starts the processes of a run.

    `tell` is given a sentence about an earlier run that was interrupted. Raises UsageMistake where nothing can be run,
    and what `self_test` raises; what was done by then is in the store.
    """
    row = store.find(wish.session)
    require_runnable(row, wish.by)
    earlier = standing_of(suite, store.entries(row.follows)) if _has(store, row.follows) else None
    wanted = replace(wanted, earlier=earlier)
    try:
        with store.check_out(row.id) as folder:
            result = _run(folder, suite, replace(wish, by=_reviewer(row)), wanted, start, tell)
    except BaseException:
        with suppress(LabcertError):  # what broke is told, and the list is put right by the next run
            note_standing(store, suite, row.id)
        raise
    note_standing(store, suite, row.id)
    return InSession(row.id, result)


def _has(store: Store, session: str) -> bool:
    return bool(session) and any(row.id == session for row in store.sessions())


def _reviewer(row: SessionRow) -> str:
    return row.claimed_by if row.review is ReviewState.CLAIMED else ""


def _run(
    folder: SessionFolder,
    suite: Suite,
    wish: RunWish,
    wanted: Wanted,
    start: Callable[[], Children],
    tell: Callable[[str], None],
) -> SelfTestResult | None:
    require_unsigned(folder)
    events = [entry.event for entry in read_log(folder.events).entries]
    broken_off = interrupted(events, reported=folder.report.exists())
    plan = plan_within(suite, Wish(opened_of(folder).programme, wish.sut, only=wish.only), folder, wish.which)
    if broken_off:
        tell(broken_off)
    if not plan.steps and not plan.irrelevant:
        return round_off(_of_the_same_run(plan), wanted) if broken_off else None
    if wish.by:
        _note_reviewer(folder, wish.by)
    return self_test(plan, wanted, start())


def _of_the_same_run(plan: Plan) -> Plan:
    assert plan.continued is not None
    return replace(plan, continued=replace(plan.continued, run=plan.continued.run - 1))


def _note_reviewer(folder: SessionFolder, name: str) -> None:
    unseal(folder)
    with EventLog(folder.events, local_time) as log:
        log.append(ProgressNoted("", _("{name} kører trin under gennemgangen.").format(name=name)))


def interrupted(events: list[Event], *, reported: bool) -> str:
    """Return a sentence about a latest run that never ended, or "": what it finished is kept, and the rest is run.

    A run that ended when its reports were not `reported` yet was interrupted, too.
    """
    begun = [(number, event) for number, event in enumerate(events) if isinstance(event, RunStarted)]
    if not begun:
        return ""
    start, run = begun[-1]
    if any(isinstance(event, RunFinished) for event in events[start:]):
        unreported = _("Kørsel {run} blev færdig, men rapporterne mangler; de bliver skrevet nu.")
        return "" if reported else unreported.format(run=run.run)
    count = len(_finished(events[start:]))
    return ngettext(
        "Kørsel {run} blev afbrudt. Det ene trin, der var færdigt, er bevaret.",
        "Kørsel {run} blev afbrudt. De {count} trin, der var færdige, er bevaret.",
        count,
    ).format(run=run.run, count=count)


def _finished(events: list[Event]) -> set[str]:
    """Return the steps all of whose begun examples have ended."""
    open_yet: set[tuple[str, int]] = set()
    ended: set[str] = set()
    for event in events:
        match event:
            case StepStarted(step=step, example=example):
                open_yet.add((step, example))
            case StepFinished(step=step, example=example):
                open_yet.discard((step, example))
                ended.add(step)
            case _:
                pass
    return ended - {step for step, _example in open_yet}


def write_report(store: Store, session: str, folder: Path = DEFAULT_BASE) -> Path:
    """Write a session's report into a folder, under the session's id, for whoever wants to read it; return its path."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageMistake(
            _("Rapporten kunne ikke skrives: {why}.").format(why=system_words(error)),
            where=str(folder),
            remedy=_("Vælg en mappe, som du må skrive i."),
        ) from error
    path = folder / f"{session}.html"
    write_whole(path, store.read(session, REPORT))
    return path
