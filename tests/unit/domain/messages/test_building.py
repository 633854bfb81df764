"""Receipts: sender and receiver swapped, the original named, and never a receipt for a receipt."""

from datetime import UTC, datetime

import pytest

from labcert.domain.messages import (
    MessageError,
    NegativeReceipt,
    NegativeVansReceipt,
    PositiveReceipt,
    Refusal,
    negative_receipt,
    plain,
    positive_receipt,
    read,
    vans_receipt,
    write,
)
from labcert.domain.suite import suite_root

ORIGINAL = read((suite_root() / "fixtures" / "corpus" / "valid" / "both-standards.xml").read_bytes())
IDS = {"identifier": "K1", "letter_identifier": "B1", "now": datetime(2025, 12, 1, 9, 5, tzinfo=UTC)}
WHY = Refusal("syntaksfejl", "Value er for lang – højst 12 tegn.")


def test_a_positive_receipt_names_every_letter():
    """XCTL03 with the original's identifiers and versions; sent at the minute it is told."""
    message = positive_receipt(ORIGINAL, **IDS)
    (receipt,) = message.letters
    assert isinstance(receipt, PositiveReceipt)
    assert message.envelope.sent.time == "09:05"
    assert message.envelope.identifier == "K1"
    assert not message.envelope.asks_for_receipt
    assert (receipt.letter.version_code, receipt.letter.statistical_code) == ("XC0330Q", "XCTL03")
    assert (receipt.sender.ean_identifier, receipt.receiver.ean_identifier) == ("5790001382445", "5790000147465")
    original = receipt.original_emessage
    assert original.original_envelope_identifier == ORIGINAL.envelope.identifier
    assert original.original_sender.ean_identifier == "5790000147465"
    assert [(letter.original_letter_identifier, letter.original_version_code) for letter in original.original_letter] == [
        ("L25120100008", "XR0131K"), ("L25120100009", "XR0532M"),
    ]


def test_a_positive_receipt_may_name_some_letters():
    """Where another letter is still on its way."""
    (receipt,) = positive_receipt(ORIGINAL, **IDS, letters={"L25120100009"}).letters
    assert [letter.original_letter_identifier for letter in receipt.original_emessage.original_letter] == ["L25120100009"]


def test_a_negative_receipt_tells_why_a_letter_is_refused():
    """XCTL02 names the refused letter alone, with code and text."""
    (receipt,) = negative_receipt(ORIGINAL, **IDS, refusals={"L25120100009": WHY}).letters
    assert isinstance(receipt, NegativeReceipt)
    assert receipt.letter.version_code == "XC0230Q"
    (letter,) = receipt.original_emessage.original_letter
    assert (letter.refuse_code, plain(letter.refuse_text)) == ("syntaksfejl", "Value er for lang – højst 12 tegn.")
    assert receipt.original_emessage.refuse_code is None


def test_a_negative_receipt_may_refuse_the_whole_envelope():
    """Then why stands at the envelope, and every letter is named."""
    (receipt,) = negative_receipt(ORIGINAL, **IDS, whole=WHY).letters
    assert receipt.original_emessage.refuse_code == "syntaksfejl"
    assert [letter.refuse_code for letter in receipt.original_emessage.original_letter] == [None, None]


def test_the_network_refuses_the_whole_envelope():
    """XCTL01."""
    (receipt,) = vans_receipt(ORIGINAL, **IDS, whole=WHY).letters
    assert isinstance(receipt, NegativeVansReceipt)
    assert (receipt.letter.version_code, receipt.letter.statistical_code) == ("XC0130Q", "XCTL01")


@pytest.mark.parametrize("encoding", ["UTF-8", "ISO-8859-1", "windows-1252"])
def test_receipts_survive_each_encoding(encoding):
    """The dash of the text is no character of ISO-8859-1, and is not lost."""
    message = negative_receipt(ORIGINAL, **IDS, whole=WHY)
    assert read(write(message, encoding)) == message


def test_a_message_without_a_letter_of_ours_has_nobody_to_answer():
    """Its sender stands in a letter we do not read."""
    other = read((suite_root() / "fixtures" / "corpus" / "broken" / "only-another-letter" / "message.xml").read_bytes())
    with pytest.raises(MessageError, match="kvitteres"):
        positive_receipt(other, **IDS)
