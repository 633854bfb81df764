"""What a receipt must say of the message that it answers."""

import pytest

from labcert.checks.receipts import answers, asks_for_none, parties_are_swapped, receipt_of, receipt_says, refuses
from labcert.domain.errors import ToolFault

OURS, THEIRS = "5790000147465", "5790001382445"


def _receipt(
    letters="<OriginalLetter><OriginalLetterIdentifier>L1</OriginalLetterIdentifier>"
    "<OriginalVersionCode>XR0131K</OriginalVersionCode></OriginalLetter>",
    *,
    name="PositiveReceipt",
    asks="minuspositivkvitt",
    sender=THEIRS,
):
    return receipt_of(
        f"<Emessage><Envelope><AcknowledgementCode>{asks}</AcknowledgementCode></Envelope><{name}>"
        f"<Letter><VersionCode>XC0330Q</VersionCode></Letter><Sender><EANIdentifier>{sender}</EANIdentifier></Sender>"
        f"<Receiver><EANIdentifier>{OURS}</EANIdentifier></Receiver><OriginalEmessage>"
        f"<OriginalEnvelopeIdentifier>E1</OriginalEnvelopeIdentifier>{letters}</OriginalEmessage></{name}></Emessage>".encode()
    )


def _refused(letter, reason):
    return (
        f"<OriginalLetter><OriginalLetterIdentifier>{letter}</OriginalLetterIdentifier><OriginalVersionCode>XR0131K"
        f"</OriginalVersionCode><RefuseText>{reason}</RefuseText></OriginalLetter>"
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [("PositiveReceipt", "XCTL03"), ("NegativeReceipt", "XCTL02"), ("NegativeVansReceipt", "XCTL01")],
)
def test_the_element_names_the_kind_of_receipt(name, kind):
    """The three receipts are told apart by their element."""
    assert _receipt(name=name).standard == kind


def test_something_else_than_a_receipt_is_a_fault_of_ours():
    """PLSP said that it was a receipt, so that it is none is nothing the vendor did."""
    with pytest.raises(ToolFault):
        receipt_of(b"<Emessage><Envelope/></Emessage>")


def test_a_field_of_the_receipt_is_compared_sign_by_sign():
    """A wrong field is told with its place, and a missing one too."""
    assert receipt_says(_receipt(), "Letter/VersionCode", "XC0330Q") is None
    wrong = receipt_says(_receipt(), "Letter/VersionCode", "XC0230Q")
    assert (wrong.expected, wrong.actual, wrong.path) == ("XC0230Q", "XC0330Q", "/Emessage/PositiveReceipt/Letter/VersionCode")
    assert receipt_says(_receipt(), "Letter/Identifier", "B1").actual == "intet"


def test_a_receipt_names_the_envelope_and_exactly_its_letters():
    """Another envelope, another version code and a letter too many are each told."""
    assert answers(_receipt(), "E1", {"L1": "XR0131K"}) == ()
    assert [found.expected for found in answers(_receipt(), "E2", {"L1": "XR0131K"})] == ["E2"]
    wrong = answers(_receipt(), "E1", {"L1": "XR0131K", "L2": "XR0532M"})
    assert [(found.rule, found.actual) for found in wrong] == [("RECEIPT-LETTERS", "L1 (XR0131K)")]
    assert answers(_receipt(letters=""), "E1", {"L1": "XR0131K"})[0].actual == "ingen breve"


def test_a_receipt_goes_back_where_the_answer_came_from(report):
    """Sender and receiver of the answer are swapped in the receipt."""
    sent = report(
        f"<Sender><EANIdentifier>{OURS}</EANIdentifier></Sender><Receiver><EANIdentifier>{THEIRS}</EANIdentifier></Receiver>"
    )
    assert parties_are_swapped(_receipt(), sent) == ()
    assert [found.actual for found in parties_are_swapped(_receipt(sender=OURS), sent)] == [OURS]


def test_a_receipt_asks_for_no_receipt():
    """Its own envelope says minuspositivkvitt."""
    assert asks_for_none(_receipt()) is None
    assert asks_for_none(_receipt(asks="pluspositivkvitt")).actual == "pluspositivkvitt"


def test_a_refusal_names_the_letter_with_the_databanks_own_words():
    """Another letter, other words, or a letter more is not what was asked."""
    right = _receipt(_refused("L2", "Koden er ukendt"))
    assert refuses(right, "L2", "Koden er ukendt") == ()
    assert refuses(right, "L1", "Koden er ukendt")[0].actual == "L2: Koden er ukendt"
    assert refuses(right, "L2", "Rekvirenten er ukendt")[0].expected == "L2: Rekvirenten er ukendt"
    assert refuses(_receipt(_refused("L1", "Nej") + _refused("L2", "Nej")), "L2", "Nej") != ()
