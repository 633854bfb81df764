"""Policies and faults: closed lists, with a sentence for everything that is not on them."""

import pytest

from labcert.domain.errors import UsageMistake
from mock_databanks.faults import FaultBoard, fault_from
from mock_databanks.policies import DatabankPolicy, PlspPolicy, changed, standard_policies


def test_the_defaults_come_from_the_suites_data():
    """Positive list and mapping are off; a correction is joined by four things."""
    plsp, bank = standard_policies()
    assert (plsp.positive_list, plsp.mapping, plsp.known_persons) == (False, False, True)
    assert bank.correlation_key == ("cpr", "requester_sample", "laboratory_sample", "analysis_code")


def test_values_are_set_beside_the_others():
    """A databank's address may come by itself or under addresses."""
    policy = changed(PlspPolicy(), {"mapping": True, "addresses": {"laba": "http://x"}, "retry_seconds": 1})
    assert (policy.mapping, policy.laba, policy.retry_seconds, policy.positive_list) == (True, "http://x", 1.0, False)


@pytest.mark.parametrize(
    ("policy", "values", "says"),
    [
        (PlspPolicy(), {"positivelist": True}, "positive_list"),
        (PlspPolicy(), {"mapping": "ja"}, "mapping"),
        (PlspPolicy(), {"retry_seconds": -1}, "retry_seconds"),
        (PlspPolicy(), {"retry_seconds": True}, "retry_seconds"),
        (PlspPolicy(), {"correlation_key": ["cpr"]}, "correlation_key"),
        (DatabankPolicy(), {"correlation_key": ["cpr", "name"]}, "requester_sample"),
        (DatabankPolicy(), {"correlation_key": []}, "requester_sample"),
    ],
)
def test_a_policy_that_is_none_is_told(policy, values, says):
    """By name, with the nearest or the possible ones."""
    with pytest.raises(UsageMistake) as caught:
        changed(policy, values)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ({"kind": "refus"}, "refuse"),
        ({}, "refuse"),
        ({"kind": "error", "status": 200}, "status"),
        ({"kind": "error", "times": 0}, "times"),
        ({"kind": "delay", "seconds": 61}, "seconds"),
        ({"kind": "delay", "second": 1}, "second"),
    ],
)
def test_a_fault_that_is_none_is_told(keys, says):
    """A mistake in a test's set-up is not silently another fault."""
    with pytest.raises(UsageMistake) as caught:
        fault_from(keys)
    assert says in str(caught.value)


def test_a_fault_counts_down_and_is_then_off():
    """`times` 2 hits twice; without `times` it lasts until it is cleared."""
    board = FaultBoard()
    board.switch(fault_from({"kind": "error", "times": 2}))
    board.switch(fault_from({"kind": "delay"}))
    assert [board.take("error") is not None for _ in range(3)] == [True, True, False]
    assert all(board.take("delay") for _ in range(5))
    board.clear()
    assert (board.take("delay"), board.active()) == (None, ())


@pytest.mark.parametrize(
    ("keys", "lasting"),
    [
        ({"kind": "unavailable"}, True),
        ({"kind": "unavailable", "times": 1}, False),
        ({"kind": "refuse"}, False),
    ],
)
def test_only_what_keeps_messages_out_for_good_lasts(keys, lasting):
    """A wait for a databank that comes back by itself is a wait worth waiting for."""
    board = FaultBoard()
    board.switch(fault_from(keys))
    assert board.lasting() is lasting
