"""Skemaet: is the message what the standards allow, and which letters does it hold?"""

from collections.abc import Callable

from pytest_bdd import parsers, then

from labcert.checks.schema import in_namespace, letters_are
from labcert.domain.findings import Finding
from steps.forloeb import Flow


@then("er beskeden gyldig efter skemaet og reglerne")
def is_valid(flow: Flow, validate: Callable[[bytes], tuple[Finding, ...]]) -> None:
    """Elements, order, lengths, values and what the rules ask of the content; each finding is told with its place."""
    flow.judge.require(validate(flow.message(settled=False).raw))


@then(parsers.parse('har beskeden netop brevene "{standards}"'))
def letters_in_message(flow: Flow, standards: str) -> None:
    """These letters and no other, in any order."""
    flow.judge.require(letters_are(flow.message(settled=False).raw, [name.strip() for name in standards.split(",")]))


@then(parsers.parse('har hver sendt besked netop brevene "{standards}"'))
def letters_in_each_message(flow: Flow, standards: str) -> None:
    """The same of every message that the scenario has sent."""
    wanted = [name.strip() for name in standards.split(",")]
    flow.judge.require([letters_are(flow.message(name, settled=False).raw, wanted) for name in flow.answers])


@then(parsers.parse('står alle elementer i navnerummet "{namespace}"'))
def namespace_is(flow: Flow, namespace: str) -> None:
    """Every element, the root and the envelope too."""
    flow.judge.require(in_namespace(flow.message(settled=False).raw, namespace))
