"""What the reference LPS's user interface refuses before anything is sent."""

from dataclasses import replace

import pytest

from labcert.domain.case import PatternEntry
from sut.reference.units import is_known_unit


def test_a_value_of_thirteen_characters_is_blocked_and_never_cut(lps, hub, case, crp):
    """The reason names the field, its length and the limit, and nothing leaves the system."""
    reply = lps.send(case(replace(crp, value="1234567890123")))
    assert reply.refused
    assert "Value" in reply.reason
    assert "13 tegn" in reply.reason
    assert "12 tegn" in reply.reason
    assert hub.posted == []
    assert lps.outbox() == ()


def test_a_value_of_twelve_characters_is_sent(lps, hub, case, crp, at):
    """Twelve characters are within the limit."""
    assert not lps.send(case(replace(crp, value="123456789012"))).refused
    assert at(hub.sent(), "//m:Value") == ["123456789012"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "mangler sit fulde navn"),
        ({"unit": "furlong"}, "„furlong“"),
        ({"unit": "10<sup>9</sup>/L"}, "formatering"),
        ({"value": ""}, "intet resultat"),
        ({"short_name": "x" * 36}, "AnalysisShortName"),
        ({"code": "NPU123456"}, "AnalysisCode"),
    ],
)
def test_a_result_that_can_not_travel_is_blocked(lps, case, crp, change, said):
    """Missing name, unknown unit, markup, no value or a text that is too long: each has its sentence."""
    reply = lps.send(case(replace(crp, **change)))
    assert said in reply.reason
    assert lps.outbox() == ()


def test_all_reasons_are_told_at_once(lps, case, crp):
    """A user is not sent round in circles."""
    reply = lps.send(case(replace(crp, value="1" * 13, name="", unit="furlong")))
    assert all(said in reply.reason for said in ("13 tegn", "fulde navn", "furlong"))


def test_a_resistance_pattern_that_points_nowhere_is_blocked(lps, case, urine):
    """The schema does not see a dangling position; the user interface does."""
    dangling = replace(urine, culture=replace(urine.culture, entries=(PatternEntry(3, 1, "S"),)))
    assert "mikroorganisme 3" in lps.send(case(dangling)).reason


@pytest.mark.parametrize(
    "unit", ["mg/L", "nmol/L", "mmol/L", "10^9/L", "mm", "L", "%", "mmol/mol", "U/L", "10^-3", "mL/min/1,73m2", "kPa", "int.enh./L", "10*9/L"]
)
def test_units_of_the_laboratory_are_known(unit):
    """Every unit of the fee table and its like is known."""
    assert is_known_unit(unit)


@pytest.mark.parametrize("unit", ["furlong", "mg/", "/", "", "mg<L"])
def test_what_is_no_unit_is_unknown(unit):
    """A word, half a unit and markup are not units."""
    assert not is_known_unit(unit)
