"""The message as a whole: an envelope and its letters."""

from dataclasses import dataclass

from labcert.domain.messages.common import DateAndTime
from labcert.domain.messages.receipts import NegativeReceipt, NegativeVansReceipt, PositiveReceipt
from labcert.domain.messages.xrpt01 import LaboratoryReport
from labcert.domain.messages.xrpt05 import MicrobiologyWebReport

__all__ = [
    "LETTERS", "RECEIPTS", "RECEIPT_NAMESPACE", "REPORT_NAMESPACE", "STANDARDS", "AnyLetter", "Emessage", "Envelope",
    "OtherHead", "OtherLetter", "Receipt", "Report",
]

REPORT_NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
RECEIPT_NAMESPACE = "http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2005/08/07/"


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """`identifier` is unique for the sender and never reused; `acknowledgement_code` asks for a positive receipt."""

    sent: DateAndTime
    identifier: str
    acknowledgement_code: str

    @property
    def asks_for_receipt(self) -> bool:
        """Whether the sender wants a positive receipt (a negative one comes in any case)."""
        return self.acknowledgement_code == "pluspositivkvitt"


@dataclass(frozen=True, kw_only=True)
class OtherHead:
    """What can be told of a letter that is not ours; "" where it does not say."""

    identifier: str
    version_code: str


@dataclass(frozen=True, kw_only=True)
class OtherLetter:
    """A letter of the namespace that is not ours: kept whole, not read. `xml` is its exclusive canonical form."""

    name: str
    letter: OtherHead
    xml: bytes


Report = LaboratoryReport | MicrobiologyWebReport
Receipt = PositiveReceipt | NegativeReceipt | NegativeVansReceipt
AnyLetter = Report | Receipt | OtherLetter

RECEIPTS: tuple[type[Receipt], ...] = (PositiveReceipt, NegativeReceipt, NegativeVansReceipt)
LETTERS: dict[str, tuple[type[Report | Receipt], ...]] = {
    REPORT_NAMESPACE: (LaboratoryReport, MicrobiologyWebReport),
    RECEIPT_NAMESPACE: RECEIPTS,
}
"""namespace -> the letters of it that are ours; an element's name is its class's name"""

STANDARDS: dict[type[AnyLetter], str] = {
    LaboratoryReport: "XRPT01",
    MicrobiologyWebReport: "XRPT05",
    NegativeVansReceipt: "XCTL01",
    NegativeReceipt: "XCTL02",
    PositiveReceipt: "XCTL03",
}


@dataclass(frozen=True, kw_only=True)
class Emessage:
    """An envelope with one letter or more. The schema locations are the root's, word for word."""

    envelope: Envelope
    letters: tuple[AnyLetter, ...]
    schema_location: str | None = None
    no_namespace_schema_location: str | None = None

    @property
    def namespace(self) -> str:
        """The namespace of the whole message: receipts have one of their own."""
        return RECEIPT_NAMESPACE if any(isinstance(letter, RECEIPTS) for letter in self.letters) else REPORT_NAMESPACE
