"""The juror sheet in a real browser: everybody can read and fill it in, it prints, and asks nobody for anything."""

from importlib.resources import files

import pytest

from labcert.checks.juror import items_of
from labcert.domain.juror import EvidenceKind, JurorSheet
from labcert.reporting.html import render
from labcert.reporting.juror import sheet_page
from tests.support.lab_messages import Answer, biochemistry, envelope, microbiology
from tests.unit.reporting.html.attested_example import attested_report

HOSTILE = "<script>document.title = 'x'</script>"


@pytest.fixture(scope="module")
def sheet_file(tmp_path_factory):
    """A sheet with both standards, something refused, and a text that would be code if it were let."""
    messages = [
        envelope(biochemistry(Answer()), microbiology(Answer(letter="L2", codes=(("NPU18542", "iupac", "SST"),)))),
        envelope(biochemistry(Answer(letter="L3", codes=(("NPU22089", "iupac", "SST"),), consent="false")), identifier="E2"),
    ]
    items = items_of(messages, "borger", [HOSTILE], ["16,68"])
    sheet = JurorSheet("TP-4.5.01", "Borgeren ser sit svar", 0, "borger", EvidenceKind.SCREENSHOT, ("sundhed.dk",), ("a" * 64,), items)
    path = tmp_path_factory.mktemp("sedler") / "TP-4.5.01.html"
    path.write_bytes(sheet_page(sheet))
    return path, sheet


@pytest.mark.parametrize("width", [1280, 800])
def test_everybody_can_read_it(page, sheet_file, width):
    """Axe finds nothing (WCAG 2.2 AA, best practice), nothing is wider than the screen, and nothing is fetched."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(sheet_file[0].as_uri())
    assert asked == [sheet_file[0].as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert len(found["passes"]) > 20


def test_every_item_is_a_question_with_three_answers(page, sheet_file):
    """By its number, answered with a keyboard; a text of a message is text and nothing else."""
    path, sheet = sheet_file
    page.goto(path.as_uri())
    for item in sheet.items:
        group = page.get_by_role("group", name=f"Svar på punkt {item.id}", exact=True)
        assert group.get_by_role("radio").count() == 3
        row = group.locator("xpath=ancestor::tr")
        assert item.value in row.inner_text()
    first = page.get_by_role("group", name="Svar på punkt 1", exact=True)
    first.get_by_role("radio").first.focus()
    page.keyboard.press("ArrowDown")
    assert first.get_by_label("Ikke set").is_checked()
    assert page.title() == "Seddel til den, der ser efter · TP-4.5.01"
    assert HOSTILE in page.inner_text("body")


def test_it_prints_on_a4_with_room_to_sign(page, sheet_file):
    """Everything is on paper, within its width, and who looked can be written."""
    page.goto(sheet_file[0].as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})  # A4 less its margins at 96 dots an inch
    assert page.evaluate("document.documentElement.scrollWidth") <= 680
    for label in ("Part", "Navn", "Rolle", "Organisation", "Underskrift"):
        assert page.get_by_label(label, exact=True).is_visible()
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")


@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_read_the_report_of_it(page, tmp_path, width):
    """The sheet's table, the screenshot and the differences of a message in the report, with every fold open."""
    path = tmp_path / "report.html"
    path.write_bytes(render(*attested_report()))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in page.evaluate("axe.run()")["violations"]] == []
