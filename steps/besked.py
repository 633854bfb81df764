"""Beskeden: the message as PLSP received it, field by field."""

from pytest_bdd import parsers, then

from labcert.checks.message import field_is, field_is_absent, has_result, markup_is_kept, order_of_results
from steps.forloeb import Flow


def _rows(datatable: list[list[str]]) -> list[tuple[str, str]]:
    """A table of fields and values, without its heading."""
    return [(row[0], row[1]) for row in datatable[1:]]


@then("har PLSP modtaget beskeden")
def hub_has_message(flow: Flow) -> None:
    """PLSP keeps the message."""
    flow.message()


@then("står der i beskeden")
@then("står der i brevet")
def letter_says(flow: Flow, datatable: list[list[str]]) -> None:
    """Each field of the table stands in the letter; paths are below the letter."""
    letter = flow.letter()
    flow.judge.require([field_is(letter, path, value) for path, value in _rows(datatable)])


@then(parsers.parse("står der i brevet {standard}"))
def named_letter_says(flow: Flow, standard: str, datatable: list[list[str]]) -> None:
    """The same for one of several letters."""
    letter = flow.letter(standard)
    flow.judge.require([field_is(letter, path, value) for path, value in _rows(datatable)])


@then(parsers.parse("står der for analysen {code}"))
def result_says(flow: Flow, code: str, datatable: list[list[str]]) -> None:
    """Each field of the table stands in the result with the code; paths are below Result or Investigation."""
    letter = flow.letter()
    flow.judge.require(has_result(letter, code))
    within = letter.results()[code]
    flow.judge.require([field_is(letter, path, value, within) for path, value in _rows(datatable)])


@then(parsers.parse('er feltet "{path}" ikke med i beskeden'))
def field_absent(flow: Flow, path: str) -> None:
    """The element is left out."""
    flow.judge.require(field_is_absent(flow.letter(), path))


@then(parsers.parse('er feltet "{path}" ikke med for analysen {code}'))
def result_field_absent(flow: Flow, path: str, code: str) -> None:
    """The element is left out of the result."""
    letter = flow.letter()
    flow.judge.require(has_result(letter, code))
    flow.judge.require(field_is_absent(letter, path, letter.results()[code]))


@then(parsers.parse('står "{text}" som {style} i "{path}" for analysen {code}'))
def styled(flow: Flow, text: str, style: str, path: str, code: str) -> None:
    """A piece of formatted text keeps its format (Bold, Italic, Underline, ...)."""
    letter = flow.letter()
    flow.judge.require(has_result(letter, code))
    flow.judge.require(markup_is_kept(letter, path, style, text, letter.results()[code]))


@then(parsers.parse('har beskeden resultaterne "{codes}"'))
def results_are(flow: Flow, codes: str) -> None:
    """Exactly these results, in this order."""
    flow.judge.require(order_of_results(flow.letter(), [code.strip() for code in codes.split(",")]))
