"""Analysen: results looked at one by one, their names and their texts."""

from lxml import etree
from pytest_bdd import given, parsers, then

from labcert.checks import Letter
from labcert.checks.message import field_is, has_result
from labcert.checks.naming import full_name_is_full
from labcert.checks.texts import inline_order, is_plain_text, occurs
from labcert.domain.case import Case
from labcert.domain.errors import ToolFault
from steps.forloeb import Flow


def result_of(flow: Flow, letter: Letter, code: str) -> etree._Element:
    """Return the result with the code; one that is missing is a finding."""
    flow.judge.require(has_result(letter, code))
    return letter.results()[code]


def _is_in_test_data(case: Case, code: str, value: str) -> None:
    held = {(result.code, result.value) for result in case.results}
    if (code, value) not in held:
        raise ToolFault(f"Scenariet og protokollens testdata er ikke enige: testdata har {sorted(held)}")


@given(parsers.parse('analysen {code} med værdien "{value}"'))
def another_analysis(flow: Flow, code: str, value: str) -> None:
    """One more analysis of the same answer; says aloud what the test data hold."""
    _is_in_test_data(flow.case, code, value)


@given(parsers.parse('at {name} har analysen {code} med værdien "{value}"'))
def later_analysis(flow: Flow, name: str, code: str, value: str) -> None:
    """What a later answer of the test data (rettelsen, slutsvaret) says."""
    later = {"rettelsen": "rettelse", "slutsvaret": "slutsvar"}
    if name not in later:
        raise ToolFault(f"Scenariet nævner “{name}”. Skriv rettelsen eller slutsvaret.")
    _is_in_test_data(flow.named_case(later[name]), code, value)


@then("står der for analyserne")
def results_say(flow: Flow, datatable: list[list[str]]) -> None:
    """Each row names an analysis, a field below its Result or Investigation, and the value."""
    letter = flow.letter()
    rows = [(row[0], row[1], row[2]) for row in datatable[1:]]
    flow.judge.require([has_result(letter, code) for code in dict.fromkeys(row[0] for row in rows)])
    results = letter.results()
    flow.judge.require([field_is(letter, path, value, results[code]) for code, path, value in rows])


@then(parsers.parse("har analysen {code} sit fulde navn, som hverken er tomt eller det korte navn igen"))
def has_full_name(flow: Flow, code: str) -> None:
    """The full name always goes with the short one."""
    letter = flow.letter()
    result_of(flow, letter, code)
    flow.judge.require(full_name_is_full(letter, code))


@then(parsers.parse('er feltet "{path}" ren tekst for analysen {code}'))
def result_field_is_plain(flow: Flow, path: str, code: str) -> None:
    """No markup in the field, neither as elements nor as text."""
    letter = flow.letter()
    flow.judge.require(is_plain_text(letter, path, result_of(flow, letter, code)))


@then(parsers.parse('er feltet "{path}" med {count:d} gange for analysen {code}'))
def result_field_occurs(flow: Flow, path: str, count: int, code: str) -> None:
    """So many elements stand at the path, below the result."""
    letter = flow.letter()
    flow.judge.require(occurs(letter, path, count, result_of(flow, letter, code)))


@then(parsers.parse('består "{path}" af "{names}" for analysen {code}'))
def result_text_consists_of(flow: Flow, path: str, names: str, code: str) -> None:
    """The inline elements of a formatted text, in order (Bold, Break, ...)."""
    letter = flow.letter()
    wanted = [name.strip() for name in names.split(",")]
    flow.judge.require(inline_order(letter, path, wanted, result_of(flow, letter, code)))
