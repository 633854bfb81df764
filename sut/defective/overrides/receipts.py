"""Receipts: not fetched, misread, or not shown to the user."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from sut.defective.overrides.entering import variant
from sut.reference import Entry, ReferenceLps
from sut.reference.hub import Answer
from sut.reference.receipts import Receipt


@variant("receipts-ignored")
def _never_asks(self: ReferenceLps, entry: Entry) -> bool:
    return False


@variant("taken-for-accepted")
def _no_need_of_a_receipt(self: ReferenceLps) -> str:
    return "accepted"


@variant("negative-taken-for-positive")
def _any_receipt_is_good(self: ReferenceLps, receipt: Receipt) -> bool:
    return True


@variant("positive-taken-for-negative")
def _any_receipt_is_bad(self: ReferenceLps, receipt: Receipt) -> bool:
    return False


@variant("reason-hidden")
def _no_reason(self: ReferenceLps, receipt: Receipt) -> str:
    return "Kontakt systemleverandøren."


@variant("refusal-unexplained")
def _no_reason_at_once(self: ReferenceLps, answer: Answer) -> str:
    return f"Der opstod en fejl ({answer.status})."


@variant("refused-answers-hidden")
def _only_good_news(self: ReferenceLps, entry: Entry) -> bool:
    return entry.state != "refused"


@variant("receipt-of-first-envelope-unknown")
def _knows_the_newest_only(self: ReferenceLps, receipt: Receipt, entry: Entry) -> bool:
    return receipt.envelope == entry.envelopes[-1]


@variant("one-refused-letter-overlooked")
def _refused_only_as_a_whole(self: ReferenceLps, receipt: Receipt, entry: Entry) -> bool:
    some = receipt.kind == "XCTL02" and set(receipt.letters) < set(entry.letters)
    return not some and ReferenceLps.belongs_to(self, receipt, entry)


@variant("positive-receipt-not-shown")
def _page_without_receipts(self: ReferenceLps) -> bytes:
    page = ReferenceLps.outbox_page(self).decode().replace("Positiv kvittering (XCTL03)", "Ingen")
    return page.replace("Der er kommet positiv kvittering.", "").encode()


@variant("refused-shown-as-sent")
def _page_of_good_news(self: ReferenceLps) -> bytes:
    page = ReferenceLps.outbox_page(self).decode()
    return page.replace("Afvist.", "Sendt.").replace("Svaret er afvist og ikke delt.", "").encode()


@variant("refused-shown-with-positive-receipt")
def _page_with_the_wrong_receipt(self: ReferenceLps) -> bytes:
    page = ReferenceLps.outbox_page(self).decode()
    return page.replace("Negativ kvittering (XCTL02)", "Positiv kvittering (XCTL03)").encode()
