"""What PLSP knows: its messages and where each letter is."""

from dataclasses import dataclass

__all__ = ["Accepted", "Dispatch", "LetterKey", "LetterState", "MessageState", "Refused", "Trouble", "Verdict"]

LetterKey = tuple[str, str]
"""the sender's EAN number and the letter's identifier"""


@dataclass
class LetterState:
    """One letter. `state`: received, forwarded (sent, no answer yet), waiting (tried in vain), accepted or refused.

    `index` is its place in the envelope from 0, `target` laba or miba, `settled` the ISO time at which it became
    accepted or refused. Accepted and refused are final: a receipt that was given can never be taken back.
    """

    key: LetterKey
    message: str
    index: int
    standard: str
    version: str
    target: str
    state: str = "received"
    reason: str = ""
    attempts: int = 0
    settled: str = ""
    retry_at: float = 0.0
    in_flight: bool = False

    @property
    def final(self) -> bool:
        """The databank has answered."""
        return self.state in ("accepted", "refused")


@dataclass(frozen=True)
class MessageState:
    """A message that PLSP keeps, or (`turned_away` not empty) one that it refused whole and remembers for its sender.

    `sha256` is "" where the bytes were not kept. A letter sent again in a new envelope is the same LetterState in both.
    """

    id: str
    envelope: str
    sender: str
    receiver: str
    sha256: str
    asks_receipt: bool
    mapped: bool
    letters: tuple[LetterState, ...]
    received: str
    turned_away: tuple[str, ...] = ()
    """the findings' sentences, where the whole message was turned away"""


@dataclass(frozen=True)
class Dispatch:
    """A letter to be posted to its databank now; `attempt` counts from 1."""

    key: LetterKey
    target: str
    data: bytes
    attempt: int


@dataclass(frozen=True)
class Accepted:
    """The databank took the letter."""


@dataclass(frozen=True)
class Refused:
    """The databank gave a negative receipt."""

    reason: str


@dataclass(frozen=True)
class Trouble:
    """The databank gave no answer that settles anything; the letter is tried again."""

    reason: str


Verdict = Accepted | Refused | Trouble
