"""Tables of a DOCX: a caption that is read aloud, a heading row on each page, rows that keep together.

The rows are written as elements of the format itself: python-docx takes three seconds for those of a programme.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table
from lxml import etree

from labcert.reporting.form.model import Fact
from labcert.reporting.office import storable

__all__ = ["NOTE_STYLE", "TEXT_STYLE", "FactTable", "add_table"]

Lines = tuple[str, ...]

TEXT_STYLE, NOTE_STYLE = "Tabeltekst", "Tabelnote"
"""the paragraph styles of cells, whose ids are the same as their names"""
_BRAND, _SOFT, _WHITE = "10506E", "EEF3F6", "FFFFFF"
_FACT_WIDTHS = (67, 200)
_NOTE_FROM = 2
"""lines of a row's first cell from here on are set small"""
_TWIPS_A_MILLIMETRE = 1440 / 25.4


@dataclass(frozen=True)
class FactTable:
    """A table of two columns, the first of which names what stands in the second."""

    caption: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class _Look:
    """How a cell looks: its background ("" for none), and its first line."""

    fill: str = ""
    bold: bool = False
    colour: str = ""


_HEADING, _FIRST, _OTHER = _Look(_BRAND, bold=True, colour=_WHITE), _Look(_SOFT, bold=True), _Look()


def add_table(
    document: DocxDocument,
    what: FactTable | str,
    columns: Sequence[str] = (),
    rows: Iterable[Sequence[Lines]] = (),
    widths: Sequence[int] = _FACT_WIDTHS,
) -> None:
    """Add a table of facts, or (by its caption) one of columns and rows, whose cells have lines.

    Widths are in millimetres.
    """
    if isinstance(what, FactTable):
        caption, rows = what.caption, [((fact.label,), tuple(fact.text.split("\n"))) for fact in what.facts]
    else:
        caption = what
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    _describe(table, caption)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    if columns:
        _row(table, [((name,), _HEADING) for name in columns], widths, heading=True)
    for cells in rows:
        looks = (_FIRST, *(_OTHER for _further in cells[1:]))
        _row(table, list(zip(cells, looks, strict=True)), widths)
    document.add_paragraph(style=NOTE_STYLE)  # two tables without anything between them become one


def _describe(table: Table, caption: str) -> None:
    """Give the table the text that a screen reader tells of it; it stands last among the table's properties."""
    for tag in ("w:tblCaption", "w:tblDescription"):
        told = OxmlElement(tag)
        told.set(qn("w:val"), storable(caption))
        table._tblPr.append(told)  # noqa: SLF001 - python-docx has no captions of its own


def _element(parent: etree._Element, tag: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, qn(tag), {qn(f"w:{name}"): value for name, value in attributes.items()})


def _row(table: Table, cells: list[tuple[Lines, _Look]], widths: Sequence[int], *, heading: bool = False) -> None:
    row = _element(table._tbl, "w:tr")  # noqa: SLF001 - see above
    about = _element(row, "w:trPr")
    _element(about, "w:cantSplit")
    if heading:
        _element(about, "w:tblHeader")
    for place, ((lines, look), width) in enumerate(zip(cells, widths, strict=True)):
        cell = _element(row, "w:tc")
        settings = _element(cell, "w:tcPr")
        _element(settings, "w:tcW", w=str(round(width * _TWIPS_A_MILLIMETRE)), type="dxa")
        if look.fill:
            _element(settings, "w:shd", val="clear", color="auto", fill=look.fill)
        for number, line in enumerate(lines or ("",)):
            small = place == 0 and number >= _NOTE_FROM
            _paragraph(cell, storable(line), NOTE_STYLE if small else TEXT_STYLE, look if number == 0 else _OTHER)


def _paragraph(cell: etree._Element, text: str, style: str, look: _Look) -> None:
    paragraph = _element(cell, "w:p")
    _element(_element(paragraph, "w:pPr"), "w:pStyle", val=style)
    run = _element(paragraph, "w:r")
    if look.bold or look.colour:
        about = _element(run, "w:rPr")
        if look.bold:
            _element(about, "w:b")
        if look.colour:
            _element(about, "w:color", val=look.colour)
    for number, line in enumerate(text.split("\n")):
        if number:
            _element(run, "w:br")
        for place, piece in enumerate(line.split("\t")):
            if place:
                _element(run, "w:tab")
            words = _element(run, "w:t")
            words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            words.text = piece
