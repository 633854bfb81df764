"""The encoding of a message."""

import pytest

from labcert.checks.encoding import declares_encoding, keeps_its_encoding, stands_as_reference, stands_in_encoding

ENCODINGS = ("UTF-8", "ISO-8859-1", "windows-1252")


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_what_is_declared_and_kept_is_right(emessage, encoding):
    """Declaration and bytes agree."""
    data = emessage("<Note>på øen</Note>", encoding=encoding)
    assert declares_encoding(data, encoding) is None
    assert stands_in_encoding(data, "på øen", encoding) is None


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_system_may_choose_among_the_encodings_in_use(emessage, encoding):
    """Each of the three is right where the step asks for none of them, and a message without declaration is UTF-8."""
    assert keeps_its_encoding(emessage("<Note>på øen</Note>", encoding=encoding)) is None
    assert keeps_its_encoding("<Emessage>på øen</Emessage>".encode()) is None


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b'<?xml version="1.0" encoding="ISO-8859-15"?><a/>', "ENC-DECLARED"),
        (b'<?xml version="1.0" encoding="UTF-8"?><a>p\xe5</a>', "ENC-BYTES"),
        (b"<a>p\xe5</a>", "ENC-BYTES"),
    ],
)
def test_what_is_not_in_its_own_encoding_is_told(data, rule):
    """An encoding that is not in use, and bytes that the one declared (or UTF-8) does not have."""
    assert keeps_its_encoding(data).rule == rule


@pytest.mark.parametrize("written", ["p&#229; &#248;en", "p&#xE5; &#XF8;en", "på &#248;en"])
def test_a_text_may_be_written_with_references(written):
    """A character reference says the same as the character's bytes."""
    data = f'<?xml version="1.0" encoding="ISO-8859-1"?><a>{written}</a>'.encode("ISO-8859-1")
    assert stands_in_encoding(data, "på øen", "ISO-8859-1") is None


def test_another_declaration_is_told(emessage):
    """The finding shows what the declaration says."""
    finding = declares_encoding(emessage(encoding="ISO-8859-1"), "UTF-8")
    assert (finding.rule, finding.expected, finding.actual) == ("ENC-DECLARED", 'encoding="UTF-8"', 'encoding="ISO-8859-1"')


def test_a_missing_declaration_is_told():
    """XML without a declaration is UTF-8 by default, but the step asks that it be said."""
    assert declares_encoding(b"<Emessage/>", "UTF-8").actual == "intet tegnsæt"


def test_bytes_outside_the_encoding_are_told_with_their_line():
    """0xf8 alone is ø in ISO-8859-1 and nothing in UTF-8."""
    finding = declares_encoding(b'<?xml version="1.0" encoding="UTF-8"?>\n<a>p\xe5 \xf8en</a>', "UTF-8")
    assert (finding.rule, finding.line) == ("ENC-BYTES", 2)


def test_utf_8_under_another_name_is_found_by_its_bytes(emessage):
    """Every byte is legal in ISO-8859-1, so only the text shows that the message is UTF-8 in truth."""
    data = emessage("<Note>på øen</Note>").replace(b'"UTF-8"', b'"ISO-8859-1"')
    assert declares_encoding(data, "ISO-8859-1") is None
    assert stands_in_encoding(data, "på øen", "ISO-8859-1").actual == "UTF-8"


@pytest.mark.parametrize("written", [b"&#8805;", b"&#x2265;", b"&#X2265;"])
def test_a_reference_may_be_decimal_or_hexadecimal(written):
    """&#8805; and &#x2265; are the same sign."""
    assert stands_as_reference(b"<a>" + written + b"</a>", "≥") is None


@pytest.mark.parametrize("written", [b"?", b"&#8804;", b""])
def test_a_sign_that_is_no_reference_is_told(written):
    """A question mark, another sign or nothing is not the sign."""
    assert stands_as_reference(b"<a>" + written + b"</a>", "≥").expected == "&#8805;"
