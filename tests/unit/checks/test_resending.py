"""Sending again: at most twice, in a new envelope with the same letter, and the user is told."""

import pytest

from labcert.checks.resending import (
    attempts_are,
    attempts_were_seen,
    new_envelope_same_letter,
    not_sent_again,
    sent_again,
    tells_what_to_do,
)


def test_an_answer_that_was_not_delivered_is_sent_again():
    """One attempt is not enough; what the user reads goes with the finding."""
    assert sent_again(2, "Modtaget") is None
    assert sent_again(1, "Opgivet").actual == "1 forsøg: Opgivet"


@pytest.mark.parametrize(("attempts", "right"), [(3, True), (1, False), (4, False)])
def test_attempts_are_counted_in_all(attempts, right):
    """Neither given up too early nor tried for ever."""
    assert (attempts_are(attempts, 3, "Opgivet") is None) is right


@pytest.mark.parametrize(("seen", "right"), [(3, True), (5, True), (2, False)])
def test_an_attempt_that_plsp_has_not_seen_does_not_count(seen, right):
    """Others' deliveries may be among those seen, so more is no flaw."""
    assert (attempts_were_seen(3, seen) is None) is right


def test_an_answer_is_not_sent_again_without_a_reason():
    """Neither by PLSP's word nor by the LPS's."""
    assert not_sent_again([], 1) is None
    assert not_sent_again(["E2"], 2).actual == "2 forsøg; igen i kuvert E2"
    assert not_sent_again([], 2) is not None
    assert not_sent_again(["E2"], 1) is not None


def test_a_letter_is_sent_again_in_a_new_envelope():
    """The letter keeps its identifier, and the envelope does not."""
    assert new_envelope_same_letter(("E1", ["L1", "L2"]), [("E2", ["L2", "L1"])]) == ()


@pytest.mark.parametrize(
    ("again", "rules"),
    [
        ([], ["RESEND-NONE"]),
        ([("E1", ["L1"])], ["RESEND-IDENTIFIER"]),
        ([("E2", ["L9"])], ["RESEND-IDENTIFIER"]),
        ([("E2", ["L1"]), ("E1", ["L9"])], ["RESEND-IDENTIFIER", "RESEND-IDENTIFIER"]),
    ],
)
def test_the_same_envelope_or_another_letter_is_told(again, rules):
    """Each envelope in which it came again is looked at."""
    assert [found.rule for found in new_envelope_same_letter(("E1", ["L1"]), again)] == rules


@pytest.mark.parametrize(
    ("shown", "right"),
    [
        ("Svaret er ikke sendt. Kontakt PLSP.", True),
        ("Ring til support.", True),
        ("Svaret kunne ikke afleveres.", False),
        ("", False),
    ],
)
def test_the_user_is_told_what_to_do(shown, right):
    """What went wrong is not yet what to do about it."""
    assert (tells_what_to_do(shown) is None) is right
