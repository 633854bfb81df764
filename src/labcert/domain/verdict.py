"""The verdict of a session: what the tool computed from the log and the protocols. A person signs it afterwards."""

from dataclasses import dataclass

from labcert.domain.casework import Comment, Deviation, DeviationState, Override, ReviewState, TestType
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.domain.suite_state import SuiteState

__all__ = ["SELF_TEST", "Attestation", "JudgedDeviation", "PolicyLine", "StepVerdict", "Verdict"]

SELF_TEST = TestType.SELF_TEST.value
"""MedCom's word for the test that a vendor does alone, with the very protocol of the certification"""


@dataclass(frozen=True)
class Attestation:
    """Who looked at a step and what they said; `time` is ISO 8601 with offset."""

    party: str
    name: str
    role: str
    organisation: str
    outcome: Outcome
    remark: str
    time: str


@dataclass(frozen=True)
class JudgedDeviation:
    """A deviation, what it counts for, and the sentence that says so; `covers` are the steps that it lets through."""

    deviation: Deviation
    state: DeviationState
    sentence: str
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PolicyLine:
    """One line of the rule of approval: `rule` is its stable name, `missing` what is in the way, a sentence each.

    A line that doesn't count is told, but is no demand on this kind of session.
    """

    rule: str
    text: str
    fulfilled: bool
    missing: tuple[str, ...] = ()
    counts: bool = True


@dataclass(frozen=True)
class StepVerdict:
    """One step of a protocol as it came out. `mark` is the one that counts, an override's where there is one."""

    id: str
    title: str
    protocol: str
    row: str
    area: str
    kind: str
    """automatisk or attesteret"""
    severity: Severity
    """the class the step gets if it fails"""
    outcome: Outcome
    mark: Mark | None
    reason: str
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    parties: tuple[str, ...]
    requirements: tuple[str, ...]
    attested_by: tuple[Attestation, ...]
    missing_attestations: tuple[str, ...] = ()
    computed_mark: Mark | None = None
    """what the tool alone says"""
    override: Override | None = None
    deviations: tuple[str, ...] = ()
    """ids of the deviations in force that let the step stand as it is"""
    comments: tuple[Comment, ...] = ()
    added_evidence: tuple[Evidence, ...] = ()
    """laid beside the step after it was run"""
    run: int = 0
    """the run that this is the result of; 0 where there is none"""
    unrun: int = 0
    """examples that should have run and did not, although others of them have failed"""
    unseen: tuple[str, ...] = ()
    """parties that were asked to look and have not, although others have said no"""


@dataclass(frozen=True)
class Verdict:
    """The whole: steps in the protocols' order, totals by outcome and the sentence that says why."""

    session: str
    programme: str
    version: str
    vendor: str
    system: str
    system_version: str
    demo: bool
    steps: tuple[StepVerdict, ...]
    totals: dict[str, int]
    outcome: Outcome
    approved: bool
    """every line of the programme's rule that counts is fulfilled; what that is worth depends on the type of test"""
    sentence: str
    test_type: str = ""
    """as in `SessionOpened`"""
    suite_state: SuiteState | None = None
    """as in `SessionOpened`; a suite that isn't the release's speaks against no system, but can approve none either"""
    lines: tuple[PolicyLine, ...] = ()
    """the programme's rule of approval, line by line"""
    deviations: tuple[JudgedDeviation, ...] = ()
    comments: tuple[Comment, ...] = ()
    """those about the session as a whole"""
    review: ReviewState = ReviewState.NOT_SUBMITTED
    claimed_by: str = ""
    """who reviews, where somebody does"""
    standards: tuple[str, ...] = ()
    direction: str = ""
    follows: str = ""
    """as in `SessionOpened`"""
    runs: int = 0
