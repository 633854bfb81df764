"""Counts in blood, as analysers and old systems write them."""

import pytest

from labcert.validation.rules.unit_forms import is_other_unit, is_other_writing


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E9/L", "10^9/L"), ("e9/l", "10^9/L"), ("E+9/L", "10^9/L"), ("x E9/L", "10^9/L"), ("E12/L", "10^12/L"),
        ("mia/L", "10^9/L"), ("mia./L", "10^9/L"), ("Mia/l", "10^9/L"), ("mio/L", "10^6/L"), ("mio./L", "10^6/L"),
    ],
)  # fmt: skip
def test_a_count_written_in_another_way_is_the_same_unit(one, other):
    """E9 and mia (milliard) are 10^9; told as another writing, they cannot be read as another quantity."""
    assert not is_other_unit(one, other)
    assert is_other_writing(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("E6/L", "10^9/L"), ("mio/L", "10^9/L"), ("mia/L", "10^6/L"), ("miag/L", "10^9g/L"), ("G/L", "10^9/L"),
        ("mE9/L", "m10^9/L"), ("mia", "10^9"), ("IE9/L", "I10^9/L"),
    ],
)  # fmt: skip
def test_another_count_is_another_unit(one, other):
    """G/L may be giga or gram: it is not guessed."""
    assert is_other_unit(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("mM", "mmol/L"), ("µM", "µmol/L"), ("uM", "µmol/L"), ("nM", "nmol/L"), ("M", "mol/L"), ("mmol/liter", "mmol/L"),
        ("mg/Liter", "mg/L"), ("g/ltr", "g/L"), ("mmol / litre", "mmol/L"),
    ],
)  # fmt: skip
def test_a_litre_written_out_and_molar_are_the_same_unit(one, other):
    """Molar is by its definition moles in a litre."""
    assert not is_other_unit(one, other)
    assert is_other_writing(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("mM", "mm"), ("mm", "mmol/L"), ("mM", "µmol/L"), ("mMol", "mmol/L"), ("mM/L", "mmol/L"), ("mmol/literx", "mmol/L")],
)
def test_a_length_is_not_molar(one, other):
    """Case tells them apart, here alone."""
    assert is_other_unit(one, other)
