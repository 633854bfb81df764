"""What the log says of each step: its latest result, with the evidence, findings and attestations that belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from labcert.domain.events import (
    AttestationGiven,
    EvidenceKept,
    FindingMade,
    RunFinished,
    RunStarted,
    SessionOpened,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import Attestation
from labcert.session.log import LogEntry

__all__ = ["ExampleHistory", "Given", "History", "StepHistory", "history_of"]


@dataclass(frozen=True)
class Given:
    """An attestation with the sha256 of what was looked at; `demo`: its person is the demonstration's, in one."""

    statement: Attestation
    seen: tuple[str, ...]
    demo: bool


@dataclass
class ExampleHistory:
    """One example of a step's scenario; `finished` is None as long as it has no end."""

    finished: StepFinished | None = None
    findings: list[Finding] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


@dataclass
class StepHistory:
    """The latest run of a step. A new run begins empty: what was seen in an older one says nothing of this."""

    run: int
    examples: dict[int, ExampleHistory] = field(default_factory=dict)
    attestations: list[Given] = field(default_factory=list)
    """in the log's order; a party's latest counts"""

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the examples."""
        return tuple(finding for _, example in sorted(self.examples.items()) for finding in example.findings)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence in the order of the examples, each piece once."""
        return tuple(dict.fromkeys(kept for _, example in sorted(self.examples.items()) for kept in example.evidence))


@dataclass
class History:
    """The opening (None if the log has none) and each step by its id; `broke`: the latest run ended in a fault."""

    opened: SessionOpened | None = None
    broke: bool = False
    steps: dict[str, StepHistory] = field(default_factory=dict)
    runs: dict[int, RunStarted] = field(default_factory=dict)


def history_of(entries: Iterable[LogEntry]) -> History:
    """Read the entries in order."""
    history, run = History(), 0
    for entry in entries:
        match entry.event:
            case SessionOpened() as opened:
                history.opened = history.opened or opened
            case RunStarted(run=number) as started:
                run, history.broke = number, False
                history.runs[number] = started
            case RunFinished(outcome=outcome):
                history.broke = outcome is Outcome.FAULT
            case StepStarted(step=step, example=example):
                if step not in history.steps or history.steps[step].run != run:
                    history.steps[step] = StepHistory(run)
                history.steps[step].examples[example] = ExampleHistory()
                history.steps[step].attestations.clear()
            case EvidenceKept() | FindingMade() | StepFinished() as event if event.step:
                _add(history, run, event)
            case AttestationGiven() as given if given.step in history.steps:
                made = Given(_attestation(given, entry.time), given.seen, given.demo and _is_demo(history))
                history.steps[given.step].attestations.append(made)
            case _:
                pass
    return history


def _is_demo(history: History) -> bool:
    """Say whether the session is a demonstration; in a real one nobody is excused from showing what was seen."""
    return history.opened is not None and history.opened.demo


def _add(history: History, run: int, event: EvidenceKept | FindingMade | StepFinished) -> None:
    step = history.steps.setdefault(event.step, StepHistory(run))
    example = step.examples.setdefault(event.example, ExampleHistory())
    match event:
        case EvidenceKept(evidence=evidence):
            example.evidence.append(evidence)
        case FindingMade(finding=finding):
            example.findings.append(finding)
        case StepFinished():
            example.finished = event


def _attestation(given: AttestationGiven, time: str) -> Attestation:
    return Attestation(given.party, given.name, given.role, given.organisation, given.outcome, given.remark, time)
