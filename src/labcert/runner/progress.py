"""How far a run has come: its steps as they end, one line each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labcert.domain.events import Event, StepFinished
from labcert.domain.outcome import Outcome, roll_up
from labcert.protocol.model import Suite

__all__ = ["StepDone", "StepLines"]


@dataclass(frozen=True)
class StepDone:
    """A step all of whose examples have ended. `number` counts the steps that have ended from 1, `of` is all."""

    id: str
    title: str
    outcome: Outcome
    reason: str
    seconds: float
    number: int
    of: int


class StepLines:
    """Gathers the ends of a step's examples and tells once, when the last of them has ended."""

    def __init__(self, suite: Suite, tell: Callable[[StepDone], None]) -> None:
        self._titles: Mapping[str, str] = {step.id: step.title for step in suite.steps}
        self._examples = {scenario.step: scenario.examples for scenario in suite.scenarios}
        self._ended: dict[str, list[StepFinished]] = {}
        self._tell, self._of, self._done = tell, 0, 0

    def begin(self, of: int) -> None:
        """So many steps will be run."""
        self._of, self._done = of, 0
        self._ended.clear()

    def take(self, event: Event) -> None:
        """Look at an event of the log."""
        if not isinstance(event, StepFinished):
            return
        ended = self._ended.setdefault(event.step, [])
        ended.append(event)
        if len(ended) != self._examples.get(event.step, 1):
            return
        self._done += 1
        outcome = roll_up(each.outcome for each in ended)
        reason = next((each.reason for each in ended if each.outcome is outcome and each.reason), "")
        seconds = sum(each.duration_ms for each in ended) / 1000
        title = self._titles.get(event.step, "")
        self._tell(StepDone(event.step, title, outcome, reason, seconds, self._done, self._of))
