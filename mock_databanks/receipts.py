"""Makes receipts: XCTL03 (positive) and XCTL02 (negative), with sender and receiver swapped.

A receipt is made from what the journal says and nothing else, so that asking twice gives the same bytes.
"""

import hashlib
from dataclasses import dataclass

from labcert.domain.messages import Emessage, Envelope, NegativeReceipt, PositiveReceipt, mixed, write
from labcert.domain.messages.common import DateAndTime
from labcert.domain.messages.receipts import (
    Party,
    ReceiptLetter,
    ReceivedEmessage,
    ReceivedLetter,
    RefusedEmessage,
    RefusedLetter,
)

__all__ = ["Original", "OriginalLetter", "negative", "positive"]

REFUSE_TEXT_MAX = 70 * 20
"""No limit stands in the standard; a receipt is to be read by a person."""


@dataclass(frozen=True)
class OriginalLetter:
    """A letter that the receipt speaks of; `refusal` is "" where it was not refused."""

    identifier: str
    version: str
    refusal: str = ""


@dataclass(frozen=True)
class Original:
    """The message that the receipt answers. `key` makes the receipt's own identifiers; `time` is ISO 8601."""

    key: str
    envelope: str
    sender_ean: str
    receiver_ean: str
    letters: tuple[OriginalLetter, ...]
    time: str


def _identifier(prefix: str, original: Original) -> str:
    """At most 14 characters, the same each time for one message, and different for different ones."""
    return prefix + hashlib.sha256(f"{prefix}{original.key}".encode()).hexdigest()[:13].upper()


def _envelope(original: Original) -> Envelope:
    """A receipt itself never asks for a receipt."""
    return Envelope(
        sent=DateAndTime(date=original.time[:10], time=original.time[11:16]),
        identifier=_identifier("K", original),
        acknowledgement_code="minuspositivkvitt",
    )


def _head(original: Original, version: str, kind: str) -> ReceiptLetter:
    return ReceiptLetter(identifier=_identifier("B", original), version_code=version, statistical_code=kind)


def _ean(number: str) -> Party:
    """The schema wants one character at least; a message so broken that it names nobody gets a dash."""
    return Party(ean_identifier=number or "-")


def positive(original: Original) -> bytes:
    """Return XCTL03: every letter was accepted."""
    receipt = PositiveReceipt(
        letter=_head(original, "XC0330Q", "XCTL03"),
        sender=_ean(original.receiver_ean),
        receiver=_ean(original.sender_ean),
        original_emessage=ReceivedEmessage(
            original_envelope_identifier=original.envelope,
            original_sender=_ean(original.sender_ean),
            original_receiver=_ean(original.receiver_ean),
            original_letter=tuple(
                ReceivedLetter(original_letter_identifier=letter.identifier, original_version_code=letter.version)
                for letter in original.letters
            ),
        ),
    )
    return write(Emessage(envelope=_envelope(original), letters=(receipt,)))


def negative(original: Original, *, code: str = "ikke_specificeret", whole: str = "") -> bytes:
    """Return XCTL02: the letters that were refused with why, or (`whole`) why the envelope is refused.

    `code` is ikke_specificeret, ukendt_lokationsnummer, problem_med_modtagerID, problem_med_version or syntaksfejl.
    """
    refused = tuple(letter for letter in original.letters if letter.refusal or whole)
    receipt = NegativeReceipt(
        letter=_head(original, "XC0230Q", "XCTL02"),
        sender=_ean(original.receiver_ean),
        receiver=_ean(original.sender_ean),
        original_emessage=RefusedEmessage(
            original_envelope_identifier=original.envelope or "-",
            original_sender=_ean(original.sender_ean),
            original_receiver=_ean(original.receiver_ean),
            refuse_code=code if whole else None,
            refuse_text=mixed(whole[:REFUSE_TEXT_MAX]) if whole else None,
            original_letter=tuple(_refused(letter, code) for letter in refused if letter.identifier and letter.version),
        ),
    )
    return write(Emessage(envelope=_envelope(original), letters=(receipt,)))


def _refused(letter: OriginalLetter, code: str) -> RefusedLetter:
    if not letter.refusal:
        return RefusedLetter(
            original_letter_identifier=letter.identifier[:14], original_version_code=letter.version[:7]
        )
    return RefusedLetter(
        original_letter_identifier=letter.identifier,
        original_version_code=letter.version,
        refuse_code=code,
        refuse_text=mixed(letter.refusal[:REFUSE_TEXT_MAX]),
    )
