"""Reads receipts: XCTL03 positive, XCTL02 refused by the receiver, XCTL01 refused by the network."""

from dataclasses import dataclass

from lxml import etree

__all__ = ["Receipt", "read_receipt"]

KINDS = {"PositiveReceipt": "XCTL03", "NegativeReceipt": "XCTL02", "NegativeVansReceipt": "XCTL01"}
CODES = {
    "ikke_specificeret": "Grunden er ikke angivet",
    "ukendt_lokationsnummer": "Lokationsnummeret er ukendt",
    "problem_med_modtagerID": "Der er et problem med modtagerens identifikation",
    "problem_med_version": "Der er et problem med standardens version",
    "syntaksfejl": "Beskeden har en syntaksfejl",
}


@dataclass(frozen=True)
class Receipt:
    """What a receipt says: its kind, the envelope and letters it is about, and the reason where it refuses."""

    kind: str
    envelope: str
    letters: tuple[str, ...]
    reason: str

    def concerns(self, envelopes: tuple[str, ...], letters: tuple[str, ...]) -> bool:
        """Say whether it belongs to an answer; one sent again may get the receipt of its first envelope."""
        return self.envelope in envelopes or bool(set(self.letters) & set(letters))


def read_receipt(data: bytes) -> Receipt | None:
    """Return the receipt, or None where the bytes are none."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    receipts = [element for element in root.iter(etree.Element) if etree.QName(element).localname in KINDS]
    if not receipts:
        return None
    receipt = receipts[0]
    return Receipt(
        kind=KINDS[etree.QName(receipt).localname],
        envelope=_text(receipt, "OriginalEnvelopeIdentifier"),
        letters=tuple(_said(element) for element in _all(receipt, "OriginalLetterIdentifier")),
        reason=_reason(receipt),
    )


def _reason(receipt: etree._Element) -> str:
    """The texts of the refusal, each letter's with its identifier; the code's meaning where there is no text."""
    said = []
    for place in [*_all(receipt, "OriginalEmessage"), *_all(receipt, "OriginalLetter")]:
        children = {etree.QName(child).localname: _said(child) for child in place.iterchildren(etree.Element)}
        text = children.get("RefuseText") or CODES.get(children.get("RefuseCode", ""), "")
        letter = children.get("OriginalLetterIdentifier")
        if text:
            said.append(f"Brev {letter}: {text}" if letter else text)
    return " ".join(text if text.endswith(".") else f"{text}." for text in said)


def _all(element: etree._Element, name: str) -> list[etree._Element]:
    return [found for found in element.iter(etree.Element) if etree.QName(found).localname == name]


def _text(element: etree._Element, name: str) -> str:
    return next((_said(found) for found in _all(element, name)), "")


def _said(element: etree._Element) -> str:
    """The text of an element; Break and Space inside it become spaces."""
    return " ".join(" ".join(str(piece) for piece in element.itertext()).split())
