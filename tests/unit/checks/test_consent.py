"""A refused consent in the letter."""

import pytest

from labcert.checks.consent import consent_is_not_refused, consent_is_refused


def _patient(consent):
    return f"<Patient><PersonGivenName>Nancy</PersonGivenName>{consent}</Patient>"


def test_the_word_false_is_a_refusal(report):
    """Patient/Consent/Given is the word false."""
    assert consent_is_refused(report(_patient("<Consent><Given>false</Given></Consent>"))) is None


@pytest.mark.parametrize("word", ["0", "true", "False", ""])
def test_any_other_word_is_told_with_its_place(report, word):
    """0 is a legal boolean, but is lost in conversion; the finding shows what stands there."""
    finding = consent_is_refused(report(_patient(f"<Consent><Given>{word}</Given></Consent>")))
    assert (finding.rule, finding.expected, finding.actual) == ("CONSENT-WORD", "false", word)
    assert finding.path == "/Emessage/LaboratoryReport/Patient/Consent/Given"


def test_no_consent_at_all_is_told_at_the_patient(report):
    """Nothing said means given, so the databank would show the answer."""
    finding = consent_is_refused(report(_patient("")))
    assert (finding.rule, finding.path, finding.line) == ("CONSENT-MISSING", "/Emessage/LaboratoryReport/Patient", 2)


@pytest.mark.parametrize("consent", ["", "<Consent><Given>true</Given></Consent>", "<Consent><Given>1</Given></Consent>"])
def test_nothing_said_means_given(report, consent):
    """Consent that is left out counts as given."""
    assert consent_is_not_refused(report(_patient(consent))) is None


@pytest.mark.parametrize("word", ["false", "0"])
def test_a_refusal_that_nobody_made_is_told(report, word):
    """The answer would be hidden from the patient and the doctors."""
    finding = consent_is_not_refused(report(_patient(f"<Consent><Given>{word}</Given></Consent>")))
    assert (finding.rule, finding.actual) == ("CONSENT-UNASKED", word)
