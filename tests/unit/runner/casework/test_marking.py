"""Marks that a person gives: by the claimer's organisation, with a reason, and never around a doctor."""

import pytest

from labcert.domain.casework import Actor
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Mark, Outcome
from labcert.runner.casework import marking, reviewing
from labcert.runner.casework.marking import Marking
from tests.support.casework import ANNE, BO, VERA
from tests.unit.runner.casework.conftest import CLINICAL, LOOKED_AT, TECHNICAL


def test_a_mark_is_given_and_taken_away(ran):
    """A colleague of the claimer may do it too; the computed mark stands beside."""
    there = ran({TECHNICAL: Outcome.FAILED}).claimed()
    told = marking.override(*there.place, Marking(TECHNICAL, Mark.F4, "rettes i næste udgave"), BO).told
    step = there.step(TECHNICAL)
    assert (told, step.mark, step.computed_mark, step.override.by) == (
        (f"{TECHNICAL} er nu F4 i stedet for F2.",), Mark.F4, Mark.F2, BO,
    )  # fmt: skip
    assert there.verdict.approved
    told = marking.take_override_away(*there.place, TECHNICAL, "fortrudt", ANNE).told
    assert (told, there.step(TECHNICAL).mark) == ((f"{TECHNICAL} er igen F2, som beregnet.",), Mark.F2)


def test_the_second_click_adds_nothing(ran):
    """The same mark with the same reason, a mark that is the computed one, and one that isn't there to be taken away."""
    there = ran({TECHNICAL: Outcome.FAILED}).claimed()
    assert marking.take_override_away(*there.place, TECHNICAL, "", ANNE).events == ()
    assert marking.override(*there.place, Marking(TECHNICAL, Mark.F2, "enig"), ANNE).events == ()
    first = Marking(TECHNICAL, Mark.F3, "mildere")
    marking.override(*there.place, first, ANNE)
    before = there.events
    assert marking.override(*there.place, first, ANNE).told == (f"{TECHNICAL} har allerede den karakter.",)
    assert there.events == before
    marking.override(*there.place, Marking(TECHNICAL, Mark.F3, "anden grund"), ANNE)
    assert there.step(TECHNICAL).override.reason == "anden grund"


REFUSED = [
    (Marking(TECHNICAL, Mark.F4, "  "), ANNE, "Begrundelsen mangler"),
    (Marking("TP-4.3.81", Mark.F4, "x"), ANNE, "findes ikke i laba"),
    (Marking(TECHNICAL, Mark.F4, "x"), VERA, "Kun MedCom, som gennemgår"),
    (Marking(LOOKED_AT, Mark.OK, "set"), ANNE, "kan kun få karakteren “Ikke relevant”"),
    (Marking(CLINICAL, Mark.F4, "x"), ANNE, "som en læge har godkendt"),
    (Marking(CLINICAL, Mark.NOT_RELEVANT, "x"), ANNE, "som en læge har godkendt"),
]


@pytest.mark.parametrize(("wanted", "actor", "told"), REFUSED)
def test_what_may_not_be_is_refused_and_nothing_is_written(ran, wanted, actor, told):
    """Each with the reason."""
    there = ran({TECHNICAL: Outcome.FAILED, CLINICAL: Outcome.FAILED}, attested=False).claimed()
    before = there.events
    with pytest.raises(UsageMistake, match=told):
        marking.override(*there.place, wanted, actor)
    assert there.events == before


def test_a_clinical_flaw_points_to_the_deviation(ran):
    """The command that is to be written stands there, with requirement and step."""
    there = ran({CLINICAL: Outcome.FAILED}).claimed()
    with pytest.raises(UsageMistake) as refused:
        marking.override(*there.place, Marking(CLINICAL, Mark.OK, "x"), ANNE)
    assert f"labcert session deviate {there.id} --requirement SAM-02 --step {CLINICAL}" in refused.value.remedy
    with pytest.raises(UsageMistake) as refused:
        marking.override(*there.place, Marking(TECHNICAL, Mark.OK, "x"), VERA)
    marking.override(*there.place, Marking(CLINICAL, Mark.F1, "enig"), ANNE)


def test_what_waits_may_be_not_relevant(ran):
    """Then nobody is waited for."""
    there = ran(attested=False).claimed()
    told = marking.override(*there.place, Marking(LOOKED_AT, Mark.NOT_RELEVANT, "vises ikke i denne udgave"), ANNE).told
    assert told == (f"{LOOKED_AT} er nu Ikke relevant i stedet for ikke afgjort.",)


def test_only_while_somebody_reviews(ran):
    """Before the claim and after it was let go nobody gives marks."""
    there = ran({TECHNICAL: Outcome.FAILED})
    wanted = Marking(TECHNICAL, Mark.F4, "x")
    with pytest.raises(UsageMistake, match="Ingen gennemgår"):
        marking.override(*there.place, wanted, ANNE)
    there.claimed()
    reviewing.release(*there.place, ANNE)
    with pytest.raises(UsageMistake, match="Ingen gennemgår"):
        marking.take_override_away(*there.place, TECHNICAL, "", ANNE)


def test_a_reason_is_masked(ran):
    """It stands in the report and on the certificate."""
    there = ran({TECHNICAL: Outcome.FAILED}).claimed()
    marking.override(*there.place, Marking(TECHNICAL, Mark.F4, "set på 010203-1234"), Actor("Anne Holm", "x", "MedCom"))
    assert there.step(TECHNICAL).override.reason == "set på 010203-xxxx"
