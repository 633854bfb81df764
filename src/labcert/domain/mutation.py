"""How well protocols tell right systems from wrong ones: systems with a known defect, and what became of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

__all__ = ["Kind", "Scope", "Score", "Status", "Tried", "Variant"]


class Kind(Enum):
    """What a variant of the reference system is: wrong in one way, or different in what no rule forbids."""

    DEFECTIVE = "defective"
    HARMLESS = "harmless"


class Scope(Enum):
    """Which steps a defective system was run at; a harmless one always meets every step.

    FIRST: those that must catch it, and every step only where one of them did not. WHOLE: every step.
    """

    FIRST = "expected_first"
    WHOLE = "whole"


class Status(Enum):
    """What became of a variant. Only CAUGHT and PASSED are as they should be; FAULT is ours and says nothing of it."""

    CAUGHT = "caught"
    ELSEWHERE = "caught_elsewhere"
    MISSED = "missed"
    PASSED = "passed"
    FALSE_ALARM = "false_alarm"
    FAULT = "fault"


@dataclass(frozen=True)
class Variant:
    """One system. `expected_at` are the steps that must catch it, `shows` the requirements that it breaks."""

    id: str
    what: str
    kind: Kind = Kind.DEFECTIVE
    expected_at: tuple[str, ...] = ()
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """What became of one system. `failed_at` are the steps that it failed, in the programme's order.

    `why` is a sentence: what the first step that caught it said, or what went wrong. `steps` is how many were run.
    """

    variant: Variant
    status: Status
    failed_at: tuple[str, ...] = ()
    why: str = ""
    steps: int = 0
    seconds: float = 0.0

    @property
    def not_at(self) -> tuple[str, ...]:
        """The steps that should have caught it and did not."""
        return tuple(step for step in self.variant.expected_at if step not in self.failed_at)


@dataclass(frozen=True)
class Score:
    """The protocols' score over all systems that were tried.

    `unproved` are requirements of the programme that no caught defect shows and that nothing in `excused` (requirement
    -> why no defect of such a system can show it) speaks for; None where only some systems were tried. `left_out`
    counts the defects that concern none of the programme's steps. `suite_digest` names the protocols that were tried.
    """

    programme: str
    title: str
    version: str
    suite_digest: str
    tool_version: str
    time: str
    """when, ISO 8601 with offset"""
    scope: Scope
    steps: int
    """how many the programme has"""
    systems: tuple[Tried, ...]
    unproved: tuple[str, ...] | None
    excused: Mapping[str, str] = field(default_factory=dict)
    left_out: int = 0
    seconds: float = 0.0

    def of(self, kind: Kind) -> tuple[Tried, ...]:
        """Return the systems of a kind."""
        return tuple(tried for tried in self.systems if tried.variant.kind is kind)

    @property
    def whole(self) -> bool:
        """Whether every system was tried that concerns the programme."""
        return self.unproved is not None

    def count(self, status: Status) -> int:
        """Return how many systems ended so."""
        return sum(tried.status is status for tried in self.systems)

    @property
    def perfect(self) -> bool:
        """Whether every defect was caught at every step that must, and everything harmless passed."""
        return all(tried.status in (Status.CAUGHT, Status.PASSED) for tried in self.systems)

    @property
    def broke(self) -> bool:
        """Whether something could not be judged because of us."""
        return self.count(Status.FAULT) > 0
