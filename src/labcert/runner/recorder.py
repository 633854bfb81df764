"""Writes what happens in a run to the session's log and evidence, one scenario at a time."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from labcert.domain.events import (
    Event,
    EvidenceKept,
    FindingMade,
    ProgressNoted,
    SentenceRun,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.runner.judging import Judgement, judge

__all__ = ["TRACE_NAME", "Recorder"]

TRACE_NAME = "Til udviklerne af labcert: hvor fejlen opstod"
TRACE_TYPE = "application/octet-stream"  # so that no report shows it inline


@dataclass
class _Scenario:
    """The scenario that runs now."""

    step: str
    example: int
    started: float
    sentence: int = -1
    sentence_started: float = 0.0
    evidence: int = 0
    error: BaseException | None = None
    seen: set[tuple[int, str]] = field(default_factory=set)


class Recorder:
    """Turns the runner's hooks into events and keeps evidence; it is the `EvidenceSink` of a run."""

    def __init__(self, write: Callable[[Event], object], keep: Callable[[str, str, bytes], Evidence]) -> None:
        self._write, self._keep = write, keep
        self._now: _Scenario | None = None

    @property
    def running(self) -> _Scenario:
        """The scenario that runs now; nothing may be recorded outside one."""
        if self._now is None:
            raise RuntimeError("nothing can be recorded outside a scenario")
        return self._now

    def start(self, step: str, scenario: str, example: int, feature: str) -> None:
        """A scenario begins."""
        self._now = _Scenario(step, example, time.perf_counter())
        self._write(StepStarted(step, scenario, example, feature))

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Keep evidence for the sentence that runs; the same bytes are kept once a sentence."""
        now = self.running
        evidence = self._keep(name, media_type, data)
        if (now.sentence, evidence.sha256) not in now.seen:
            now.seen.add((now.sentence, evidence.sha256))
            now.evidence += 1
            self._write(EvidenceKept(now.step, now.example, max(now.sentence, 0), evidence))
        return evidence

    def note(self, text: str) -> None:
        """Write a line for the reader of the log."""
        self._write(ProgressNoted(self.running.step, text))

    def sentence_begins(self) -> None:
        """A Gherkin sentence begins."""
        now = self.running
        now.sentence += 1
        now.sentence_started = time.perf_counter()

    def sentence_ends(
        self, keyword: str, text: str, table: tuple[tuple[str, ...], ...], error: BaseException | None
    ) -> None:
        """A Gherkin sentence ended, with an error or without."""
        now = self.running
        now.error = now.error or error
        judgement = judge(error)
        took = (time.perf_counter() - now.sentence_started) * 1000
        self._write(
            SentenceRun(
                now.step, now.example, keyword, text, judgement.outcome, judgement.reason, round(took, 1), table
            )
        )

    def finish(self, error: BaseException | None) -> Outcome:
        """The scenario ended; a pass without evidence is a fault of ours."""
        now = self.running
        judgement = judge(now.error or error)
        if judgement.outcome is Outcome.PASSED and not now.evidence:
            judgement = Judgement(Outcome.FAULT, _("Trinnet har intet bevis og kan derfor ikke bestås."))
        for finding in judgement.findings:
            self._write(FindingMade(now.step, now.example, finding))
        if judgement.trace:
            self.keep(TRACE_NAME, TRACE_TYPE, judgement.trace.encode("utf-8"))
        took = (time.perf_counter() - now.started) * 1000
        self._write(
            StepFinished(now.step, now.example, judgement.outcome, judgement.reason, round(took, 1), judgement.awaits)
        )
        self._now = None
        return judgement.outcome
