"""Delivers an answer, sends it again when it is due, and takes in receipts: entry in, entry out."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sut.reference.behaviours import Behaviours
from sut.reference.hub import Answer, HubClient
from sut.reference.message import build
from sut.reference.outbox import DELIVERED, PENDING, WAITING, Entry
from sut.reference.receipts import read_receipt

__all__ = ["MOST_ATTEMPTS", "RESEND_AFTER", "due_at", "fetch", "post"]

RESEND_AFTER = timedelta(minutes=30)
"""Sending again: after 30 minutes, at most twice more (MedCom's rule for receipts that do not come)."""
MOST_ATTEMPTS = 3
_ON_THE_WAY = ("received", "forwarded")
_PAUSE = 0.01


def due_at(entry: Entry) -> datetime | None:
    """Return when the entry must be looked at again because nothing came, or None where nothing is missing."""
    if entry.state not in PENDING or entry.held:
        return None
    if entry.state == DELIVERED and not entry.case.get("acknowledgement", True):
        return None
    return datetime.fromisoformat(entry.last_attempt) + RESEND_AFTER


def post(rules: Behaviours, hub: HubClient, entry: Entry, now: datetime) -> Entry:
    """Try to deliver the entry under its newest envelope identifier and return it as it is then."""
    message = build(rules, entry.case, entry.envelopes[-1], entry.letters, now)
    answer = hub.post(message)
    tried = replace(entry, attempts=entry.attempts + 1, last_attempt=now.isoformat())
    if answer.taken:
        return replace(tried, state=DELIVERED, hub_id=str(_object(answer).get("id") or ""))
    if answer.try_again:
        exhausted = tried.attempts >= MOST_ATTEMPTS and not tried.hub_id
        return replace(tried, state="failed" if exhausted else tried.state)
    hub_id = str(_object(answer).get("id") or "")
    return _proof_of_refusal(hub, replace(tried, state="refused", reason=answer.reasons(), hub_id=hub_id))


def _proof_of_refusal(hub: HubClient, entry: Entry) -> Entry:
    """What the hub turned away at once may have a negative receipt too; the hub's own words stay the reason."""
    answer = hub.receipt(entry.hub_id) if entry.hub_id else None
    if answer is None or answer.status != 200:
        return entry
    proved = _with_receipt(entry, answer.body)
    return replace(proved, reason=entry.reason) if proved.state == "refused" else entry


def fetch(hub: HubClient, entry: Entry, patience: float) -> Entry:
    """Fetch state and receipt of a delivered entry; waits `patience` seconds at most while a letter is on its way."""
    if entry.state != DELIVERED or not entry.hub_id:
        return entry
    end = time.monotonic() + patience
    letters = _letters(hub.state(entry.hub_id))
    while any(letter["state"] in _ON_THE_WAY for letter in letters) and time.monotonic() < end:
        time.sleep(_PAUSE)
        letters = _letters(hub.state(entry.hub_id))
    seen = replace(entry, held=any(letter["state"] == WAITING for letter in letters))
    answer = hub.receipt(entry.hub_id)
    if answer.status == 200:
        return _with_receipt(seen, answer.body)
    refused = [letter for letter in letters if letter["state"] == "refused"]
    if refused and not seen.case.get("acknowledgement", True):  # no receipt was asked for, so this is all there is
        reason = " ".join(f"Brev {letter['identifier']}: {letter['reason']}" for letter in refused)
        return replace(seen, state="refused", held=False, reason=reason)
    return seen


def _with_receipt(entry: Entry, data: bytes) -> Entry:
    """The first receipt decides; one about another answer is not ours and changes nothing."""
    receipt = read_receipt(data)
    if receipt is None or not receipt.concerns(entry.envelopes, entry.letters):
        return entry
    return replace(
        entry,
        state="accepted" if receipt.kind == "XCTL03" else "refused",
        held=False,
        receipt=receipt.kind,
        receipt_bytes=data.decode("utf-8", "replace"),
        reason="" if receipt.kind == "XCTL03" else receipt.reason or "Kvitteringen giver ingen begrundelse.",
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
