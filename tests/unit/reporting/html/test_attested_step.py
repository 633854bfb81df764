"""What the report shows of people's looks: the sheet item by item, who said what, the screenshot, and field differences."""

from dataclasses import replace

import pytest
from lxml import html

from labcert.reporting.field_tables import FieldSummary
from labcert.reporting.html import render
from tests.unit.reporting.html.attested_example import STEP, attested_report


def words(element) -> str:
    """An element's text with single spaces."""
    return " ".join(" ".join(element.itertext()).split())


@pytest.fixture(scope="module")
def article():
    """The step in the report."""
    return html.fromstring(render(*attested_report())).get_element_by_id(STEP)


def table(article, heading):
    """The rows of the table that has this column, cell by cell."""
    (found,) = [each for each in article.iter("table") if heading in [words(cell) for cell in each.iter("th")]]
    return [[words(cell) for cell in row.iter("th", "td")] for row in found.iter("tr")]


def test_each_item_stands_with_every_partys_latest_answer(article):
    """A party's later statement is what stands there; a text of a message is text."""
    head, first, second = table(article, "Hvor")
    assert head[-2:] == ["sundhed.dk", "Team RN"]
    assert first[2:] == ["Resultat", "42 mg/L", "Set", "Ikke set der stod 24 mg/L"]
    assert second[3:] == ["Må ikke ses: <b>91,7</b>", "Ikke set", "Kan ikke afgøres siden er skåret af"]
    assert [words(cell) for cell in article.iter("td") if cell.get("class") == "bad" and "stod" in words(cell)] == ["Ikke set der stod 24 mg/L"]


def test_a_statement_that_was_replaced_is_told_so(article):
    """All stand there, in the log's order."""
    rows = table(article, "Navn og rolle")[1:]
    assert ["erstattet af en senere" in row[1] for row in rows] == [True, False, False]


def test_the_screenshot_is_in_the_report_and_its_file_in_the_bundle(article):
    """A small picture is shown with its name as what it is."""
    (picture,) = article.iter("img")
    assert picture.get("src").startswith("data:image/png;base64,")
    assert picture.get("alt") == "Lagt ved bekræftelsen: skærm.png"


def test_differences_of_a_message_are_shown_and_the_rest_counted(article):
    """Expected and got, who decides the field, and how many there are of each kind."""
    assert table(article, "Ventet")[1][1:] == ["42", "24", "testdata"]
    assert "4 fra standarden, 38 fra testdata, 11 leverandørens egne" in words(article)
    assert "1 felt afviger" in words(article)


def test_a_message_without_differences_is_one_line():
    """Nothing but the count and where the whole table is."""
    report, read = attested_report()
    page = render(replace(report, fields={STEP: FieldSummary(2, 4, 38, 11, ())}), read)
    assert "ingen afviger" in words(html.fromstring(page).get_element_by_id(STEP))
    assert b"Ventet</th>" not in page


def test_a_sheet_that_can_not_be_read_is_left_out():
    """It breaks nothing; `labcert verify` tells of it."""
    report, read = attested_report()

    def spoilt(digest):
        return b"{" if b"items" in read(digest)[:4000] else read(digest)

    assert b"Sedlen til den, der ser efter" in render(report, read)
    assert b"Sedlen til den, der ser efter" not in render(report, spoilt)
