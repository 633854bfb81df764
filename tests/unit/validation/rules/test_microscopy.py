"""Microscopy: each line says what was seen and how much of it."""

import pytest

from tests.support.business import findings, rules
from tests.support.culture import coded, investigated

SEEN = "/Emessage/MicrobiologyWebReport[1]/LaboratoryResults/Investigation/MicroscopicFindings"


def details(what: str = "Leukocytter", much: str = "mange", what_code: str = "", much_code: str = "") -> str:
    """Return a line."""
    return f"<Details>{coded('Identification', what, what_code)}{coded('Value', much, much_code)}</Details>"


def kind(name: str, *lines: str) -> str:
    """Return a MicroscopicType."""
    return f"<MicroscopicType><Type>{name}</Type>{''.join(lines)}</MicroscopicType>"


def grouping(*kinds: str) -> str:
    """Return a Grouping."""
    return f"<Grouping>{coded('Headline', 'Urin')}{''.join(kinds)}</Grouping>"


def seen(*groupings: str, comments: tuple[str, ...] = ("Direkte mikroskopi.",)) -> list[tuple[str, str]]:
    """Return rule and place (below the microscopy) of what is found in it."""
    said = "".join(f"<Paragraph>{one}</Paragraph>" for one in comments)
    microscopy = (
        f"<MicroscopicFindings><Headline>Mikroskopi</Headline><Comments>{said}</Comments>{''.join(groupings)}"
        "</MicroscopicFindings>"
    )
    told = findings(investigated(microscopy, kind="observerbar_egenskab", quiet=False))
    return [(one.rule, one.path.removeprefix(SEEN)) for one in told]


def test_microscopy_with_lines_has_no_flaw():
    """Kinds once a grouping, each with lines."""
    cells, microbes = kind("celler", details()), kind("mikroorganisme", details("Stave"), details("Kokker"))
    assert seen(grouping(cells, microbes), grouping(cells)) == []


def test_an_investigation_without_microscopy_is_not_asked():
    """Its other findings are asked elsewhere."""
    assert rules(investigated(kind="observerbar_egenskab", quiet=False)) == []


def test_a_kind_without_lines_is_told():
    """At its place."""
    assert seen(grouping(kind("celler", details()), kind("flora"))) == [
        ("LAB-MIC-014", "/Grouping/MicroscopicType[2]"),
    ]


def test_a_grouping_without_kinds_is_told():
    """A headline alone."""
    assert seen(grouping(kind("celler", details())), grouping()) == [("LAB-MIC-016", "/Grouping[2]")]


@pytest.mark.parametrize(("first", "second", "told"), [(1, 1, True), (9, 1, True), (5, 5, True), (9, 2, False), (10, 1, False)])
def test_a_kind_that_comes_again_is_told_where_its_lines_would_fit(first, second, told):
    """Ten lines of a kind have room; eleven need a second."""
    again = kind("celler", *[details()] * first), kind("flora", details()), kind("celler", *[details()] * second)
    assert seen(grouping(*again)) == ([("LAB-MIC-015", "/Grouping/MicroscopicType[3]/Type")] if told else [])


def test_lines_of_all_before_are_counted():
    """Five, five and one do not fit into one."""
    five, one = kind("celler", *[details()] * 5), kind("celler", details())
    assert seen(grouping(five, five, one)) == [("LAB-MIC-015", "/Grouping/MicroscopicType[2]/Type")]
    assert seen(grouping(one, one, one)) == [
        ("LAB-MIC-015", "/Grouping/MicroscopicType[2]/Type"), ("LAB-MIC-015", "/Grouping/MicroscopicType[3]/Type"),
    ]


def test_the_same_kind_in_another_grouping_is_let_by():
    """A grouping has its own kinds."""
    assert seen(grouping(kind("celler", details())), grouping(kind("celler", details()))) == []


@pytest.mark.parametrize(
    ("comments", "told"), [(("",), True), ((" ", "\n"), True), (("", "Ingen celler."), False), (("Ingen celler.",), False)]
)
def test_microscopy_that_says_nothing_is_told(comments, told):
    """Comments must be there and may be empty; then lines must say it."""
    assert seen(comments=comments) == ([("LAB-MIC-021", "")] if told else [])
    assert seen(grouping(kind("celler", details())), comments=comments) == []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (details(what=""), ["Identification"]),
        (details(what=" "), ["Identification"]),
        (details(much=""), ["Value"]),
        (details(what="", much=""), ["Identification", "Value"]),
        (details(what="", what_code="M1"), []),
        (details(much="", much_code="M1"), []),
    ],
)
def test_half_a_line_is_told(line, told):
    """A code or a text in each half; told at the half that is empty."""
    found = seen(grouping(kind("flora", details())), grouping(kind("flora", details()), kind("celler", details(), line)))
    assert found == [("LAB-MIC-022", f"/Grouping[2]/MicroscopicType[2]/Details[2]/{name}") for name in told]
