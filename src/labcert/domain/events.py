"""What happened in a session, one frozen value an event. The hash-chained log of them is the truth of a session."""

from dataclasses import dataclass
from datetime import date

from labcert.domain.casework import Actor, Approver, ReviewState
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.juror import ItemAnswer
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.suite_state import SuiteState

__all__ = [
    "EVENTS", "AttestationGiven", "CommentMade", "DeviationApproved", "DeviationAsked", "DeviationWithdrawn", "Event",
    "EvidenceAdded", "EvidenceKept", "FindingMade", "OverrideMade", "ProgressNoted", "ReviewMoved", "RunFinished",
    "RunStarted", "SentenceRun", "SessionOpened", "SignOffStated", "StepFinished", "StepStarted",
]


@dataclass(frozen=True)
class SessionOpened:
    """A session was opened: for which programme, system and people. Digests are sha256 in hexadecimal."""

    session: str
    programme: str
    programme_version: str
    protocols: dict[str, str]
    """protocol id -> sha256 of its YAML and features"""
    vendor: str
    system: str
    system_version: str
    tool_version: str
    suite_digest: str
    schema_digest: str
    profile: str
    demo: bool
    test_type: str = ""
    """a `casework.TestType`; "" is said nowhere else than in a demonstration"""
    suite_state: SuiteState | None = None
    """how the files that judge compare with the release's seal; None in the logs of versions that did not look"""
    standards: tuple[str, ...] = ()
    """the standards that the system says it supports"""
    direction: str = ""
    """a `casework.Direction`; "" in the logs of versions that knew sending only"""
    follows: str = ""
    """the id of the session that this one takes up again, which is closed and cannot change"""


@dataclass(frozen=True)
class RunStarted:
    """A run of some steps began; `addresses` are those of the hosts (plsp, laba, miba, portal).

    The last two are what was run and by what: "" in the logs of versions that could not run another than the opening's.
    """

    run: int
    steps: tuple[str, ...]
    addresses: dict[str, str]
    system_version: str = ""
    suite_digest: str = ""


@dataclass(frozen=True)
class StepStarted:
    """A scenario (or one example of an outline) that shows a step began."""

    step: str
    scenario: str
    example: int
    feature: str


@dataclass(frozen=True)
class SentenceRun:
    """One Gherkin sentence ran: `keyword` as written (Givet, Når, Så, Og), duration in milliseconds."""

    step: str
    example: int
    keyword: str
    text: str
    outcome: Outcome
    reason: str
    duration_ms: float
    table: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class EvidenceKept:
    """Bytes were kept as evidence of a step; `sentence` is the number of the sentence it belongs to, from 0."""

    step: str
    example: int
    sentence: int
    evidence: Evidence


@dataclass(frozen=True)
class FindingMade:
    """A finding was made in a step."""

    step: str
    example: int
    finding: Finding


@dataclass(frozen=True)
class ProgressNoted:
    """Something a reader of the log wants to know (a fault was switched, a host was asked to wait)."""

    step: str
    text: str


@dataclass(frozen=True)
class StepFinished:
    """A scenario that shows a step ended with an outcome; `reason` is empty for a pass. Duration in milliseconds."""

    step: str
    example: int
    outcome: Outcome
    reason: str
    duration_ms: float
    awaits: tuple[str, ...] = ()
    """parties that must look, where the outcome is waiting"""


@dataclass(frozen=True)
class AttestationGiven:
    """A named person of a party looked at a step's evidence and said what it showed."""

    step: str
    party: str
    name: str
    role: str
    organisation: str
    outcome: Outcome
    remark: str
    seen: tuple[str, ...]
    """sha256 of the evidence looked at"""
    demo: bool
    sheets: tuple[str, ...] = ()
    """sha256 of the juror sheets (as data) that were answered, one an example"""
    answers: tuple[ItemAnswer, ...] = ()
    """what was said of each item of the sheets"""


@dataclass(frozen=True)
class RunFinished:
    """A run ended; `outcome` rolls up its steps."""

    run: int
    outcome: Outcome
    reason: str


@dataclass(frozen=True)
class SignOffStated:
    """A party states that it signs a row of the plan ("4.2"); the signature itself stands in manifest.sig."""

    row: str
    party: str
    name: str
    role: str
    organisation: str
    remark: str
    demo: bool


@dataclass(frozen=True)
class EvidenceAdded:
    """Somebody laid evidence beside a step ("" for the session) after it was run; it changes no outcome."""

    step: str
    evidence: Evidence
    note: str
    by: Actor


@dataclass(frozen=True)
class CommentMade:
    """Somebody remarked on a step ("" for the session); `answers` is the id of the remark answered, or ""."""

    id: str
    step: str
    text: str
    by: Actor
    answers: str = ""


@dataclass(frozen=True)
class OverrideMade:
    """MedCom set a step's mark, with a reason; None takes an earlier override away."""

    step: str
    mark: Mark | None
    reason: str
    by: Actor


@dataclass(frozen=True)
class DeviationAsked:
    """Somebody asked that a requirement may be broken for a time; as in `casework.Deviation`."""

    id: str
    requirement: str
    steps: tuple[str, ...]
    system: str
    system_version: str
    reason: str
    by: Actor
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class DeviationApproved:
    """A deviation was approved; `document` is the approval itself, among the session's evidence."""

    id: str
    approver: Approver
    document: Evidence
    by: Actor
    """who wrote it down"""


@dataclass(frozen=True)
class DeviationWithdrawn:
    """A deviation counts no more."""

    id: str
    reason: str
    by: Actor


@dataclass(frozen=True)
class ReviewMoved:
    """The review came to a state; APPROVED and NOT_APPROVED close the session."""

    state: ReviewState
    remark: str
    by: Actor


Event = (
    SessionOpened | RunStarted | StepStarted | SentenceRun | EvidenceKept | FindingMade | ProgressNoted | StepFinished
    | AttestationGiven | RunFinished | SignOffStated | EvidenceAdded | CommentMade | OverrideMade | DeviationAsked
    | DeviationApproved | DeviationWithdrawn | ReviewMoved
)

EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        SessionOpened, RunStarted, StepStarted, SentenceRun, EvidenceKept, FindingMade, ProgressNoted, StepFinished,
        AttestationGiven, RunFinished, SignOffStated, EvidenceAdded, CommentMade, OverrideMade, DeviationAsked,
        DeviationApproved, DeviationWithdrawn, ReviewMoved,
    )
}
"""name of an event's kind -> its type, for reading a log"""
