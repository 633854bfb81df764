"""The pieces of a session's report: rows, protocols, areas, steps, requirements and time line."""

from dataclasses import dataclass

from labcert.domain.evidence import Evidence
from labcert.domain.juror import ItemAnswer
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import Attestation, StepVerdict
from labcert.protocol.model import Protocol, ProtocolStep
from labcert.reporting.casework import AddedPart, DeviationPart, ThreadPart
from labcert.reporting.history import FindingPlace, StepHistory
from labcert.reporting.runs import StepRun

__all__ = [
    "AreaPart", "AttestationPart", "ProtocolPart", "RequirementPart", "RowPart", "StepPart", "TimelineBar",
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
    threads: tuple[ThreadPart, ...] = ()
    """remarks, each with those that answer it"""
    added: tuple[AddedPart, ...] = ()
    """evidence laid beside the step after it was run"""
    deviations: tuple[DeviationPart, ...] = ()
    """those that let the step stand, then those about one of its requirements that count for nothing here"""
    runs: tuple[StepRun, ...] = ()
    """what each run showed, oldest first; the last is the one that counts"""

    @property
    def id(self) -> str:
        """The step's id, which is also its anchor."""
        return self.verdict.id

    @property
    def counts_as(self) -> Outcome:
        """The outcome by the mark that counts: what MedCom marked, where somebody did, else what the tool computed."""
        if self.verdict.override is None:
            return self.verdict.outcome
        return {Mark.OK: Outcome.PASSED, Mark.NOT_RELEVANT: Outcome.NOT_RELEVANT}.get(
            self.verdict.override.mark, Outcome.FAILED
        )

    @property
    def needs_attention(self) -> bool:
        """Whether the step is anything but Ok without findings, or MedCom has set its mark."""
        odd = self.verdict.outcome is not Outcome.PASSED or bool(self.findings)
        return odd or self.verdict.override is not None


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
    """When one example of a step ran; `start` in milliseconds after the first example of the same run."""

    step: str
    row: str
    title: str
    example: int
    time: str
    start: float
    duration_ms: float
    outcome: Outcome
    run: int = 0
