"""What the system does after an answer was entered: what PLSP's replies and receipts mean, when it is sent again."""

from datetime import timedelta

from sut.reference import sentences
from sut.reference.behaviours import Behaviours
from sut.reference.hub import Answer
from sut.reference.outbox import DELIVERED, PENDING, Entry
from sut.reference.receipts import Receipt

__all__ = ["DeliveryBehaviours"]

RESEND_AFTER = timedelta(minutes=30)
"""Sending again: after 30 minutes, at most twice more (MedCom's rule for receipts that do not come)."""
MOST_ATTEMPTS = 3


class DeliveryBehaviours(Behaviours):
    """One method for each choice; an entry of the outbox is read and never changed here."""

    def is_taken(self, answer: Answer) -> bool:
        """Say whether the hub took the message: 202, or 200 for one it knew already."""
        return answer.taken

    def state_when_taken(self) -> str:
        """Return the state of an answer that the hub took: delivered, for no receipt has come yet."""
        return DELIVERED

    def is_worth_trying_again(self, answer: Answer) -> bool:
        """Say whether the same message may succeed later: no answer, an error of the hub, or told to wait."""
        return answer.try_again

    def reasons_in(self, answer: Answer) -> str:
        """Return why the hub turned a message away, as the user reads it."""
        return answer.reasons()

    def keeps_waiting(self, entry: Entry) -> bool:  # noqa: ARG002 - another system may look at the entry
        """Say whether an answer that was not delivered is kept in the queue."""
        return True

    def is_missing_something(self, entry: Entry) -> bool:
        """Say whether the entry waits for something that may never come, so that it must be sent again."""
        if entry.state not in PENDING or entry.held:
            return False
        return entry.state != DELIVERED or bool(entry.case.get("acknowledgement", True))

    def pause_before_resending(self, entry: Entry) -> timedelta:  # noqa: ARG002 - the same for every entry
        """Return how long the system waits after an attempt before it sends again."""
        return RESEND_AFTER

    def most_attempts(self) -> int:
        """Return how often an answer is tried in all: at most twice more after the first time."""
        return MOST_ATTEMPTS

    def resend_due(self, entry: Entry) -> bool:
        """Say whether an answer that got no reply for 30 minutes is sent again: at most twice."""
        return entry.attempts < self.most_attempts()

    def fetches_receipt_of(self, entry: Entry) -> bool:
        """Say whether receipt and state of an entry are asked for."""
        return entry.state == DELIVERED and bool(entry.hub_id)

    def belongs_to(self, receipt: Receipt, entry: Entry) -> bool:
        """Say whether a receipt is about an entry; one about another answer changes nothing."""
        return receipt.concerns(entry.envelopes, entry.letters)

    def means_accepted(self, receipt: Receipt) -> bool:
        """Say whether a receipt is positive."""
        return receipt.kind == "XCTL03"

    def reason_in(self, receipt: Receipt) -> str:
        """Return the reason of a negative receipt as the user reads it."""
        return receipt.reason or "Kvitteringen giver ingen begrundelse."

    def sentence_of(self, entry: Entry) -> str:
        """Return the sentence that the user reads about an entry."""
        return sentences.sentence(entry, self.pause_before_resending(entry), self.most_attempts())

    def outbox_shows(self, entry: Entry) -> bool:  # noqa: ARG002 - everything is shown
        """Say whether an entry stands in the outbox that the user sees."""
        return True
