"""Whatever people write, every format can be made of it, opens, and shows it as text: property-tested, text by text."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook

from labcert.reporting.listing.table import begins_formula
from tests.unit.reporting.every_format import MAKERS, small, text_of_pdf, told, with_text

FORMULAS = ('=HYPERLINK("http://x.invalid";"tryk")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1", "\n=1", "＝1+1")
HOSTILE = (
    *FORMULAS, "<script>alert(1)</script>&amp;<!--", "]]>", "#panic() $x$ *fed* _kursiv_ @ref <navn> [ ] { } \\ `",
    "\u202egnitset\u202c \u2066a\u2069", "\0\x01\x1b[31m\x7f\x85", "\ud800 \udfff", "\ufffe\uffff", "漢字 😀 שלום",
    "æøå ÆØÅ é e\u0301", 'a;b"c\nd', "_x0041_ _x000D_", "{{ 7 * 7 }} {% raw %}", "%s %(a)s {0} {navn}", "'", "",
)  # fmt: skip
CPR = "2512489996"
texts = st.one_of(st.sampled_from(HOSTILE), st.text(alphabet=st.characters(codec=None), max_size=60))
quick = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def made(name: str, text: str) -> bytes:
    """A short report in the format, in which everybody wrote the text."""
    return MAKERS[name](with_text(small(told().report), text))


@given(text=texts)
@quick
@example(text="".join(HOSTILE))
def test_json_carries_any_text(text: str):
    """It is UTF-8 and JSON, and what was written comes back, but for half letters."""
    data = json.loads(made("json", text))
    whole = text.encode("utf-8", "backslashreplace").decode()
    said = data["verdict"]["steps"][0]["findings"][0]["message"]
    assert said.encode("utf-8", "backslashreplace").decode() == whole


@given(text=texts)
@quick
@example(text="".join(HOSTILE))
def test_junit_carries_any_text(text: str):
    """It is well-formed XML 1.0, with a test case a step."""
    root = etree.fromstring(made("junit", text), etree.XMLParser(resolve_entities=False))
    assert len(list(root.iter("testcase"))) == 2


@given(text=texts)
@quick
@example(text="".join(HOSTILE))
def test_csv_has_no_formula_and_no_lost_row(text: str):
    """Each row has each column, and no cell begins as a spreadsheet's formula does."""
    content = made("csv", text).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    assert {len(row) for row in rows} == {24}
    assert len(rows) == 3
    assert not [cell for row in rows for cell in row if begins_formula(cell)]


@given(text=texts)
@quick
@example(text="".join(HOSTILE))
def test_xlsx_has_no_formula_and_opens(text: str):
    """Every text is a text, marked so that editing it makes no formula of it either."""
    book = load_workbook(io.BytesIO(made("xlsx", text)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]
    risky = [cell for cell in cells if isinstance(cell.value, str) and begins_formula(cell.value)]
    assert all(cell.quotePrefix for cell in risky)


@given(text=texts)
@quick
@example(text="".join(HOSTILE))
def test_docx_opens(text: str):
    """Every part is well-formed, and the table has its steps."""
    content = made("docx", text)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(parts.read(name))
    tables = [len(table.rows) for table in Document(io.BytesIO(content)).tables if len(table.columns) == 7]
    assert 3 in tables


@given(text=texts)
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(text="".join(HOSTILE))
def test_pdf_can_be_set(text: str):
    """No letter stops the typesetter, on paper or in the form."""
    assert made("pdf", text).startswith(b"%PDF-1.7")
    assert made("protocol-pdf", text).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("name", MAKERS)
def test_a_hundred_kilobytes_are_carried(name: str, tmp_path: Path):
    """A text that fills a book can be made into each; on paper its beginning stands, and how long it is."""
    content = made(name, "Langt. " * 14_300)
    if name == "pdf":
        said = " ".join(text_of_pdf(content, tmp_path).split())
        assert "[afkortet: teksten er på 100100 tegn]" in said
    assert len(content) > 5_000


def test_a_cell_that_is_too_long_says_so():
    """Excel holds 32,767 letters in a cell; what is cut is told, with where the whole is."""
    sheet = load_workbook(io.BytesIO(made("xlsx", "😀" * 20_000)))["Fund"]
    said = sheet["F2"].value
    assert len(said.encode("utf-16-le")) // 2 <= 32_767
    assert said.endswith("[afkortet: teksten er på 20000 tegn; hele teksten står i --format json]")


@pytest.mark.parametrize("name", MAKERS)
def test_nobodys_cpr_is_in_any_format(name: str, tmp_path: Path):
    """A number that may be a real person's is masked wherever somebody wrote it; a test person's is not."""
    content = made(name, f"Prøven på 010203-1234 (0102031234) og {CPR}")
    if name in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            said = " ".join(parts.read(each).decode("utf-8", "replace") for each in parts.namelist())
    elif name in ("pdf", "protocol-pdf"):
        said = text_of_pdf(content, tmp_path)
    else:
        said = content.decode()
    assert "010203-1234" not in said
    assert "0102031234" not in said
    assert "010203-xxxx" in said
    assert CPR in said
