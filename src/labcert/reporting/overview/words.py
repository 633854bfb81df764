"""What a state is called, in a cell and in a sentence."""

from datetime import date, timedelta

from labcert.domain.language import _, ngettext
from labcert.protocol.plan import PlanRow
from labcert.reporting.overview.model import Cell, CellState, Overview
from labcert.reporting.pages.words import day_word, month_word

__all__ = ["SIGNS", "TONES", "cell_word", "dates_word", "overview_sentence", "state_word", "when_word"]

TONES = {
    CellState.NOT_CONCERNED: "none", CellState.NOT_BEGUN: "none", CellState.RUNNING: "wait", CellState.WAITING: "wait",
    CellState.FAILED: "bad", CellState.APPROVED: "good", CellState.SIGNED: "good", CellState.CERTIFIED: "done",
}  # fmt: skip
SIGNS = {
    CellState.NOT_CONCERNED: "", CellState.NOT_BEGUN: "○", CellState.RUNNING: "◐", CellState.WAITING: "◷",
    CellState.FAILED: "✕", CellState.APPROVED: "✓", CellState.SIGNED: "✓", CellState.CERTIFIED: "★",
}  # fmt: skip


def state_word(state: CellState) -> str:
    """Return what a state is called."""
    words = {
        CellState.NOT_CONCERNED: _("gælder ikke systemet"),
        CellState.NOT_BEGUN: _("ikke begyndt"),
        CellState.RUNNING: _("i gang"),
        CellState.WAITING: _("venter"),
        CellState.FAILED: _("ikke godkendt"),
        CellState.APPROVED: _("godkendt"),
        CellState.SIGNED: _("underskrevet"),
        CellState.CERTIFIED: _("certifikat"),
    }
    return words[state]


def cell_word(cell: Cell) -> str:
    """Return what stands in a cell."""
    if cell.state is CellState.RUNNING:
        return _("i gang {accepted}/{steps} trin").format(accepted=cell.accepted, steps=cell.steps)
    if cell.state is CellState.WAITING:
        return _("venter på {parties}").format(parties=", ".join(cell.waiting))
    if cell.state is CellState.CERTIFIED and cell.test:
        return _("certifikat (TEST)")
    if cell.state is CellState.FAILED and cell.mark:
        return _("ikke godkendt ({mark})").format(mark=cell.mark)
    return state_word(cell.state)


def dates_word(row: PlanRow) -> str:
    """Return a row's days as short as they can be told: december 2025, 18.-20. marts 2026."""
    start, end = row.starts, row.ends
    if start == end:
        return day_word(start)
    if _is_whole_months(start, end):
        return f"{month_word(start)} {start.year}" if _same_month(start, end) else f"{_month(start, end)}–{_month(end)}"
    if _same_month(start, end):
        return _("{first}.–{last}. {month} {year}").format(
            first=start.day, last=end.day, month=month_word(start), year=start.year
        )
    return f"{day_word(start)} – {day_word(end)}"


def _same_month(start: date, end: date) -> bool:
    return (start.year, start.month) == (end.year, end.month)


def _is_whole_months(start: date, end: date) -> bool:
    return start.day == 1 and (end + timedelta(days=1)).day == 1


def _month(day: date, other: date | None = None) -> str:
    """Return the month, with its year unless another day of the same year follows."""
    return month_word(day) if other is not None and other.year == day.year else f"{month_word(day)} {day.year}"


def when_word(row: PlanRow, day: date) -> str:
    """Say where a row of the plan is on a day."""
    if day < row.starts:
        days = (row.starts - day).days
        return ngettext("begynder om {count} dag", "begynder om {count} dage", days).format(count=days)
    if day == row.ends:
        return _("sidste dag")
    if day < row.ends:
        days = (row.ends - day).days
        return ngettext("i gang, {count} dag tilbage", "i gang, {count} dage tilbage", days).format(count=days)
    return _("slut {day}").format(day=day_word(row.ends))


def overview_sentence(overview: Overview) -> str:
    """Say how many systems there are and what is late."""
    if not overview.systems:
        return _("Ingen leverandør har en session i lageret endnu.")
    count = len(overview.systems)
    head = ngettext("{count} system følges.", "{count} systemer følges.", count).format(count=count)
    late = sum(cell.late for line in overview.systems for cell in line.cells)
    if not late:
        return head + " " + _("Intet er forsinket i forhold til planen den {day}.").format(day=day_word(overview.day))
    text = ngettext(
        "{count} række er forsinket i forhold til planen den {day}.",
        "{count} rækker er forsinkede i forhold til planen den {day}.",
        late,
    )
    return head + " " + text.format(count=late, day=day_word(overview.day))
