"""Kuverten: what stands in the envelope and in every letter of it, as PLSP received them."""

from pytest_bdd import parsers, then

from labcert.checks import Letter, letters_of
from labcert.checks.consent import consent_is_not_refused, consent_is_refused
from labcert.checks.message import field_is
from labcert.checks.reading import parse_tree
from steps.forloeb import Flow


@then(parsers.parse('har kuverten {field:w} "{value}"'))
def envelope_says(flow: Flow, field: str, value: str) -> None:
    """A field of the envelope has exactly this text."""
    whole = Letter("", parse_tree(flow.message(settled=False).raw))
    flow.judge.require(field_is(whole, f"Envelope/{field}", value))


@then("siger hvert brev i kuverten med ordet false, at patienten har nægtet samtykke")
def every_letter_refuses(flow: Flow) -> None:
    """A refusal that one letter lacks is lost for the databank that gets that letter."""
    letters = letters_of(flow.message(settled=False).raw)
    flow.judge.require([consent_is_refused(letter) for letter in letters])


@then("siger intet brev i kuverten, at patienten har nægtet samtykke")
def no_letter_refuses(flow: Flow) -> None:
    """Consent is left out, or given."""
    letters = letters_of(flow.message(settled=False).raw)
    flow.judge.require([consent_is_not_refused(letter) for letter in letters])
