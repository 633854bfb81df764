"""A table as CSV, as a Danish Excel opens it by a double click."""

import csv
import io
from datetime import date, datetime

from labcert.reporting.listing.table import Cell, Table, begins_formula, shortened
from labcert.reporting.office import storable

__all__ = ["to_csv"]

_HARMLESS = "'"
"""what a spreadsheet takes as “this is text” when it stands first"""


def to_csv(table: Table) -> bytes:
    """Return UTF-8 with a byte-order mark, semicolons between and one heading row; a time is written without zone."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_written(cell) for cell in row] for row in table.rows])
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M:%S}"
        case date():
            return f"{cell:%Y-%m-%d}"
        case int():
            return str(cell)
        case str():
            text = storable(cell)
            # What stood first decides, also where it was a letter that is replaced now.
            mark = _HARMLESS if begins_formula(cell) or begins_formula(text) else ""
            return mark + shortened(text)
