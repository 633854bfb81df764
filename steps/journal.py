"""Databankernes journaler: what came to LABA and MiBa, and how often, whatever they hold now."""

from dataclasses import dataclass, field

import pytest
from pytest_bdd import given, then

from labcert.ports import Databank, Faults, JournalEntry
from steps.forloeb import Flow
from steps.ord import sentence


@dataclass
class BankJournals:
    """The databanks' journals as far as they have been read; they are long, so only what is new is fetched."""

    entries: dict[str, list[JournalEntry]] = field(default_factory=dict)

    def about(self, databank: Databank, event: str, key: str, value: str) -> list[JournalEntry]:
        """Return the entries of a kind whose key has the value, when everything new has been read."""
        known = self.entries.setdefault(databank.name, [])
        known += databank.journal(known[-1].seq + 1 if known else 0)
        return [entry for entry in known if entry.event == event and entry.data.get(key) == value]


@pytest.fixture(scope="session")
def bank_journals() -> BankJournals:
    """The databanks' journals as far as they have been read in this run."""
    return BankJournals()


@given("at PLSP afleverer næste brev to gange")
def hub_forwards_twice(faults: Faults) -> None:
    """The next letter that PLSP forwards comes to its databank twice."""
    faults.switch("plsp", "duplicate", times=1)


@then(sentence("viser {bank:Bank}s journal, at brevet kom {count:d} gange"))
def letter_came(flow: Flow, databanks: dict[str, Databank], bank_journals: BankJournals, bank: str, count: int) -> None:
    """The first time it is received, every other time a duplicate."""
    flow.message()
    envelope = flow.envelope()
    came = [
        entry
        for event in ("received", "duplicate")
        for entry in bank_journals.about(databanks[bank], event, "envelope", envelope)
    ]
    if len(came) != count:
        flow.judge.require(
            flow.judge.finding(
                "BANK-JOURNAL",
                f"{bank}s journal viser ikke, at brevet i kuverten {envelope} kom {count} gange.",
                expected=str(count),
                actual=str(len(came)),
                remedy=f"Se, hvor mange gange PLSP sendte brevet videre, og om {bank} skrev det ned hver gang.",
            )
        )
