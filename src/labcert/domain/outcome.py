"""What a step showed (outcome), how serious a flaw is (severity) and the mark MedCom writes (mark).

An outcome is not a status: a status says where a run is, an outcome what it showed.
"""

from collections.abc import Iterable
from enum import StrEnum

__all__ = ["EXIT_CODE", "Mark", "Outcome", "Severity", "mark_of", "roll_up"]


class Outcome(StrEnum):
    """The closed list of outcomes, ordered from best to worst; `roll_up` is the only place that combines them."""

    PASSED = "passed"
    NOT_RELEVANT = "not_relevant"
    NOT_RUN = "not_run"
    WAITING = "waiting"
    FAILED = "failed"
    SETUP_FAULT = "setup_fault"
    FAULT = "fault"


class Severity(StrEnum):
    """MedCom's classes of flaw: F1 Kritisk, F2 Alvorlig, F3 Betydelig, F4 Mindre betydelig."""

    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"


class Mark(StrEnum):
    """What stands in the column "MedCom vurdering" of a protocol."""

    F1 = "F1"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    OK = "Ok"
    NOT_RELEVANT = "Ikke relevant"


_ORDER = {outcome: rank for rank, outcome in enumerate(Outcome)}

EXIT_CODE = {
    Outcome.PASSED: 0,
    Outcome.NOT_RELEVANT: 0,
    Outcome.NOT_RUN: 4,
    Outcome.WAITING: 4,
    Outcome.FAILED: 1,
    Outcome.SETUP_FAULT: 3,
    Outcome.FAULT: 3,
}
"""The process exit code of a run whose steps roll up to an outcome."""


def roll_up(outcomes: Iterable[Outcome]) -> Outcome:
    """Return the worst of the outcomes; nothing at all is NOT_RUN, never a pass."""
    return max(outcomes, key=_ORDER.__getitem__, default=Outcome.NOT_RUN)


def mark_of(outcome: Outcome, severity: Severity) -> Mark | None:
    """Return MedCom's mark for a judged step, or None where nothing can be marked yet (a fault, a wait, not run)."""
    if outcome is Outcome.PASSED:
        return Mark.OK
    if outcome is Outcome.NOT_RELEVANT:
        return Mark.NOT_RELEVANT
    if outcome is Outcome.FAILED:
        return Mark(severity.value)
    return None
