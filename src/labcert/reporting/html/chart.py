"""The time line as bars: one lane a row of the plan, positions in thousandths of the whole."""

from dataclasses import dataclass

from labcert.reporting.model import ReportModel, TimelineBar

__all__ = ["Bar", "Chart", "Lane", "lanes"]

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
    """All lanes; `total_ms` is what their width stands for."""

    lanes: tuple[Lane, ...]
    total_ms: float


def lanes(report: ReportModel) -> Chart:
    """Return the chart of the report's time line."""
    total = max((bar.start + bar.duration_ms for bar in report.timeline), default=0.0)
    names = dict.fromkeys(bar.row for bar in report.timeline)
    bars = {name: tuple(_bar(bar, total) for bar in report.timeline if bar.row == name) for name in names}
    return Chart(tuple(Lane(name, of_row) for name, of_row in bars.items()), total)


def _bar(item: TimelineBar, total: float) -> Bar:
    scale = _WIDTH / total if total else 0.0
    x = min(item.start * scale, _WIDTH - _THINNEST)
    return Bar(item, round(x, 1), round(max(item.duration_ms * scale, _THINNEST), 1))
