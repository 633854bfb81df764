"""The set-up around the system under test: switchable faults, policies, and journals."""

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Faults", "JournalEntry", "Policies"]


@dataclass(frozen=True)
class JournalEntry:
    """One line of a host's append-only journal; `data` holds the line's other keys."""

    seq: int
    time: str
    host: str
    event: str
    data: dict[str, object]


class Faults(Protocol):
    """Switches faults of the simulated hosts (plsp, laba, miba); all are cleared when a scenario ends."""

    def switch(self, host: str, kind: str, **settings: object) -> None:
        """Switch a fault on: refuse, error, delay, drop, lose_receipt, duplicate, unavailable."""
        ...

    def clear(self, host: str) -> None:
        """Switch every fault of a host off."""
        ...


class Policies(Protocol):
    """Sets the open questions of the project for a while; the defaults come back when a scenario ends."""

    def set(self, host: str, **values: object) -> None:
        """Set policy values of a host: positive_list, mapping, correlation_key, ..."""
        ...
