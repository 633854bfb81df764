"""MedCom's form: what stands where, blank and filled in, and that a DOCX of it is one for people and screen readers."""

import io
import zipfile
from dataclasses import replace
from itertools import pairwise

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from lxml import etree

from labcert.domain.casework import ReviewState
from labcert.domain.events import SignOffStated
from labcert.domain.suite import suite_root
from labcert.domain.sut import System, Vendor
from labcert.protocol.load import load_suite
from labcert.reporting.casework import SignaturePart, SignOffParty
from labcert.reporting.form import Form, blank_form, filled_form, to_docx, to_pdf
from labcert.reporting.form.model import COLUMNS, SIGN_COLUMNS, SUMMARY_COLUMNS, FormStep
from tests.unit.reporting.every_format import text_of_pdf, told
from tests.unit.reporting.html.report_example import example

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CELL_ORDER = ["tcW", "gridSpan", "vMerge", "tcBorders", "shd"]


@pytest.fixture(scope="module")
def form() -> Form:
    """The form of a session after MedCom's work with it."""
    return filled_form(told().report)


@pytest.fixture(scope="module")
def blank() -> Form:
    """A protocol of the product before anybody has filled it in."""
    suite = load_suite(suite_root())
    return blank_form(suite.protocol("laba"), suite.programmes)


def step(form: Form, wanted: str) -> FormStep:
    """A row of the form."""
    return next(row for part in form.parts for area in part.areas for row in area.steps if row.id == wanted)


def test_a_protocols_form_has_its_four_areas_even_if_empty(form: Form):
    """MedCom's form has them all, in its order."""
    assert [[area.heading for area in part.areas] for part in form.parts] == [
        ["Generelle krav", "Flow håndtering", "Indholdsmæssige krav", "Tekniske krav"]
    ] * 5


def test_the_mark_is_medcoms_and_what_has_none_says_why(form: Form):
    """A step that waits or broke is in brackets: nobody has marked it."""
    marks = {name: step(form, name).mark for name in ("TP-4.2.01", "TP-4.2.21", "TP-4.2.66", "TP-4.2.55", "TP-4.5.03")}
    assert marks == {
        "TP-4.2.01": ("Ok",), "TP-4.2.21": ("F4",), "TP-4.2.66": ("(ikke kørt)",), "TP-4.2.55": ("(fejl hos os)",),
        "TP-4.5.03": ("(afventer)",),
    }  # fmt: skip


def test_the_remark_tells_who_set_a_mark_and_why(form: Form):
    """The computed mark stays visible beside the one that counts."""
    remarks = step(form, "TP-4.2.21").remarks
    assert remarks[0] == (
        "Karakteren er sat af Mette Konsulent, Testkonsulent, MedCom (beregnet: F1): Vi har rettet enheden i version 7.2."
    )
    assert remarks[1].startswith("F1 SAM-CONSENT-001: Nægtet samtykke mangler i beskeden. Forventet:")


def test_evidence_has_the_names_under_which_it_is_handed_in():
    """The vendor finds the file by the name on the paper."""
    report = told().report
    kept = report.steps[0].verdict.evidence[0]
    named = replace(report, file_names={("TP-4.2.01", kept.sha256): ("XRPT01_4.2.01_A.xml",)})
    result = step(filled_form(named), "TP-4.2.01").result
    assert result[:3] == ("Kørt 23.11.2026 kl. 09.30: opfyldt.", "XRPT01_4.2.01_A.xml", "og 5 andre beviser i sessionen")


def test_evidence_that_people_laid_there_is_named(form: Form):
    """A screenshot is what MedCom looks for."""
    assert any(line.startswith("Skærmbillede (evidence/") for line in step(form, "TP-4.2.07").result)


@pytest.mark.parametrize(
    ("review", "boxes"),
    [
        (ReviewState.CLAIMED, "☐ Ja   ☐ Nej"),
        (ReviewState.APPROVED, "☒ Ja   ☐ Nej"),
        (ReviewState.NOT_APPROVED, "☐ Ja   ☒ Nej"),
    ],
)
def test_medcoms_boxes_are_ticked_when_the_review_has_ended(review: ReviewState, boxes: str):
    """Nothing is approved on paper before MedCom has said so."""
    report = told().report
    form = filled_form(replace(report, verdict=replace(report.verdict, review=review)))
    assert {fact.label: fact.text for fact in form.parts[0].medcom}["Godkendt"] == boxes


def test_vendor_and_system_are_told_as_far_as_they_are_known(form: Form):
    """What sut.yaml says stands there; what nobody said is a dash and not an empty box."""
    known = filled_form(told().report, Vendor("Eksempelhuset ApS", phone="12345678"), System("LægeLab", "7.2"))
    assert {fact.label: fact.text for fact in known.parts[0].vendor} == {
        "Firma": "Eksempelhuset ApS", "Adresse": "–", "Kontaktperson": "–", "Telefon": "12345678", "E-mail": "–"
    }  # fmt: skip
    assert {fact.label: fact.text for fact in form.parts[0].vendor}["Telefon"] == "–"
    assert {fact.label: fact.text for fact in form.parts[0].system}["Test type"] == "☐ Egentest   ☒ Endelig test/certificering   (live)"


def test_each_part_is_signed_by_its_rows_parties_and_medcom(form: Form):
    """Who hasn't signed is said, and who has, when."""
    assert [row[:2] for row in form.parts[2].signing] == [
        ("4.3", "LPS"), ("4.3", "PLSP"), ("4.3", "Team RN"), ("Hele programmet", "MedCom")
    ]  # fmt: skip
    assert {row[5] for row in form.parts[2].signing} == {"ikke underskrevet"}
    report = told().report
    said = SignOffStated("4.3", "LPS", "Lis Pil", "Ansvarlig", "Firma", "Ok", demo=False)
    signed = SignOffParty("LPS", SignaturePart("2026-11-23T10:15:00+01:00", said))
    rows = tuple(replace(row, parties=(signed,)) if row.row == "4.3" else row for row in report.sign_off)
    assert filled_form(replace(report, sign_off=rows)).parts[2].signing[0] == (
        "4.3", "LPS", "Lis Pil", "Ansvarlig", "Firma", "23.11.2026 kl. 10.15", "Ok"
    )  # fmt: skip


def test_one_protocol_can_be_had_alone():
    """MedCom archives a form a protocol."""
    form = filled_form(told().report, only="miba")
    assert [part.facts[0].text for part in form.parts] == ["miba"]
    assert [row[1] for row in form.summary] == ["4.4"]


def test_a_demonstration_says_so():
    """On each page, in words."""
    assert filled_form(example()[0]).banner == "DEMONSTRATION – ikke en certificering"


def test_a_blank_form_has_boxes_for_every_mark_and_lines_to_sign(blank: Form):
    """Nothing is filled in, and the row's parties are there."""
    first = blank.parts[0].areas[1].steps[0]
    assert first.mark == ("☐ F1", "☐ F2", "☐ F3", "☐ F4", "☐ Ok", "☐ Ikke relevant")
    assert (first.result, first.remarks) == ((), ())
    assert [row[1] for row in blank.parts[0].signing] == ["LPS", "PLSP", "Team RN", "MedCom"]


@pytest.fixture(scope="module")
def docx(form: Form) -> bytes:
    """The filled-in form as a document."""
    return to_docx(form)


def test_the_document_is_a4_on_its_side_in_danish(docx: bytes):
    """As MedCom's form is; Word checks its spelling in Danish."""
    document = Document(io.BytesIO(docx))
    section = document.sections[0]
    assert (section.orientation, round(section.page_width.mm), round(section.page_height.mm)) == (WD_ORIENT.LANDSCAPE, 297, 210)
    assert {found.get(qn("w:val")) for found in document.styles.element.iter(qn("w:lang"))} == {"da-DK"}
    assert document.core_properties.language == "da-DK"


def test_nothing_of_the_library_that_wrote_it_is_left(docx: bytes):
    """No picture of an empty page, and no word of who made it but ours."""
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        assert not [name for name in parts.namelist() if "thumbnail" in name]
        assert b"python-docx" not in parts.read("docProps/core.xml")


@pytest.mark.parametrize(("name", "chapters"), [("filled", 6), ("blank", 4)])
def test_headings_are_headings(name: str, chapters: int, form: Form, blank: Form):
    """A reader can go from one to the next, and no level is skipped, in one protocol's form or in many."""
    document = Document(io.BytesIO(to_docx(form if name == "filled" else blank)))
    names = [each.style.name for each in document.paragraphs if each.style.name.startswith(("Heading", "Title"))]
    assert names[0] == "Title"
    levels = [0, *(int(name[-1]) for name in names[1:])]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert levels.count(1) == chapters


def test_every_table_has_a_caption_and_its_heading_on_each_page(docx: bytes):
    """A screen reader tells what a table is, and a printed page what its columns are."""
    tables = Document(io.BytesIO(docx)).tables
    assert all(table._tblPr.find(qn("w:tblCaption")).get(qn("w:val")) for table in tables)
    for table in tables:
        first = [cell.text for cell in table.rows[0].cells]
        repeated = table._tbl.tr_lst[0].find(f"{W}trPr/{W}tblHeader") is not None
        assert repeated == (first in (list(COLUMNS), list(SIGN_COLUMNS), list(SUMMARY_COLUMNS)))


def test_the_parts_of_a_cell_stand_in_the_formats_order(docx: bytes):
    """Word refuses a document whose elements are in another order."""
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        body = etree.fromstring(parts.read("word/document.xml"))
    for settings in body.iter(f"{W}tcPr"):
        names = [etree.QName(child).localname for child in settings]
        assert names == sorted(names, key=CELL_ORDER.index)
    last = [etree.QName(child).localname for child in next(body.iter(f"{W}tblPr"))][-2:]
    assert last == ["tblCaption", "tblDescription"]
    assert all(etree.QName(cell[-1]).localname == "p" for cell in body.iter(f"{W}tc"))


def test_paper_and_document_say_the_same(form: Form, docx: bytes, tmp_path):
    """Each step's id, and each line of the sign-off, stands in both."""
    pdf = text_of_pdf(to_pdf(form), tmp_path)
    document = etree.tostring(Document(io.BytesIO(docx)).element, encoding="unicode")
    for part in form.parts:
        assert part.title in pdf
        for area in part.areas:
            assert all(row.id in pdf and row.id in document for row in area.steps)
    assert pdf.count("ikke underskrevet") == document.count("ikke underskrevet") == 17


def test_lines_that_an_author_wrapped_are_joined(blank: Form):
    """A line of the protocol's file is no line of the form, unless a sentence ends there."""
    texts = [row.instruction for area in blank.parts[0].areas for row in area.steps]
    assert not [text for text in texts for line in text.split("\n")[:-1] if line[-1] not in ".:;!?"]
