"""The Danish report in a real browser: it filters, asks nobody for anything, and everybody can read it."""

import subprocess
from dataclasses import replace
from importlib.resources import files

import pytest
from playwright.sync_api import expect

from labcert.reporting.html import render
from labcert.reporting.model import build
from tests.unit.reporting.html.casework_example import casework
from tests.unit.reporting.html.report_example import KNOWN, ODD, example, requirements, session

SHOWN = "article.step:not([hidden])"


@pytest.fixture(scope="module")
def report_file(tmp_path_factory):
    """The example's report, as a file in its bundle."""
    report, story = example()
    path = tmp_path_factory.mktemp("bundle") / "report.html"
    path.write_bytes(render(report, story.kept.__getitem__))
    return path


@pytest.fixture(scope="module")
def short_file(tmp_path_factory):
    """The same with one step of each kind, which is enough where every element of a page is looked at."""
    verdict, story, view = session()
    wanted = {*ODD, "TP-4.2.01", "TP-4.4.01", "TP-4.5.01", "TP-4.5.02"}
    steps = tuple(step for step in verdict.steps if step.id in wanted)
    catalogue = {name: texts for name, texts in requirements().items() if name[-1] in "1239"}
    report = build(replace(verdict, steps=steps), story.entries[:200], view, catalogue, KNOWN)
    path = tmp_path_factory.mktemp("bundle") / "report.html"
    path.write_bytes(render(report, story.kept.__getitem__))
    return path


@pytest.fixture(scope="module")
def worked_file(tmp_path_factory):
    """A session that people have worked on, with the steps they did something with."""
    made = casework()
    wanted = {"TP-4.2.02", "TP-4.2.07", "TP-4.2.12", "TP-4.2.21", "TP-4.2.60", "TP-4.5.03"}
    steps = tuple(step for step in made.verdict.steps if step.id in wanted)
    catalogue = {name: texts for name, texts in requirements().items() if name[-1] in "12"}
    report = build(replace(made.verdict, steps=steps), made.story.entries, made.view, catalogue, KNOWN)
    path = tmp_path_factory.mktemp("bundle") / "report.html"
    path.write_bytes(render(report, made.story.kept.__getitem__))
    return path


@pytest.fixture
def opened(page, report_file):
    """The report in a page, with what the browser said and asked for: it must say nothing and ask for one file."""
    told, asked = [], []
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report_file.as_uri())
    yield page
    assert told == []
    assert {url.partition("#")[0] for url in asked} == {report_file.as_uri()}


def shown(page):
    """Return the ids of the steps that are not filtered away."""
    return page.locator(SHOWN).evaluate_all("steps => steps.map(step => step.id)")


def test_filters_narrow_the_steps_and_say_how_many(opened):
    """Outcome, class, row, party and text each narrow the list; a reset shows all."""
    opened.locator("#filter").get_by_label("Resultat").select_option("failed")
    assert shown(opened) == ["TP-4.2.07", "TP-4.2.12", "TP-4.2.21", "TP-4.2.33"]
    opened.locator("#filter").get_by_label("Karakter").select_option("F2")
    assert shown(opened) == ["TP-4.2.07"]
    assert opened.get_by_role("status").inner_text() == "Viser 1 af 90 trin"
    opened.get_by_role("button", name="Vis alle").click()
    expect(opened.locator(SHOWN)).to_have_count(90)
    opened.locator("#filter").get_by_label("Part").select_option("MiBa")
    assert {step[:6] for step in shown(opened)} == {"TP-4.4"}
    opened.locator("#filter").get_by_label("Række").select_option("4.5")
    assert shown(opened) == []
    assert opened.get_by_text("Ingen trin passer til det, du har valgt.").is_visible()
    opened.get_by_role("button", name="Vis alle").click()
    expect(opened.locator(SHOWN)).to_have_count(90)
    opened.locator("#filter").get_by_label("Søg i trinnene").fill("journal kunne ikke skrives")
    assert shown(opened) == ["TP-4.2.55"]
    assert opened.locator("#trin h4:visible").all_inner_texts() == ["Protokol: Upload til databankerne version 1.0.0"]


def test_a_total_shows_its_steps_and_a_link_opens_a_folded_one(opened):
    """A total sets the filter; a link to a step unfolds it, also where the filter hid it."""
    opened.get_by_role("link", name="3 trin afventer en person").click()
    assert shown(opened) == ["TP-4.3.04", "TP-4.3.07", "TP-4.5.03"]
    opened.locator(".matrix a[href='#TP-4.2.02']").click()
    expect(opened.locator("[id='TP-4.2.02'] > details[open]")).to_have_count(1)
    assert len(shown(opened)) == 90


def test_all_can_be_folded_out_and_in(opened):
    """The buttons fold the steps that are shown."""
    opened.get_by_role("button", name="Fold ud").click()
    assert opened.locator("article.step > details:not([open])").count() == 0
    opened.get_by_role("button", name="Fold sammen").click()
    assert opened.locator("article.step > details[open]").count() == 0


def test_without_scripts_everything_is_there(browser, report_file):
    """No script is needed to read: every step stands there and no dead control is shown."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report_file.as_uri())
    assert page.locator("article.step:visible").count() == 90
    assert page.get_by_role("button").count() == 0
    context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_read_it(page, short_file, width):
    """With every fold open axe finds nothing (WCAG 2.2 AA, best practice), and nothing is wider than the screen."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(short_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    # Colours are the same at every width, and looking at each takes most of the time.
    found = page.evaluate("axe.run({rules: {'color-contrast': {enabled: %s}}})" % ("true" if width == 1280 else "false"))
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert len(found["passes"]) > 30


def test_everybody_can_read_what_people_did(page, worked_file):
    """The rule line by line, marks by people, deviations, remarks, runs and signatures: axe finds nothing."""
    page.goto(worked_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []


def test_steps_are_found_by_what_was_done_with_them(page, worked_file):
    """By area and by what is special about them; the total of marks that MedCom set leads to them."""
    page.goto(worked_file.as_uri())
    for word, steps in (
        ("Ændret siden sidst", ["TP-4.2.02", "TP-4.2.07"]), ("Med bemærkninger", ["TP-4.2.07"]),
        ("Sat af MedCom", ["TP-4.2.21", "TP-4.2.60"]), ("Med bilag lagt ved bagefter", ["TP-4.2.07"]),
    ):  # fmt: skip
        page.locator("#filter").get_by_label("Særligt").select_option(word)
        assert shown(page) == steps
    page.get_by_role("button", name="Vis alle").click()
    expect(page.locator(SHOWN)).to_have_count(6)
    page.locator("#filter").get_by_label("Område").select_option("Flow håndtering")
    assert shown(page) == ["TP-4.2.12"]
    page.get_by_role("link", name="2 trin har fået deres karakter af MedCom").click()
    assert shown(page) == ["TP-4.2.21", "TP-4.2.60"]


def test_a_findings_own_link_opens_its_step(page, worked_file):
    """The link of a finding can be sent to somebody: the step is unfolded and the finding in sight."""
    page.goto(f"{worked_file.as_uri()}#TP-4.2.21-SAM-CONSENT-001")
    assert page.locator("[id='TP-4.2.21-SAM-CONSENT-001']").is_visible()
    assert page.evaluate("window.scrollY") > 500


def test_it_prints_with_the_sessions_id_on_each_page_and_nothing_cut(page, worked_file, tmp_path):
    """On A4 nothing is wider than the page, and poppler reads the session's id on every page."""
    page.goto(worked_file.as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 less its margins at 96 dots an inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    done = subprocess.run(["pdftotext", "-layout", tmp_path / "report.pdf", "-"], capture_output=True, check=True)
    pages = done.stdout.decode().split("\f")[:-1]
    assert len(pages) > 5
    assert [text[:80] for text in pages if "20261123-0930-pilot" not in text.partition("\n")[0]] == []


def test_on_paper_the_demonstration_is_marked_and_the_controls_are_gone(opened):
    """The mark is fixed, which repeats it on each printed page."""
    opened.emulate_media(media="print")
    mark = opened.locator(".watermark")
    assert mark.is_visible()
    assert mark.evaluate("mark => getComputedStyle(mark).position") == "fixed"
    assert not opened.locator("#filter").is_visible()
    assert not opened.locator("nav").is_visible()
