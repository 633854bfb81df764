"""What is no Emessage is refused with what is wrong and where; nothing foreign is fetched or expanded."""

import re
from datetime import UTC, datetime

import pytest

from labcert.domain.messages import (
    Emessage,
    ForbiddenMarkup,
    MessageError,
    NotWellFormed,
    UnexpectedStructure,
    Unwritable,
    mixed,
    plain,
    positive_receipt,
    read,
    write,
)
from labcert.domain.messages.texts import Break, Space, Styled
from labcert.domain.suite import suite_root

EXAMPLE = (suite_root() / "fixtures" / "corpus" / "valid" / "xrpt01-alphanumeric.xml").read_bytes()
NS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
RECEIPTS = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/"
ENVELOPE = (
    "<Envelope><Sent><Date>2025-12-01</Date><Time>08:15</Time></Sent><Identifier>E1</Identifier>"
    "<AcknowledgementCode>minuspositivkvitt</AcknowledgementCode></Envelope>"
)
OTHER = "<GeneticsReport><Letter><Identifier>G1</Identifier><VersionCode>XR0730G</VersionCode></Letter>x</GeneticsReport>"


def message(inner: str = ENVELOPE + OTHER, attributes: str = "") -> bytes:
    """Return a message with something in it."""
    return f'<Emessage xmlns="{NS}"{attributes}>{inner}</Emessage>'.encode()


def test_a_letter_that_is_not_ours_is_kept_whole():
    """Its identifier and version can be told, the rest is opaque and written again as it was."""
    found = read(message())
    (letter,) = found.letters
    assert (letter.name, letter.letter.identifier, letter.letter.version_code) == ("GeneticsReport", "G1", "XR0730G")
    assert read(write(found)) == found


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", NotWellFormed),
        (b"no xml", NotWellFormed),
        (b"<a>", NotWellFormed),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>\xe6</a>', NotWellFormed),
        (b"<!DOCTYPE a><a/>", ForbiddenMarkup),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>', ForbiddenMarkup),
        (b"<a/>", UnexpectedStructure),
        (b"<Emessage/>", UnexpectedStructure),
        (message(""), UnexpectedStructure),
        (message(ENVELOPE), UnexpectedStructure),
        (message(OTHER + ENVELOPE), UnexpectedStructure),
        (message(attributes=' a="1"'), UnexpectedStructure),
        (message().replace(NS.encode(), RECEIPTS.encode()), UnexpectedStructure),
        (message(ENVELOPE + "hov" + OTHER), UnexpectedStructure),
        (message(ENVELOPE + '<a xmlns="urn:x"/>'), UnexpectedStructure),
        (message(ENVELOPE.replace("<Identifier>E1</Identifier>", "") + OTHER), UnexpectedStructure),
        (message(ENVELOPE.replace("<Identifier>E1", "<Identifier a='1'>E1") + OTHER), UnexpectedStructure),
        (message(ENVELOPE.replace("E1", "E1<b/>") + OTHER), UnexpectedStructure),
        (message(ENVELOPE.replace("<Sent>", "<Sent>x") + OTHER), UnexpectedStructure),
        (message(ENVELOPE.replace("<Identifier>", "<Identifier>A</Identifier><Identifier>") + OTHER), UnexpectedStructure),
        (message(ENVELOPE + "<LaboratoryReport/>"), UnexpectedStructure),
    ],
)
def test_what_is_no_message_is_refused(data, kind):
    """One family of errors, told in a sentence, whatever the bytes are."""
    with pytest.raises(kind) as caught:
        read(data)
    assert isinstance(caught.value, MessageError)
    assert len(caught.value.message) > 20


def test_an_error_names_the_line():
    """The line is that of the element that is wrong, from 1."""
    data = message(ENVELOPE + "\n\n<LaboratoryReport>\n<Letter/>\n</LaboratoryReport>")
    with pytest.raises(UnexpectedStructure, match="Letter mangler Identifier") as caught:
        read(data)
    assert caught.value.line == 4


def test_answers_and_receipts_can_not_share_a_message():
    """They stand in different namespaces, so the value can not be written."""
    answer = read(EXAMPLE)
    receipt = positive_receipt(answer, identifier="K1", letter_identifier="B1", now=datetime(2025, 12, 1, 9, 0, tzinfo=UTC))
    both = Emessage(envelope=receipt.envelope, letters=(*receipt.letters, *answer.letters))
    with pytest.raises(Unwritable, match="navnerum"):
        write(both)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_a_character_that_xml_has_no_way_to_carry_is_refused(character):
    """It is told by its number; cutting it out would change an answer in silence."""
    found = read(message())
    broken = Emessage(envelope=type(found.envelope)(
        sent=found.envelope.sent, identifier=f"E{character}", acknowledgement_code="minuspositivkvitt"
    ), letters=found.letters)
    with pytest.raises(Unwritable, match=re.escape(f"U+{ord(character):04X}")):
        write(broken)


def test_a_mixed_text_in_plain():
    """A Break is a new line, a Space a space, and a style leaves its words."""
    text = mixed("a", "", "b", Break(), Styled("FixedFont", mixed("c", Styled("Bold", ("d",)), Space())), "e")
    assert text[0] == "ab"
    assert plain(text) == "ab\ncd e"


@pytest.mark.parametrize(
    "inner",
    ["<Bold><Italic>x</Italic></Bold>", "<FixedFont><FixedFont/></FixedFont>", "<Break>x</Break>", "<b/>", "<Bold a='1'/>"],
)
def test_inline_elements_nest_only_as_the_standard_says(inner):
    """A style holds no style, FixedFont no FixedFont, and a Break nothing."""
    assert b"</ResultComments>" in EXAMPLE
    with pytest.raises(UnexpectedStructure):
        read(EXAMPLE.replace(b"</ResultComments>", f"{inner}</ResultComments>".encode(), 1))
