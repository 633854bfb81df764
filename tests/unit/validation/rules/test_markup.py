"""Tags, entities and rich text as characters of a text."""

import pytest

from tests.support.business import XRPT01, XRPT05, edited, findings, rules

COMMENT = "Kontrol efter behandling."
UNIT = "<Unit>mg/L</Unit>"
DEPARTMENT = "<DepartmentName>Laboratoriet<"


def escaped(text: str) -> str:
    """Return a text as it is written in XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def commented(text: str) -> str:
    """Return the biochemical message with another comment."""
    return edited(XRPT01, (COMMENT, escaped(text)))


@pytest.mark.parametrize(
    ("unit", "markup"),
    [
        ("10<sup>9</sup>/L", "<sup>"),
        ("10<SUP>9", "<SUP>"),
        ("10<b>9</b>/L", "<b>"),
        ("10< sup>9", "< sup>"),
        ("109</sup>/L", "</sup>"),
        ("10<sup", "<sup"),
        ("10&sup9;/L", "&sup9;"),
        ("&micro;g/L", "&micro;"),
        ("&#181;g/L", "&#181;"),
        ("&amp", "&amp"),
        ("10[sup]9[/sup]/L", "[sup]"),
        ("H[sub]2O", "[sub]"),
        ("109[/sup]/L", "[/sup]"),
        ("10^{9}/L", "^{"),
        ("H_{2}O", "_{"),
    ],
)
def test_markup_in_a_unit_is_told(unit, markup):
    """However a power is marked up; no other rule speaks of the unit."""
    found = findings(edited(XRPT01, (UNIT, f"<Unit>{escaped(unit)}</Unit>")))
    assert [one.rule for one in found] == ["LAB-TEXT-002"]
    assert found[0].message == f"Enheden indeholder opmærkningen „{markup}“."
    assert (found[0].path, found[0].actual) == ("/Emessage/LaboratoryReport[1]/LaboratoryResults/Result/Unit", unit)


@pytest.mark.parametrize("unit", ["10^9/L", "<5 mg/L", "mg/L [a]", "mg_L", "g & L", "{mg}"])
def test_a_plain_unit_has_no_markup(unit):
    """Signs that are no markup are let by here."""
    assert "LAB-TEXT-002" not in rules(edited(XRPT01, (UNIT, f"<Unit>{escaped(unit)}</Unit>")))


def test_markup_in_a_unit_of_microbiology_is_told():
    """The value behind a susceptibility has a unit too; a missing unit is nothing."""
    assert rules(edited(XRPT05, (UNIT, "<Unit>&amp;micro;g/mL</Unit>"))) == ["LAB-TEXT-002"]
    assert "LAB-TEXT-002" not in rules(edited(XRPT05, (UNIT, "")))


@pytest.mark.parametrize(
    ("text", "rule", "markup"),
    [
        ("a<br>b", "LAB-TEXT-003", "<br>"),
        ("a<BR />b", "LAB-TEXT-003", "<BR />"),
        ("<p class='x'>a</p>", "LAB-TEXT-003", "<p class='x'>"),
        ('<a href="https://x.dk">a</a>', "LAB-TEXT-003", '<a href="https://x.dk">'),
        ("slut</td>", "LAB-TEXT-003", "</td>"),
        ("<h1>a", "LAB-TEXT-003", "<h1>"),
        ("10<sup>9", "LAB-TEXT-003", "<sup>"),
        ("a<Break/>b", "LAB-TEXT-003", "<Break/>"),
        ("a&nbsp;b", "LAB-TEXT-003", "&nbsp;"),
        ("a &amp; b", "LAB-TEXT-003", "&amp;"),
        ("&lt; 5", "LAB-TEXT-003", "&lt;"),
        ("&AElig;ble", "LAB-TEXT-003", "&AElig;"),
        ("10&sup2;", "LAB-TEXT-003", "&sup2;"),
        ("&#230;ble", "LAB-TEXT-003", "&#230;"),
        ("&#xE6;ble", "LAB-TEXT-003", "&#xE6;"),
        ("B&O; og a&nbsp;b", "LAB-TEXT-003", "&nbsp;"),
        ("{\\rtf1 a", "LAB-TEXT-003", "{\\rtf"),
        ("a\\par b", "LAB-TEXT-003", "\\par"),
        ("a\\.br\\b", "LAB-TEXT-003", "\\.br\\"),
        ("a <b>b</b>", "LAB-TEXT-013", "<b>"),
        ("a</B>", "LAB-TEXT-013", "</B>"),
        ('<span style="x">b', "LAB-TEXT-013", '<span style="x">'),
        ("<Bold>a", "LAB-TEXT-013", "<Bold>"),
        ("<b>a<br>", "LAB-TEXT-003", "<br>"),
    ],
)
def test_markup_in_a_text_is_told_once(text, rule, markup):
    """Markup that changes a text is a flaw; tags of style are a hint, and silent beside the other."""
    (found,) = findings(commented(text))
    assert (found.rule, f"„{markup}“" in found.message) == (rule, True)
    assert found.path == "/Emessage/LaboratoryReport[1]/RequisitionInformation/Comments"


@pytest.mark.parametrize(
    "text",
    [
        "CRP < 5", "a<b", "a<b og c>d", "5 < p > 3", "<fløde>", "R&D", "A & B", "B&O;", "Hansen & Søn;", "Jens&Ole;", "&#1;",
        "a\\b", "\\parade", "<brev>", "p<0,05; q>1", "<b5>", "&;", "&n;",
    ],
)
def test_signs_that_are_no_markup_are_let_by(text):
    """Less, greater and ampersand are signs like others."""
    assert rules(commented(text)) == []


def test_markup_is_told_of_each_text():
    """Each text with markup gives one finding, wherever it stands in a mixed text."""
    text = edited(XRPT01, ("Fastende siden kl. 22.", "a"), (COMMENT, "&lt;br&gt;&lt;hr&gt;"), (DEPARTMENT, "<DepartmentName>&amp;nbsp;b<"))
    assert rules(text) == ["LAB-TEXT-003"] * 2


def test_what_is_shown_begins_at_the_markup():
    """Forty characters at most, of a person's name none."""
    assert findings(commented("før <br>" + "x" * 50))[0].actual == "<br>" + "x" * 35 + "…"
    assert findings(commented("før <br>" + "x" * 36))[0].actual == "<br>" + "x" * 36
    assert findings(commented("før <b>" + "x" * 5))[0].actual == "<b>xxxxx"
    told = findings(edited(XRPT01, ("Nancy Ann Test", "Nancy&amp;nbsp;Ann Test")))
    assert [one.actual for one in told if one.rule == "LAB-TEXT-003"] == ["Et navn på 19 tegn, som ikke vises"]


def test_a_long_tag_is_shown_in_part():
    """A message stays a sentence that can be read."""
    (found,) = findings(commented(f"<a href='{'x' * 60}'>"))
    assert f"„<a href='{'x' * 31}“" in found.message
    (found,) = findings(commented(f"<span x='{'x' * 60}'>"))
    assert f"„<span x='{'x' * 31}“" in found.message


def test_a_paragraph_is_a_text():
    """XRPT05's texts are looked at as XRPT01's."""
    assert rules(edited(XRPT05, ("Dysuri i tre døgn.", "Dysuri&amp;nbsp;i tre døgn."))) == ["LAB-TEXT-003"]
    assert rules(edited(XRPT05, ("Dysuri i tre døgn.", "&lt;i&gt;Dysuri&lt;/i&gt;"))) == ["LAB-TEXT-013"]
