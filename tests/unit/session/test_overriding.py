"""Another mark than the computed one: what may be given, and that a session is judged by the same rule afterwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.casework import Actor, Override
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome, Severity, mark_of
from labcert.session.overriding import clinical_among, could_be_refused, refusal_of, with_override
from tests.support.sample_session import step_verdict

ANNE = Actor("Anne Holm", "Konsulent", "MedCom", "MedCom")
is_clinical = "SAM-01".__eq__


def judged(outcome, severity=Severity.F1, shows=("DOK-01",), **changes):
    """A step as the tool judged it."""
    mark = mark_of(outcome, severity)
    return step_verdict("A", outcome, mark=mark, computed_mark=mark, requirements=shows, **changes)


UNJUDGED = [Outcome.NOT_RUN, Outcome.WAITING, Outcome.FAULT, Outcome.SETUP_FAULT]


@pytest.mark.parametrize("outcome", UNJUDGED)
@pytest.mark.parametrize("mark", Mark)
def test_what_was_not_judged_may_only_be_not_relevant(outcome, mark):
    """Nobody can say of it that it is right, or wrong."""
    told = refusal_of(judged(outcome), mark, is_clinical)
    assert told == ("" if mark is Mark.NOT_RELEVANT else "Trinnet A er ikke afgjort, så det kan kun få karakteren “Ikke relevant”.")


@pytest.mark.parametrize("outcome", UNJUDGED)
def test_a_clinical_step_is_not_set_aside_before_it_ran_to_its_end(outcome):
    """A flaw would be hidden by a run that somebody breaks off; what waits for people has shown what it could."""
    told = refusal_of(judged(outcome, shows=("SAM-01",)), Mark.NOT_RELEVANT, is_clinical)
    assert ("ikke kørt til ende og viser kliniske krav (SAM-01)" in told) == (outcome is not Outcome.WAITING)


@pytest.mark.parametrize("mark", [Mark.F2, Mark.F3, Mark.F4, Mark.OK, Mark.NOT_RELEVANT])
def test_a_clinical_flaw_is_not_bettered_by_a_mark(mark):
    """Neither a little nor altogether; a technical one may be."""
    told = refusal_of(judged(Outcome.FAILED, shows=("DOK-01", "SAM-01")), mark, is_clinical)
    assert "kliniske krav (SAM-01)" in told
    assert "en læge" in told
    assert refusal_of(judged(Outcome.FAILED), mark, is_clinical) == ""


def test_a_clinical_step_may_be_marked_worse_or_the_same():
    """Strictness needs no doctor."""
    step = judged(Outcome.FAILED, Severity.F3, ("SAM-01",))
    assert [refusal_of(step, mark, is_clinical) for mark in (Mark.F1, Mark.F2, Mark.F3)] == ["", "", ""]
    assert refusal_of(judged(Outcome.PASSED, shows=("SAM-01",)), Mark.F1, is_clinical) == ""


def test_a_finding_makes_a_step_clinical():
    """What the findings say is broken counts as much as what the step shows."""
    step = judged(Outcome.FAILED, findings=(Finding("R", Severity.F1, "forkert", requirements=("SAM-01",)),))
    assert clinical_among(step, is_clinical) == ("SAM-01",)
    assert refusal_of(step, Mark.OK, is_clinical)


@pytest.mark.parametrize("mark", Mark)
def test_who_does_not_know_the_requirements_knows_what_could_be_refused(mark):
    """A better mark for a flaw, and any mark for what was not judged; never a worse one."""
    better = [Mark.F3, Mark.F4, Mark.OK, Mark.NOT_RELEVANT]
    assert could_be_refused(Mark.F2, mark) == (mark in better)
    assert could_be_refused(None, mark)
    assert not could_be_refused(Mark.OK, mark)


def test_a_mark_that_may_not_be_given_is_told_and_counts_for_nothing():
    """Somebody looked afterwards and said no: the mark of before falls, and the step says so."""
    made = Override("A", Mark.NOT_RELEVANT, "uden betydning", ANNE, "2026-11-23T03:00:00+01:00")
    waits = with_override(judged(Outcome.WAITING, shows=("SAM-01",)), made, is_clinical)
    assert (waits.mark, waits.computed_mark, waits.override) == (Mark.NOT_RELEVANT, None, made)
    no = with_override(judged(Outcome.FAILED, shows=("SAM-01",), reason="Enheden mangler."), made, is_clinical)
    assert (no.mark, no.override) == (Mark.F1, None)
    assert no.reason.startswith("Enheden mangler. Karakteren Ikke relevant, som Anne Holm gav trinnet, tæller ikke: Trinnet A er F1")
    assert with_override(no, None, is_clinical) == no


@given(
    st.sampled_from(Outcome), st.sampled_from(Severity), st.sampled_from(Mark),
    st.sampled_from([(), ("DOK-01",), ("SAM-01",), ("DOK-01", "SAM-01")]),
)  # fmt: skip
def test_a_clinical_flaw_and_what_is_unjudged_never_become_good(outcome, severity, mark, shows):
    """Whatever mark is tried: a step that may stand by it was judged, or is not relevant; and its flaw not clinical."""
    step = judged(outcome, severity, shows)
    after = with_override(step, Override("A", mark, "x", ANNE, ""), is_clinical)
    if after.mark is Mark.OK:
        assert outcome in (Outcome.PASSED, Outcome.NOT_RELEVANT, Outcome.FAILED)
    if outcome is Outcome.FAILED and "SAM-01" in shows:
        assert after.mark in (Mark.F1, Mark.F2, Mark.F3, Mark.F4)
        assert after.mark <= step.mark
