"""Tables as one workbook: a sheet each, with frozen headings, filters, widths and real dates."""

import io
import re
from collections.abc import Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from labcert.reporting.listing.table import Cell, Table, begins_formula, shortened
from labcert.reporting.office import moment_of, settled, storable

__all__ = ["to_xlsx"]

_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_HEADING = Font(bold=True, color="FFFFFF")
_FILL = PatternFill("solid", fgColor="10506E")
_TOP = Alignment(vertical="top", wrap_text=True)


def to_xlsx(tables: Sequence[Table], title: str, time: str) -> bytes:
    """Return the workbook; `time`, ISO 8601, is when it says that it was made. The same bytes for the same tables."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _fill(book.create_sheet(storable(table.name)[:31]), table)
    about = book.properties
    about.title, about.creator, about.language = storable(title), "labcert", "da-DK"
    about.created = about.modified = moment_of(time).replace(tzinfo=None)
    made = io.BytesIO()
    book.save(made)
    return settled(made.getvalue(), time)


def _fill(sheet: Worksheet, table: Table) -> None:
    for number, column in enumerate(table.columns, 1):
        _text(sheet.cell(1, number), column.name)
        sheet.cell(1, number).font, sheet.cell(1, number).fill = _HEADING, _FILL
        sheet.cell(1, number).alignment = _TOP
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(table.rows, 2):
        for number, value in enumerate(row, 1):
            _put(sheet.cell(line, number), value)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table.rows) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _put(cell: SheetCell | MergedCell, value: Cell) -> None:
    cell.alignment = _TOP
    match value:
        case None:
            return
        case datetime():
            cell.value, cell.number_format = value.replace(tzinfo=None), "yyyy-mm-dd hh:mm:ss"
        case date():
            cell.value, cell.number_format = value, "yyyy-mm-dd"
        case int():
            cell.value = value
        case str():
            _text(cell, value)


def _text(cell: SheetCell | MergedCell, text: str) -> None:
    """Put a text that stays one when the cell is edited in Excel: never a formula, an error or an escaped letter."""
    held = shortened(_ESCAPE.sub("_x005F_", storable(text)))
    cell.value = held
    cell.data_type = "s"
    if begins_formula(text) or begins_formula(held):
        cell.quotePrefix = True
