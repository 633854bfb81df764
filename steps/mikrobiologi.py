"""Mikrobiologien: resistance pattern and microscopy of an investigation in XRPT05."""

from pytest_bdd import parsers, then

from labcert.checks.microbiology import microscopy_is, pattern_is, references_hold
from steps.analyse import result_of
from steps.forloeb import Flow


def _triples(datatable: list[list[str]]) -> list[tuple[str, str, str]]:
    return [(row[0], row[1], row[2]) for row in datatable[1:]]


@then(parsers.parse("peger resistensmønstret for analysen {code} kun på fund og antibiotika, der står i svaret"))
def pattern_points_inside(flow: Flow, code: str) -> None:
    """References count from 1 and dangle nowhere; the schema does not see it."""
    letter = flow.letter("XRPT05")
    flow.judge.require(references_hold(letter, result_of(flow, letter, code)))


@then(parsers.parse("er resistensmønstret for analysen {code}"))
def pattern_says(flow: Flow, code: str, datatable: list[list[str]]) -> None:
    """Each row: micro-organism, antibiotic, susceptibility; no other entry is in the pattern."""
    letter = flow.letter("XRPT05")
    flow.judge.require(pattern_is(letter, result_of(flow, letter, code), _triples(datatable)))


@then(parsers.parse("viser mikroskopien for analysen {code}"))
def microscopy_says(flow: Flow, code: str, datatable: list[list[str]]) -> None:
    """Each row: type, what was seen, value; nothing else was seen."""
    letter = flow.letter("XRPT05")
    flow.judge.require(microscopy_is(letter, result_of(flow, letter, code), _triples(datatable)))
