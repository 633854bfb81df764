"""A later answer held against the first."""

from labcert.checks.comparing import same_field

PATH = "Sample/Id"


def _sample(report, *numbers):
    return report("".join(f"<Sample><Id>{number}</Id></Sample>" for number in numbers))


def test_the_same_values_in_the_same_order_are_the_same(report):
    """One or several elements at the path."""
    assert same_field(_sample(report, "1"), _sample(report, "1"), PATH) is None
    assert same_field(_sample(report, "1", "2"), _sample(report, "1", "2"), PATH) is None


def test_a_changed_lost_or_doubled_value_is_told(report):
    """The finding shows both answers."""
    told = [same_field(_sample(report, "1"), _sample(report, *new), PATH) for new in (["2"], [], ["1", "1"])]
    assert [(finding.expected, finding.actual) for finding in told] == [("1", "2"), ("1", "intet"), ("1", "1, 1")]


def test_a_field_that_neither_has_shows_nothing(report):
    """Two empty answers are no proof that a number was kept."""
    assert same_field(_sample(report), _sample(report), PATH).rule == "SAME-FIELD"
