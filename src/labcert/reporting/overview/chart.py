"""The plan as a picture: a bar a row against the months, today's line, and how many systems have come how far."""

from dataclasses import dataclass
from datetime import date, timedelta

from labcert.domain.language import _
from labcert.protocol.plan import PlanRow
from labcert.reporting.overview.model import CellState, Overview
from labcert.reporting.overview.words import dates_word
from labcert.reporting.pages.words import day_word, month_word

__all__ = ["Chart", "ChartRow", "Part", "Tick", "plan_chart"]

LEFT, PLAN, GAP, PROGRESS = 410, 560, 30, 190
TOP, STEP = 46, 25
THINNEST = 4.0
LONGEST, LONGEST_BOLD = 54, 47
"""letters of a title that there is room for"""
FAR = timedelta(days=400)
"""how far from the plan today may be and still stand on the axis"""
STAGES = (
    ("good", (CellState.APPROVED, CellState.SIGNED, CellState.CERTIFIED)),
    ("bad", (CellState.FAILED,)),
    ("wait", (CellState.RUNNING, CellState.WAITING)),
    ("none", (CellState.NOT_BEGUN,)),
)


@dataclass(frozen=True)
class Tick:
    """A month's first day on the axis; `label` is "" where there is no room, `year` where it is the same as before."""

    x: float
    label: str
    year: str


@dataclass(frozen=True)
class Part:
    """A piece of the bar that counts systems."""

    x: float
    width: float
    tone: str
    count: int


@dataclass(frozen=True)
class ChartRow:
    """A row of the plan: its bar from `x`, `width` wide, at `y`; `parts` and `told` say how far the systems are."""

    row: PlanRow
    label: str
    about: str
    y: int
    x: float
    width: float
    late: bool
    parts: tuple[Part, ...]
    told: str


@dataclass(frozen=True)
class Chart:
    """The picture, in units of a pixel. `today` is None where today is too far from the plan to be on the axis."""

    width: int
    height: int
    left: int
    right: int
    progress: int
    top: int
    ticks: tuple[Tick, ...]
    rows: tuple[ChartRow, ...]
    today: float | None
    today_label: str
    today_anchor: str
    description: str


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def x(self, day: date) -> float:
        """Return where a day begins."""
        return round(LEFT + PLAN * (day - self.first).days / ((self.last - self.first).days or 1), 1)


def plan_chart(overview: Overview) -> Chart:
    """Return the picture of an overview."""
    rows = overview.plan.rows
    axis = _axis(overview)
    today = axis.x(overview.day) if axis.first <= overview.day <= axis.last else None
    return Chart(
        LEFT + PLAN + GAP + PROGRESS, TOP + STEP * len(rows) + 14, LEFT, LEFT + PLAN, LEFT + PLAN + GAP, TOP,
        tuple(_ticks(axis)), tuple(_row(overview, row, axis, number) for number, row in enumerate(rows)), today,
        _("i dag, {day}").format(day=day_word(overview.day)),
        "end" if today is not None and today > LEFT + PLAN / 2 else "start", _described(overview),
    )  # fmt: skip


def _axis(overview: Overview) -> _Axis:
    starts = [row.starts for row in overview.plan.rows]
    ends = [row.ends + timedelta(days=1) for row in overview.plan.rows]
    first, last = min(starts), max(ends)
    if first - FAR < overview.day < last + FAR:
        first, last = min(first, overview.day), max(last, overview.day + timedelta(days=1))
    return _Axis(first.replace(day=1), _next_month(last - timedelta(days=1)))


def _next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def _ticks(axis: _Axis) -> list[Tick]:
    days = [axis.first]
    while (following := _next_month(days[-1])) < axis.last:
        days.append(following)
    room = PLAN / len(days)
    letters = 3 if room >= 24 else 1
    return [
        Tick(axis.x(day), month_word(day)[:letters], str(day.year) if day.month == 1 or day == days[0] else "")
        for day in days
    ]


def _row(overview: Overview, row: PlanRow, axis: _Axis, number: int) -> ChartRow:
    x, end = axis.x(row.starts), axis.x(row.ends + timedelta(days=1))
    cells = overview.cells_of(row.row) if row.tested else ()
    counts = [(tone, sum(cell.state in states for cell in cells)) for tone, states in STAGES]
    parts, at = [], float(LEFT + PLAN + GAP)
    for tone, count in counts:
        if count:
            width = round((PROGRESS - 60) * count / len(cells), 1)
            parts.append(Part(round(at, 1), width, tone, count))
            at += width
    told = _("{done} af {all}").format(done=counts[0][1], all=len(cells)) if cells else ""
    room = LONGEST if "." in row.row else LONGEST_BOLD
    title = row.title if len(row.title) <= room else row.title[: room - 1].rstrip() + "…"
    about = f"{row.row} {row.title}: {dates_word(row)}"
    return ChartRow(
        row, f"{row.row}  {title}", about, TOP + STEP * number, x, max(end - x, THINNEST),
        any(cell.late for cell in cells), tuple(parts), told,
    )  # fmt: skip


def _described(overview: Overview) -> str:
    """Say in words what the picture shows; the tables below it say the rest."""
    first, last = min(row.starts for row in overview.plan.rows), max(row.ends for row in overview.plan.rows)
    return _(
        "Planens rækker som bjælker fra {first} til {last} med en streg ved {day}. Ved hver række, der testes, står, "
        "hvor mange systemer der er godkendt. Det samme står i tabellerne nedenfor."
    ).format(first=day_word(first), last=day_word(last), day=day_word(overview.day))
