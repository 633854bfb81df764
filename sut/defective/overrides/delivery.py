"""Sending and sending again: too early, too often, never, or as something new."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from datetime import timedelta

from sut.defective.overrides.entering import variant
from sut.reference import Entry, Json, ReferenceLps, Reply
from sut.reference.hub import Answer


@variant("no-resend")
def _never_sends_again(self: ReferenceLps, entry: Entry) -> bool:
    return False


@variant("resends-too-early")
def _after_five_minutes(self: ReferenceLps, entry: Entry) -> timedelta:
    return timedelta(minutes=5)


@variant("resends-too-late")
def _the_next_day(self: ReferenceLps, entry: Entry) -> timedelta:
    return timedelta(hours=24)


@variant("resends-too-often")
def _ten_times(self: ReferenceLps) -> int:
    return 10


@variant("resends-once-only")
def _twice_in_all(self: ReferenceLps) -> int:
    return 2


@variant("resends-without-need")
def _waits_for_what_it_did_not_ask(self: ReferenceLps, entry: Entry) -> bool:
    return entry.state in {"waiting", "delivered"}


@variant("same-envelope-at-resend")
def _envelope_again(self: ReferenceLps, entry: Entry) -> str:
    return entry.envelopes[0]


@variant("new-letter-at-resend")
def _letters_anew(self: ReferenceLps, entry: Entry) -> tuple[str, ...]:
    return tuple(self.next_identifier("L") for _ in entry.letters)


@variant("queue-forgotten")
def _nothing_is_kept(self: ReferenceLps, entry: Entry) -> bool:
    return False


@variant("error-taken-for-refusal")
def _an_error_is_final(self: ReferenceLps, answer: Answer) -> bool:
    return answer.status == 0


@variant("error-taken-for-success")
def _an_error_is_an_answer(self: ReferenceLps, answer: Answer) -> bool:
    return answer.status >= 500 or ReferenceLps.is_taken(self, answer)


@variant("silence-taken-for-success")
def _no_answer_is_good_news(self: ReferenceLps, answer: Answer) -> bool:
    return answer.status == 0 or ReferenceLps.is_taken(self, answer)


@variant("gives-up-in-silence")
def _failed_is_waiting(self: ReferenceLps, entry: Entry) -> str:
    return "Svaret er sendt." if entry.state == "failed" else ReferenceLps.sentence_of(self, entry)


@variant("sends-twice")
def _two_clicks(self: ReferenceLps, case: Json) -> Reply:
    reply = self.enter(case)
    if not reply.refused:
        self.enter(case)
    return reply


@variant("never-asks-for-receipts")
def _no_receipts_wanted(self: ReferenceLps, case: Json) -> str:
    return "minuspositivkvitt"


@variant("always-asks-for-receipts")
def _receipts_wanted(self: ReferenceLps, case: Json) -> str:
    return "pluspositivkvitt"
