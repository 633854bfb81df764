"""Deviations: only one in force lets a step stand, only for all it broke, and a clinical one by a doctor's word alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.casework import Actor, Approver, ApproverKind, Deviation, DeviationState, Override
from labcert.domain.findings import Finding
from labcert.domain.outcome import Mark, Outcome, Severity
from labcert.domain.verdict import Attestation
from labcert.session.deviating import broken_requirements, judge_deviations, with_deviations
from tests.support.sample_session import step_verdict

TODAY = date(2026, 11, 23)
ANNE = Actor("Anne Holm", "Konsulent", "MedCom", "MedCom")
DOCTOR = Approver(ApproverKind.DOCTOR, "Dora Dahl", "Læge", "Klinikken", "ABC12")
MEDCOM = Approver(ApproverKind.MEDCOM, "Anne Holm", "Konsulent", "MedCom")
CLINICAL, TECHNICAL = "SAM-01", "DOK-01"


def deviation(requirement=TECHNICAL, **changes):
    """A deviation that MedCom approved and that is in force today, but for the changes."""
    values = {
        "id": "AFV-1", "requirement": requirement, "clinical": requirement == CLINICAL, "steps": (), "system": "LPS Ét",
        "system_version": "1.0", "reason": "Ombygges", "asked_by": ANNE, "asked": "2026-11-20T09:00:00+01:00",
        "valid_from": TODAY, "valid_to": TODAY, "approved_by": MEDCOM, "approved": "2026-11-21T09:00:00+01:00",
        "document": "c" * 64,
    }  # fmt: skip
    return Deviation(**values | changes)


def finding(*requirements):
    """A finding that says which requirements it is about."""
    return Finding("R", Severity.F1, "forkert", requirements=requirements)


def failed(name="A", *, shows=(TECHNICAL,), **changes):
    """A step that failed."""
    return step_verdict(name, Outcome.FAILED, requirements=shows, **changes)


@pytest.fixture
def stands(small):
    """Say by which deviations a step stands."""
    from dataclasses import replace

    opened = replace(small.opened(demo=False), system="LPS Ét", system_version="1.0")

    def judged(step, *deviations, day=TODAY):
        return with_deviations(step, judge_deviations(deviations, [step], opened, day)).deviations

    judged.opened = opened
    return judged


STATES = [
    ({}, DeviationState.IN_FORCE, "gælder til og med 2026-11-23"),
    ({"approved_by": None}, DeviationState.ASKED, "venter på MedCom"),
    ({"document": ""}, DeviationState.ASKED, "ikke godkendt endnu"),
    ({"valid_from": TODAY + timedelta(1), "valid_to": TODAY + timedelta(2)}, DeviationState.NOT_YET, "først fra 2026-11-24"),
    ({"valid_from": TODAY - timedelta(9), "valid_to": TODAY - timedelta(1)}, DeviationState.EXPIRED, "udløb 2026-11-22"),
    ({"withdrawn": "rettet", "withdrawn_by": ANNE}, DeviationState.WITHDRAWN, "trukket tilbage"),
    ({"system_version": "1.1"}, DeviationState.ELSEWHERE, "LPS Ét 1.1"),
    ({"system": "LPS To"}, DeviationState.ELSEWHERE, "LPS To 1.0"),
    ({"clinical": True}, DeviationState.REFUSED, "ikke godkendt af en læge"),
    ({"clinical": True, "approved_by": None}, DeviationState.ASKED, "venter på en læge"),
    ({"clinical": True, "approved_by": DOCTOR}, DeviationState.IN_FORCE, "gælder"),
    ({"approved_by": DOCTOR}, DeviationState.IN_FORCE, "gælder"),
    (
        {"clinical": True, "approved_by": Approver(ApproverKind.DOCTOR, "Dora Dahl", "Læge", "Klinikken", "abc12")},
        DeviationState.REFUSED, "ikke godkendt af en læge",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "state", "told"), STATES)
def test_only_one_in_force_lets_a_step_stand(stands, changes, state, told):
    """Each other state is told in a sentence of its own and lets nothing stand."""
    step, asked = failed(), deviation(**changes)
    (judged,) = judge_deviations([asked], [step], stands.opened, TODAY)
    assert (judged.state, judged.covers) == (state, ("A",) if state is DeviationState.IN_FORCE else ())
    assert told in judged.sentence


@pytest.mark.parametrize("days", [0, 1, 30])
def test_both_days_are_included(stands, days):
    """In force from the first day to the last."""
    asked = deviation(valid_to=TODAY + timedelta(days))
    assert stands(failed(), asked, day=TODAY) == stands(failed(), asked, day=TODAY + timedelta(days)) == ("AFV-1",)
    assert stands(failed(), asked, day=TODAY - timedelta(1)) == stands(failed(), asked, day=TODAY + timedelta(days + 1)) == ()


@pytest.mark.parametrize("outcome", [Outcome.PASSED, Outcome.NOT_RUN, Outcome.WAITING, Outcome.FAULT, Outcome.SETUP_FAULT])
def test_only_a_flaw_is_let_through(stands, outcome):
    """What passed needs no deviation; what wasn't judged may hold anything."""
    assert stands(step_verdict("A", outcome, requirements=(TECHNICAL,)), deviation()) == ()


def test_it_is_about_its_own_steps(stands):
    """Named steps only; none named is every step that shows the requirement."""
    assert stands(failed("B"), deviation(steps=("A",))) == ()
    assert stands(failed("A"), deviation(steps=("A", "C"))) == ("AFV-1",)
    assert stands(failed("B", shows=("DOK-02",)), deviation()) == ()


def test_each_requirement_that_may_be_broken_must_be_let_deviate(stands):
    """A step that shows two and says not which is broken needs both; a finding that names one needs that one."""
    both = deviation(), deviation("DOK-02", id="AFV-2")
    assert stands(failed(shows=(TECHNICAL, "DOK-02")), both[0]) == ()
    assert stands(failed(shows=(TECHNICAL, "DOK-02")), *both) == ("AFV-1", "AFV-2")
    assert stands(failed(shows=(TECHNICAL, "DOK-02"), findings=(finding(TECHNICAL),)), *both) == ("AFV-1",)
    assert stands(failed(shows=(TECHNICAL, "DOK-02"), findings=(finding(TECHNICAL), finding())), both[0]) == ()


def test_a_finding_speaks_of_requirements_that_the_step_does_not_name(stands):
    """A clinical requirement that a finding names must be let deviate by a doctor, whatever the step itself shows."""
    step = failed(shows=(TECHNICAL,), findings=(finding(TECHNICAL, CLINICAL),))
    assert broken_requirements(step) == {TECHNICAL, CLINICAL}
    assert stands(step, deviation()) == ()
    assert stands(step, deviation(), deviation(CLINICAL, id="AFV-2", approved_by=DOCTOR)) == ("AFV-1", "AFV-2")


def test_a_person_who_says_no_names_no_requirement(stands):
    """A finding that is explained doesn't explain what a person saw, nor a mark that a person gave."""
    no = Attestation("Team RN", "Tea", "Tester", "Team RN", Outcome.FAILED, "Enheden mangler", "")
    step = failed(shows=(TECHNICAL, "DOK-02"), findings=(finding(TECHNICAL),), attested_by=(no,))
    assert stands(step, deviation()) == ()
    worse = Override("A", Mark.F1, "værre", ANNE, "")
    step = failed(shows=(TECHNICAL, "DOK-02"), findings=(finding(TECHNICAL),), override=worse)
    assert stands(step, deviation()) == ()


def test_a_mark_that_a_person_gave_is_a_flaw_too(stands):
    """What passed and was marked F1 may deviate; what failed and was marked Ok needs no deviation."""
    worse = step_verdict("A", Outcome.PASSED, requirements=(TECHNICAL,), mark=Mark.F1)
    assert stands(worse, deviation()) == ("AFV-1",)
    assert stands(failed(mark=Mark.OK), deviation()) == ()


def test_a_step_without_requirements_never_deviates(stands):
    """There is nothing that could be let deviate."""
    assert stands(failed(shows=()), deviation()) == ()


days = st.integers(-3, 3).map(lambda days: TODAY + timedelta(days))
approvers = st.sampled_from(
    [None, MEDCOM, DOCTOR, Approver(ApproverKind.DOCTOR, "Dora", "Læge", "Klinikken"),
     Approver(ApproverKind.DOCTOR, "Dora", "Læge", "Klinikken", "ABC1")]
)  # fmt: skip
requirements = st.sampled_from([CLINICAL, TECHNICAL, "DOK-02"])


@st.composite
def any_deviations(draw):
    """A handful of deviations, most of which shouldn't count."""
    return [
        deviation(
            draw(requirements), id=f"AFV-{number}", steps=draw(st.sampled_from([(), ("A",), ("B",)])),
            system_version=draw(st.sampled_from(["1.0", "1.1"])), valid_from=draw(days), valid_to=draw(days),
            approved_by=draw(approvers), document=draw(st.sampled_from(["", "c" * 64])),
            withdrawn_by=draw(st.sampled_from([None, None, ANNE])),
        )
        for number in range(draw(st.integers(0, 5)))
    ]  # fmt: skip


@st.composite
def any_step(draw):
    """A step with any outcome, mark and findings."""
    shows = tuple(draw(st.lists(requirements, max_size=3, unique=True)))
    named = draw(st.lists(st.lists(requirements, max_size=2, unique=True), max_size=2))
    return step_verdict(
        "A", draw(st.sampled_from(Outcome)), requirements=shows, mark=draw(st.sampled_from([None, *Mark])),
        findings=tuple(finding(*each) for each in named),
    )  # fmt: skip


@given(any_step(), any_deviations())
def test_what_does_not_count_never_lets_a_step_stand(step, deviations):
    """Whatever was asked: a step stands only by deviations that are approved, by who may, today, for this version."""
    from labcert.domain.events import SessionOpened

    opened = SessionOpened("s", "pilot", "1", {}, "L", "LPS Ét", "1.0", "0", "1", "2", "standard", demo=False)
    found = with_deviations(step, judge_deviations(deviations, [step], opened, TODAY)).deviations
    by = [each for each in deviations if each.id in found]
    for each in by:
        assert each.approved_by is not None
        assert each.document
        assert each.withdrawn_by is None
        assert each.system_version == "1.0"
        assert each.valid_from <= TODAY <= each.valid_to
        assert each.requirement != CLINICAL or each.approved_by == DOCTOR
        assert "A" in (each.steps or ("A",))
    if found:
        assert step.mark in (Mark.F1, Mark.F2, Mark.F3, Mark.F4)
        needed = {name for one in step.findings for name in one.requirements} or set(step.requirements)
        assert needed <= {each.requirement for each in by}
