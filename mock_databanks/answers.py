"""What an intake answers to a message: taken (now or before), or turned away with the reasons."""

from dataclasses import dataclass

from labcert.domain.findings import Finding

__all__ = ["Answer", "Taken", "TurnedAway"]


@dataclass(frozen=True)
class Taken:
    """The message is on disk under an id; `repeated` when it was there before (HTTP 200 instead of 202)."""

    id: str
    status: str
    repeated: bool = False


@dataclass(frozen=True)
class TurnedAway:
    """The message was not taken.

    `status` is the HTTP status: 400 not well-formed, 409 an identifier used before for other content, 413 too large,
    415 not XML, 422 invalid or unroutable. `receipt` is the negative receipt, where the message could be read that far.
    """

    status: int
    findings: tuple[Finding, ...]
    id: str = ""
    receipt: bytes | None = None


Answer = Taken | TurnedAway
