"""The standards' tables are read as they are written."""

import csv

import pytest

from labcert.validation.standards import Group, OtherLetterName, _group, _pair, load_other_letters, load_standard

COLUMNS = ("path", "occurs", "group", "content", "length", "values", "pattern", "range")


@pytest.mark.parametrize(("text", "pair"), [("1..1", (1, 1)), ("0..120", (0, 120)), ("", None), ("5", None)])
def test_a_span_is_two_numbers(text, pair):
    """Least and most; what has no dots says nothing."""
    assert _pair(text) == pair


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("", None),
        ("choice 0..2", Group("choice 0..2", "choice", 0, 2)),
        ("choice#3 1..1", Group("choice#3 1..1", "choice", 1, 1)),
        ("sequence#1 0..4", Group("sequence#1 0..4", "sequence", 0, 4)),
    ],
)
def test_a_group_is_its_kind_and_how_often(text, group):
    """The number tells two of a kind apart, and belongs to the name alone."""
    assert _group(text) == group


def test_a_row_is_a_rule_with_the_rows_below_it(tmp_path):
    """A line end within a field stays what it is."""
    with (tmp_path / "it.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([
            COLUMNS, ("/A", "1..1", "", "elements", "", "", "", ""),
            ("/A/B", "0..2", "choice 1..1", "xs:string", "1..5", "x | y", "a\r\nb", "1..9"),
            ("/A/C", "1..1", "", "mixed text", "", "inline elements: Break | Space", "", ""),
        ])  # fmt: skip
    (root,) = load_standard(tmp_path, "it")
    b, c = root.children
    assert (root.path, root.content, root.values, root.group) == ("/A", "elements", (), None)
    assert (b.name, b.least, b.most, b.length, b.values, b.pattern, b.span) == ("B", 0, 2, (1, 5), ("x", "y"), "a\r\nb", (1, 9))
    assert (c.content, c.values, c.length, c.span) == ("mixed text", ("Break", "Space"), None, None)
    assert [rule.path for rule in root.walk()] == ["/A", "/A/B", "/A/C"]


def test_another_letter_is_a_row(tmp_path):
    """As it stands."""
    with (tmp_path / "other-letters.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("name", "standard", "what"), ("GeneticsReport", "XRPT06", "to\r\nlinjer")])
    assert load_other_letters(tmp_path) == (OtherLetterName("GeneticsReport", "XRPT06", "to\r\nlinjer"),)
