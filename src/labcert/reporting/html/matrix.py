"""The columns of the overview: one an area, wide enough for the most steps that a protocol has in it."""

from dataclasses import dataclass
from math import sqrt

from labcert.protocol.model import Area
from labcert.reporting.model import ReportModel

__all__ = ["Column", "columns"]

_ALL = 82.0
"""per cent of the table that the areas share; the rest names row and protocol"""
_LEAST = 13.5


@dataclass(frozen=True)
class Column:
    """An area and its width in per cent of the table."""

    title: str
    width: float


def columns(report: ReportModel) -> tuple[Column, ...]:
    """Return the four areas in MedCom's order, then those that only a verdict names."""
    titles = dict.fromkeys([*(area.value for area in Area), *(step.verdict.area for step in report.steps)])
    most = dict.fromkeys(titles, 1)
    for area in (area for row in report.rows for protocol in row.protocols for area in protocol.areas):
        most[area.title] = max(most[area.title], len(area.steps))
    # A cell's chips fill a square rather than a line, so the root of their number is what they need in width.
    spare = max(0.0, _ALL - _LEAST * len(most))
    total = sum(sqrt(count) - 1 for count in most.values()) or 1.0
    return tuple(Column(title, round(_LEAST + spare * (sqrt(count) - 1) / total, 1)) for title, count in most.items())
