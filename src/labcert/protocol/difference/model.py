"""What a difference is made of."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Change", "ChangeKind", "Consequence", "Difference", "Subject", "of_numbers", "of_sets"]


class Subject(StrEnum):
    """What a change is about, in the order told."""

    PROGRAMME = "programme"
    PROTOCOL = "protocol"
    STEP = "step"
    REQUIREMENT = "requirement"
    RULE = "rule"
    PROFILE = "profile"
    TABLE = "table"
    POLICY = "policy"
    FILE = "file"


class ChangeKind(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


class Consequence(StrEnum):
    """What a change can do to a verdict, the gravest first.

    STRICTER: what was approved may now fail. LOOSER: what failed may now be approved. EITHER: it can change a verdict,
    and the files do not say which way. WORDS: it can change none.
    """

    STRICTER = "stricter"
    EITHER = "either"
    LOOSER = "looser"
    WORDS = "words"


@dataclass(frozen=True)
class Change:
    """One change. `id` is what it is of (TP-4.2.21, LAB-TIME-001, a code), `place` where that stands.

    `place` is a protocol's, programme's, profile's or table's name. `field` is the key as consultants write it, "" for
    the whole. `old` and `new` are what stood and stands there, "" where the sentence says it all; they may hold
    several lines. `steps` are the ids of the steps that the change touches, none where that can't be said.
    """

    subject: Subject
    id: str
    place: str
    field: str
    kind: ChangeKind
    consequence: Consequence
    sentence: str
    old: str = ""
    new: str = ""
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """All changes from an edition to another, in the order told; `notes` say what could not be compared."""

    old: str
    new: str
    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    @property
    def judging(self) -> tuple[Change, ...]:
        """Those that can change a verdict."""
        return tuple(change for change in self.changes if change.consequence is not Consequence.WORDS)

    def count(self, consequence: Consequence) -> int:
        """Return how many changes have a consequence."""
        return sum(change.consequence is consequence for change in self.changes)


def of_numbers(old: int, new: int) -> Consequence:
    """Return what it means that something demanded has grown (stricter) or shrunk (looser)."""
    if old == new:
        return Consequence.WORDS
    return Consequence.STRICTER if new > old else Consequence.LOOSER


def of_sets(old: Iterable[object], new: Iterable[object]) -> Consequence:
    """Return what it means that demands are others: more is stricter, fewer is looser, another order is nothing."""
    before, now = set(old), set(new)
    if before == now:
        return Consequence.WORDS
    if before < now:
        return Consequence.STRICTER
    return Consequence.LOOSER if now < before else Consequence.EITHER
