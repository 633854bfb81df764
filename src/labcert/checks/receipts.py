"""What a receipt must say: which envelope and letters it answers, who sends it to whom, and why something was refused.

A receipt is made by PLSP, so a finding here is PLSP's and says so.
"""

from collections.abc import Mapping

from lxml import etree

from labcert.checks.reading import Letter, parse_tree
from labcert.domain.errors import ToolFault
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["RECEIPTS", "answers", "asks_for_none", "parties_are_swapped", "receipt_of", "receipt_says", "refuses"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
RECEIPTS = {"PositiveReceipt": "XCTL03", "NegativeReceipt": "XCTL02", "NegativeVansReceipt": "XCTL01"}
"""element -> the standard of a receipt; source: the table of receipts, XC0130Q, XC0230Q and XC0330Q"""
_EAN = "EANIdentifier"


def receipt_of(data: bytes) -> Letter:
    """Return the receipt in a message; its `standard` is XCTL01, XCTL02 or XCTL03."""
    for element in parse_tree(data).iterchildren(tag=etree.Element):
        name = etree.QName(element).localname
        if name in RECEIPTS:
            return Letter(RECEIPTS[name], element)
    raise ToolFault(_("Det, PLSP gav som kvittering, er ingen kvittering."))


def receipt_says(receipt: Letter, path: str, expected: str) -> Finding | None:
    """The first element at a path below the receipt has exactly this text."""
    place = receipt.place(path)
    if place is not None and place.text == expected:
        return None
    return Finding(
        "RECEIPT-FIELD",
        _ANY,
        _("Feltet {path} i kvitteringen fra PLSP er ikke, som det skal være.").format(path=path),
        expected=expected,
        actual=place.text if place else _("intet"),
        path=place.path if place else receipt.own_path,
        line=place.line if place else None,
        remedy=_("Ret den måde, PLSP danner kvitteringen på."),
    )


def answers(receipt: Letter, envelope: str, letters: Mapping[str, str]) -> tuple[Finding, ...]:
    """The receipt names the envelope and exactly these letters, each with its version code."""
    wrong = receipt_says(receipt, "OriginalEmessage/OriginalEnvelopeIdentifier", envelope)
    named = {
        receipt.text("OriginalLetterIdentifier", place.element) or "": receipt.text(
            "OriginalVersionCode", place.element
        )
        or ""
        for place in receipt.places("OriginalEmessage/OriginalLetter")
    }
    found = [wrong] if wrong else []
    if named != dict(letters):
        found.append(
            Finding(
                "RECEIPT-LETTERS",
                _ANY,
                _("Kvitteringen fra PLSP nævner ikke netop de breve, den skal."),
                expected=_told(letters),
                actual=_told(named) or _("ingen breve"),
                path=f"{receipt.own_path}/OriginalEmessage",
                remedy=_("Nævn hvert brev, kvitteringen gælder, i OriginalLetter."),
            )
        )
    return tuple(found)


def _told(letters: Mapping[str, str]) -> str:
    return ", ".join(f"{identifier} ({version})" for identifier, version in letters.items())


def parties_are_swapped(receipt: Letter, sent: Letter) -> tuple[Finding, ...]:
    """The receipt goes from the letter's receiver to its sender."""
    pairs = ((f"Sender/{_EAN}", f"Receiver/{_EAN}"), (f"Receiver/{_EAN}", f"Sender/{_EAN}"))
    found = (receipt_says(receipt, ours, sent.text(theirs) or "") for ours, theirs in pairs)
    return tuple(finding for finding in found if finding)


def asks_for_none(receipt: Letter) -> Finding | None:
    """The envelope of a receipt says minuspositivkvitt: nobody answers a receipt with a receipt."""
    whole = Letter("", receipt.element.getroottree().getroot())
    return receipt_says(whole, "Envelope/AcknowledgementCode", "minuspositivkvitt")


def refuses(receipt: Letter, letter: str, reason: str) -> tuple[Finding, ...]:
    """The receipt refuses this letter and no other, for this reason word by word."""
    refused = {
        receipt.text("OriginalLetterIdentifier", place.element) or "": receipt.text("RefuseText", place.element) or ""
        for place in receipt.places("OriginalEmessage/OriginalLetter")
    }
    if refused == {letter: reason}:
        return ()
    return (
        Finding(
            "RECEIPT-REASON",
            _ANY,
            _("Kvitteringen fra PLSP siger ikke netop, hvilket brev der er afvist, og hvorfor."),
            expected=f"{letter}: {reason}",
            actual="; ".join(map(": ".join, refused.items())) or _("ingen breve"),
            path=f"{receipt.own_path}/OriginalEmessage",
            remedy=_("Giv databankens egen begrundelse videre i RefuseText ved det brev, den gælder."),
        ),
    )
