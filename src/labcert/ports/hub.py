"""PLSP (Health Hub): takes messages from the LPS, keeps, routes and forwards them."""

from dataclasses import dataclass
from typing import Protocol

from labcert.ports.world import JournalEntry

__all__ = ["Arrival", "ArrivedLetter", "Delivery", "Hub", "HubLetter", "HubMessage", "HubReceipt"]


@dataclass(frozen=True)
class Delivery:
    """The hub's answer to a POST: HTTP status, the id it gave (or ""), its body, and the findings' messages."""

    status: int
    id: str
    body: dict[str, object]


@dataclass(frozen=True)
class HubLetter:
    """Where a letter is: received, forwarded, accepted, refused or waiting; `target` is laba or miba."""

    identifier: str
    standard: str
    target: str
    state: str
    reason: str


@dataclass(frozen=True)
class HubMessage:
    """A message the hub keeps: `raw` is every byte as it came."""

    id: str
    envelope: str
    raw: bytes
    letters: tuple[HubLetter, ...]


@dataclass(frozen=True)
class ArrivedLetter:
    """What a letter that came is known by: its identifier and standard, whom and which requester sample it is about."""

    identifier: str
    standard: str
    cpr: str
    sample: str


@dataclass(frozen=True)
class Arrival:
    """A message that came to the hub, whatever became of it.

    `event` is received, resent (the same letters in a new envelope), duplicate (the same message), refused (turned away
    for `reasons`) or kept_out (a switched fault did not let it in). `letters` is empty where it could not be read.
    """

    seq: int
    time: str
    event: str
    envelope: str
    reasons: tuple[str, ...]
    letters: tuple[ArrivedLetter, ...]


@dataclass(frozen=True)
class HubReceipt:
    """A receipt: kind XCTL01, XCTL02 or XCTL03 and its bytes."""

    kind: str
    raw: bytes


class Hub(Protocol):
    """What can be asked of PLSP, simulated or real."""

    def deliver(self, data: bytes, *, content_type: str = "application/xml") -> Delivery:
        """Post bytes as the network would (a duplicate, a broken message)."""
        ...

    def message(self, envelope: str, *, settled: bool = True) -> HubMessage | None:
        """Return what the hub keeps under an envelope identifier; with `settled` wait until no letter is on its way."""
        ...

    def turned_away(self, envelope: str) -> tuple[str, ...]:
        """Return the sentences with which the hub turned a whole message away; empty where it did not."""
        ...

    def refused_bytes(self, envelope: str) -> bytes | None:
        """Return a turned-away message's bytes, so that its sender can be told what is wrong; None where not kept."""
        ...

    def receipt(self, envelope: str) -> HubReceipt | None:
        """Return the receipt the hub holds for an envelope, or None."""
        ...

    def journal(self, since: int = 0) -> tuple[JournalEntry, ...]:
        """Return the hub's append-only journal from a sequence number on."""
        ...
