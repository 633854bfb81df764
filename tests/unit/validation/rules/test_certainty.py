"""What is certain beside a limit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.validation.rules.certainty import (
    certainly_above,
    certainly_below,
    certainly_not_above,
    certainly_not_below,
)

OPERATORS = [None, "mindre_end", "stoerre_end", "lig_med", "ikke_angivet"]


@pytest.mark.parametrize(
    ("operator", "number", "expected"),
    [
        *[(operator, 3, {"below", "not above"}) for operator in (None, "lig_med", "ikke_angivet")],
        *[(operator, 4, {"not above", "not below"}) for operator in (None, "lig_med", "ikke_angivet")],
        *[(operator, 5, {"above", "not below"}) for operator in (None, "lig_med", "ikke_angivet")],
        ("mindre_end", 3, {"below", "not above"}),
        ("mindre_end", 4, {"below", "not above"}),
        ("mindre_end", 5, set()),
        ("stoerre_end", 3, set()),
        ("stoerre_end", 4, {"above", "not below"}),
        ("stoerre_end", 5, {"above", "not below"}),
    ],
)
def test_an_answer_beside_the_limit_4(operator, number, expected):
    """At the limit is within; with an operator the number itself is not among what may be."""
    found = {
        name
        for name, ask in {
            "above": certainly_above, "below": certainly_below, "not above": certainly_not_above, "not below": certainly_not_below,
        }.items()
        if ask(Decimal(number), operator, Decimal(4))
    }  # fmt: skip
    assert found == expected


@pytest.mark.parametrize("ask", [certainly_above, certainly_below, certainly_not_above, certainly_not_below])
@pytest.mark.parametrize("operator", OPERATORS)
def test_of_a_missing_limit_nothing_is_certain(ask, operator):
    """No limit, no certainty."""
    assert ask(Decimal(4), operator, None) is False


@given(number=st.integers(0, 20), limit=st.integers(0, 20), operator=st.sampled_from(OPERATORS))
def test_certain_is_what_holds_for_every_answer_that_may_be(number, limit, operator):
    """The answers that an operator leaves open are tried one by one, in steps of a half."""
    halves = [Decimal(half) / 2 for half in range(-2, 60)]
    if operator == "mindre_end":
        may_be = [half for half in halves if half < number]
    elif operator == "stoerre_end":
        may_be = [half for half in halves if half > number]
    else:
        may_be = [Decimal(number)]
    at = Decimal(number), operator, Decimal(limit)
    assert certainly_above(*at) == all(one > limit for one in may_be)
    assert certainly_below(*at) == all(one < limit for one in may_be)
    if operator not in {"mindre_end", "stoerre_end"}:
        assert certainly_not_above(*at) != certainly_above(*at)
        assert certainly_not_below(*at) != certainly_below(*at)
    assert not (certainly_above(*at) and certainly_not_above(*at))
    assert not (certainly_below(*at) and certainly_not_below(*at))
