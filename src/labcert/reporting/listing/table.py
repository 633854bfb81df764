"""A table for a spreadsheet: named columns, rows of plain values, and texts that no spreadsheet takes for formulas."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from labcert.domain.language import _

__all__ = ["LONGEST", "Cell", "Column", "Table", "begins_formula", "shortened"]

Cell = str | int | date | datetime | None

LONGEST = 32_767
"""UTF-16 units that a cell of a spreadsheet holds"""
_FORMULA = re.compile("[\\s\0]*[=+@\uff1d\uff0b\uff20\uff0d\u2212-]|[\t\r]")


@dataclass(frozen=True)
class Column:
    """A column's heading and its width in letters."""

    name: str
    width: int = 14


@dataclass(frozen=True)
class Table:
    """A table; each row has a value a column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


def begins_formula(text: str) -> bool:
    """Say whether a spreadsheet might take the text for a formula, or strip what stands before one."""
    return bool(_FORMULA.match(text))


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the text as a cell can hold it; one that is too long says so at its end."""
    length = _units(text)
    if length <= longest:
        return text
    told = " " + _("[afkortet: teksten er på {count} tegn; hele teksten står i --format json]").format(count=len(text))
    room = (longest - _units(told)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + told


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
