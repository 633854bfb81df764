"""A session as those who work with it see it: read once, decided on, and written only if nobody was first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from labcert.domain.casework import Actor
from labcert.domain.errors import UsageMistake
from labcert.domain.events import Event
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.protocol.mistakes import nearest
from labcert.protocol.model import Programme, Suite
from labcert.runner.casework.standing import note_standing
from labcert.runner.certifying import programme_of
from labcert.runner.marks import local_time
from labcert.session import LogEntry
from labcert.session.casework import CaseWork, casework_of
from labcert.session.store import Overtaken, SessionRow, Store
from labcert.session.verdict import compute

__all__ = ["Case", "Decision", "act", "open_case", "required_text"]

TRIES = 8
"""how often a decision is made anew because somebody else wrote meanwhile"""
LONGEST = 20_000
"""characters of what one person writes at a time"""


@dataclass(frozen=True)
class Case:
    """A session as it is now. `work` is what people did with it, `verdict` what it is worth on `day`."""

    row: SessionRow
    suite: Suite
    programme: Programme
    entries: tuple[LogEntry, ...]
    work: CaseWork
    verdict: Verdict
    day: date

    @property
    def id(self) -> str:
        """The session's id."""
        return self.row.id

    def is_clinical(self, requirement: str) -> bool:
        """Say of a requirement what the catalogue does."""
        return any(each.id == requirement and each.clinical for each in self.suite.requirements)

    def masked(self, text: str) -> str:
        """Return what somebody wrote, without the CPR number of anybody but the test persons."""
        return mask_text(text, {person.cpr for person in self.suite.persons if person.cpr})

    def known(self, actor: Actor) -> Actor:
        """Return who acts, as it may be kept."""
        return replace(
            actor,
            name=self.masked(actor.name),
            role=self.masked(actor.role),
            organisation=self.masked(actor.organisation),
            party=self.masked(actor.party),
        )

    def step(self, wanted: str) -> StepVerdict:
        """Return a step; raises UsageMistake with the nearest where there is none."""
        steps = {step.id: step for step in self.verdict.steps}
        if wanted in steps:
            return steps[wanted]
        near = nearest(wanted, steps)
        raise UsageMistake(
            _("Trinnet “{wanted}” findes ikke i {programme}.").format(wanted=wanted, programme=self.programme.id),
            remedy=_("Mente du “{near}”?").format(near=near) if near else "",
        )

    def require_open(self) -> None:
        """Raise UsageMistake where the review has ended: after that nothing changes."""
        if self.work.review.closed:
            raise UsageMistake(
                _("Gennemgangen af sessionen {id} er afsluttet, så den kan ikke ændres.").format(id=self.id),
                remedy=_("Begynd en ny, der følger efter den: labcert session create … --follows {id}.").format(
                    id=self.id
                ),
            )

    def require_real(self) -> None:
        """Raise UsageMistake for a demonstration: real people review and sign nothing in it."""
        if self.row.demo:
            raise UsageMistake(
                _("{id} er en demonstration: dens personer er opdigtede, og den kan ikke gennemgås.").format(id=self.id)
            )


def open_case(store: Store, suite: Suite, word: str) -> Case:
    """Find a session by its id or the beginning of it and read it; raises UsageMistake."""
    row = store.find(word)
    entries = store.entries(row.id)
    programme, day = programme_of(suite, row.programme), local_time().date()
    clinical = {requirement.id for requirement in suite.requirements if requirement.clinical}
    work = casework_of(entries, clinical.__contains__)
    return Case(row, suite, programme, entries, work, compute(suite, programme, entries, day), day)


@dataclass(frozen=True)
class Decision:
    """What is to be written (nothing: it is so already), and the sentences that say what it means.

    `files` are bytes to be kept first, by their path in the session.
    """

    events: tuple[Event, ...]
    told: tuple[str, ...]
    files: tuple[tuple[str, bytes], ...] = ()


def act(store: Store, suite: Suite, word: str, decide: Callable[[Case], Decision]) -> Decision:
    """Read a session, decide, and write; where somebody wrote meanwhile, decide anew on what the session is now."""
    decided = None
    for attempt in range(TRIES):
        case = open_case(store, suite, word)
        decided = decide(case)
        if not decided.events:
            return decided
        for path, data in decided.files:
            store.keep(case.id, path, data)
        try:
            store.append(case.id, *decided.events, after=len(case.entries))
        except Overtaken:
            if attempt == TRIES - 1:
                raise
        else:
            note_standing(store, suite, case.id)
            break
    assert decided is not None
    return decided


def required_text(case: Case, text: str, what: str) -> str:
    """Return what somebody wrote, masked; raises UsageMistake where it is empty or too long.

    `what` is what it is, as a sentence begins with it ("Begrundelsen").
    """
    said = "\n".join(line.rstrip() for line in text.strip().splitlines())
    said = "".join(sign for sign in said if sign.isprintable() or sign in "\n\t")
    if not said:
        raise UsageMistake(_("{what} mangler.").format(what=what))
    if len(said) > LONGEST:
        raise UsageMistake(
            _("{what} er på {count} tegn og må højst være på {most}.").format(what=what, count=len(said), most=LONGEST),
            remedy=_("Læg den ved som en fil: labcert session evidence."),
        )
    return case.masked(said)
