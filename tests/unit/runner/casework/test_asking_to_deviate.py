"""Deviations as people ask for, approve and withdraw them: for a requirement, steps and a time, by who may."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from labcert.domain.casework import Actor, ApproverKind, DeviationState
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Outcome
from labcert.runner.attesting_files import HandedIn
from labcert.runner.casework import deviating
from labcert.runner.casework.deviating import Approval, Request
from labcert.runner.marks import local_time
from tests.support.casework import ANNE, VERA
from tests.unit.runner.casework.conftest import CLINICAL, TECHNICAL

TODAY = local_time().date()
LETTER = HandedIn("brev.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n")
BY_DOCTOR = Approval("AFV-1", LETTER, "Dora Dahl", "0ABC1", "Klinikken")
BY_MEDCOM = Approval("AFV-1", LETTER)


def request(requirement="SAM-02", *steps, reason="Ombygges i foråret", start=0, end=90):
    """A wish for a deviation, in days from today."""
    return Request(requirement, steps, reason, TODAY + timedelta(start), TODAY + timedelta(end))


@pytest.fixture
def failed(ran):
    """A session with a clinical and a technical step that failed."""
    return ran({CLINICAL: Outcome.FAILED, TECHNICAL: Outcome.FAILED})


def test_a_clinical_requirement_deviates_by_a_doctor_s_word(failed):
    """Asked by the vendor, written down by MedCom; the approval lies in the session, and the consultant looks it up."""
    told = deviating.ask(*failed.place, request(), VERA).told
    assert told[0] == f"Der er søgt om afvigelsen AFV-1 fra kravet SAM-02; den handler om {CLINICAL}."
    assert "når en læge har godkendt den" in told[1]
    assert failed.step(CLINICAL).deviations == ()
    told = deviating.approve(*failed.place, BY_DOCTOR, ANNE).told
    assert "Slå 0ABC1 op i Autorisationsregisteret" in told[1]
    (judged,) = failed.verdict.deviations
    approver = judged.deviation.approved_by
    assert (approver.kind, approver.name, approver.organisation) == (ApproverKind.DOCTOR, "Dora Dahl", "Klinikken")
    assert failed.store.read(failed.id, f"evidence/{judged.deviation.document}") == LETTER.data
    assert (failed.step(CLINICAL).deviations, judged.covers) == (("AFV-1",), (CLINICAL,))


def test_medcom_alone_lets_a_technical_requirement_deviate(failed):
    """And nothing has to be looked up; a clinical one it can't."""
    deviating.ask(*failed.place, request("SKE-04"), VERA)
    assert len(deviating.approve(*failed.place, BY_MEDCOM, ANNE).told) == 1
    assert failed.step(TECHNICAL).deviations == ("AFV-1",)
    deviating.ask(*failed.place, request(), VERA)
    with pytest.raises(UsageMistake, match="kliniske krav SAM-02"):
        deviating.approve(*failed.place, replace(BY_MEDCOM, id="AFV-2"), ANNE)


WRONG = [
    (request("SAM-2"), "Kravet “SAM-2” findes ikke", "Mente du “SAM-0"),
    (request("SAM-02", "TP-4.3.55"), "Trinnet “TP-4.3.55” findes ikke", "Mente du"),
    (request("SAM-02", TECHNICAL), f"{TECHNICAL} viser ikke kravet SAM-02", f"Det gør {CLINICAL}"),
    (request("OPL-01"), "Ingen af trinnene i laba viser kravet OPL-01", ""),
    (request(start=5, end=4), "før den begynder", ""),
    (request(start=-9, end=-1), "som er forbi", "i dag og frem"),
    (request(end=732), "højst gælde i to år", "tidligere slutdato"),
    (request(reason=" "), "Begrundelsen mangler", ""),
]


@pytest.mark.parametrize(("wish", "told", "remedy"), WRONG)
def test_a_wish_that_can_t_be_is_refused(failed, wish, told, remedy):
    """Each with the reason and the nearest; nothing is written."""
    with pytest.raises(UsageMistake, match=told) as refused:
        deviating.ask(*failed.place, wish, VERA)
    assert remedy in refused.value.remedy
    assert failed.work.deviations == {}


def test_today_and_two_years_are_allowed(failed):
    """The edges: a day that is today, and the longest time."""
    deviating.ask(*failed.place, request(end=0), VERA)
    deviating.ask(*failed.place, request(end=731), VERA)
    assert list(failed.work.deviations) == ["AFV-1", "AFV-2"]


def test_the_same_twice_adds_nothing(failed):
    """Asked, approved and withdrawn again: it is told that it is so."""
    deviating.ask(*failed.place, request(), VERA)
    assert deviating.ask(*failed.place, request(), VERA).told == ("Der er allerede søgt om den: AFV-1.",)
    deviating.approve(*failed.place, BY_DOCTOR, ANNE)
    before = failed.events
    assert deviating.approve(*failed.place, BY_DOCTOR, ANNE).events == ()
    with pytest.raises(UsageMistake, match="allerede godkendt af Dora Dahl"):
        deviating.approve(*failed.place, replace(BY_DOCTOR, doctor="Per Dahl"), ANNE)
    assert failed.events == before
    deviating.withdraw(*failed.place, "AFV-1", "rettet", ANNE)
    assert deviating.withdraw(*failed.place, "AFV-1", "rettet", ANNE).events == ()
    assert failed.step(CLINICAL).deviations == ()
    assert deviating.ask(*failed.place, request(), VERA).told[0].startswith("Der er søgt om afvigelsen AFV-2")


@pytest.mark.parametrize("written", ["", "abc12", "ABC1", "ABC123", "ABC1Å", "ABC12\n", "12 45"])
def test_an_authorisation_id_has_its_form(failed, written):
    """Five characters, capital letters and digits; labcert can't look it up."""
    deviating.ask(*failed.place, request(), VERA)
    with pytest.raises(UsageMistake, match="er ikke et autorisations-ID"):
        deviating.approve(*failed.place, replace(BY_DOCTOR, authorisation=written), ANNE)
    assert failed.verdict.deviations[0].state is DeviationState.ASKED


def test_only_medcom_writes_an_approval_down(failed):
    """Neither the vendor, nor for what nobody asked, nor for what was withdrawn."""
    with pytest.raises(UsageMistake, match="ikke søgt om nogen afvigelse “AFV-1”"):
        deviating.approve(*failed.place, BY_DOCTOR, ANNE)
    deviating.ask(*failed.place, request(), VERA)
    with pytest.raises(UsageMistake, match="Kun MedCom"):
        deviating.approve(*failed.place, BY_DOCTOR, VERA)
    with pytest.raises(UsageMistake, match="“AFV-11”") as refused:
        deviating.approve(*failed.place, replace(BY_DOCTOR, id="AFV-11"), ANNE)
    assert refused.value.remedy == "Mente du “AFV-1”?"
    deviating.withdraw(*failed.place, "AFV-1", "rettet", VERA)
    with pytest.raises(UsageMistake, match="er trukket tilbage"):
        deviating.approve(*failed.place, BY_DOCTOR, ANNE)


def test_who_asked_and_medcom_may_withdraw(failed):
    """Others may not, and a reason is given."""
    deviating.ask(*failed.place, request(), VERA)
    with pytest.raises(UsageMistake, match="kan trækkes tilbage af Leverandøren A/S"):
        deviating.withdraw(*failed.place, "AFV-1", "nej", Actor("Pia", "x", "PLSP"))
    with pytest.raises(UsageMistake, match="Begrundelsen mangler"):
        deviating.withdraw(*failed.place, "AFV-1", "", VERA)
    deviating.withdraw(*failed.place, "AFV-1", "rettet", VERA)
    assert failed.work.deviations["AFV-1"].withdrawn_by == VERA


def test_a_finding_s_requirement_may_deviate_at_a_step_that_does_not_name_it(ran):
    """What a finding says is broken must be let deviate, so it can be asked for."""
    from labcert.domain.events import FindingMade
    from labcert.domain.findings import Finding
    from labcert.domain.outcome import Severity

    there = ran({TECHNICAL: Outcome.FAILED})
    with pytest.raises(UsageMistake, match="viser ikke kravet SAM-02"):
        deviating.ask(*there.place, request("SAM-02", TECHNICAL), VERA)
    there.store.append(there.id, FindingMade(TECHNICAL, 0, Finding("X", Severity.F1, "fejl", requirements=("SAM-02",))))
    deviating.ask(*there.place, request("SAM-02", TECHNICAL), VERA)
    assert there.work.deviations["AFV-1"].steps == (TECHNICAL,)


def test_a_deviation_is_not_approved_after_its_last_day(failed):
    """It could let nothing stand any more."""
    from labcert.domain.events import DeviationAsked

    last = date(2026, 1, 31)
    failed.store.append(
        failed.id, DeviationAsked("AFV-1", "SAM-02", (), "LægeSystemet", "1.0", "x", VERA, date(2026, 1, 1), last)
    )
    with pytest.raises(UsageMistake, match="gjaldt til 2026-01-31, som er forbi"):
        deviating.approve(*failed.place, BY_DOCTOR, ANNE)
