"""The verdict of a session: what the tool computed from the log and the protocols. A person signs it afterwards."""

from dataclasses import dataclass

from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.domain.suite_state import SuiteState

__all__ = ["SELF_TEST", "Attestation", "StepVerdict", "Verdict"]

SELF_TEST = "egentest"
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
class StepVerdict:
    """One step of a protocol as it came out."""

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
    """each step may stand as it is by the protocols' rule; what that is worth depends on the type of test"""
    sentence: str
    test_type: str = ""
    """as in `SessionOpened`"""
    suite_state: SuiteState | None = None
    """as in `SessionOpened`; a suite that isn't the release's speaks against no system, but can approve none either"""
