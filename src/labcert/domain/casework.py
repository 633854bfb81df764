"""What people do with a session after it was run: who they are, what they say, deviations, and where the review is.

What kind of test a session is and how far its review has come are two things, and so two types.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from labcert.domain.outcome import Mark

__all__ = [
    "AUTHORISATION_ID", "Actor", "Approver", "ApproverKind", "Comment", "Deviation", "DeviationState", "Direction",
    "Override", "ReviewState", "TestType",
]

AUTHORISATION_ID = re.compile(r"[0-9A-Z]{5}\Z", re.ASCII)
"""a Danish authorisation id, as the public register of authorised health professionals writes it"""


class TestType(StrEnum):
    """MedCom's kinds of test; what a session is never changes while its review moves on."""

    __test__ = False  # pytest would take it for a class of tests

    SELF_TEST = "egentest"
    PRE_TEST = "prætest"
    LIVE = "live"
    TEST_CAMP = "testcamp"
    END_TO_END = "ende-til-ende"


class Direction(StrEnum):
    """Which side of the standards the system is tested on."""

    SENDING = "afsendelse"
    RECEIVING = "modtagelse"


class ReviewState(StrEnum):
    """How far MedCom's review has come."""

    NOT_SUBMITTED = "not_submitted"
    WAITING = "waiting"
    CLAIMED = "claimed"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"

    @property
    def closed(self) -> bool:
        """Whether the review has ended, after which the session does not change."""
        return self in (ReviewState.APPROVED, ReviewState.NOT_APPROVED)


@dataclass(frozen=True)
class Actor:
    """Someone who does something with a session; `party` is the party spoken for, "" where that says nothing."""

    name: str
    role: str
    organisation: str
    party: str = ""


@dataclass(frozen=True)
class Comment:
    """One remark of the thread at a step ("" for the session as a whole); `answers` is the id of another, or ""."""

    id: str
    step: str
    text: str
    by: Actor
    time: str
    answers: str = ""


@dataclass(frozen=True)
class Override:
    """Another mark than the computed one, set by a named person of MedCom with a reason; time as in the log."""

    step: str
    mark: Mark
    reason: str
    by: Actor
    time: str


class ApproverKind(StrEnum):
    """Who may let a requirement deviate: a doctor any, MedCom technical ones only."""

    DOCTOR = "doctor"
    MEDCOM = "medcom"


@dataclass(frozen=True)
class Approver:
    """Who approved a deviation; `authorisation` is a doctor's authorisation id, "" for MedCom."""

    kind: ApproverKind
    name: str
    role: str
    organisation: str
    authorisation: str = ""

    def may_approve(self, *, clinical: bool) -> bool:
        """Say whether this is somebody who may let a requirement of that sort deviate."""
        if self.kind is ApproverKind.DOCTOR:
            return AUTHORISATION_ID.match(self.authorisation) is not None
        return not clinical


class DeviationState(StrEnum):
    """What a deviation counts for on a day. Only IN_FORCE lets a requirement deviate."""

    ASKED = "asked"
    REFUSED = "refused"
    """approved by somebody who may not: a clinical requirement needs a doctor, and a doctor an authorisation id"""
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    ELSEWHERE = "elsewhere"
    """asked for another system or version than the session's"""


@dataclass(frozen=True)
class Deviation:
    """A requirement that a system may break for a time. Dates are whole days, both included.

    `steps` are the steps it is about (none: every step that shows the requirement), `document` is the sha256 of the
    approval among the session's evidence, `clinical` says what the catalogue says of the requirement.
    """

    id: str
    requirement: str
    clinical: bool
    steps: tuple[str, ...]
    system: str
    system_version: str
    reason: str
    asked_by: Actor
    asked: str
    valid_from: date
    valid_to: date
    approved_by: Approver | None = None
    approved: str = ""
    document: str = ""
    withdrawn: str = ""
    """why it was withdrawn, "" where it stands"""
    withdrawn_by: Actor | None = None

    def state(self, day: date, system: str, version: str) -> DeviationState:
        """Return what it counts for on a day, in a session about this version of this system."""
        if self.withdrawn_by is not None:
            return DeviationState.WITHDRAWN
        if (self.system, self.system_version) != (system, version):
            return DeviationState.ELSEWHERE
        if self.approved_by is None or not self.document:
            return DeviationState.ASKED
        if not self.approved_by.may_approve(clinical=self.clinical):
            return DeviationState.REFUSED
        if day < self.valid_from:
            return DeviationState.NOT_YET
        return DeviationState.EXPIRED if day > self.valid_to else DeviationState.IN_FORCE
