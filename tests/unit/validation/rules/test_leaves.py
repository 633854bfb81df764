"""The leaves of a message: which texts there are, and the quick looks at them."""

from lxml import etree

from labcert.validation.rules.leaves import Leaf, Texts

XML = """<Emessage xmlns="urn:x">
  <Envelope><Identifier>E1</Identifier></Envelope>
  <LaboratoryReport>
    <Sender><OrganisationName>Æblegården</OrganisationName><UnitName> </UnitName></Sender>
    <Comments>{comments}</Comments>
    <Paragraph/>
    <Value/>
  </LaboratoryReport>
  <GeneticsReport><Name>Gen ø</Name><UnitName/></GeneticsReport>
</Emessage>"""


def texts(comments: str = "a", xml: str = XML) -> Texts:
    """Return the texts of the message with these comments."""
    return Texts(etree.fromstring(xml.format(comments=comments).encode()))


def told(leaves: tuple[Leaf, ...]) -> list[tuple[str, str]]:
    """Return name and text of each leaf."""
    return [(leaf.name, leaf.text) for leaf in leaves]


def test_leaves_are_the_texts_of_our_letters_in_order():
    """The envelope counts as ours; an element with elements, an empty one and other letters do not."""
    assert told(texts().leaves) == [("Identifier", "E1"), ("OrganisationName", "Æblegården"), ("Comments", "a")]


def test_a_mixed_text_is_one_leaf():
    """Inline elements are part of it, also where it begins with one, and what stands after them is not lost."""
    for comments, text in (
        ("a<Break/>b", "ab"), ("<Bold>a</Bold> b", "a b"), ("<Break/>b", "b"), ("a<FixedFont>b<Space/><Italic>c</Italic>d</FixedFont>e", "abcde"),
        ("<Right>a</Right><Center>b</Center><Underline>c</Underline>", "abc"),
    ):
        assert told(texts(comments).leaves)[2:] == [("Comments", text)]


def test_a_leaf_knows_its_element():
    """A finding is placed by it."""
    leaf = texts().leaves[1]
    assert (leaf.element.text, leaf.element.tag) == ("Æblegården", "{urn:x}OrganisationName")


def test_blanks_are_the_leaves_with_nothing_to_see():
    """White space or nothing; the inline elements of a mixed text are none, nor is one that holds only them."""
    assert told(texts("a<Break/>b<Bold></Bold>").blanks) == [("UnitName", " "), ("Paragraph", ""), ("Value", "")]
    assert told(texts("").blanks)[1] == ("Comments", "")
    assert told(texts("<Space/>").blanks) == [("UnitName", " "), ("Paragraph", ""), ("Value", "")]


def test_pieces_are_what_elements_begin_with():
    """Each once, without white space alone, without other letters."""
    assert texts("a<Break/>b<Bold>c</Bold>").pieces == {"E1", "Æblegården", "a", "c"}


def test_joined_and_foreign_hold_every_character():
    """Tails of inline elements, too; foreign is what is not ASCII, and DEL."""
    seen = texts("x<Break/>~\x7fé€")
    assert "x~\x7fé€" in seen.joined
    assert seen.foreign == "Æå\x7fé€ø"


def test_a_name_of_a_person_is_known():
    """PersonSurnameName and PersonGivenName are; initials and an organisation's name are not."""
    names = {name: Leaf(name, "", etree.Element(name)).names_a_person for name in (
        "PersonSurnameName", "PersonGivenName", "PersonInitials", "OrganisationName", "Name",
    )}
    assert names == {
        "PersonSurnameName": True, "PersonGivenName": True, "PersonInitials": False, "OrganisationName": False, "Name": False,
    }


def test_a_message_may_declare_another_encoding_than_its_own():
    """UTF-8 read by the declared single-byte encoding; never where it is UTF-8, ASCII, or right."""
    xml = XML.format(comments="a")

    def read(declared: str, written: str, text: str = xml) -> bool:
        head = f'<?xml version="1.0" encoding="{declared}"?>'
        return Texts(etree.fromstring((head + text).encode(written))).is_misdeclared

    assert read("ISO-8859-1", "utf-8")
    assert read("windows-1252", "utf-8", xml.replace("Æblegården", "é"))
    assert not read("ISO-8859-1", "latin-1")
    assert not read("windows-1252", "cp1252")
    assert not read("UTF-8", "utf-8")
    assert not read("utf-8", "utf-8")
    assert not read("ISO-8859-1", "utf-8", "".join(filter(str.isascii, xml)))
    assert not Texts(etree.fromstring(xml)).is_misdeclared
