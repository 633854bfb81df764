"""What the log says that people did with a session after it was run: remarks, overrides, deviations, the review."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from labcert.domain.casework import Actor, Comment, Deviation, Override, ReviewState
from labcert.domain.events import (
    CommentMade,
    DeviationApproved,
    DeviationAsked,
    DeviationWithdrawn,
    EvidenceAdded,
    OverrideMade,
    ReviewMoved,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.session.log import LogEntry

__all__ = ["CaseWork", "casework_of"]


@dataclass
class CaseWork:
    """What people said and decided, the latest where only one can count.

    `claimer` is who reviews, or reviewed where the review is closed; None where nobody does. `moved` is when the review
    came to its state, as in the log.
    """

    comments: list[Comment] = field(default_factory=list)
    overrides: dict[str, Override] = field(default_factory=dict)
    added: list[EvidenceAdded] = field(default_factory=list)
    deviations: dict[str, Deviation] = field(default_factory=dict)
    review: ReviewState = ReviewState.NOT_SUBMITTED
    claimer: Actor | None = None
    moved: str = ""

    @property
    def claimed_by(self) -> str:
        """The name of who reviews, "" where nobody does."""
        return self.claimer.name if self.claimer else ""

    def comments_at(self, step: str) -> tuple[Comment, ...]:
        """Return the thread at a step ("" for the session), in the order in which it was said."""
        return tuple(comment for comment in self.comments if comment.step == step)

    def added_to(self, step: str) -> tuple[Evidence, ...]:
        """Return what was laid beside a step after it was run."""
        return tuple(each.evidence for each in self.added if each.step == step)


def casework_of(entries: Iterable[LogEntry], is_clinical: Callable[[str], bool]) -> CaseWork:
    """Read the entries in order; `is_clinical` says of a requirement what the catalogue does."""
    work = CaseWork()
    for entry in entries:
        match entry.event:
            case StepStarted(step=step):
                work.overrides.pop(step, None)  # it was about the result that is now replaced
            case CommentMade() as made:
                work.comments.append(Comment(made.id, made.step, made.text, made.by, entry.time, made.answers))
            case OverrideMade(step=step, mark=None):
                work.overrides.pop(step, None)
            case OverrideMade(step=step, mark=mark) as made if mark is not None:
                work.overrides[step] = Override(step, mark, made.reason, made.by, entry.time)
            case EvidenceAdded() as added:
                work.added.append(added)
            case ReviewMoved(state=state, by=by):
                work.review, work.moved = state, entry.time
                if not state.closed:
                    work.claimer = by if state is ReviewState.CLAIMED else None
            case DeviationAsked() | DeviationApproved() | DeviationWithdrawn() as event:
                _deviate(work, event, entry.time, is_clinical)
            case _:
                pass
    return work


def _deviate(
    work: CaseWork,
    event: DeviationAsked | DeviationApproved | DeviationWithdrawn,
    time: str,
    is_clinical: Callable[[str], bool],
) -> None:
    """Take in one event about a deviation; what is said of one that nobody asked for counts for nothing."""
    if isinstance(event, DeviationAsked):
        work.deviations.setdefault(
            event.id,
            Deviation(
                event.id, event.requirement, is_clinical(event.requirement), event.steps, event.system,
                event.system_version, event.reason, event.by, time, event.valid_from, event.valid_to,
            ),
        )  # fmt: skip
    elif event.id in work.deviations:
        known = work.deviations[event.id]
        if isinstance(event, DeviationApproved):
            changed = replace(known, approved_by=event.approver, approved=time, document=event.document.sha256)
        else:
            changed = replace(known, withdrawn=event.reason, withdrawn_by=event.by)
        work.deviations[event.id] = changed
