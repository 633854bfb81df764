"""Modtagelsen: what has come to PLSP, and what has not, by PLSP's own journal."""

from dataclasses import dataclass, field

import pytest
from pytest_bdd import given, parsers, then

from labcert.checks import letters_of
from labcert.domain.errors import ToolFault
from labcert.ports import Hub, HubMessage, JournalEntry, Sent
from steps.forloeb import FIRST, Flow

CAME, TURNED_AWAY, DELETION = "received", "refused", "delete_refused"
"""events of PLSP's journal"""
SAMPLE = "RequisitionInformation/Sample/RequesterSampleIdentifier"
VALUES = ("Value", "QuantitativeFindings/AnalysisFindings/Findings/Value")


@dataclass
class Journal:
    """PLSP's journal as far as it has been read in this run; it is long, so that only what is new is fetched."""

    entries: list[JournalEntry] = field(default_factory=list)
    mark: int = 0

    def read_on(self, hub: Hub) -> None:
        """Read what has been written since last time."""
        self.entries += hub.journal(self.entries[-1].seq + 1 if self.entries else 0)

    def messages(self) -> list[JournalEntry]:
        """Return every message that came, whether it was taken or turned away."""
        return [entry for entry in self.entries if entry.event in (CAME, TURNED_AWAY)]

    def new(self, event: str) -> list[JournalEntry]:
        """Return the entries of a kind since the scenario began to follow the journal."""
        return [entry for entry in self.entries[self.mark:] if entry.event == event]


@dataclass
class Copies:
    """Messages as PLSP held them at some moment, by the answer's name."""

    held: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture(scope="session")
def journal() -> Journal:
    """PLSP's journal as far as it has been read in this run."""
    return Journal()


@pytest.fixture
def copies() -> Copies:
    """What the scenario has put aside to compare with later."""
    return Copies()


@given("at PLSP's journal følges fra nu af")
def follow_journal(hub: Hub, journal: Journal) -> None:
    """What is in the journal already belongs to other scenarios."""
    journal.read_on(hub)
    journal.mark = len(journal.entries)


@given("at PLSP har modtaget svaret")
def hub_has_first(flow: Flow, copies: Copies) -> None:
    """Puts the bytes aside, so that a later sentence can say that they are still the same."""
    copies.held[FIRST] = flow.message(FIRST).raw


@then("ligger det første svar uændret hos PLSP")
def first_is_unchanged(flow: Flow, copies: Copies) -> None:
    """Byte for byte as it came."""
    if FIRST not in copies.held:
        raise ToolFault("Scenariet har ikke sagt “Givet at PLSP har modtaget svaret”.")
    if flow.message(FIRST).raw != copies.held[FIRST]:
        flow.judge.require(
            flow.judge.finding(
                "HUB-CHANGED", "Det første svar er ikke længere, som PLSP modtog det.",
                expected="uændret, byte for byte", actual="ændret",
                remedy="Send en rettelse som et nyt svar; det første må aldrig ændres.",
            )
        )


@then("har PLSP ikke fået nogen anmodning om at slette")
def no_deletion(flow: Flow, hub: Hub, journal: Journal) -> None:
    """Nobody tried to delete or overwrite since the scenario began to follow the journal."""
    journal.read_on(hub)
    flow.judge.require(
        flow.judge.finding(
            "LPS-DELETED",
            "LPS'et forsøgte at slette eller overskrive et svar, som er delt, i stedet for at rette det.",
            expected="en rettelse med svar_rettet",
            actual=f"{attempt.data.get('method')} på beskeden {attempt.data.get('id')}",
            remedy="Ret et delt svar ved at sende et nyt svar på samme prøve med ResultStatusCode svar_rettet.",
        )
        for attempt in journal.new(DELETION)
    )


def about_sample(flow: Flow, hub: Hub, journal: Journal) -> list[HubMessage]:
    """The messages about the scenario's sample that have come since it began to follow the journal."""
    journal.read_on(hub)
    sample = flow.case.sample.requester_number
    found = (hub.message(str(entry.data["envelope"]), settled=False) for entry in journal.new(CAME))
    return [
        message for message in found
        if message and any(letter.text(SAMPLE) == sample for letter in letters_of(message.raw))
    ]


@then(parsers.parse("har PLSP modtaget {count:d} beskeder om prøven"))
def messages_came(flow: Flow, hub: Hub, journal: Journal, count: int) -> None:
    """So many messages about the sample, no more and no fewer."""
    came = about_sample(flow, hub, journal)
    if len(came) != count:
        flow.judge.require(
            flow.judge.finding(
                "HUB-COUNT", "PLSP har ikke modtaget det rigtige antal beskeder om prøven.", expected=str(count),
                actual=f"{len(came)}: {', '.join(message.envelope for message in came)}",
                remedy="Send svaret og hver rettelse netop én gang.",
            )
        )


@then("har PLSP ikke modtaget nogen besked om prøven")
def nothing_came(flow: Flow, hub: Hub, journal: Journal) -> None:
    """Neither by the journal nor by what the LPS says it sent; a value that was sent is told."""
    answers = [answer.envelope for answer in flow.answers.values() if isinstance(answer, Sent)]
    came = about_sample(flow, hub, journal)
    values = [
        place.text for message in came for letter in letters_of(message.raw)
        for result in letter.results().values() for path in VALUES for place in letter.places(path, result)
    ]
    if came or answers:
        told = ", ".join(f"“{value}” ({len(value)} tegn)" for value in values)
        flow.judge.require(
            flow.judge.finding(
                "LPS-NOT-BLOCKED", "LPS'et sendte et svar, som det skulle have spærret.",
                expected="ingen besked til PLSP",
                actual=f"Value {told}" if told else f"beskeden {', '.join(answers)}",
                remedy="Spær for svaret i skærmbilledet, og sig hvorfor. Det må ikke sendes, heller ikke afkortet.",
            )
        )


@then("afviser PLSP ikke beskeden")
def not_refused(flow: Flow) -> None:
    """No letter of the message has been refused, by PLSP or by a databank."""
    refused = [letter for letter in flow.message().letters if letter.state == "refused"]
    flow.judge.require(
        flow.judge.finding(
            "HUB-REFUSED", f"Brevet {letter.identifier} blev afvist.", expected="Brevet bliver taget imod",
            actual=letter.reason, remedy="Ret det, begrundelsen peger på, og send svaret igen.",
        )
        for letter in refused
    )
