"""What the event log tells of each step: its examples, sentences, evidence, notes and attestations."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from labcert.domain.events import (
    AttestationGiven,
    Event,
    EvidenceKept,
    FindingMade,
    ProgressNoted,
    RunStarted,
    SentenceRun,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Outcome, roll_up

__all__ = ["EntryView", "Example", "FindingPlace", "Sentence", "StepHistory", "events_of", "histories"]

E = TypeVar("E")


class EntryView(Protocol):
    """One entry of a session's log; `time` is ISO 8601 with offset."""

    @property
    def seq(self) -> int:
        """The entry's number in the log."""
        ...

    @property
    def time(self) -> str:
        """When it was written."""
        ...

    @property
    def event(self) -> Event:
        """What happened."""
        ...


@dataclass(frozen=True)
class Sentence:
    """One Gherkin sentence as it ran; duration in milliseconds."""

    keyword: str
    text: str
    outcome: Outcome
    reason: str
    duration_ms: float
    table: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Example:
    """A scenario, or one example of an outline, as it ran; `evidence` is what belongs to none of the sentences."""

    number: int
    scenario: str
    feature: str
    started: str
    outcome: Outcome | None
    reason: str
    duration_ms: float
    sentences: tuple[Sentence, ...]
    evidence: tuple[Evidence, ...]
    awaits: tuple[str, ...] = ()
    """parties that must look, where the example ended by waiting for them"""


@dataclass(frozen=True)
class FindingPlace:
    """A finding and the evidence that was kept before it in the same example, newest first (sha256)."""

    finding: Finding
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class StepHistory:
    """A run of a step, of `histories` the latest; `run` is its number in the log, `runs` counts all that ran the step.

    `earlier` are the runs before it, oldest first; they have no earlier ones of their own.
    """

    examples: tuple[Example, ...] = ()
    findings: tuple[FindingPlace, ...] = ()
    notes: tuple[str, ...] = ()
    attestations: tuple[AttestationGiven, ...] = ()
    runs: int = 0
    run: int = 0
    earlier: tuple["StepHistory", ...] = ()

    @property
    def started(self) -> str:
        """When its first example began, "" where none did."""
        return min((example.started for example in self.examples), default="")

    @property
    def outcome(self) -> Outcome:
        """What the run showed: its examples, and where they waited for parties, what those have said.

        The verdict looks more closely at the latest run (is there evidence, was all of it seen); for an earlier one
        this is what it came to.
        """
        ran = roll_up(Outcome.FAULT if example.outcome is None else example.outcome for example in self.examples)
        if ran not in (Outcome.PASSED, Outcome.WAITING):
            return ran
        said = {given.party: given.outcome for given in self.attestations}
        awaited = {party for example in self.examples for party in example.awaits}
        told = list(said.values())
        return roll_up(told if awaited and awaited <= said.keys() else [ran, *told])


@dataclass
class _OpenExample:
    """An example while its events are still being read."""

    started: StepStarted
    time: str
    sentences: list[SentenceRun] = field(default_factory=list)
    evidence: list[EvidenceKept] = field(default_factory=list)
    finished: StepFinished | None = None

    def close(self) -> Example:
        count, end = len(self.sentences), self.finished
        return Example(
            number=self.started.example,
            scenario=self.started.scenario,
            feature=self.started.feature,
            started=self.time,
            outcome=end.outcome if end else None,
            reason=end.reason if end else "",
            duration_ms=end.duration_ms if end else sum(run.duration_ms for run in self.sentences),
            sentences=tuple(self._sentence(number) for number in range(count)),
            evidence=tuple(kept.evidence for kept in self.evidence if not 0 <= kept.sentence < count),
            awaits=end.awaits if end else (),
        )

    def _sentence(self, number: int) -> Sentence:
        run = self.sentences[number]
        kept = tuple(kept.evidence for kept in self.evidence if kept.sentence == number)
        return Sentence(run.keyword, run.text, run.outcome, run.reason, run.duration_ms, run.table, kept)


@dataclass
class _OpenStep:
    """A step while its events are still being read; a later run puts what an earlier one left aside."""

    run: tuple[int, int] | None = None
    """as in `histories`: which run of the log, and its number"""
    earlier: list[StepHistory] = field(default_factory=list)
    examples: dict[int, _OpenExample] = field(default_factory=dict)
    findings: list[FindingPlace] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    attestations: list[AttestationGiven] = field(default_factory=list)

    def start(self, event: StepStarted, time: str, run: tuple[int, int]) -> None:
        if run != self.run:
            if self.run:
                self.earlier.append(self._told())
            self.run = run
            self.examples, self.findings, self.notes, self.attestations = {}, [], [], []
        self.examples[event.example] = _OpenExample(event, time)

    def take(self, event: Event) -> None:
        match event:
            case SentenceRun(example=number) if number in self.examples:
                self.examples[number].sentences.append(event)
            case EvidenceKept(example=number) if number in self.examples:
                self.examples[number].evidence.append(event)
            case StepFinished(example=number) if number in self.examples:
                self.examples[number].finished = event
            case FindingMade(example=number, finding=finding):
                self.findings.append(FindingPlace(finding, tuple(self._kept_before(number))))
            case ProgressNoted(text=text):
                self.notes.append(text)
            case AttestationGiven():
                self.attestations.append(event)
            case _:
                pass  # the event tells of something else than a step

    def _kept_before(self, example: int) -> Iterator[str]:
        if example in self.examples:
            yield from (kept.evidence.sha256 for kept in reversed(self.examples[example].evidence))

    def close(self) -> StepHistory:
        runs = len(self.earlier) + bool(self.run)
        return replace(self._told(), runs=runs, earlier=tuple(self.earlier))

    def _told(self) -> StepHistory:
        examples = tuple(self.examples[number].close() for number in sorted(self.examples))
        run = self.run[1] if self.run else 0
        return StepHistory(examples, tuple(self.findings), tuple(self.notes), tuple(self.attestations), run=run)


def histories(entries: Iterable[EntryView]) -> dict[str, StepHistory]:
    """Return step id -> what the log tells of its latest run, and of those before it."""
    steps: dict[str, _OpenStep] = {}
    run = (0, 0)
    for entry in entries:
        event = entry.event
        if isinstance(event, RunStarted):
            run = (run[0] + 1, event.run)
        elif isinstance(event, StepStarted):
            steps.setdefault(event.step, _OpenStep()).start(event, entry.time, run)
        else:
            name: str = getattr(event, "step", "")
            if name:
                steps.setdefault(name, _OpenStep()).take(event)
    return {name: step.close() for name, step in steps.items()}


def events_of(entries: Sequence[EntryView], kind: type[E]) -> list[tuple[str, E]]:
    """Return (time, event) of one kind, in the log's order."""
    return [(entry.time, entry.event) for entry in entries if isinstance(entry.event, kind)]
