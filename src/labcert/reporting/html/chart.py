"""The time line as bars, a chart for each run: one lane a row of the plan, positions in thousandths of the run."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from labcert.domain.outcome import Outcome
from labcert.reporting.html.words import READING_ORDER
from labcert.reporting.model import ReportModel, TimelineBar

__all__ = ["Bar", "Chart", "Lane", "charts", "run_totals"]

_WIDTH = 1000.0
_THINNEST = 2.0


@dataclass(frozen=True)
class Bar:
    """A bar from `x`, `width` wide."""

    item: TimelineBar
    x: float
    width: float


@dataclass(frozen=True)
class Lane:
    """The bars of a row of the plan."""

    row: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Chart:
    """All lanes of a run; `total_ms` is what their width stands for."""

    run: int
    lanes: tuple[Lane, ...]
    total_ms: float


def charts(report: ReportModel) -> tuple[Chart, ...]:
    """Return a chart for each run, in the runs' order."""
    runs = dict.fromkeys(bar.run for bar in report.timeline)
    return tuple(_chart(run, [bar for bar in report.timeline if bar.run == run]) for run in runs)


def run_totals(report: ReportModel) -> dict[int, list[tuple[Outcome, int]]]:
    """Return run -> how many of its steps came out how, in the order in which a reader wants to know."""
    counted: dict[int, Counter[Outcome]] = {}
    for step in report.steps:
        for run in step.runs:
            counted.setdefault(run.run, Counter())[run.outcome] += 1
    return {
        run: [(outcome, counts[outcome]) for outcome in READING_ORDER if counts[outcome]]
        for run, counts in counted.items()
    }


def _chart(run: int, timeline: Sequence[TimelineBar]) -> Chart:
    total = max(bar.start + bar.duration_ms for bar in timeline)
    names = dict.fromkeys(bar.row for bar in timeline)
    bars = {name: tuple(_bar(bar, total) for bar in timeline if bar.row == name) for name in names}
    return Chart(run, tuple(Lane(name, of_row) for name, of_row in bars.items()), total)


def _bar(item: TimelineBar, total: float) -> Bar:
    scale = _WIDTH / total if total else 0.0
    x = min(item.start * scale, _WIDTH - _THINNEST)
    return Bar(item, round(x, 1), round(max(item.duration_ms * scale, _THINNEST), 1))
