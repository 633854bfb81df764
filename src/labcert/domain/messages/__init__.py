"""Typed, frozen models of Emessage, XRPT01, XRPT05 and the receipts XCTL01-03, read and written losslessly."""

from labcert.domain.messages.building import Refusal, negative_receipt, positive_receipt, vans_receipt
from labcert.domain.messages.emessage import (
    LETTERS,
    RECEIPT_NAMESPACE,
    RECEIPTS,
    REPORT_NAMESPACE,
    STANDARDS,
    AnyLetter,
    Emessage,
    Envelope,
    OtherLetter,
    Receipt,
    Report,
)
from labcert.domain.messages.errors import (
    ForbiddenMarkup,
    MessageError,
    NotWellFormed,
    UnexpectedStructure,
    Unwritable,
)
from labcert.domain.messages.receipts import NegativeReceipt, NegativeVansReceipt, PositiveReceipt
from labcert.domain.messages.texts import Break, Mixed, Space, Styled, mixed, plain
from labcert.domain.messages.xml import ENCODINGS, Encoding, parse, read, read_tree, write
from labcert.domain.messages.xrpt01 import LaboratoryReport
from labcert.domain.messages.xrpt05 import MicrobiologyWebReport

__all__ = [
    "ENCODINGS",
    "LETTERS",
    "RECEIPTS",
    "RECEIPT_NAMESPACE",
    "REPORT_NAMESPACE",
    "STANDARDS",
    "AnyLetter",
    "Break",
    "Emessage",
    "Encoding",
    "Envelope",
    "ForbiddenMarkup",
    "LaboratoryReport",
    "MessageError",
    "MicrobiologyWebReport",
    "Mixed",
    "NegativeReceipt",
    "NegativeVansReceipt",
    "NotWellFormed",
    "OtherLetter",
    "PositiveReceipt",
    "Receipt",
    "Refusal",
    "Report",
    "Space",
    "Styled",
    "UnexpectedStructure",
    "Unwritable",
    "mixed",
    "negative_receipt",
    "parse",
    "plain",
    "positive_receipt",
    "read",
    "read_tree",
    "vans_receipt",
    "write",
]
