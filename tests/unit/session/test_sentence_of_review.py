"""The verdict's sentence says "godkendt" of a session that MedCom reviews only when MedCom has said so."""

import pytest

from labcert.domain.casework import ReviewState
from labcert.session.verdict_sentence import verdict_sentence


@pytest.mark.parametrize(
    ("review", "opening"),
    [
        (None, "Godkendt."),
        (ReviewState.NOT_SUBMITTED, "Kan godkendes."),
        (ReviewState.WAITING, "Kan godkendes."),
        (ReviewState.CLAIMED, "Kan godkendes."),
        (ReviewState.APPROVED, "Godkendt."),
        (ReviewState.NOT_APPROVED, "Ikke godkendt."),
    ],
)
def test_what_the_tool_computed_is_not_what_medcom_decided(review, opening):
    """Every line may be fulfilled; the word is MedCom's."""
    assert verdict_sentence((), approved=True, demo=False, review=review) == opening


@pytest.mark.parametrize("review", [None, *ReviewState])
def test_nothing_is_called_approved_against_the_rule(review):
    """Whatever the review says."""
    assert verdict_sentence((), approved=False, demo=False, review=review).startswith("Ikke godkendt")
