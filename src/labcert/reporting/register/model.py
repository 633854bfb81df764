"""What the register holds."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

__all__ = ["Register", "RegisterRow", "Standing"]


class Standing(StrEnum):
    """What an approval is worth on the register's day; those after AWAITS_CERTIFICATE are no approval by MedCom."""

    VALID = "valid"
    EXPIRES_SOON = "expires_soon"
    NOT_YET_VALID = "not_yet_valid"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    AWAITS_CERTIFICATE = "awaits_certificate"
    NO_CERTIFICATE = "no_certificate"
    """approved in a kind of test that gives no certificate"""
    NOT_APPROVED = "not_approved"
    CLAIMED = "claimed"
    WAITING = "waiting"
    NOT_SUBMITTED = "not_submitted"
    DEMO = "demo"


@dataclass(frozen=True)
class RegisterRow:
    """One approval of one standard; `deviations` are the requirements that it deviates from, once a deviation.

    `approved` is the day the review was closed, None where it is not approved. `certificate` is the newest one's id,
    "" where there is none, and `valid_to` its last day; `test`: it is a TEST one. `test_type` and `direction` are
    MedCom's words.
    """

    vendor: str
    system: str
    version: str
    system_type: str
    standard: str
    standard_version: str
    direction: str
    test_type: str
    programme: str
    programme_version: str
    approved: date | None
    certificate: str
    valid_to: date | None
    standing: Standing
    deviations: tuple[str, ...]
    session: str
    test: bool = False


@dataclass(frozen=True)
class Register:
    """The register on a day, sorted by vendor, system and version; `everything`: sessions not approved, too."""

    day: date
    rows: tuple[RegisterRow, ...]
    everything: bool = False
