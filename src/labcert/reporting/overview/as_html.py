"""The overview as one page, made to be read on a screen and on A4 laid down."""

from pathlib import Path

from labcert.reporting.overview import words
from labcert.reporting.overview.chart import plan_chart
from labcert.reporting.overview.model import CellState, Overview
from labcert.reporting.pages import render_page

__all__ = ["overview_page"]

_TEMPLATES = Path(__file__).parent / "templates"


def overview_page(overview: Overview) -> bytes:
    """Return the page in UTF-8; below 300 kB for a dozen systems."""
    return render_page(
        _TEMPLATES, "overview.html.j2", overview=overview, chart=plan_chart(overview),
        sentence=words.overview_sentence(overview), tones=words.TONES, signs=words.SIGNS, cell_word=words.cell_word,
        state_word=words.state_word, dates=words.dates_word, when=words.when_word, State=CellState,
        late=[(line, cell) for line in overview.systems for cell in line.cells if cell.late],
        titles={row.row: row.title for row in overview.plan.rows},
    )  # fmt: skip
