"""LABA and MiBa: hold answers in versions and never delete."""

from dataclasses import dataclass
from typing import Protocol

from labcert.ports.hub import Delivery
from labcert.ports.world import JournalEntry

__all__ = ["Databank", "DeletionAttempt", "HeldAnswer", "HeldVersion"]


@dataclass(frozen=True)
class HeldVersion:
    """One version of an answer: number from 1, the letter it came in, its letter as XML bytes, and its marks."""

    number: int
    envelope: str
    letter: str
    raw: bytes
    corrected: bool
    consent_refused: bool
    received: str


@dataclass(frozen=True)
class HeldAnswer:
    """An answer with every version, oldest first."""

    id: str
    cpr: str
    sample: str
    versions: tuple[HeldVersion, ...]


@dataclass(frozen=True)
class DeletionAttempt:
    """What the databank answered to DELETE, PUT or PATCH."""

    method: str
    status: int


class Databank(Protocol):
    """What can be asked of a databank, simulated or real."""

    name: str

    def answers(self, cpr: str, sample: str) -> tuple[HeldAnswer, ...]:
        """Return what is held for a person (CPR or replacement CPR) and a requester sample number."""
        ...

    def deliver(self, data: bytes) -> Delivery:
        """Post bytes to the databank's own intake (the other databank's standard, for instance)."""
        ...

    def attempt_change(self, answer_id: str, method: str) -> DeletionAttempt:
        """Try to delete or overwrite a held answer by DELETE, PUT or PATCH."""
        ...

    def journal(self, since: int = 0) -> tuple[JournalEntry, ...]:
        """Return the databank's append-only journal from a sequence number on."""
        ...
