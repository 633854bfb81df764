"""Every number and mark is the same in every format, and the same session gives the same bytes."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook

from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.masked import masked
from labcert.reporting.model import ReportModel
from tests.unit.reporting import every_format
from tests.unit.reporting.every_format import ACCEPTED, MAKERS, text_of_pdf, told


@pytest.fixture(scope="module")
def report() -> ReportModel:
    """The report of a session with every outcome and mark, masked as the command does it."""
    return masked(told().report)


@pytest.fixture(scope="module")
def made(report: ReportModel) -> dict[str, bytes]:
    """The report in every format."""
    return {name: make(report) for name, make in MAKERS.items()}


@pytest.fixture(scope="module")
def marks(report: ReportModel) -> dict[str, str]:
    """Step -> mark as the verdict says it."""
    expected = {step.id: step.mark.value if step.mark else "" for step in report.verdict.steps}
    assert set(expected.values()) >= {"", "F1", "F3", "F4", "Ok", "Ikke relevant"}
    return expected


@pytest.mark.parametrize("name", ["json", "csv", "xlsx", "junit", "docx"])
def test_each_step_has_the_verdicts_mark(name: str, made: dict[str, bytes], marks: dict[str, str]):
    """No format leaves a step out, and none says another mark."""
    read = getattr(every_format, f"marks_of_{name}")
    assert read(made[name]) == marks


def test_the_page_has_the_verdicts_marks(marks: dict[str, str]):
    """The report that everybody looks at says the same."""
    assert every_format.marks_of_html(every_format.whole_html()) == marks


def test_the_paper_has_the_verdicts_marks(made: dict[str, bytes], marks: dict[str, str], tmp_path: Path):
    """What is printed is what was found, as poppler reads it."""
    assert every_format.marks_of_pdf(made["pdf"], tmp_path) == marks


def test_the_totals_are_the_same(made: dict[str, bytes], report: ReportModel, tmp_path: Path):
    """Marks are counted alike where they are counted: on paper, in the form, in the workbook, for machines."""
    counted = Counter(step.mark for step in report.verdict.steps)
    numbers = [len(report.verdict.steps), *(counted[mark] for mark in Mark), counted[None]]
    paper = re.search(r"^ *I alt +([\d ]+)$", text_of_pdf(made["pdf"], tmp_path), re.MULTILINE)
    assert paper is not None
    assert [int(number) for number in paper[1].split()] == numbers

    book = load_workbook(io.BytesIO(made["xlsx"]))["Session"]
    facts = {row[0]: row[1] for row in book.iter_rows(min_row=2, values_only=True)}
    assert [facts["Trin i alt"], *(facts[mark.value] for mark in Mark)] == numbers[:-1]
    assert facts["Udfald: Afventer"] == report.verdict.totals[Outcome.WAITING.value]

    data = json.loads(made["json"])
    assert list(data["marks"].values()) == numbers[1:]
    assert data["verdict"]["totals"] == report.verdict.totals

    form = text_of_pdf(made["protocol-pdf"], tmp_path)
    rows = re.findall(r" 4\.\d +(\d+ +\d+ +\d+ +\d+ +\d+ +\d+ +\d+ +\d+)$", form, re.MULTILINE)
    sums = [sum(column) for column in zip(*([int(number) for number in row.split()] for row in rows), strict=True)]
    assert sums == numbers


def test_junit_counts_what_stands_in_the_way(made: dict[str, bytes], report: ReportModel):
    """Failures are the steps that may not stand; a deviation in force and an accepted mark are none."""
    root = etree.fromstring(made["junit"])
    steps = report.verdict.steps
    failures = [step for step in steps if step.mark and step.mark not in ACCEPTED and not step.deviations]
    faults = [step for step in steps if not step.mark and step.outcome in (Outcome.FAULT, Outcome.SETUP_FAULT)]
    assert root.attrib == {
        "name": f"labcert {report.verdict.session}", "tests": str(len(steps)), "failures": str(len(failures)),
        "errors": str(len(faults)), "skipped": root.get("skipped"),
    }  # fmt: skip
    assert len(root.findall(".//failure")) == len(failures) == 1
    assert len(root.findall(".//error")) == len(faults) == 1
    assert int(root.get("skipped")) == len(root.findall(".//skipped"))


@pytest.mark.parametrize("name", MAKERS)
def test_the_sessions_id_stands_in_every_format(name: str, made: dict[str, bytes], report: ReportModel, tmp_path: Path):
    """Whoever holds any of them can find the session."""
    content = made[name]
    if name in ("pdf", "protocol-pdf"):
        pages = text_of_pdf(content, tmp_path).split("\f")[:-1]
        assert all(report.verdict.session in page for page in pages)
    elif name == "csv":
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        assert {row["Session"] for row in rows} == {report.verdict.session}
    elif name in ("json", "junit"):
        assert report.verdict.session in content.decode()
    elif name == "xlsx":
        for sheet in load_workbook(io.BytesIO(content)):
            assert {row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)} <= {report.verdict.session}
    else:
        from docx import Document

        document = Document(io.BytesIO(content))
        assert document.core_properties.subject == report.verdict.session
        assert report.verdict.session in document.sections[0].footer.paragraphs[0].text


@pytest.mark.parametrize("name", MAKERS)
def test_the_same_session_gives_the_same_bytes(name: str, report: ReportModel):
    """Nothing of the moment in which a report is made goes into it."""
    less = every_format.small(report)
    assert MAKERS[name](less) == MAKERS[name](less)
