"""What needs attention first: the steps that are not Ok, sorted by who has to do something about them."""

from dataclasses import dataclass

from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.model import ReportModel, StepPart

__all__ = ["Attention", "grouped"]

_WORST_FIRST = {mark: rank for rank, mark in enumerate((Mark.F1, Mark.F2, Mark.F3, Mark.F4))}


@dataclass(frozen=True)
class Attention:
    """The steps by what has to happen; `waiting` pairs a party with the steps that wait for it."""

    failed: tuple[StepPart, ...]
    remarks: tuple[StepPart, ...]
    """Ok, but with findings"""
    standing: tuple[StepPart, ...]
    """not as required, but with an approved deviation"""
    decided: tuple[StepPart, ...]
    """Ok or Ikke relevant because MedCom says so"""
    faults: tuple[StepPart, ...]
    setup_faults: tuple[StepPart, ...]
    waiting: tuple[tuple[str, tuple[StepPart, ...]], ...]
    not_run: tuple[StepPart, ...]
    not_relevant: tuple[StepPart, ...]

    @property
    def anything(self) -> bool:
        """Whether any step is here at all."""
        of_system = (self.failed, self.remarks, self.standing, self.decided, self.not_relevant)
        return any((*of_system, self.faults, self.setup_faults, self.waiting, self.not_run))


def grouped(report: ReportModel) -> Attention:
    """Sort the report's steps; those that failed come with the worst class first."""
    settled = (Mark.OK, Mark.NOT_RELEVANT)
    decided = [step for step in report.steps if step.verdict.override and step.verdict.mark in settled]
    standing = [step for step in report.steps if step.verdict.deviations and step not in decided]

    def having(outcome: Outcome) -> tuple[StepPart, ...]:
        apart = {step.id for step in (*decided, *standing)}
        return tuple(step for step in report.steps if step.counts_as is outcome and step.id not in apart)

    failed = sorted(having(Outcome.FAILED), key=lambda step: _WORST_FIRST.get(step.verdict.mark or Mark.F1, 0))
    return Attention(
        failed=tuple(failed),
        remarks=tuple(step for step in having(Outcome.PASSED) if step.findings),
        standing=tuple(standing),
        decided=tuple(decided),
        faults=having(Outcome.FAULT),
        setup_faults=having(Outcome.SETUP_FAULT),
        waiting=_by_party(having(Outcome.WAITING)),
        not_run=having(Outcome.NOT_RUN),
        not_relevant=having(Outcome.NOT_RELEVANT),
    )


def _by_party(steps: tuple[StepPart, ...]) -> tuple[tuple[str, tuple[StepPart, ...]], ...]:
    """Return (party, steps); a step that waits for two parties stands under both."""
    parties = dict.fromkeys(party for step in steps for party in _awaited(step))
    return tuple((party, tuple(step for step in steps if party in _awaited(step))) for party in parties)


def _awaited(step: StepPart) -> tuple[str, ...]:
    return step.verdict.missing_attestations or step.verdict.parties
