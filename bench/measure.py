"""How a measurement is taken and told."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Line", "command_seconds", "table", "timed"]


@dataclass(frozen=True)
class Line:
    """One measured thing: value, unit, what it must reach (more may be better), and what it stands beside."""

    what: str
    value: float
    unit: str
    goal: float | None = None
    more_is_better: bool = False
    beside: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal is reached, and the ratio to it."""
        if self.goal is None:
            return ""
        reached = self.value >= self.goal if self.more_is_better else self.value <= self.goal
        return f"{'reached' if reached else 'MISSED'} ({self.value / self.goal:.2f} of the goal)"


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Return the median wall-clock seconds of a piece of work."""
    taken = []
    for _round in range(times):
        begun = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def command_seconds(*words: str, times: int = 3) -> float:
    """Return the median wall-clock seconds of a whole `labcert` command in a process of its own."""

    def run() -> None:
        subprocess.run([sys.executable, "-m", "labcert", *words], check=True, capture_output=True)

    return timed(run, times)


def table(lines: list[Line]) -> str:
    """Lay the lines out for a person."""
    rows = [("what", "measured", "goal", "", "beside")]
    rows += [
        (
            line.what,
            f"{line.value:,.2f} {line.unit}",
            "" if line.goal is None else f"{'≥' if line.more_is_better else '≤'} {line.goal:g} {line.unit}",
            line.verdict,
            line.beside,
        )
        for line in lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
