"""What people did with a session, read from its log: the latest counts, and nothing of what nobody asked for."""

from datetime import date

import pytest

from labcert.domain.casework import Actor, Approver, ApproverKind, ReviewState
from labcert.domain.events import (
    CommentMade,
    DeviationApproved,
    DeviationAsked,
    DeviationWithdrawn,
    EvidenceAdded,
    OverrideMade,
    ReviewMoved,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.outcome import Mark
from labcert.session.casework import casework_of
from labcert.session.log import LogEntry

ANNE = Actor("Anne Holm", "Konsulent", "MedCom", "MedCom")
BO = Actor("Bo Berg", "Konsulent", "MedCom", "MedCom")
VENDOR = Actor("Vera Lund", "Tester", "Leverandøren A/S", "LPS")
DOCTOR = Approver(ApproverKind.DOCTOR, "Dora Dahl", "Læge", "Klinikken", "ABC12")
LETTER = Evidence("c" * 64, "Godkendelse", "application/pdf", 9)


def work_of(*events):
    """Read events as a log has them; SAM-01 is the one clinical requirement."""
    entries = [LogEntry(n, f"2026-11-23T03:{n:02}:00+01:00", event, "") for n, event in enumerate(events)]
    return casework_of(entries, "SAM-01".__eq__)


def asked(identifier="AFV-1", requirement="SAM-01", reason="Ombygges"):
    """A deviation that the vendor asks for."""
    days = date(2026, 11, 1), date(2027, 5, 1)
    return DeviationAsked(identifier, requirement, ("A",), "LPS Ét", "1.0", reason, VENDOR, *days)


def test_nothing_was_done():
    """A session that nobody handed in waits for nobody."""
    work = work_of(StepStarted("A", "Scenarie", 0, "f"))
    assert (work.review, work.claimed_by, work.comments_at("A"), work.added_to("A")) == (
        ReviewState.NOT_SUBMITTED, "", (), (),
    )  # fmt: skip


def test_a_thread_is_told_in_its_order_at_its_place():
    """Each remark stands at its step, those about the session by themselves, with their time and what they answer."""
    work = work_of(
        CommentMade("k1", "A", "Hvorfor?", ANNE), CommentMade("k2", "", "Set igennem", BO),
        CommentMade("k3", "A", "Derfor.", VENDOR, "k1"),
    )  # fmt: skip
    assert [(each.id, each.answers, each.time[11:16]) for each in work.comments_at("A")] == [
        ("k1", "", "03:00"), ("k3", "k1", "03:02"),
    ]  # fmt: skip
    assert [each.text for each in work.comments_at("")] == ["Set igennem"]


def test_the_latest_override_counts_until_it_is_taken_away():
    """One override a step: a later one replaces it, None takes it away, and others stand."""
    events = [
        OverrideMade("A", Mark.F2, "for streng", ANNE), OverrideMade("B", Mark.OK, "set", ANNE),
        OverrideMade("A", Mark.F3, "for streng", BO),
    ]  # fmt: skip
    assert {step: each.mark for step, each in work_of(*events).overrides.items()} == {"A": Mark.F3, "B": Mark.OK}
    assert list(work_of(*events, OverrideMade("A", None, "fortrudt", ANNE)).overrides) == ["B"]
    assert work_of(OverrideMade("A", None, "fortrudt", ANNE)).overrides == {}


def test_an_override_falls_when_its_step_runs_again():
    """It was about a result that is no more; the other steps' stand."""
    work = work_of(
        OverrideMade("A", Mark.F4, "x", ANNE), OverrideMade("B", Mark.F4, "x", ANNE), StepStarted("A", "S", 0, "f")
    )
    assert list(work.overrides) == ["B"]


def test_evidence_that_was_laid_beside():
    """Each piece at its step, in its order."""
    other = Evidence("d" * 64, "Mail", "text/plain", 3)
    work = work_of(EvidenceAdded("A", LETTER, "", BO), EvidenceAdded("", other, "", BO), EvidenceAdded("A", other, "", BO))
    assert (work.added_to("A"), work.added_to(""), work.added_to("B")) == ((LETTER, other), (other,), ())


MOVES = [
    ([ReviewState.WAITING], ReviewState.WAITING, ""),
    ([ReviewState.WAITING, ReviewState.NOT_SUBMITTED], ReviewState.NOT_SUBMITTED, ""),
    ([ReviewState.WAITING, ReviewState.CLAIMED], ReviewState.CLAIMED, "Anne Holm"),
    ([ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.WAITING], ReviewState.WAITING, ""),
    ([ReviewState.CLAIMED, ReviewState.APPROVED], ReviewState.APPROVED, "Anne Holm"),
    ([ReviewState.CLAIMED, ReviewState.NOT_APPROVED], ReviewState.NOT_APPROVED, "Anne Holm"),
    ([ReviewState.CLAIMED, ReviewState.APPROVED, ReviewState.CLAIMED], ReviewState.CLAIMED, "Anne Holm"),
]


@pytest.mark.parametrize(("states", "review", "claimed"), MOVES)
def test_where_the_review_is_and_who_has_it(states, review, claimed):
    """Letting go leaves nobody; a closed review still says who closed it; reopened it is claimed again."""
    work = work_of(*(ReviewMoved(state, "", ANNE) for state in states))
    assert (work.review, work.claimed_by, work.moved[11:16]) == (review, claimed, f"03:{len(states) - 1:02}")


def test_a_review_that_is_taken_over_is_the_new_ones():
    """The latest claim counts, with the claimer's organisation."""
    work = work_of(ReviewMoved(ReviewState.CLAIMED, "", ANNE), ReviewMoved(ReviewState.CLAIMED, "Anne er syg", BO))
    assert work.claimer == BO


def test_a_deviation_is_asked_for_approved_and_withdrawn():
    """What was asked stands; the approval and its document come with it, and a withdrawal says why."""
    (deviation,) = work_of(asked(), DeviationApproved("AFV-1", DOCTOR, LETTER, ANNE)).deviations.values()
    assert (deviation.clinical, deviation.asked_by, deviation.approved_by, deviation.document) == (
        True, VENDOR, DOCTOR, LETTER.sha256,
    )  # fmt: skip
    assert (deviation.asked[11:16], deviation.approved[11:16]) == ("03:00", "03:01")
    (deviation,) = work_of(asked(), DeviationWithdrawn("AFV-1", "rettet", ANNE)).deviations.values()
    assert (deviation.withdrawn, deviation.withdrawn_by, deviation.approved_by) == ("rettet", ANNE, None)
    (deviation,) = work_of(asked(requirement="DOK-01")).deviations.values()
    assert deviation.clinical is False


def test_what_is_said_of_a_deviation_that_nobody_asked_for_counts_for_nothing():
    """An approval of another deviation, and one that comes before the asking."""
    assert work_of(DeviationApproved("AFV-9", DOCTOR, LETTER, ANNE), DeviationWithdrawn("AFV-9", "x", ANNE)).deviations == {}
    (deviation,) = work_of(DeviationApproved("AFV-1", DOCTOR, LETTER, ANNE), asked()).deviations.values()
    assert deviation.approved_by is None


def test_a_deviation_is_not_rewritten_under_its_approval():
    """The first asking under an id stands: nobody widens what was approved."""
    (deviation,) = work_of(
        asked(), DeviationApproved("AFV-1", DOCTOR, LETTER, ANNE), asked(requirement="DOK-01", reason="noget andet")
    ).deviations.values()
    assert (deviation.requirement, deviation.reason, deviation.approved_by) == ("SAM-01", "Ombygges", DOCTOR)
