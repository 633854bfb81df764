"""Where PLSP has a letter, how often it was sent on, and what PLSP said when it refused."""

from dataclasses import dataclass

import pytest

from labcert.checks.forwarding import arrived, letter_is, never_positive, reason_names


@dataclass(frozen=True)
class HeldLetter:
    """A letter as PLSP tells of it."""

    standard: str = "XRPT01"
    target: str = "laba"
    state: str = "accepted"
    reason: str = ""


LETTERS = (HeldLetter(), HeldLetter("XRPT05", "miba", "waiting", "MiBa svarede 503."))


def test_each_letter_is_where_it_should_be():
    """The standard finds the letter; databank and state must both be right."""
    assert letter_is(LETTERS, "XRPT01", "laba", "accepted") is None
    assert letter_is(LETTERS, "XRPT05", "miba", "waiting") is None


@pytest.mark.parametrize(("target", "state"), [("laba", "waiting"), ("miba", "accepted")])
def test_a_letter_elsewhere_is_told_with_where_it_is(target, state):
    """The reason that PLSP gives goes with it."""
    finding = letter_is(LETTERS, "XRPT05", target, state)
    assert finding.rule == "HUB-STATE"
    assert finding.actual == "XRPT05 til MiBa: ventende (MiBa svarede 503.)"


def test_a_letter_that_plsp_does_not_have_is_told():
    """Neither is an empty list a pass."""
    assert letter_is(LETTERS[:1], "XRPT05", "miba", "accepted").actual == "PLSP har intet brev i XRPT05"


@pytest.mark.parametrize(("times", "expected", "right"), [(1, 1, True), (2, 1, False), (0, 1, False), (1, 2, False)])
def test_a_letter_comes_to_its_databank_so_many_times(times, expected, right):
    """Too often and too seldom are both wrong."""
    finding = arrived("LABA", "L1", times, expected)
    assert (finding is None) is right
    assert right or (finding.expected, finding.actual) == (str(expected), str(times))


@pytest.mark.parametrize(("kinds", "right"), [(["XCTL02"], True), (["XCTL03", "XCTL02"], False), ([], False)])
def test_a_positive_receipt_is_never_followed_by_a_negative_one(kinds, right):
    """An envelope without any receipt has not shown it either."""
    assert (never_positive("E1", kinds) is None) is right


def test_a_refusal_names_what_was_refused():
    """Letters' case does not matter; a refusal in other words, and no refusal, are told apart."""
    assert reason_names(["Koden PNTFER (PNT) har ingen rute."], "pntfer") is None
    assert reason_names(["Beskeden blev afvist."], "PNTFER").rule == "HUB-REASON"
    assert reason_names([], "PNTFER").rule == "HUB-NOT-REFUSED"
