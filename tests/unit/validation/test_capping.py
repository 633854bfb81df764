"""Findings in a number and of a length that a person can read."""

import pytest

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.validation.capping import TEXT, capped

F1, F2, F3, F4 = Severity


def found(*severities: Severity) -> tuple[Finding, ...]:
    """Return findings of these classes, told by their numbers."""
    return tuple(Finding("LAB-X-001", severity, f"Nummer {number}.") for number, severity in enumerate(severities, 1))


def test_as_many_as_may_be_are_told():
    """In their order, as they are."""
    three = found(F4, F1, F2)
    assert capped(three, 3, "business") == three
    assert capped((), 0, "business") == ()


def test_what_blocks_is_told_first_and_in_its_order():
    """Hints give way; the last one says how many are not shown."""
    *told, more = capped(found(F4, F2, F4, F1, F3), 3, "codes")
    assert [one.message for one in told] == ["Nummer 2.", "Nummer 4.", "Nummer 5."]
    assert more == Finding(
        "MSG-MORE-001", F4, "Der er mindst 2 fund mere i laget. De er ikke vist.", "Højst 3 fund", "Mindst 5 fund",
        "Ret dem, der er vist, og efterprøv beskeden igen.", layer="codes",
    )  # fmt: skip


@pytest.mark.parametrize("most", [1, 2])
def test_each_part_of_a_finding_is_cut(most):
    """To the same length, the last sign saying that there is more; a path is cut as it is."""
    fits, long = "a" * TEXT, "a" * (TEXT + 1)
    cut = "a" * (TEXT - 1) + "…"
    first = Finding("LAB-X-001", F2, long, long, long, "Gør noget.", "/" + fits)
    second = Finding("LAB-X-001", F2, fits, fits, fits, "Gør noget.", fits)
    told = capped((first, second), most, "business")
    assert told[0] == Finding("LAB-X-001", F2, cut, cut, cut, "Gør noget.", "/" + fits[1:])
    assert most == 1 or told[1] == second
