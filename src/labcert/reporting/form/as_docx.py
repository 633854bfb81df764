"""The form as DOCX: real headings, heading rows that are repeated, A4 on its side, in Danish, with captions."""

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from labcert.reporting.form.docx_tables import NOTE_STYLE, TEXT_STYLE, FactTable, add_table
from labcert.reporting.form.model import (
    COLUMNS,
    SIGN_COLUMNS,
    SUMMARY_COLUMNS,
    Form,
    FormArea,
    FormPart,
    FormStep,
)
from labcert.reporting.office import moment_of, settled, storable

__all__ = ["to_docx"]

_BRAND = RGBColor(0x10, 0x50, 0x6E)
_SUBTITLE = "Testprotokol for deling af laboratoriesvar fra almen praksis"
_STEP_WIDTHS = (34, 56, 44, 42, 42, 20, 29)
_SIGN_WIDTHS = (24, 30, 48, 42, 42, 40, 41)
_SUMMARY_WIDTHS = (107, 18, 16, 14, 14, 14, 14, 14, 28, 28)
"""millimetres, 267 in all: A4 on its side with margins of 15"""


def to_docx(form: Form) -> bytes:
    """Return the document, the same bytes for the same form."""
    document = Document()
    _prepare(document, form)
    document.add_heading(storable(form.title), 0)
    document.add_paragraph(_SUBTITLE, "Subtitle")
    if form.facts:
        add_table(document, FactTable("Sessionen", form.facts))
    if form.summary:
        document.add_heading("Protokollerne i sessionen", 1)
        add_table(document, "Hvor mange trin hver protokol har, og deres vurdering", SUMMARY_COLUMNS,
                  [_lines(row) for row in form.summary], _SUMMARY_WIDTHS)  # fmt: skip
    for part in form.parts:
        _part(document, part, alone=len(form.parts) == 1 and not form.summary)
    made = io.BytesIO()
    document.save(made)
    return settled(made.getvalue(), form.time)


def _prepare(document: DocxDocument, form: Form) -> None:
    about, moment = document.core_properties, moment_of(form.time).replace(tzinfo=None)
    about.title, about.author, about.comments, about.language = storable(form.title)[:250], "labcert", "", "da-DK"
    relations = document.part.package.rels
    for name in [name for name, each in relations.items() if each.reltype.endswith("/thumbnail")]:
        del relations[name]  # a picture of the library's own empty page
    about.subject, about.created, about.modified = storable(form.session)[:250], moment, moment
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    _styles(document)
    if form.banner:
        section.header.paragraphs[0].text = form.banner
    footer = section.footer.paragraphs[0]
    footer.add_run(f"Session {storable(form.session)}   Side " if form.session else f"{storable(form.title)}   Side ")
    _field(footer, "PAGE")
    footer.add_run(" af ")
    _field(footer, "NUMPAGES")


def _styles(document: DocxDocument) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "da-DK")
    normal = styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = "Calibri", Pt(10)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3"):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        style.font.color.rgb = _BRAND
        style.font.name = "Calibri"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    for name, size in ((TEXT_STYLE, 8.5), (NOTE_STYLE, 7.5)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        assert isinstance(made, ParagraphStyle)
        made.base_style, made.font.size = normal, Pt(size)
        made.paragraph_format.space_before = made.paragraph_format.space_after = Pt(1)


def _field(paragraph: Paragraph, code: str) -> None:
    """Add a field that Word works out, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - python-docx has no fields of its own


def _part(document: DocxDocument, part: FormPart, *, alone: bool) -> None:
    """Write a protocol's form; alone in its document, its title is the document's own and no heading."""
    top = 1 if alone else 2
    if not alone:
        document.add_heading(storable(part.title), 1).paragraph_format.page_break_before = True
    add_table(document, FactTable("Protokollen", part.facts))
    if part.introduction:
        document.add_heading("1 Indledning", top)
    for text in part.introduction:
        document.add_heading(text.heading, top + 1)
        if text.text:
            document.add_paragraph(storable(text.text))
        for point in text.points:
            document.add_paragraph(storable(point), "List Bullet")
    document.add_heading("2 Leverandør og system under test (SUT)", top)
    for heading, facts in (
        ("2.1 Leverandør", part.vendor), ("2.2 System under test", part.system), ("2.3 Udfyldes af MedCom", part.medcom)
    ):  # fmt: skip
        document.add_heading(heading, top + 1)
        add_table(document, FactTable(heading, facts))
    document.add_heading("3 Krav", top)
    for number, area in enumerate(part.areas, 1):
        _area(document, f"3.{number} {area.heading}", area, top + 1)
    document.add_heading("4 Underskrifter", top)
    rows = [_lines(row) for row in part.signing]
    add_table(document, "Parternes underskrifter", SIGN_COLUMNS, rows, _SIGN_WIDTHS)


def _area(document: DocxDocument, heading: str, area: FormArea, level: int) -> None:
    document.add_heading(storable(heading), level)
    if area.steps:
        add_table(document, f"Trin: {heading}", COLUMNS, [_step(step) for step in area.steps], _STEP_WIDTHS)
    else:
        document.add_paragraph("Protokollen har ingen krav i dette område.")


def _lines(row: Sequence[str]) -> list[tuple[str, ...]]:
    return [(text,) for text in row]


def _step(step: FormStep) -> list[tuple[str, ...]]:
    demand = tuple(text for text in (step.requirement, step.instruction) if text)
    title = (step.id, step.title, *step.about)
    return [title, demand, step.testdata, step.expected, step.result, step.mark, step.remarks]
