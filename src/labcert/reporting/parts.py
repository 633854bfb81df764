"""The pieces of a session's report: rows, protocols, areas, steps, requirements, time line and signatures."""

from dataclasses import dataclass

from labcert.domain.events import SignOffStated
from labcert.domain.evidence import Evidence
from labcert.domain.juror import ItemAnswer
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import Attestation, StepVerdict
from labcert.protocol.model import Protocol, ProtocolStep
from labcert.reporting.history import FindingPlace, StepHistory

__all__ = [
    "AreaPart", "AttestationPart", "MissingSignature", "ProtocolPart", "RequirementPart", "RowPart", "SignaturePart",
    "StepPart", "TimelineBar",
]


@dataclass(frozen=True)
class AttestationPart:
    """A named person's statement; `demo` says that the person exists only in the demonstration.

    `answers` is what they said of each item of the step's juror sheets. `replaced` says that their party has attested
    the step again since, which is what counts.
    """

    statement: Attestation
    seen: tuple[str, ...]
    demo: bool
    answers: tuple[ItemAnswer, ...] = ()
    replaced: bool = False


@dataclass(frozen=True)
class StepPart:
    """One step: what was asked (texts), what came out (verdict) and what happened (history)."""

    verdict: StepVerdict
    texts: ProtocolStep | None
    history: StepHistory
    findings: tuple[FindingPlace, ...]
    attestations: tuple[AttestationPart, ...]
    other_evidence: tuple[Evidence, ...]
    """evidence of the verdict that no event places"""

    @property
    def id(self) -> str:
        """The step's id, which is also its anchor."""
        return self.verdict.id

    @property
    def needs_attention(self) -> bool:
        """Whether the step is anything but Ok without findings."""
        return self.verdict.outcome is not Outcome.PASSED or bool(self.findings)


@dataclass(frozen=True)
class AreaPart:
    """The steps of one of the four areas."""

    title: str
    steps: tuple[StepPart, ...]


@dataclass(frozen=True)
class ProtocolPart:
    """A protocol with its areas in MedCom's order; `texts` is None where the programme does not hold it."""

    id: str
    texts: Protocol | None
    areas: tuple[AreaPart, ...]

    @property
    def steps(self) -> tuple[StepPart, ...]:
        """Every step of the protocol."""
        return tuple(step for area in self.areas for step in area.steps)


@dataclass(frozen=True)
class RowPart:
    """A row of the project plan ("4.2") with its protocols."""

    id: str
    title: str
    parties: tuple[str, ...]
    protocols: tuple[ProtocolPart, ...]


@dataclass(frozen=True)
class RequirementPart:
    """A requirement, the steps that show it, and why not where none does."""

    id: str
    title: str
    text: str
    source: str
    steps: tuple[StepVerdict, ...]
    not_tested: str


@dataclass(frozen=True)
class TimelineBar:
    """When one example of a step ran; `start` in milliseconds after the first of them."""

    step: str
    row: str
    title: str
    example: int
    time: str
    start: float
    duration_ms: float
    outcome: Outcome


@dataclass(frozen=True)
class SignaturePart:
    """What a party stated at a time; the signature itself stands in manifest.sig."""

    time: str
    stated: SignOffStated


@dataclass(frozen=True)
class MissingSignature:
    """A row and a party that has not signed it yet."""

    row: str
    party: str
