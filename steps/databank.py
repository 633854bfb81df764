"""Databanken: what LABA and MiBa hold, and that nothing of it can be taken away."""

from pytest_bdd import parsers, then

from labcert.checks.holding import held_once, same_letter, versions_are
from labcert.checks.reading import Letter, letters_of
from labcert.domain.case import Case
from labcert.ports import Databank, HeldAnswer
from steps.forloeb import Flow
from steps.skyld import STANDARD, require_held, result_fields_are

FINDINGS = {"XRPT01": "", "XRPT05": "QuantitativeFindings/AnalysisFindings/Findings/"}
"""standard -> where Value and Unit stand, below a Result or an Investigation"""


def _held(flow: Flow, databank: Databank, case: Case | None = None) -> tuple[HeldAnswer, ...]:
    """Ask for the sample; the databank is asked when nothing is on its way any more."""
    wanted = case or flow.case
    return databank.answers(wanted.patient.identifier, wanted.sample.requester_number)


def held_answer(flow: Flow, databank: Databank) -> HeldAnswer:
    """Return the one answer that is held for the sample, or a finding."""
    answers = _held(flow, databank)
    if not answers and flow.answers:
        flow.message()  # where PLSP has no message, that says more than an empty databank
    flow.judge.require(held_once(databank.name, len(answers)))
    return answers[0]


def newest_letter(flow: Flow, databank: Databank) -> Letter:
    """Return the newest version's letter."""
    return letters_of(held_answer(flow, databank).versions[-1].raw)[0]


def _newest_says(flow: Flow, databank: Databank, code: str, **fields: str) -> None:
    """Require fields of a result (Value, Unit) in the newest version; a finding says whose it is."""
    rows = [[FINDINGS[STANDARD[databank.name]] + name, text] for name, text in fields.items()]
    require_held(flow, databank.name, held_answer(flow, databank).versions[-1], result_fields_are(code, rows))


@then(parsers.parse("ligger svaret i {bank:w}"))
def answer_is_held(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """Exactly one answer is held for the sample."""
    held_answer(flow, databanks[bank])


@then(parsers.parse('ligger svaret i {bank:w} med værdien "{value}" og enheden "{unit}"'))
def answer_is_held_with(flow: Flow, databanks: dict[str, Databank], bank: str, value: str, unit: str) -> None:
    """The newest version of the first analysis has this value and this unit."""
    _newest_says(flow, databanks[bank], flow.case.results[0].code, Value=value, Unit=unit)


@then(parsers.parse('er den nyeste værdi af {code} i {bank:w} "{value}"'))
def newest_value(flow: Flow, databanks: dict[str, Databank], code: str, bank: str, value: str) -> None:
    """The newest version holds the value."""
    _newest_says(flow, databanks[bank], code, Value=value)


@then(parsers.parse("ligger svaret ikke i {bank:w}"))
def answer_is_not_held(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """Nothing is held for the sample."""
    found = _held(flow, databanks[bank])
    if found:
        flow.judge.require(
            flow.judge.finding(
                "BANK-UNWANTED",
                f"{bank} har et svar, som ikke skulle være der.",
                expected="intet",
                actual=f"{len(found)} svar",
                remedy="Find ud af, hvorfor PLSP sendte brevet videre.",
            )
        )


@then(parsers.parse("er svaret i {bank:w} det samme som det, LPS'et sendte, felt for felt"))
def held_as_sent(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """Every field of the sent letter, and no other, is held."""
    held = held_answer(flow, databanks[bank]).versions[-1].raw
    flow.judge.require(same_letter(flow.letter(STANDARD[bank]), held, bank))


@then(parsers.parse("har {bank:w} {count:d} versioner af svaret"))
@then(parsers.parse("har {bank:w} {count:d} version af svaret"))
def version_count(flow: Flow, databanks: dict[str, Databank], bank: str, count: int) -> None:
    """Every version is kept."""
    flow.judge.require(versions_are(bank, len(held_answer(flow, databanks[bank]).versions), count))


@then(parsers.parse("er svaret i {bank:w} mærket med nægtet samtykke"))
def consent_is_marked(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """The refusal has travelled with the answer."""
    newest = held_answer(flow, databanks[bank]).versions[-1]
    if not newest.consent_refused:
        flow.judge.require(
            flow.judge.finding(
                "CONSENT-LOST",
                f"Det nægtede samtykke fremgår ikke af svaret i {bank}.",
                expected="<Consent><Given>false</Given></Consent> efter PersonGivenName",
                actual="intet nægtet samtykke",
                path="Patient/Consent/Given",
                remedy="Send Given = false, når samtykke er nægtet. Skriv ordet false; 0 går tabt i EDIFACT.",
            )
        )
