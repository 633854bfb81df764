"""A letter leaves the hub as it came: byte for byte, in its own encoding."""

import pytest

from mock_databanks.codes import load_tables
from mock_databanks.intake import canonical_letter, parsed
from mock_databanks.letters import read_envelope
from mock_databanks.slicing import only_letter, rewritten
from tests.support.lab_messages import URINE, Answer, biochemistry, envelope, microbiology

LETTERS = (biochemistry(Answer()), microbiology(URINE), biochemistry(Answer(letter="L3", value="7,3")))


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
@pytest.mark.parametrize("index", [0, 1, 2])
def test_one_letter_with_every_byte_of_it(encoding, index):
    """The envelope's head and the letter's bytes are as they were; the other letters are gone."""
    data = envelope(*LETTERS, encoding=encoding)
    cut = only_letter(data, index)
    assert LETTERS[index].encode(encoding) in cut
    assert cut.startswith(data[: data.index(b"<LaboratoryReport>")].rstrip())
    facts = read_envelope(parsed(cut))
    assert [letter.identifier for letter in facts.letters] == [["L1", "L2", "L3"][index]]
    assert canonical_letter(parsed(cut), 0) == canonical_letter(parsed(data), index)


def test_two_bytes_a_character_are_written_anew():
    """UTF-16 has no byte for ">" alone; the content is still the same."""
    data = envelope(*LETTERS, encoding="UTF-16")
    assert canonical_letter(parsed(only_letter(data, 1)), 0) == canonical_letter(parsed(data), 1)


def test_a_prefix_and_a_greater_than_in_a_value_are_no_trouble():
    """Namespaces with a prefix, and ">" inside a text, are legal XML."""
    text = envelope(*LETTERS[:2]).decode().replace("Analysen NPU19748", "a > b ]] c")
    assert b"a > b" in only_letter(text.encode(), 0)
    assert b"a > b" not in only_letter(text.encode(), 1)


def test_mapping_translates_only_what_the_table_knows():
    """PNTCRP becomes NPU19748/iupac/SST; everything else stays, and so does the encoding."""
    data = envelope(
        biochemistry(Answer(codes=(("PNTCRP", "lokal", "PNT"), ("PNTHB", "lokal", "PNT")))), encoding="ISO-8859-1"
    )
    written = rewritten(data, dict(load_tables().mapping))
    codes = read_envelope(parsed(written)).letters[0].codes
    assert [(code.code, code.type, code.responsible) for code in codes] == [
        ("NPU19748", "iupac", "SST"),
        ("PNTHB", "lokal", "PNT"),
    ]
    assert b"ISO-8859-1" in written[:60]
    assert "Æblegården".encode("latin-1") in written
