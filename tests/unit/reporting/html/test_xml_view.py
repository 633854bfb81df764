"""A message as it is shown: indented, unchanged in what it says, with the place of a finding marked."""

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.reporting.html.xml_view import finding_points_into, parse, xml_lines

MESSAGE = b"""<m:Emessage xmlns:m="urn:m" id="1"><m:Envelope/>
<m:Report><m:Patient><m:Cpr>1 &lt; 2</m:Cpr></m:Patient></m:Report>
<m:Report><m:Patient><m:Text>A <m:Bold>b</m:Bold><m:Break/> c</m:Text></m:Patient></m:Report></m:Emessage>"""


def at(path="", line=None):
    """Return a finding at a place."""
    return Finding("R", Severity.F1, "m", path=path, line=line)


def shown(*findings):
    """Return (text, place) of each line of MESSAGE."""
    return [(line.text, line.place) for line in xml_lines(parse(MESSAGE), findings, "linje {line}")]


def test_a_message_is_indented_and_mixed_text_stays_on_its_line():
    """Elements are indented by tabs; text with elements in it is not torn apart."""
    assert [text for text, _place in shown()] == [
        '<m:Emessage xmlns:m="urn:m" id="1">', "\t<m:Envelope/>", "\t<m:Report>", "\t\t<m:Patient>",
        "\t\t\t<m:Cpr>1 &lt; 2</m:Cpr>", "\t\t</m:Patient>", "\t</m:Report>", "\t<m:Report>", "\t\t<m:Patient>",
        "\t\t\t<m:Text>A <m:Bold>b</m:Bold><m:Break/> c</m:Text>", "\t\t</m:Patient>", "\t</m:Report>", "</m:Emessage>",
    ]


def test_a_path_marks_its_element_with_the_line_of_the_source():
    """The second report is meant where the path says [2]."""
    assert [line for line in shown(at("/Emessage/Report[2]/Patient")) if line[1]] == [("\t\t<m:Patient>", "linje 3")]


def test_a_missing_element_is_marked_at_the_nearest_above_it():
    """What is not there is shown where it should have been."""
    assert [line for line in shown(at("Emessage/Report[1]/Patient/Consent")) if line[1]] == [("\t\t<m:Patient>", "linje 2")]


def test_a_line_marks_the_first_element_on_it():
    """A finding without a path is placed by its line."""
    assert [line for line in shown(at(line=3)) if line[1]] == [("\t<m:Report>", "linje 3")]


def test_another_kind_of_message_is_not_pointed_into():
    """A path that begins with another root is not of this message."""
    assert not finding_points_into(parse(MESSAGE), at("/Receipt/Letter"))
    assert not finding_points_into(parse(MESSAGE), at("/Emessage/Unknown"))


def test_a_document_type_is_never_read():
    """Entities can not be smuggled into the report."""
    assert parse(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>') is None
    assert parse(b"<a><b></a>") is None


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12).filter(str.strip)
NAMES = st.sampled_from(["A", "B", "Længde"])


@st.composite
def trees(draw, depth=3):
    """A tree whose leaves hold text and whose branches hold none."""
    element = etree.Element(draw(NAMES), draw(st.dictionaries(NAMES, TEXT, max_size=2)))
    if depth and draw(st.booleans()):
        element.extend(draw(st.lists(trees(depth=depth - 1), max_size=3)))
    if not len(element):
        element.text = draw(TEXT)
    return element


@settings(max_examples=60, deadline=None)
@given(trees())
def test_what_is_shown_says_the_same(tree):
    """Read again, without the white space of the indentation, the lines are the message."""
    again = etree.fromstring("\n".join(line.text for line in xml_lines(tree, (), "")))
    for element in again.iter():
        element.tail = None
        if len(element):
            element.text = None
    assert etree.tostring(again, method="c14n") == etree.tostring(tree, method="c14n")
