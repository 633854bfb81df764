"""What numbers and names look like."""

import pytest

from labcert.validation.rules.forms import begins_with_date, has_space, is_digits, is_ean, is_placeholder, shown_spaces


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), ("P1-2", False), ("P1 2", True), (" P1", True), ("P1\n", True), ("P\t1", True), ("P\u00a01", True)],
)
def test_white_space_is_found_wherever_it_stands(text, expected):
    """A space, a tab, a line end, a space that does not break."""
    assert has_space(text) is expected


def test_white_space_is_shown_by_a_mark():
    """One mark for each; nothing else changes."""
    assert shown_spaces(" P1\n\u00a02 ") == "␣P1␣␣2␣"


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("045861", 6, True), ("45861", 6, False), ("0458610", 6, False), ("04586A", 6, False), ("", 0, False),
        ("٠٤٥٨٦١", 6, False), ("²²", 2, False), ("+12", 3, False),
    ],
)  # fmt: skip
def test_digits_are_the_ten_and_as_many_as_asked_for(text, length, expected):
    """Digits of other scripts are none, as no receiver reads them."""
    assert is_digits(text, length) is expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("5790001382445", True), ("5790000147465", True), ("5790000120314", True), ("5790001348120", True),
        ("5790000123456", False), ("5790001382444", False), ("5790001382446", False), ("5790001382454", False),
        ("579000138244", False), ("57900013824450", False), ("579000138244A", False), ("", False), ("0000000000000", True),
    ],
)  # fmt: skip
def test_an_ean_number_has_its_check_digit(number, expected):
    """The published valid ones pass, the published wrong one and neighbours of a valid one do not."""
    assert is_ean(number) is expected


@pytest.mark.parametrize(
    "text",
    ["", " ", "0", "000", "00-00", "-", "--", "?", "...", "*", "_", "x", "XXX", "ukendt", "Ukendt", " ukendt ", "ingen",
     "intet", "mangler", "unknown", "NONE", "null", "nil", "N/A", "n.a.", "NA"],
)  # fmt: skip
def test_a_placeholder_is_known(text):
    """Blank, zeros, signs, x'es and words for nothing."""
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["1", "001", "0-1", "P0", "X1", "XY", "xrpt", "ingenting", "nana", "nils", "ukendt 1", "a", "na1"])
def test_what_tells_something_is_no_placeholder(text):
    """One digit that is no zero, one letter that is no x: it may be a number."""
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("six", "expected"),
    [
        ("010100", True), ("310100", True), ("320100", False), ("000100", False), ("300400", True), ("310400", False),
        ("310600", False), ("310900", False), ("311100", False), ("300600", True), ("300900", True), ("301100", True),
        ("310300", True), ("310500", True), ("310700", True), ("310800", True), ("311000", True), ("311200", True),
        ("280201", True), ("290201", False), ("290204", True), ("290200", True), ("290212", True), ("290210", False), ("290214", False), ("300200", False), ("290300", True),
        ("010000", False), ("011200", True), ("011300", False), ("0101AB", False), ("01010", False), ("", False),
        ("600100", False), ("610100", True), ("910100", True), ("920100", False), ("890204", True), ("890201", False),
    ],
)  # fmt: skip
def test_a_number_begins_with_a_date(six, expected):
    """Each month has its days, February 29 in years that some century has; 60 may be added to the day."""
    assert begins_with_date(six) is expected
    assert begins_with_date(f"{six}1234") is expected or len(six) < 6
    assert begins_with_date(six, replacement=False) is (expected and six < "600000")


def test_each_month_ends_on_its_last_day():
    """The day after it is no date, with 60 added or without; 00 is the last year that has a February 29."""
    longest = {1: 31, 2: 29, 3: 31, 4: 30, 5: 31, 6: 30, 7: 31, 8: 31, 9: 30, 10: 31, 11: 30, 12: 31}
    for month, last in longest.items():
        for added in (0, 60):
            assert begins_with_date(f"{last + added}{month:02}00")
            assert not begins_with_date(f"{last + added + 1}{month:02}00")
