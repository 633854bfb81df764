"""Writes what happens in a run to the session's log and evidence, one scenario at a time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from labcert.checks import Judge
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
from labcert.domain.outcome import Outcome, roll_up
from labcert.runner.judging import Judgement, judge

__all__ = ["Beginning", "Recorder", "Said"]

TRACE_TYPE = "application/octet-stream"  # so that no report shows it inline


@dataclass(frozen=True)
class Beginning:
    """A scenario that begins. `example` counts from 0; `label` names an outline's example (else "")."""

    step: str
    scenario: str
    feature: str
    example: int = 0
    label: str = ""


@dataclass(frozen=True)
class Said:
    """A Gherkin sentence as it is run, placeholders filled in."""

    keyword: str
    text: str
    table: tuple[tuple[str, ...], ...] = ()


@dataclass
class _Scenario:
    """The scenario that runs now; `open` is the sentence that has begun and not ended."""

    began: Beginning
    started: float
    sentence: int = -1
    sentence_started: float = 0.0
    open: Said | None = None
    last: str = ""
    evidence: int = 0
    seen: set[str] = field(default_factory=set)


class Recorder:
    """Turns the runner's hooks into events and keeps evidence; it is the `EvidenceSink` of a run."""

    def __init__(
        self,
        write: Callable[[Event], object],
        keep: Callable[[str, str, bytes], Evidence],
        flush: Callable[[], None] = lambda: None,
    ) -> None:
        self._write, self._keep, self._flush = write, keep, flush
        self._now: _Scenario | None = None

    @property
    def running(self) -> _Scenario:
        """The scenario that runs now; nothing may be recorded outside one."""
        if self._now is None:
            raise RuntimeError("nothing can be recorded outside a scenario")
        return self._now

    def start(self, began: Beginning) -> None:
        """A scenario begins."""
        self._now = _Scenario(began, time.perf_counter())
        self._write(StepStarted(began.step, began.scenario, began.example, began.feature))

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Keep evidence; the same bytes belong to the first sentence of the scenario that saw them."""
        now = self.running
        evidence = self._keep(name, media_type, data)
        if evidence.sha256 not in now.seen:
            now.seen.add(evidence.sha256)
            now.evidence += 1
            self._write(EvidenceKept(now.began.step, now.began.example, max(now.sentence, 0), evidence))
        return evidence

    def note(self, text: str) -> None:
        """Write a line for the reader of the log."""
        self._write(ProgressNoted(self.running.began.step, text))

    def not_shown(self, step: str) -> None:
        """A wanted step has no scenario: write that it will not be run."""
        self._write(ProgressNoted(step, _("Intet scenarie viser trinnet, så det bliver ikke kørt.")))

    def sentence_begins(self, said: Said) -> None:
        """A Gherkin sentence begins."""
        now = self.running
        now.sentence += 1
        now.open, now.last = said, said.text
        now.sentence_started = time.perf_counter()

    def sentence_ends(self, error: BaseException | None) -> None:
        """The Gherkin sentence that runs ended, with an error or without."""
        now = self.running
        if now.open is None:
            return
        judgement, said = judge(error, now.last), now.open
        now.open = None
        took = (time.perf_counter() - now.sentence_started) * 1000
        self._write(
            SentenceRun(
                now.began.step,
                now.began.example,
                said.keyword,
                said.text,
                judgement.outcome,
                judgement.reason,
                round(took, 1),
                said.table,
            )
        )

    def finish(self, errors: Sequence[BaseException], protocol: Judge) -> Outcome:
        """The scenario ended with these errors of set-up, sentences and tear-down; the worst of them counts.

        A pass without evidence is a fault of ours. Each finding gets the protocol's class and requirements.
        """
        now = self.running
        if now.open is not None:  # what raised was none of the errors that pytest-bdd tells of: a skip, an interruption
            self.sentence_ends(errors[0] if errors else RuntimeError("the sentence never ended"))
        judgement, all_of_them = self._judged(now, errors)
        findings = [finding for each in all_of_them for finding in each.findings]
        for finding in protocol.judged(findings):
            self._write(FindingMade(now.began.step, now.began.example, finding))
        for each in all_of_them:
            if each.trace:
                name = _("Til udviklerne af labcert: hvor fejlen opstod")
                self.keep(name, TRACE_TYPE, each.trace.encode("utf-8", "backslashreplace"))
        self._write_end(now, judgement)
        self._now = None
        return judgement.outcome

    def _judged(self, now: _Scenario, errors: Sequence[BaseException]) -> tuple[Judgement, list[Judgement]]:
        """Return the judgement that counts, and that of each error."""
        each = [judge(error, now.last) for error in errors]
        worst = roll_up(judgement.outcome for judgement in each or [judge(None)])
        if worst is Outcome.PASSED and not now.evidence:
            return Judgement(Outcome.FAULT, _("Trinnet har intet bevis og kan derfor ikke bestås.")), each
        return next((judgement for judgement in each if judgement.outcome is worst), judge(None)), each

    def _write_end(self, now: _Scenario, judgement: Judgement) -> None:
        reason = judgement.reason
        if reason and now.began.label:
            reason = f"{now.began.label}: {reason}"
        took = round((time.perf_counter() - now.started) * 1000, 1)
        self._flush()
        self._write(StepFinished(now.began.step, now.began.example, judgement.outcome, reason, took, judgement.awaits))
