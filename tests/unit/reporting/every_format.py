"""One session in every format that is made of the report's model, and what each of them says of a step."""

import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from docx import Document
from lxml import etree, html
from openpyxl import load_workbook

from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.form import filled_form
from labcert.reporting.form import to_docx as form_docx
from labcert.reporting.form import to_pdf as form_pdf
from labcert.reporting.form.model import COLUMNS
from labcert.reporting.html import render
from labcert.reporting.listing import steps_table, tables_of, to_csv, to_xlsx
from labcert.reporting.machine import to_json, to_junit
from labcert.reporting.masked import masked
from labcert.reporting.model import ReportModel
from labcert.reporting.paper import to_pdf
from tests.unit.reporting.html.casework_example import Told, casework

ACCEPTED = (Mark.OK, Mark.F4, Mark.NOT_RELEVANT)
MAKERS: dict[str, Callable[[ReportModel], bytes]] = {
    "csv": lambda report: to_csv(steps_table(report)),
    "xlsx": lambda report: to_xlsx(tables_of(report), report.verdict.session, report.closed),
    "json": to_json,
    "junit": lambda report: to_junit(report, ACCEPTED),
    "docx": lambda report: form_docx(filled_form(report)),
    "protocol-pdf": lambda report: form_pdf(filled_form(report)),
    "pdf": to_pdf,
}


@cache
def told() -> Told:
    """A session after MedCom's work with it: every outcome, every mark."""
    return casework()


def small(report: ReportModel) -> ReportModel:
    """The report with the first two steps of its first row alone, for tests that make it again and again."""
    row = report.rows[0]
    protocol = row.protocols[0]
    area = replace(protocol.areas[0], steps=protocol.areas[0].steps[:2])
    row = replace(row, protocols=(replace(protocol, areas=(area,)),))
    steps = tuple(step.verdict for step in area.steps)
    return replace(report, rows=(row,), verdict=replace(report.verdict, steps=steps), requirements=report.requirements[:3])


def with_text(report: ReportModel, text: str) -> ReportModel:
    """The report where everybody wrote this, and every message, protocol and name says it."""
    found = Finding("R-1", report.steps[0].verdict.severity, text, text, text, text, text, 7, requirements=(text,))
    row = report.rows[0]
    protocol = row.protocols[0]
    steps = tuple(
        replace(
            step,
            verdict=replace(
                step.verdict, title=text, reason=text, findings=(found,), parties=(text,), outcome=Outcome.FAILED,
                mark=Mark.F2, comments=report.verdict.comments,
            ),
            texts=replace(step.texts, requirement=text, instruction=text, testdata=(text,), expected=text)
            if step.texts else None,
        )
        for step in protocol.areas[0].steps
    )  # fmt: skip
    row = replace(row, title=text, protocols=(replace(protocol, areas=(replace(protocol.areas[0], steps=steps),)),))
    verdict = replace(report.verdict, vendor=text, system=text, system_version=text, claimed_by=text,
                      steps=tuple(step.verdict for step in steps))  # fmt: skip
    return masked(replace(report, rows=(row,), verdict=verdict, sentence=text, title=text))


def text_of_pdf(pdf: bytes, folder: Path) -> str:
    """What poppler reads in the file, laid out as on the page."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def marks_of_json(content: bytes) -> dict[str, str]:
    """Step -> mark, "" for none."""
    return {step["id"]: step["mark"] or "" for step in json.loads(content)["verdict"]["steps"]}


def marks_of_csv(content: bytes) -> dict[str, str]:
    """Step -> mark, "" for none."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    return {row["Trin"]: row["MedCom vurdering"] for row in rows}


def marks_of_xlsx(content: bytes) -> dict[str, str]:
    """Step -> mark, "" for none."""
    heading, *rows = load_workbook(io.BytesIO(content))["Trin"].iter_rows(values_only=True)
    step, mark = heading.index("Trin"), heading.index("MedCom vurdering")
    return {row[step]: row[mark] or "" for row in rows}


def marks_of_junit(content: bytes) -> dict[str, str]:
    """Step -> mark, "" for none."""
    cases = etree.fromstring(content).iter("testcase")
    said = {case.get("name").split()[0]: case.findtext("system-out").splitlines()[0] for case in cases}
    return {step: line.removeprefix("MedCom vurdering: ").replace("ingen endnu", "") for step, line in said.items()}


def marks_of_docx(content: bytes) -> dict[str, str]:
    """Step -> mark, "" for none."""
    return {row[0].split("\n")[0]: "" if row[5].startswith("(") else row[5] for row in _docx_rows(content)}


def _docx_rows(content: bytes) -> Iterator[list[str]]:
    for table in Document(io.BytesIO(content)).tables:
        heading, *rows = [[_texts(cell) for cell in row.findall("{*}tc")] for row in table._tbl.findall("{*}tr")]
        if heading == list(COLUMNS):
            yield from rows


def _texts(cell: etree._Element) -> str:
    return "\n".join("".join(part.text or "" for part in line.iter("{*}t")) for line in cell.iter("{*}p"))


def marks_of_html(content: bytes) -> dict[str, str]:
    """Step -> mark, "" for none."""
    steps = html.fromstring(content).iterfind(".//article[@data-outcome]")
    return {step.get("id"): step.get("data-mark") or "" for step in steps}


def marks_of_pdf(content: bytes, folder: Path) -> dict[str, str]:
    """Step -> mark, "" for none, from the table of all steps."""
    words = r"(F[1-4]|Ok|Ikke relevant|Ikke kørt|Fejl hos os|Opsætningsfejl|Afventer)"
    text = text_of_pdf(content, folder)
    chosen = text[text.index("Alle trin\n") : text.index("Krav, og hvad der viser dem")]
    found = re.findall(rf"^ *(TP-[\d.]+) .* krav +{words}|^ *(TP-[\d.]+) .*? (?:Generelle krav|Flow håndtering|Indholdsmæssige|Tekniske krav) +{words}", chosen, re.MULTILINE)
    pairs = {(one or two): (first or second) for one, first, two, second in found}
    return {step: mark if mark in {each.value for each in Mark} else "" for step, mark in pairs.items()}


def whole_html() -> bytes:
    """The page of the session."""
    return render(told().report, told().story.kept.__getitem__)
