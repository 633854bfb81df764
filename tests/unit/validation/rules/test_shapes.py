"""What a text looks like where a number is expected."""

import pytest

from labcert.validation.rules.shapes import after_number, is_ambiguous, is_stars, marks_of, shape_of

SHAPES = {
    "number": ["5", "0", "007", "5,4", "5.4", "-1", "+1", "-0,5", "1.000", "1,000", "123456789012"],
    "operator": [
        "<5", ">5", "< 5", "<=5", ">= 3", "=<5", "=>5", "≤5", "≥ 5", "&lt;5", "&gt; 5", "&lt;=5", "mindre end 5", "større end 5",
        "under 5", "Over 5", "<0,5 mg/L", "<5,", "under5",
    ],
    "unit": ["5 mg/L", "5mg/L", "7%", "7 %", "7‰", "5 mmol", "37 °C", "5×10^9", "5 µg", "5,4g", "-5 mmol", "5e3", "1 å"],
    "grouped": [
        "1 000", "1.000,5", "1,000.5", "1.000.000", "1,000,000", "12'500", "12’500", "1\u00a0000", "1 000 000", "1 000,5", "1 000.5",
        "-1 000", "+1.000,5", "1.000.000,5", "123 456",
    ],
    "cut": ["5,", "5.", ",5", ".5", "-5,", "+,5", "12,"],
    "words": [
        "positiv", "-", "?", "", "5-10", "1:40", "5 ", "1 0000", "1 00", "12 34", "1.00,5", "1.000,", "5,4,3", "+", "++", "2+", "10^5",
        "--5", "5_", "<", "< ", "<x", "<<5", "under", "underlag 5", "tover 5", ",", "5,.", "1234 567", "1.0000.000", "(5)", "٣", "5,٣",
    ],
}


@pytest.mark.parametrize(("shape", "text"), [(shape, text) for shape, texts in SHAPES.items() for text in texts])
def test_the_shape_of_a_text(shape, text):
    """Each text has one shape; digits are those that XML's numbers have."""
    assert shape_of(text) == shape


@pytest.mark.parametrize(("text", "tail"), [("5 mg/L", "mg/L"), ("7%", "%"), ("5,4  g ", "g "), ("5", ""), ("positiv", ""), ("5 °C", "°C")])
def test_what_stands_after_a_number(text, tail):
    """The unit, or nothing where there is none."""
    assert after_number(text) == tail


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("*****", True), ("***", True), ("****", True), ("******", True), ("* * *", True), (" ***** ", True), ("**", False),
        ("*", False), ("* *", False), ("", False), (None, False), ("***x", False), ("x***", False), ("5", False),
    ],
)  # fmt: skip
def test_stars_are_three_or_more_and_nothing_else(text, expected):
    """Fewer may be a sign of their own."""
    assert is_stars(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.000", True), ("12.500", True), ("999.999", True), ("-1.000", True), ("+1.000", True), ("0.500", False), ("01.000", False),
        ("1.00", False), ("1.0000", False), ("1234.567", False), ("1,000", False), ("1.000,5", False), ("1000", False), (None, False),
        ("", False), ("x1.000", False),
    ],
)  # fmt: skip
def test_a_point_before_three_digits_is_ambiguous(text, expected):
    """One to three digits, the first no zero, a point, three digits."""
    assert is_ambiguous(text) is expected


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("5,4", "7.3"), {",", "."}), (("5,4", "7,3"), {","}), (("5.4", None), {"."}), (("5", "7"), set()), ((), set()),
        (("5,4,3", "a.b"), set()), (("1.000,5",), set()), (("",), set()),
    ],
)  # fmt: skip
def test_the_decimal_marks_that_numbers_use(texts, expected):
    """What is no number has no decimal mark."""
    assert marks_of(*texts) == expected
