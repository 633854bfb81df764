"""The register, the overview and the radar in a real browser: for everybody to read, without a server."""

from datetime import date
from importlib.resources import files

import pytest

from labcert.domain.suite import suite_root
from labcert.protocol import load_suite
from labcert.protocol.difference import compare
from labcert.protocol.plan import load_plan
from labcert.reporting.overview import overview_page
from labcert.reporting.radar import Radar, radar_page
from labcert.reporting.register import register_page
from labcert.runner.overview import gather_overview
from labcert.runner.register import gather_register
from tests.support.office_example import made_office
from tests.unit.protocol.difference.editions import both

DAY = date(2026, 3, 20)


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Each page as a file."""
    folder = tmp_path_factory.mktemp("sider")
    suite = load_suite(suite_root())
    with made_office(folder) as store:
        (folder / "register.html").write_bytes(register_page(gather_register(store, suite, DAY, everything=True)))
        overview = gather_overview(store, suite, load_plan(suite_root()), DAY)
        (folder / "oversigt.html").write_bytes(overview_page(overview))
    (folder / "radar.html").write_bytes(radar_page(Radar(compare(*both(folder)), (), ()), ()))
    return folder


@pytest.mark.parametrize("name", ["register", "oversigt", "radar"])
@pytest.mark.parametrize("width", [1280, 360])
def test_everybody_can_read_it(page, pages, name, width):
    """Axe finds nothing (WCAG 2.2 AA, best practice), nothing is wider than the screen, and no request leaves."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((pages / f"{name}.html").as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run()")
    assert [(rule["id"], rule["nodes"][0]["html"]) for rule in found["violations"]] == []
    assert asked == [(pages / f"{name}.html").as_uri()]


def test_the_register_sorts_and_filters_by_keyboard(page, pages):
    """A heading is a button that says how it sorts; the words found and the state chosen are counted."""
    page.goto((pages / "register.html").as_uri())
    versions = page.locator("#register tbody tr td:nth-child(3)")
    page.get_by_role("button", name="Version", exact=True).focus()
    page.keyboard.press("Enter")
    shown = versions.all_inner_texts()
    assert shown[-2:] == ["10.0", "10.0"]
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("Version")
    page.keyboard.press("Enter")
    assert versions.first.inner_text() == "10.0"
    page.get_by_label("Søg").fill("æskulap")
    assert page.locator("#register tbody tr:visible").count() == 2
    assert page.get_by_role("status").inner_text() == "Viser 2 af 24 rækker."
    page.get_by_label("Søg").fill("")
    page.get_by_label("Status").select_option("awaits_certificate")
    assert page.locator("#register tbody tr:visible").count() == 4


def test_the_radar_shows_the_kind_that_is_chosen(page, pages):
    """Only what is stricter, for who has little time."""
    page.goto((pages / "radar.html").as_uri())
    page.get_by_role("combobox", name="Vis").select_option("stricter")
    chips = page.locator(".change:visible .chip").all_inner_texts()
    assert set(chips) == {"skærpet"}


def test_the_overview_prints_on_a4_laid_down(page, pages, tmp_path):
    """The picture on the first page; few enough pages to hand out."""
    page.goto((pages / "oversigt.html").as_uri())
    paper = page.pdf(prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") in range(2, 8)
    assert b"/MediaBox [0 0 842" in paper or b"/MediaBox [0 0 841" in paper


def test_what_the_picture_says_stands_in_words_too(page, pages):
    """A name, a description, and the same rows in the table."""
    page.goto((pages / "oversigt.html").as_uri())
    picture = page.get_by_role("img", name="Tidsplan for deling af laboratoriesvar fra almen praksis")
    assert picture.locator("desc").text_content().startswith("Planens rækker som bjælker fra 1. april 2025")
    rows = picture.locator("g").count()
    assert rows == page.locator("section[aria-labelledby=rækker] tbody tr").count() == 27
