"""Indholdet: what stands in the letter that a databank holds, field by field."""

from pytest_bdd import then

from labcert.checks.message import field_is, field_is_absent, markup_is_kept, order_of_results
from labcert.checks.microbiology import microscopy_is, pattern_is
from labcert.checks.naming import NAMES
from labcert.checks.texts import inline_order, occurs
from labcert.domain.errors import ToolFault
from labcert.ports import Databank
from steps.databank import held_answer
from steps.forloeb import Flow
from steps.ord import sentence
from steps.skyld import STANDARD, Check, WithinCheck, fields_are, of_result, require_held, result_fields_are


def _newest(flow: Flow, databank: Databank, check: Check) -> None:
    require_held(flow, databank.name, held_answer(flow, databank).versions[-1], check)


@then(sentence("står der i {bank:Bank}"))
def held_says(flow: Flow, databanks: dict[str, Databank], bank: str, datatable: list[list[str]]) -> None:
    """Each field of the table stands in the newest version; paths are below the letter."""
    _newest(flow, databanks[bank], fields_are(datatable[1:]))


@then(sentence("står der i {bank:Bank} for analysen {code}"))
def held_result_says(
    flow: Flow, databanks: dict[str, Databank], bank: str, code: str, datatable: list[list[str]]
) -> None:
    """The same for one result; paths are below Result or Investigation."""
    _newest(flow, databanks[bank], result_fields_are(code, datatable[1:]))


@then(sentence("står der i {bank:Bank} for analyserne"))
def held_results_say(flow: Flow, databanks: dict[str, Databank], bank: str, datatable: list[list[str]]) -> None:
    """Each row is an analysis; the heading names the fields, and an empty cell says that the field is left out."""
    paths = datatable[0][1:]

    def row_is(cells: list[str]) -> WithinCheck:
        return lambda letter, within: [
            field_is(letter, path, value, within) if value else field_is_absent(letter, path, within)
            for path, value in zip(paths, cells, strict=True)
        ]

    checks = [of_result(code, row_is(cells)) for code, *cells in datatable[1:]]
    _newest(flow, databanks[bank], lambda letter: [one for check in checks for one in check(letter)])


@then(sentence('har {bank:Bank} resultaterne "{codes}"'))
def held_results_are(flow: Flow, databanks: dict[str, Databank], bank: str, codes: str) -> None:
    """Exactly these results, in this order."""
    wanted = [code.strip() for code in codes.split(",")]
    _newest(flow, databanks[bank], lambda letter: [order_of_results(letter, wanted)])


@then(sentence('er feltet "{path}" ikke med i {bank:Bank} for analysen {code}'))
def held_field_absent(flow: Flow, databanks: dict[str, Databank], path: str, bank: str, code: str) -> None:
    """The element is left out of the result."""
    _newest(flow, databanks[bank], of_result(code, lambda letter, within: [field_is_absent(letter, path, within)]))


@then(sentence("er prøvens tre numre i {bank:Bank} dem, som testværktøjet oplyste"))
def held_numbers(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """The numbers are made anew for each run; they are compared sign by sign."""
    sample = flow.case.sample
    rows = [
        ["RequisitionInformation/Sample/RequesterSampleIdentifier", sample.requester_number],
        ["RequisitionInformation/Sample/LaboratoryInternalSampleIdentifier", sample.laboratory_number],
        ["LaboratoryResults/GeneralResultInformation/LaboratoryInternalProductionIdentifier", sample.production_number],
    ]
    _newest(flow, databanks[bank], fields_are(rows))


@then(sentence("har hver analyse i {bank:Bank} sit fulde navn fra analysetabellen"))
def held_full_names(flow: Flow, databanks: dict[str, Databank], bank: str) -> None:
    """The full name of each analysis, as the code table has it; the short one never takes its place."""
    path = NAMES[STANDARD[bank]][1]
    checks = [result_fields_are(result.code, [[path, result.name]]) for result in flow.case.results]
    _newest(flow, databanks[bank], lambda letter: [one for check in checks for one in check(letter)])


@then(sentence('står "{text}" som {style} i "{path}" i {bank:Bank} for analysen {code}'))
def held_is_styled(
    flow: Flow, databanks: dict[str, Databank], text: str, style: str, path: str, bank: str, code: str
) -> None:
    """A piece of formatted text keeps its format (Bold, Italic, Underline, ...)."""
    _newest(
        flow,
        databanks[bank],
        of_result(code, lambda letter, within: [markup_is_kept(letter, path, style, text, within)]),
    )


@then(sentence('består "{path}" i {bank:Bank} af "{names}" for analysen {code}'))
def held_text_consists_of(
    flow: Flow, databanks: dict[str, Databank], path: str, bank: str, names: str, code: str
) -> None:
    """The inline elements of a formatted text, in order (Bold, Break, ...)."""
    wanted = [name.strip() for name in names.split(",")]
    _newest(flow, databanks[bank], of_result(code, lambda letter, within: [inline_order(letter, path, wanted, within)]))


@then(sentence('er "{path}" i {bank:Bank} netop {count:d} gange for analysen {code}'))
def held_field_occurs(flow: Flow, databanks: dict[str, Databank], path: str, bank: str, count: int, code: str) -> None:
    """So many elements stand at the path, below the result."""
    _newest(flow, databanks[bank], of_result(code, lambda letter, within: [occurs(letter, path, count, within)]))


def _triples(datatable: list[list[str]]) -> list[tuple[str, str, str]]:
    if any(len(row) != 3 for row in datatable):
        raise ToolFault("Tabellen skal have tre kolonner.")
    return [(row[0], row[1], row[2]) for row in datatable[1:]]


@then(sentence("er resistensmønstret i {bank:Bank} for analysen {code}"))
def held_pattern(flow: Flow, databanks: dict[str, Databank], bank: str, code: str, datatable: list[list[str]]) -> None:
    """Each row: micro-organism, antibiotic, susceptibility; no other entry is in the pattern."""
    rows = _triples(datatable)
    _newest(flow, databanks[bank], of_result(code, lambda letter, within: [pattern_is(letter, within, rows)]))


@then(sentence("er mikroskopien i {bank:Bank} for analysen {code}"))
def held_microscopy(
    flow: Flow, databanks: dict[str, Databank], bank: str, code: str, datatable: list[list[str]]
) -> None:
    """Each row: type, what was seen, value; nothing else was seen."""
    rows = _triples(datatable)
    _newest(flow, databanks[bank], of_result(code, lambda letter, within: [microscopy_is(letter, within, rows)]))


@then(sentence("har {bank:Bank} intet svar med prøvens nummer på {cpr}"))
def not_held_on_another(flow: Flow, databanks: dict[str, Databank], bank: str, cpr: str) -> None:
    """The answer is on nobody else: with the same sample number and another CPR the databank has nothing."""
    found = databanks[bank].answers(cpr, flow.case.sample.requester_number)
    if found:
        flow.judge.require(
            flow.judge.finding(
                "BANK-OTHER-PERSON",
                f"{bank} holder svaret på en anden patient.",
                expected="intet svar",
                actual=f"{len(found)} svar på {cpr}",
                path="Patient/CivilRegistrationNumber",
                remedy="Se, om beskeden hos PLSP har det rigtige CPR-nummer, og hvor det i så fald blev ændret.",
            )
        )
