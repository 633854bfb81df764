"""Whose word counts for a party."""

import pytest

from labcert.domain.organisations import is_medcom, is_same, may_speak_for

VENDOR = "Æble & Søn A/S"


@pytest.mark.parametrize(
    ("party", "organisation", "may"),
    [
        ("LPS", VENDOR, True), ("PLSP", VENDOR, False), ("MedCom", VENDOR, False), ("PLSP", "æble  & søn", False),
        ("PLSP", "Æble & Søn a/s", False), ("PLSP", "PLSP", True), ("Team RN", "Team Labsvar, Region Nordjylland", True),
        ("MedCom", "MedCom", True), ("MedCom", "medcom TEST", True), ("MedCom", "PLSP", False), ("PLSP", "MedCom", False),
        ("MedCom", "MedComputer ApS", False), ("LPS", "Æbles moderselskab", True), ("MedCom", "", False),
    ],
)  # fmt: skip
def test_who_may_speak_for_a_party(party, organisation, may):
    """The vendor for LPS alone, MedCom for MedCom alone, and nobody else for MedCom."""
    assert may_speak_for(party, organisation, VENDOR) is may


@pytest.mark.parametrize("form", ["A/S", "a/s", "A.S.", "ApS", "I/S", "K/S", "P/S", "A.m.b.a."])
def test_a_form_of_company_is_no_part_of_the_name(form):
    """The name is written with it on the certificate, and without it by hand."""
    assert is_same(f"Æble & Søn {form}", "Æble & søn")
    assert not is_same(f"Æble {form}", f"Pære {form}")


def test_a_company_may_be_called_as_a_form():
    """A name of one word is that word."""
    assert not is_same("AS", "IS")
    assert is_medcom("MedCom, Odense")
