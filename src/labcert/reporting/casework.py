"""What people did with a session after its runs, as a report tells it: remarks, evidence, deviations, review, sign-off.

Nothing here is told without who said it and when.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from labcert.domain.casework import Actor, Comment, ReviewState
from labcert.domain.events import DeviationApproved, EvidenceAdded, ReviewMoved, SignOffStated
from labcert.domain.evidence import Evidence
from labcert.domain.verdict import JudgedDeviation, StepVerdict, Verdict
from labcert.protocol.model import Programme
from labcert.reporting.history import EntryView, events_of

__all__ = [
    "AddedPart", "DeviationPart", "MissingSignature", "ReviewPart", "SignOffParty", "SignOffRow", "SignaturePart",
    "ThreadPart", "added_to", "deviations_at", "deviations_of", "reviews_of", "sign_off_of",
    "signatures_of", "threads_of",
]


_DEEPEST = 5
"""how deep an answer to an answer is set in"""


@dataclass(frozen=True)
class ThreadPart:
    """A remark and those that answer it, in the order in which they were said."""

    comment: Comment
    answers: tuple["ThreadPart", ...] = ()


@dataclass(frozen=True)
class AddedPart:
    """Evidence that somebody laid beside a step ("" for the session) after it was run, with their note on it."""

    step: str
    evidence: Evidence
    note: str
    by: Actor
    time: str


@dataclass(frozen=True)
class DeviationPart:
    """A deviation with the title of its requirement; `document` is the approval, None where there is none yet.

    `judged.sentence` says what it counts for, `judged.covers` names the steps it lets stand.
    """

    judged: JudgedDeviation
    requirement_title: str
    document: Evidence | None


@dataclass(frozen=True)
class ReviewPart:
    """The review came to a state."""

    time: str
    state: ReviewState
    remark: str
    by: Actor


@dataclass(frozen=True)
class SignaturePart:
    """What a party stated at a time; the signature itself stands in manifest.sig."""

    time: str
    stated: SignOffStated


@dataclass(frozen=True)
class MissingSignature:
    """A row and a party that has not signed it yet."""

    row: str
    party: str


@dataclass(frozen=True)
class SignOffParty:
    """A party that must sign; `signed` is None as long as it is waited for."""

    party: str
    signed: SignaturePart | None


@dataclass(frozen=True)
class SignOffRow:
    """A row of the plan ("" for the whole programme) with every party that must sign it, then others that did."""

    row: str
    title: str
    parties: tuple[SignOffParty, ...]

    @property
    def complete(self) -> bool:
        """Whether nobody is waited for."""
        return all(party.signed for party in self.parties)


def threads_of(comments: Sequence[Comment]) -> tuple[ThreadPart, ...]:
    """Return the remarks that answer none, each with its answers; an answer to what isn't there begins a thread.

    Only what was said before can be answered, so that no ring of answers hides them all; those that lie deeper than
    _DEEPEST stand beside what they answer.
    """
    above: list[int | None] = []
    depths: list[int] = []
    first: dict[str, int] = {}
    under: dict[int | None, list[int]] = {}
    for number, comment in enumerate(comments):
        parent = first.get(comment.answers) if comment.answers else None
        if parent is not None and depths[parent] == _DEEPEST:
            parent = above[parent]
        above.append(parent)
        depths.append(0 if parent is None else depths[parent] + 1)
        under.setdefault(parent, []).append(number)
        first.setdefault(comment.id, number)

    def parts(parent: int | None) -> tuple[ThreadPart, ...]:
        return tuple(ThreadPart(comments[number], parts(number)) for number in under.get(parent, ()))

    return parts(None)


def added_to(entries: Sequence[EntryView]) -> dict[str, tuple[AddedPart, ...]]:
    """Return step ("" for the session) -> what was laid beside it."""
    found: dict[str, tuple[AddedPart, ...]] = {}
    for time, event in events_of(entries, EvidenceAdded):
        part = AddedPart(event.step, event.evidence, event.note, event.by, time)
        found[event.step] = (*found.get(event.step, ()), part)
    return found


def deviations_of(
    verdict: Verdict, entries: Sequence[EntryView], titles: Mapping[str, str]
) -> tuple[DeviationPart, ...]:
    """Return the verdict's deviations; `titles` maps a requirement's id to its title."""
    documents = {event.id: event.document for _time, event in events_of(entries, DeviationApproved)}
    return tuple(
        DeviationPart(
            judged, titles.get(judged.deviation.requirement, ""), documents.get(judged.deviation.id)
        )
        for judged in verdict.deviations
    )


def deviations_at(step: StepVerdict, deviations: Iterable[DeviationPart]) -> tuple[DeviationPart, ...]:
    """Return those that let the step stand, then those that were asked for it and count for nothing here."""
    every = tuple(deviations)
    standing = tuple(part for part in every if part.judged.deviation.id in step.deviations)
    return (*standing, *(part for part in every if part not in standing and _is_about(part, step)))


def _is_about(part: DeviationPart, step: StepVerdict) -> bool:
    deviation = part.judged.deviation
    return step.id in deviation.steps or (not deviation.steps and deviation.requirement in step.requirements)


def reviews_of(entries: Sequence[EntryView]) -> tuple[ReviewPart, ...]:
    """Return each move of the review, oldest first."""
    moves = events_of(entries, ReviewMoved)
    return tuple(ReviewPart(time, event.state, event.remark, event.by) for time, event in moves)


def signatures_of(entries: Sequence[EntryView], signed: Iterable[SignaturePart] = ()) -> tuple[SignaturePart, ...]:
    """Return what the log says that parties signed, then what stands in manifest.sig without a word of it there."""
    stated = (SignaturePart(time, event) for time, event in events_of(entries, SignOffStated))
    return tuple(dict.fromkeys((*stated, *signed)))


def sign_off_of(programme: Programme, signatures: Sequence[SignaturePart]) -> tuple[SignOffRow, ...]:
    """Return who must sign what, row by row, and the whole last; a party's latest signature of a row counts.

    A party that signs the whole has done so with any row: that is how the plan's own parties are counted.
    """
    latest = {(part.stated.row, part.stated.party): part for part in signatures}
    anywhere = {party: part for (_row, party), part in latest.items()}
    rows = [SignOffRow(row.row, row.title, _signing(row.row, row.parties, latest)) for row in programme.rows]
    known = {row.row for row in programme.rows}
    whole = {party: latest.get(("", party)) or anywhere.get(party) for party in programme.also_signs}
    whole |= {party: part for (row, party), part in latest.items() if row not in known}
    last = tuple(SignOffParty(party, part) for party, part in whole.items())
    return (*rows, SignOffRow("", "", last)) if last else tuple(rows)


def _signing(
    row: str, wanted: Iterable[str], latest: Mapping[tuple[str, str], SignaturePart]
) -> tuple[SignOffParty, ...]:
    others = (party for signed, party in latest if signed == row)
    return tuple(SignOffParty(party, latest.get((row, party))) for party in dict.fromkeys((*wanted, *others)))
