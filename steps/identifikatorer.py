"""Identifikatorerne: numbers of parties, samples, envelopes and letters."""

from collections import Counter

from pytest_bdd import parsers, then

from labcert.checks.identifiers import Identifier, are_own, identifiers_of, used_once
from labcert.checks.message import field_is
from labcert.checks.parties import ean_is_valid, identified_by
from labcert.ports import Hub, JournalEntry, Sent
from steps.forloeb import Flow
from steps.modtagelse import Journal


def _told(sent: Sent) -> tuple[Identifier, ...]:
    """The identifiers that the LPS says it used."""
    letters = (Identifier("Letter/Identifier", letter) for letter in sent.letters)
    return (Identifier("Envelope/Identifier", sent.envelope), *letters)


def _used_in(entry: JournalEntry) -> list[str]:
    """The identifiers of a message that the hub took or turned away, each once."""
    letters = entry.data.get("letters")
    named = [str(letter["letter"]) for letter in letters] if isinstance(letters, list) else []
    return list(dict.fromkeys([str(entry.data.get("envelope", "")), *named]))


@then(parsers.parse('er "{path}" et gyldigt EAN-nummer'))
def is_ean(flow: Flow, path: str) -> None:
    """13 digits with a valid check digit."""
    flow.judge.require(ean_is_valid(flow.letter(), path))


@then(parsers.parse('er "{path}" angivet ved ét af disse numre'))
def is_identified(flow: Flow, path: str, datatable: list[list[str]]) -> None:
    """Each row: an IdentifierCode and the Identifier of that kind; the LPS has chosen one."""
    flow.judge.require(identified_by(flow.letter(), path, [(row[0], row[1]) for row in datatable[1:]]))


@then("er prøvens tre numre dem, som testværktøjet oplyste")
def sample_numbers_are(flow: Flow) -> None:
    """The numbers are made anew for each run, so that the answer is recognised; they are compared sign by sign."""
    letter, sample = flow.letter(), flow.case.sample
    expected = {
        "RequisitionInformation/Sample/RequesterSampleIdentifier": sample.requester_number,
        "RequisitionInformation/Sample/LaboratoryInternalSampleIdentifier": sample.laboratory_number,
        "LaboratoryResults/GeneralResultInformation/LaboratoryInternalProductionIdentifier": sample.production_number,
    }
    flow.judge.require([field_is(letter, path, value) for path, value in expected.items()])


@then("har hver kuvert og hvert brev sin egen identifikator på højst 14 tegn")
def identifiers_are_own(flow: Flow) -> None:
    """Of all that the scenario has sent: first as the LPS tells it, then as PLSP received it."""
    names = list(flow.answers)
    flow.judge.require(are_own([one for name in names for one in _told(flow.sent(name))]))
    flow.judge.require(are_own([one for name in names for one in identifiers_of(flow.message(name).raw)]))


@then("er ingen af identifikatorerne brugt før")
def identifiers_are_new(flow: Flow, hub: Hub, journal: Journal) -> None:
    """PLSP's journal knows each of them from one message only: the one just sent."""
    journal.read_on(hub)
    uses = Counter(value for entry in journal.messages() for value in _used_in(entry))
    sent = [one for name in flow.answers for one in identifiers_of(flow.message(name).raw)]
    flow.judge.require(used_once(sent, uses))
