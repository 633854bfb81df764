"""Makes receipts for a message: sender and receiver swapped, and never asking for a receipt themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from labcert.domain.language import _
from labcert.domain.messages.common import DateAndTime
from labcert.domain.messages.emessage import AnyLetter, Emessage, Envelope, OtherLetter, Receipt
from labcert.domain.messages.errors import UnexpectedStructure
from labcert.domain.messages.receipts import (
    NegativeReceipt,
    NegativeVansReceipt,
    Party,
    PositiveReceipt,
    ReceiptLetter,
    ReceivedEmessage,
    ReceivedLetter,
    RefusedEmessage,
    RefusedLetter,
)
from labcert.domain.messages.texts import mixed

__all__ = ["REFUSE_CODES", "Refusal", "negative_receipt", "positive_receipt", "vans_receipt"]

REFUSE_CODES = (
    "ikke_specificeret", "ukendt_lokationsnummer", "problem_med_modtagerID", "problem_med_version", "syntaksfejl",
)


@dataclass(frozen=True)
class Refusal:
    """Why something is refused: `code` is one of REFUSE_CODES, `text` a sentence for its sender."""

    code: str
    text: str


def _parties(original: Emessage) -> tuple[Party, Party]:
    """Return the original's sender and receiver, as its first letter that is ours names them."""
    for letter in original.letters:
        if not isinstance(letter, OtherLetter):
            return Party(ean_identifier=letter.sender.ean_identifier), Party(
                ean_identifier=letter.receiver.ean_identifier
            )
    raise UnexpectedStructure(_("Beskeden har intet brev, der kan kvitteres for: afsender og modtager er ukendte."))


def _named(original: Emessage, letters: Collection[str] | None) -> tuple[AnyLetter, ...]:
    """Return the letters with the identifiers asked for, or all of them."""
    return tuple(letter for letter in original.letters if letters is None or letter.letter.identifier in letters)


def _message(receipt: Receipt, identifier: str, now: datetime) -> Emessage:
    sent = DateAndTime(date=now.strftime("%Y-%m-%d"), time=now.strftime("%H:%M"))
    envelope = Envelope(sent=sent, identifier=identifier, acknowledgement_code="minuspositivkvitt")
    return Emessage(envelope=envelope, letters=(receipt,))


def positive_receipt(
    original: Emessage,
    *,
    identifier: str,
    letter_identifier: str,
    now: datetime,
    letters: Collection[str] | None = None,
) -> Emessage:
    """Return XCTL03 for an original, or for those of its letters that are named by identifier.

    `identifier` and `letter_identifier` are the receipt's own envelope and letter identifiers, 14 characters at most;
    `now` is local Danish time. Whether one is asked for is the caller's to know (Envelope.asks_for_receipt).
    """
    sender, receiver = _parties(original)
    receipt = PositiveReceipt(
        letter=ReceiptLetter(identifier=letter_identifier, version_code="XC0330Q", statistical_code="XCTL03"),
        sender=receiver,
        receiver=sender,
        original_emessage=ReceivedEmessage(
            original_envelope_identifier=original.envelope.identifier,
            original_sender=sender,
            original_receiver=receiver,
            original_letter=tuple(
                ReceivedLetter(
                    original_letter_identifier=letter.letter.identifier,
                    original_version_code=letter.letter.version_code,
                )
                for letter in _named(original, letters)
            ),
        ),
    )
    return _message(receipt, identifier, now)


def _refused(original: Emessage, refusals: Mapping[str, Refusal], whole: Refusal | None) -> RefusedEmessage:
    """Name every letter where the envelope is refused, else those that are refused, each with why."""
    sender, receiver = _parties(original)
    named = _named(original, None if whole else refusals.keys())
    return RefusedEmessage(
        original_envelope_identifier=original.envelope.identifier,
        original_sender=sender,
        original_receiver=receiver,
        refuse_code=whole.code if whole else None,
        refuse_text=mixed(whole.text) if whole else None,
        original_letter=tuple(_refused_letter(letter, refusals.get(letter.letter.identifier)) for letter in named),
    )


def _refused_letter(letter: AnyLetter, refusal: Refusal | None) -> RefusedLetter:
    return RefusedLetter(
        original_letter_identifier=letter.letter.identifier,
        original_version_code=letter.letter.version_code,
        refuse_code=refusal.code if refusal else None,
        refuse_text=mixed(refusal.text) if refusal else None,
    )


def negative_receipt(
    original: Emessage,
    *,
    identifier: str,
    letter_identifier: str,
    now: datetime,
    refusals: Mapping[str, Refusal] | None = None,
    whole: Refusal | None = None,
) -> Emessage:
    """Return XCTL02: the receiver refuses letters (`refusals`: letter identifier -> why) or the `whole` envelope."""
    refused = _refused(original, refusals or {}, whole)
    receipt = NegativeReceipt(
        letter=ReceiptLetter(identifier=letter_identifier, version_code="XC0230Q", statistical_code="XCTL02"),
        sender=refused.original_receiver,
        receiver=refused.original_sender,
        original_emessage=refused,
    )
    return _message(receipt, identifier, now)


def vans_receipt(
    original: Emessage, *, identifier: str, letter_identifier: str, now: datetime, whole: Refusal
) -> Emessage:
    """Return XCTL01: the network refuses the whole envelope; it speaks for the receiver that it could not reach."""
    refused = _refused(original, {}, whole)
    receipt = NegativeVansReceipt(
        letter=ReceiptLetter(identifier=letter_identifier, version_code="XC0130Q", statistical_code="XCTL01"),
        sender=refused.original_receiver,
        receiver=refused.original_sender,
        original_emessage=refused,
    )
    return _message(receipt, identifier, now)
