"""Plain and formatted texts."""

import pytest

from labcert.checks.texts import inline_order, is_plain_text, occurs


def test_a_unit_without_markup_is_plain(result):
    """10^9/L is text; a unit that is not there has no markup either."""
    assert is_plain_text(*_at(result(rest="<Unit>10^9/L</Unit>"), "Unit")) is None
    assert is_plain_text(*_at(result(), "Unit")) is None


@pytest.mark.parametrize(
    "unit", ["10<sup>9</sup>/L", "10&lt;sup&gt;9&lt;/sup&gt;/L", "<Bold>10^9/L</Bold>", "10&amp;lt;sup&amp;gt;9/L"]
)
def test_markup_in_a_unit_is_told(result, unit):
    """As an element, written as text, or escaped twice."""
    assert is_plain_text(*_at(result(rest=f"<Unit>{unit}</Unit>"), "Unit")).rule == "TEXT-MARKUP"


def test_the_order_of_formatting_is_kept(result):
    """The inline elements are those entered, in that order."""
    read = result(rest="<ResultComments>Se <Bold>her</Bold><Break/><Italic>nu</Italic></ResultComments>")
    assert inline_order(read[0], "ResultComments", ["Bold", "Break", "Italic"], read[1]) is None
    finding = inline_order(read[0], "ResultComments", ["Italic", "Break", "Bold"], read[1])
    assert (finding.expected, finding.actual) == ("Italic, Break, Bold", "Bold, Break, Italic")


def test_lost_formatting_and_a_lost_text_are_told(result):
    """Nothing left of it, or no text at all."""
    letter, element = result(rest="<ResultComments>Se her</ResultComments>")
    assert inline_order(letter, "ResultComments", ["Bold"], element).actual == "ingen formatering"
    assert inline_order(letter, "ResultTextValue", ["Bold"], element).actual == "ingen formatering"


def test_the_number_of_elements_is_exact(result):
    """Two comments are two, neither one nor three."""
    letter, element = result(rest="<ResultComments>a</ResultComments><ResultComments>b</ResultComments>")
    assert occurs(letter, "ResultComments", 2, element) is None
    assert [occurs(letter, "ResultComments", count, element).actual for count in (0, 1, 3)] == ["2", "2", "2"]
    assert occurs(letter, "Reference", 1, element).path == "/Emessage/LaboratoryReport/LaboratoryResults/Result"


def _at(read, path):
    letter, element = read
    return letter, path, element
