"""The report on paper: its chapters, in whose order, and that it is a PDF for print, archive and screen readers."""

import re
import subprocess
from dataclasses import replace

import pytest

from labcert.domain.outcome import Mark
from labcert.reporting.masked import masked
from labcert.reporting.model import ReportModel
from labcert.reporting.paper import to_pdf
from labcert.reporting.paper.chapters import approval
from tests.unit.reporting.every_format import text_of_pdf, told
from tests.unit.reporting.html.casework_example import flawless
from tests.unit.reporting.html.report_example import example


@pytest.fixture(scope="module")
def pdf() -> bytes:
    """The report of a session after MedCom's work with it."""
    return to_pdf(masked(told().report))


@pytest.fixture(scope="module")
def text(pdf: bytes, tmp_path_factory) -> str:
    """What poppler reads in it, page after page."""
    return text_of_pdf(pdf, tmp_path_factory.mktemp("paper"))


def test_it_is_an_archive_file_that_is_read_aloud(pdf: bytes, tmp_path):
    """PDF/A-3a and PDF/UA-1, tagged, in Danish, with a title, every letter with its font."""
    assert b"<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in re.sub(rb"\s+", b"", pdf)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    (tmp_path / "r.pdf").write_bytes(pdf)
    said = subprocess.run(["pdfinfo", tmp_path / "r.pdf"], capture_output=True, check=True, text=True).stdout
    assert re.search(r"^Title: +Testrapport: Pilotprogrammet$", said, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    assert re.search(r"^Page size: +595.* x 84.*A4", said, re.MULTILINE)
    fonts = subprocess.run(["pdffonts", tmp_path / "r.pdf"], capture_output=True, check=True, text=True).stdout
    assert all(" yes yes yes " in line for line in fonts.splitlines()[2:])


def test_chapters_come_in_a_readers_order(text: str):
    """The verdict, why, what to look at; then everything; then who signed and what is covered."""
    chapters = (
        "Ikke godkendt", "Resultatet i tal", "Reglen for godkendelse, linje for linje", "Hvad der er ændret siden sidst",
        "Trin at se på", "Alle trin", "Afvigelser", "Bemærkninger til sessionen", "Bevis lagt ved sessionen",
        "Gennemgangen", "Hvem der har set efter", "Underskrifter", "Krav, og hvad der viser dem", "Kørsler",
    )  # fmt: skip
    places = [re.search(rf"^[ \f]*{chapter}$", text, re.MULTILINE).start() for chapter in chapters]
    assert places == sorted(places)


def test_a_finding_stands_with_everything_needed_to_mend_it(text: str):
    """Place, line, expected, got and remedy."""
    part = " ".join(text[text.index("TP-4.2.02 Nægtet") : text.index("TP-4.2.07 Et foreløbigt")].split())
    for said in (
        "Fund 1: Nægtet samtykke mangler i beskeden", "Regel SAM-CONSENT-001", "Sted /Emessage/LaboratoryReport[1]/Patient",
        "Linje 9", "Forventet <Consent><Given>false</Given></Consent> efter PersonGivenName", "Fundet intet i TP-4.2.02",
        "Gør Send Given = false", "Krav SAM-01, SAM-02",
    ):  # fmt: skip
        assert said in part.replace("\u200b", "")


def test_what_people_did_is_told_with_who_and_when(text: str):
    """Override, remark with its answer, deviation with the doctor's authorisation, review."""
    said = " ".join(text.split())
    assert "F4 i stedet for F1. Vi har rettet enheden i version 7.2. Mette Konsulent, Testkonsulent, MedCom, 23. november 2026" in said
    assert "→ Mette Konsulent, Testkonsulent, MedCom, 23. november 2026 kl. 09.30: Set og i orden." in said
    assert "Dorte Læge, Overlæge, Region Nordjylland (autorisation 0A1B2), 23. november 2026" in said
    assert re.search(r"Under gennemgang +Mette Konsulent, Testkonsulent,", text)


def test_a_flawless_session_has_no_chapter_of_flaws(tmp_path):
    """Nothing is said of what isn't there."""
    text = text_of_pdf(to_pdf(masked(flawless().report)), tmp_path)
    assert "Trin at se på" not in text
    assert "Afvigelser\n" not in text
    assert "Kan godkendes" in text


def test_a_demonstration_says_so_on_every_page(tmp_path):
    """No page of it can be taken for the result of a test."""
    pages = text_of_pdf(to_pdf(masked(example()[0])), tmp_path).split("\f")[:-1]
    assert all("DEMONSTRATION – ikke en certificering" in page for page in pages)


def test_many_missing_lines_are_counted():
    """The first dozen stand there; each step is told by itself."""
    report = told().report
    line = replace(report.verdict.lines[0], fulfilled=False, missing=tuple(f"TP-{number} mangler." for number in range(40)))
    short: ReportModel = replace(report, verdict=replace(report.verdict, lines=(line,)))
    _heading, table = approval(short)
    lines = table.rows[0][2].text.splitlines()
    assert (len(lines), lines[0], lines[-1]) == (13, "TP-0 mangler.", "… og 28 til, nævnt ved trinnene selv.")


def test_a_mark_is_a_word_and_not_a_colour_alone(text: str):
    """Printed in grey it says the same."""
    chosen = text[text.index("Alle trin\n") : text.index("Krav, og hvad der viser dem")]
    assert all(mark.value in chosen for mark in (Mark.F1, Mark.F3, Mark.F4, Mark.OK, Mark.NOT_RELEVANT))
