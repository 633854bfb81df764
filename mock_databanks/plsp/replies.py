"""The one receipt that a message gets from PLSP."""

from mock_databanks.plsp.state import MessageState
from mock_databanks.receipts import Original, OriginalLetter, negative, positive

__all__ = ["receipt_of"]


def receipt_of(message: MessageState) -> bytes | None:
    """Return XCTL02 if something was refused, XCTL03 if all was accepted and the envelope asked for it, else None.

    None also until every letter is settled: a receipt never changes, and a positive is never followed by a negative.
    """
    if message.turned_away:
        return negative(_original(message, refusals=False), code="syntaksfejl", whole=" ".join(message.turned_away))
    if not all(letter.final for letter in message.letters):
        return None
    if any(letter.state == "refused" for letter in message.letters):
        return negative(_original(message, refusals=True))
    return positive(_original(message, refusals=False)) if message.asks_receipt else None


def _original(message: MessageState, *, refusals: bool) -> Original:
    return Original(
        key=message.id,
        envelope=message.envelope,
        sender_ean=message.sender,
        receiver_ean=message.receiver,
        letters=tuple(
            OriginalLetter(
                letter.key[1], letter.version, letter.reason if refusals and letter.state == "refused" else ""
            )
            for letter in message.letters
        ),
        time=max((letter.settled for letter in message.letters), default="") or message.received,
    )
