"""What happened in a session, one frozen value an event. The hash-chained log of them is the truth of a session."""

from dataclasses import dataclass

from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.juror import ItemAnswer
from labcert.domain.outcome import Outcome
from labcert.domain.suite_state import SuiteState

__all__ = [
    "EVENTS", "AttestationGiven", "Event", "EvidenceKept", "FindingMade", "ProgressNoted", "RunFinished", "RunStarted",
    "SentenceRun", "SessionOpened", "SignOffStated", "StepFinished", "StepStarted",
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
    """egentest (`domain.verdict.SELF_TEST`): the vendor's own; "" is said nowhere else than in a demonstration"""
    suite_state: SuiteState | None = None
    """how the files that judge compare with the release's seal; None in the logs of versions that did not look"""


@dataclass(frozen=True)
class RunStarted:
    """A run of some steps began; `addresses` are those of the hosts (plsp, laba, miba, portal)."""

    run: int
    steps: tuple[str, ...]
    addresses: dict[str, str]


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


Event = (
    SessionOpened | RunStarted | StepStarted | SentenceRun | EvidenceKept | FindingMade | ProgressNoted | StepFinished
    | AttestationGiven | RunFinished | SignOffStated
)

EVENTS: dict[str, type[Event]] = {
    kind.__name__: kind
    for kind in (
        SessionOpened, RunStarted, StepStarted, SentenceRun, EvidenceKept, FindingMade, ProgressNoted, StepFinished,
        AttestationGiven, RunFinished, SignOffStated,
    )
}
"""name of an event's kind -> its type, for reading a log"""
