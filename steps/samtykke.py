"""Samtykket: what the letter says of the patient's consent."""

from pytest_bdd import then

from labcert.checks.consent import consent_is_refused
from steps.forloeb import Flow


@then("siger brevet med ordet false, at patienten har nægtet samtykke")
def letter_says_refused(flow: Flow) -> None:
    """Patient/Consent/Given is the word false; 0 would be lost on the way."""
    flow.judge.require(consent_is_refused(flow.letter()))
