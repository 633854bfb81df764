"""The score's page, and its part of a session's report: all is shown, nothing of another suite, nothing foreign."""

from dataclasses import replace

import pytest
from lxml import html

from labcert.reporting.html import render
from labcert.reporting.html.score import render_score
from tests.support.score import ALARM, CAUGHT, ELSEWHERE, FAULT, MISSED, PASSED, score
from tests.unit.reporting.html.report_example import example

ALL = (CAUGHT, ELSEWHERE, MISSED, PASSED, ALARM, FAULT)


def words(element):
    """Return an element's text with single spaces."""
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def report():
    """The example's model and what gives its evidence."""
    model, story = example()
    return model, story.kept.__getitem__


def section(report, given):
    """Return the report's part about the score."""
    model, kept = report
    page = html.fromstring(render(replace(model, score=given), kept).decode())
    return page.get_element_by_id("afsloeret")


def rows(element):
    """Return system -> its row's text."""
    return {words(row.find("th")): words(row) for row in element.iterfind(".//tbody/tr")}


def test_every_system_has_a_row_and_those_that_went_wrong_stand_first():
    """A reader sees first what is not as it should be."""
    page = html.fromstring(render_score(score(*ALL)).decode())
    assert list(rows(page)) == ["andetsteds", "overset", "ukendt", "fanget", "mistænkt", "rask", "VIS-01"]
    cells = [words(cell) for cell in page.xpath("//tr[th/code='fanget']/*")]
    assert cells == ["fanget", "Systemet fanget & <andet>.TP-4.2.01: Det mangler.", "TP-4.2.01", "TP-4.2.01", "Afsløret"]


def test_the_page_says_the_numbers_and_loads_nothing():
    """The numbers stand at its top; the page needs nothing from outside and runs nothing."""
    page = render_score(score(*ALL)).decode()
    assert "1 af 4 afsløret, 1 af 2 bestod" in page
    assert [word for word in ("http://", "https://", "<script", "src=") if word in page] == []
    assert "default-src 'none'" in page


@pytest.mark.parametrize(("systems", "tone"), [((), "approved"), (ALL, "not_approved")])
def test_the_page_is_green_only_where_all_is_as_it_should_be(systems, tone):
    """One that was missed, refused without reason, or not judged is enough."""
    page = html.fromstring(render_score(score(*systems)).decode())
    assert [verdict.get("class") for verdict in page.find_class("verdict")] == [f"verdict {tone}"]


def test_a_report_shows_the_score_of_its_own_tests(report):
    """The same fingerprint: numbers, list and links to the steps stand in the report."""
    part = section(report, score(*ALL))
    assert "1 af 4 systemer med en fejl blev afsløret" in words(part)
    assert list(rows(part)) == ["andetsteds", "overset", "ukendt", "fanget", "mistænkt", "rask", "VIS-01"]
    assert [link.get("href") for link in part.iter("a")][-2:] == ["#TP-4.2.01", "#TP-4.2.01"]


def test_a_report_shows_nothing_of_the_score_of_other_tests(report):
    """Another fingerprint: it is said, and no number stands there."""
    part = section(report, score(suite_digest="ab" * 32))
    assert "fra en anden udgave af testene (fingeraftryk abababababab)" in words(part)
    assert rows(part) == {}


def test_a_report_without_a_score_says_so(report):
    """And it says how one is made."""
    part = section(report, None)
    assert "labcert mutation pilot --out" in words(part)
    assert rows(part) == {}
