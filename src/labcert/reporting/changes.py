"""What changed since the run before: each step's outcome then and now."""

from collections.abc import Mapping
from dataclasses import dataclass

from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import Verdict
from labcert.reporting.history import StepHistory

__all__ = ["Change", "Comparison", "compare", "compare_runs"]

_NOT_JUDGED = frozenset({Outcome.NOT_RUN, Outcome.WAITING, Outcome.SETUP_FAULT, Outcome.FAULT})


@dataclass(frozen=True)
class Change:
    """A step whose outcome is another one than before."""

    step: str
    title: str
    before: Outcome
    now: Outcome

    @property
    def direction(self) -> str:
        """`better`, `worse`, or `other` where one of the two says nothing about the system."""
        if self.now is Outcome.FAILED:
            return "worse"
        if self.before is Outcome.FAILED and self.now not in _NOT_JUDGED:
            return "better"
        return "other"


@dataclass(frozen=True)
class Comparison:
    """The steps that changed, in the protocols' order, and how many stayed as they were; `before` names that run."""

    before: str
    changes: tuple[Change, ...]
    unchanged: int


def compare(before: str, outcomes: Mapping[str, Outcome], verdict: Verdict) -> Comparison:
    """Compare with what a run before this one showed; a step that only one of the two has run is no change."""
    both = [step for step in verdict.steps if _ran(outcomes.get(step.id)) and _ran(step.outcome)]
    changes = tuple(
        Change(step.id, step.title, outcomes[step.id], step.outcome)
        for step in both
        if outcomes[step.id] is not step.outcome
    )
    return Comparison(before, changes, len(both) - len(changes))


def compare_runs(verdict: Verdict, told: Mapping[str, StepHistory]) -> Comparison | None:
    """Compare each step of the session's latest run with the run of it before; None where no step has run twice."""
    latest = max((history.run for history in told.values()), default=0)
    again = {name: each.earlier[-1] for name, each in told.items() if each.earlier and each.run == latest}
    if not again:
        return None
    before = _("trinnenes resultater før kørsel {run}").format(run=latest)
    return compare(before, {name: history.outcome for name, history in again.items()}, verdict)


def _ran(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome is not Outcome.NOT_RUN
