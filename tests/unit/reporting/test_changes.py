"""What changed since the run before."""

import pytest

from labcert.domain.outcome import Outcome
from labcert.domain.verdict import Verdict
from labcert.reporting.changes import Change, compare
from tests.support.sample_session import step_verdict


def verdict(**outcomes: Outcome) -> Verdict:
    """A verdict with these steps."""
    steps = tuple(step_verdict(name, outcome) for name, outcome in outcomes.items())
    return Verdict("s", "p", "1", "v", "s", "1", demo=False, steps=steps, totals={}, outcome=Outcome.PASSED, approved=True, sentence="")


def test_only_steps_that_both_have_run_are_compared():
    """One that only one of the two has run is neither changed nor unchanged."""
    found = compare("før", {"a": Outcome.FAILED, "b": Outcome.PASSED, "c": Outcome.NOT_RUN, "d": Outcome.PASSED},
                    verdict(a=Outcome.PASSED, b=Outcome.PASSED, c=Outcome.PASSED, d=Outcome.NOT_RUN, e=Outcome.PASSED))  # fmt: skip
    assert (found.before, found.unchanged) == ("før", 1)
    assert found.changes == (Change("a", "Titlen på a", Outcome.FAILED, Outcome.PASSED),)


@pytest.mark.parametrize(
    ("before", "now", "direction"),
    [
        (Outcome.FAILED, Outcome.PASSED, "better"),
        (Outcome.FAILED, Outcome.NOT_RELEVANT, "better"),
        (Outcome.PASSED, Outcome.FAILED, "worse"),
        (Outcome.SETUP_FAULT, Outcome.FAILED, "worse"),
        (Outcome.FAILED, Outcome.SETUP_FAULT, "other"),
        (Outcome.FAULT, Outcome.PASSED, "other"),
        (Outcome.FAILED, Outcome.WAITING, "other"),
    ],
)
def test_a_fault_of_ours_is_neither_better_nor_worse(before, now, direction):
    """Only what says something about the system has a direction."""
    assert Change("a", "", before, now).direction == direction
