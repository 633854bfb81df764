"""The report of a self-test in a real browser: what changed, MedCom's names, and that it is no approval."""

from dataclasses import replace
from importlib.resources import files

import pytest

from labcert.domain.outcome import Outcome
from labcert.domain.verdict import SELF_TEST
from labcert.reporting.changes import Change, Comparison
from labcert.reporting.html import render
from tests.unit.reporting.html.report_example import example

CHANGES = (
    Change("TP-4.2.01", "Et svar med en lang titel, som fylder mere end én linje på en smal skærm", Outcome.FAILED, Outcome.PASSED),
    Change("TP-4.2.07", "Et andet", Outcome.PASSED, Outcome.FAILED),
    Change("TP-4.2.12", "Et tredje", Outcome.SETUP_FAULT, Outcome.WAITING),
)


@pytest.fixture(scope="module")
def report_file(tmp_path_factory):
    """The example as a self-test with a run before it."""
    report, story = example()
    steps = [step for step in report.steps if step.verdict.evidence]
    names = {(steps[0].id, steps[0].verdict.evidence[0].sha256): ("XRPT01_4.2.01_A.xml",)}
    verdict = replace(report.verdict, demo=False, test_type=SELF_TEST, steps=report.verdict.steps)
    told = replace(report, verdict=verdict, comparison=Comparison("session egentest-1 (version 1.0)", CHANGES, 12), file_names=names)
    path = tmp_path_factory.mktemp("bundle") / "report.html"
    path.write_bytes(render(told, story.kept.__getitem__))
    return path


@pytest.mark.parametrize("width", [1280, 360])
def test_everybody_can_read_what_changed(page, report_file, width):
    """Axe finds nothing in it (WCAG 2.2 AA, best practice), and nothing is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(report_file.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({include: [['#aendret'], ['header.top'], ['#resultat']]})")
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


def test_it_says_what_it_is_and_what_changed(page, report_file):
    """No word of approval, the run it is compared with, each change with a link to its step, and the file's name."""
    page.goto(report_file.as_uri())
    assert "EGENTEST" in page.locator("header.top").inner_text()
    assert "godkendt" not in page.locator(".verdict .big").inner_text().lower()
    section = page.locator("#aendret")
    assert "Sammenlignet med session egentest-1 (version 1.0). 12 trin er uændrede." in section.inner_text()
    assert section.locator("tbody tr").count() == 3
    assert section.locator("tbody a").first.get_attribute("href") == "#TP-4.2.01"
    assert page.locator('a[href="medcom/XRPT01_4.2.01_A.xml"]').count() == 1
