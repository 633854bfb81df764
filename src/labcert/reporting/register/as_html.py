"""The register as one page that sorts and filters without a server."""

from pathlib import Path

from labcert.reporting.pages import render_page
from labcert.reporting.register.model import Register, RegisterRow
from labcert.reporting.register.table import COLUMNS, cells
from labcert.reporting.register.words import TONES, register_sentence, standing_word

__all__ = ["register_page"]

_TEMPLATES = Path(__file__).parent / "templates"


def register_page(register: Register) -> bytes:
    """Return the page in UTF-8."""
    standings = list(dict.fromkeys(row.standing for row in register.rows))
    return render_page(
        _TEMPLATES, "register.html.j2", register=register, columns=[column.name for column in COLUMNS],
        sentence=register_sentence(register), tones=TONES, word=standing_word, cells=_cells,
        standings=sorted(standings, key=standing_word),
    )  # fmt: skip


def _cells(row: RegisterRow) -> dict[str, object]:
    """Return heading -> cell, but for the standing, which the page marks itself."""
    return dict(zip((column.name for column in COLUMNS), cells(row), strict=True))
