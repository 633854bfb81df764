"""EAN numbers of the parties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from labcert.checks import letters_of
from labcert.checks.parties import ean_is_valid, identified_by


def _found(number):
    text = f"<Emessage><LaboratoryReport><Sender><EANIdentifier>{number}</EANIdentifier></Sender></LaboratoryReport></Emessage>"
    return ean_is_valid(letters_of(text.encode())[0], "Sender/EANIdentifier")


@pytest.mark.parametrize("number", ["5790001382445", "5790000147465", "5790000120314", "5790001348120"])
def test_published_numbers_are_right(number):
    """Numbers of public organisations."""
    assert _found(number) is None


@pytest.mark.parametrize("number", ["5790000123456", "579000138244", "57900013824455", "579000138244X", "", "٥٧٩٠٠٠١٣٨٢٤٤٥"])
def test_a_wrong_number_is_told(number):
    """A wrong check digit, a wrong length, a letter, nothing, and digits of another script."""
    assert _found(number).rule == "PARTY-EAN"


def test_the_right_check_digit_is_told():
    """The vendor sees which number it should have been."""
    assert _found("5790000123456").expected == "5790000123452"


def test_a_party_without_number_is_told_at_the_letter(report):
    """A missing element has no place of its own."""
    finding = ean_is_valid(report("<Sender/>"), "Sender/EANIdentifier")
    assert (finding.actual, finding.path) == ("intet", "/Emessage/LaboratoryReport")


NUMBERS = [("ydernummer", "045861"), ("sorkode", "73091000016008")]


@pytest.mark.parametrize(("kind", "number"), NUMBERS)
def test_a_party_may_be_named_by_any_of_its_numbers(report, kind, number):
    """Number and kind go together; which pair the system uses is its own choice."""
    letter = report(f"<Sender><Identifier>{number}</Identifier><IdentifierCode>{kind}</IdentifierCode></Sender>")
    assert identified_by(letter, "Sender", NUMBERS) is None


@pytest.mark.parametrize(("kind", "number"), [("ydernummer", "45861"), ("sorkode", "045861"), ("ydernummer", "")])
def test_a_number_that_is_not_the_partys_is_told(report, kind, number):
    """A lost zero, a number of another kind, none: the finding names every pair that would be right."""
    letter = report(f"<Sender><Identifier>{number}</Identifier><IdentifierCode>{kind}</IdentifierCode></Sender>")
    finding = identified_by(letter, "Sender", NUMBERS)
    assert (finding.rule, finding.expected) == ("PARTY-NUMBER", "ydernummer 045861 eller sorkode 73091000016008")
    assert finding.actual == f"{kind} {number}".strip()


@given(st.text("0123456789", min_size=13, max_size=13))
def test_every_number_of_13_digits_gets_the_verdict_of_another_implementation(number):
    """python-stdnum agrees on each."""
    assert (_found(number) is None) == ean.is_valid(number)
