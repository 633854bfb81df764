"""The system under test: a GP's system that sends laboratory answers."""

from dataclasses import dataclass
from typing import Protocol

from labcert.domain.case import Case

__all__ = ["Lps", "OutboxEntry", "Refused", "Sending", "Sent"]


@dataclass(frozen=True)
class Sent:
    """The system says that it sent (or queued) an answer; identifiers as in the message."""

    envelope: str
    letters: tuple[str, ...]


@dataclass(frozen=True)
class Refused:
    """The system's own user interface refused to send, with the reason it shows its user."""

    reason: str


Sending = Sent | Refused


@dataclass(frozen=True)
class OutboxEntry:
    """What the user sees of one sent answer.

    `state`: waiting (not delivered yet), delivered (the hub took it), accepted (positive receipt), refused (negative
    receipt), failed (given up). `text` is the sentence on the screen, `reason` the receipt's reason, `attempts` counts
    deliveries tried, `envelopes` are the envelope identifiers used, oldest first.
    """

    envelope: str
    letters: tuple[str, ...]
    state: str
    text: str
    reason: str
    attempts: int
    envelopes: tuple[str, ...]


class Lps(Protocol):
    """A system under test. An adapter that breaks raises SetupFault; a system that misbehaves raises NotAsRequired."""

    def send(self, case: Case) -> Sending:
        """Enter the case as a user would and send it."""
        ...

    def correct(self, case: Case, replaces: Sent) -> Sending:
        """Correct the answer sent before so that it says what the case says, and send the correction."""
        ...

    def delete(self, sent: Sent) -> Sending:
        """Try, as a user would, to take back or delete an answer already shared; Refused is the right reply."""
        ...

    def work(self, minutes: int = 0) -> None:
        """Let the system do what it does by itself over some minutes: fetch receipts, send again what is due."""
        ...

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """What the user sees of all that was sent, oldest first."""
        ...

    def outbox_page(self) -> bytes:
        """The outbox as the user sees it: an HTML page in UTF-8."""
        ...
