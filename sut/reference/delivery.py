"""Delivers an answer, says when it is due again, and takes in receipts: entry in, entry out."""

import time
from dataclasses import replace
from datetime import datetime
from typing import Any

from sut.reference.about_delivery import DeliveryBehaviours
from sut.reference.hub import Answer, HubClient
from sut.reference.message import build
from sut.reference.outbox import WAITING, Entry
from sut.reference.receipts import read_receipt

__all__ = ["due_at", "fetch", "post"]

_ON_THE_WAY = ("received", "forwarded")
_PAUSE = 0.01


def due_at(rules: DeliveryBehaviours, entry: Entry) -> datetime | None:
    """Return when the entry must be looked at again because nothing came, or None where nothing is missing."""
    if not rules.is_missing_something(entry):
        return None
    return datetime.fromisoformat(entry.last_attempt) + rules.pause_before_resending(entry)


def post(rules: DeliveryBehaviours, hub: HubClient, entry: Entry, now: datetime) -> Entry:
    """Try to deliver the entry under its newest envelope identifier and return it as it is then."""
    message = build(rules, entry.case, entry.envelopes[-1], entry.letters, now)
    answer = hub.post(message)
    tried = replace(entry, attempts=entry.attempts + 1, last_attempt=now.isoformat())
    if rules.is_taken(answer):
        return replace(tried, state=rules.state_when_taken(), hub_id=str(_object(answer).get("id") or ""))
    if rules.is_worth_trying_again(answer):
        exhausted = tried.attempts >= rules.most_attempts() and not tried.hub_id
        return replace(tried, state="failed" if exhausted else tried.state)
    hub_id = str(_object(answer).get("id") or "")
    refused = replace(tried, state="refused", reason=rules.reasons_in(answer), hub_id=hub_id)
    return _proof_of_refusal(rules, hub, refused)


def _proof_of_refusal(rules: DeliveryBehaviours, hub: HubClient, entry: Entry) -> Entry:
    """What the hub turned away at once may have a negative receipt too; the hub's own words stay the reason."""
    answer = hub.receipt(entry.hub_id) if entry.hub_id else None
    if answer is None or answer.status != 200:
        return entry
    proved = _with_receipt(rules, entry, answer.body)
    return replace(proved, reason=entry.reason) if proved.state == "refused" else entry


def fetch(rules: DeliveryBehaviours, hub: HubClient, entry: Entry, patience: float) -> Entry:
    """Fetch state and receipt of a delivered entry; waits `patience` seconds at most while a letter is on its way."""
    if not rules.fetches_receipt_of(entry):
        return entry
    end = time.monotonic() + patience
    letters = _letters(hub.state(entry.hub_id))
    while any(letter["state"] in _ON_THE_WAY for letter in letters) and time.monotonic() < end:
        time.sleep(_PAUSE)
        letters = _letters(hub.state(entry.hub_id))
    seen = replace(entry, held=any(letter["state"] == WAITING for letter in letters))
    answer = hub.receipt(entry.hub_id)
    if answer.status == 200:
        return _with_receipt(rules, seen, answer.body)
    refused = [letter for letter in letters if letter["state"] == "refused"]
    if refused and not seen.case.get("acknowledgement", True):  # no receipt was asked for, so this is all there is
        reason = " ".join(f"Brev {letter['identifier']}: {letter['reason']}" for letter in refused)
        return replace(seen, state="refused", held=False, reason=reason)
    return seen


def _with_receipt(rules: DeliveryBehaviours, entry: Entry, data: bytes) -> Entry:
    """The first receipt decides; one about another answer is not ours and changes nothing."""
    receipt = read_receipt(data)
    if receipt is None or not rules.belongs_to(receipt, entry):
        return entry
    accepted = rules.means_accepted(receipt)
    return replace(
        entry,
        state="accepted" if accepted else "refused",
        held=False,
        receipt=receipt.kind,
        receipt_bytes=data.decode("utf-8", "replace"),
        reason="" if accepted else rules.reason_in(receipt),
    )


def _object(answer: Answer) -> dict[str, Any]:
    return answer.content if isinstance(answer.content, dict) else {}


def _letters(answer: Answer) -> list[dict[str, str]]:
    """The letters of a state answer as identifier, state and reason."""
    listed = _object(answer).get("letters") if answer.status == 200 else None
    return [
        {name: str(letter.get(name) or "") for name in ("identifier", "state", "reason")}
        for letter in listed or ()
        if isinstance(letter, dict)
    ]
