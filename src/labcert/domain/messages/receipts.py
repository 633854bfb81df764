"""Receipts: XCTL01 NegativeVansReceipt, XCTL02 NegativeReceipt, XCTL03 PositiveReceipt."""

from dataclasses import dataclass

from labcert.domain.messages.texts import Mixed

__all__ = [
    "NegativeReceipt", "NegativeVansReceipt", "Party", "PositiveReceipt", "ReceiptLetter", "ReceivedEmessage",
    "ReceivedLetter", "RefusedEmessage", "RefusedLetter",
]


@dataclass(frozen=True, kw_only=True)
class ReceiptLetter:
    """The head of a receipt; `version_code` says which of the three it is."""

    identifier: str
    version_code: str
    statistical_code: str


@dataclass(frozen=True, kw_only=True)
class Party:
    """A sender or receiver, by EAN number alone."""

    ean_identifier: str


@dataclass(frozen=True, kw_only=True)
class ReceivedLetter:
    """A letter that was received."""

    original_letter_identifier: str
    original_version_code: str


@dataclass(frozen=True, kw_only=True)
class RefusedLetter:
    """A letter in a refused envelope, with why where it is the letter that is refused."""

    original_letter_identifier: str
    original_version_code: str
    refuse_code: str | None = None
    refuse_text: Mixed | None = None


@dataclass(frozen=True, kw_only=True)
class ReceivedEmessage:
    """OriginalEmessage of a positive receipt."""

    original_envelope_identifier: str
    original_sender: Party
    original_receiver: Party
    original_letter: tuple[ReceivedLetter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RefusedEmessage:
    """OriginalEmessage of a negative receipt, with why where the whole envelope is refused."""

    original_envelope_identifier: str
    original_sender: Party
    original_receiver: Party
    refuse_code: str | None = None
    refuse_text: Mixed | None = None
    original_letter: tuple[RefusedLetter, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PositiveReceipt:
    """XCTL03, version XC0330Q: the receiver has the message."""

    letter: ReceiptLetter
    sender: Party
    receiver: Party
    original_emessage: ReceivedEmessage


@dataclass(frozen=True, kw_only=True)
class NegativeReceipt:
    """XCTL02, version XC0230Q: the receiver refuses the message or some of its letters."""

    letter: ReceiptLetter
    sender: Party
    receiver: Party
    original_emessage: RefusedEmessage


@dataclass(frozen=True, kw_only=True)
class NegativeVansReceipt:
    """XCTL01, version XC0130Q: the network could not deliver the message."""

    letter: ReceiptLetter
    sender: Party
    receiver: Party
    original_emessage: RefusedEmessage
