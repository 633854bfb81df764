"""Genafsendelsen: the LPS sends an answer again that was not delivered, and says so to its user."""

from pytest_bdd import given, parsers, then

from labcert.checks import letters_of
from labcert.checks.resending import (
    attempts_are,
    attempts_were_seen,
    new_envelope_same_letter,
    not_sent_again,
    sent_again,
    tells_what_to_do,
)
from labcert.ports import EvidenceSink, Hub, HubMessage, Lps
from steps.forloeb import Flow
from steps.kvittering import outbox_entry
from steps.modtagelse import Journal, about_sample

MET_AGAIN = ("duplicate", "resent")
"""events of PLSP's journal: the same envelope once more, and a known letter in a new envelope"""
DELIVERIES = ("received", "refused", *MET_AGAIN)


@given("at LPS'et har hentet de kvitteringer, der ligger klar")
def receipts_fetched(lps: Lps) -> None:
    """What other scenarios sent is settled, so that it is not sent again while this one lets time pass."""
    lps.work()


@then("har LPS'et sendt svaret igen af sig selv")
def was_sent_again(flow: Flow, lps: Lps, evidence: EvidenceSink) -> None:
    """At least a second attempt was made, and nobody asked for it."""
    entry = outbox_entry(flow, lps, evidence)
    flow.judge.require(sent_again(entry.attempts, entry.text))


@then(parsers.parse("har LPS'et forsøgt at aflevere svaret {count:d} gange i alt"))
def attempts_in_all(flow: Flow, lps: Lps, hub: Hub, journal: Journal, evidence: EvidenceSink, count: int) -> None:
    """As the LPS tells its user; PLSP must have seen as many deliveries since its journal was followed."""
    entry = outbox_entry(flow, lps, evidence)
    flow.judge.require(attempts_are(entry.attempts, count, entry.text))
    journal.read_on(hub)
    stopped = [used for used in journal.new("fault_used") if used.data.get("method", "POST") == "POST"]
    seen = len(stopped) + sum(len(journal.new(event)) for event in DELIVERIES)
    flow.judge.require(attempts_were_seen(entry.attempts, seen))


@then("siger udbakken, hvad brugeren skal gøre")
def outbox_advises(flow: Flow, lps: Lps, evidence: EvidenceSink) -> None:
    """An answer that was given up is somebody's to take care of."""
    flow.judge.require(tells_what_to_do(outbox_entry(flow, lps, evidence).text))


def _letters(message: HubMessage) -> list[str]:
    return [letter.text("Letter/Identifier") or "" for letter in letters_of(message.raw)]


@then("har LPS'et sendt svaret igen i en ny kuvert med samme brev")
def new_envelope(flow: Flow, hub: Hub, journal: Journal) -> None:
    """By PLSP's journal: a second envelope with the letter it knows, and no other message about the sample."""
    came = about_sample(flow, hub, journal)
    first, *others = came or [flow.message()]  # which tells why PLSP took none
    met = [entry for event in MET_AGAIN for entry in journal.new(event) if entry.data.get("id") == first.id]
    again = [(str(entry.data["envelope"]), _letters(first)) for entry in met]
    again += [(message.envelope, _letters(message)) for message in others]
    flow.judge.require(new_envelope_same_letter((first.envelope, _letters(first)), again))


@then("har LPS'et ikke sendt svaret igen")
def was_not_sent_again(flow: Flow, lps: Lps, hub: Hub, journal: Journal, evidence: EvidenceSink) -> None:
    """Neither by PLSP's journal nor by what the LPS tells its user."""
    message = flow.message()
    journal.read_on(hub)
    met = [entry for event in MET_AGAIN for entry in journal.new(event) if entry.data.get("id") == message.id]
    again = [str(entry.data["envelope"]) for entry in met]
    again += [other.envelope for other in about_sample(flow, hub, journal) if other.id != message.id]
    flow.judge.require(not_sent_again(again, outbox_entry(flow, lps, evidence).attempts))
