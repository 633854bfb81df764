"""The end of a review: refused while something is missing, frozen when it is not, and then nothing changes."""

import json
from dataclasses import replace

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import AttestationGiven
from labcert.domain.outcome import Mark, Outcome
from labcert.runner.casework import closing, commenting, deviating, marking, reviewing
from labcert.runner.casework.closing import Closed, Closing, Refused
from labcert.session.bundle import Result, verify
from tests.support.casework import ANNE, BO, SEEN, VERA, run_of
from tests.unit.runner.casework.conftest import CLINICAL, LOOKED_AT, TECHNICAL
from tests.unit.runner.casework.test_asking_to_deviate import BY_DOCTOR, request

APPROVED, NOT_APPROVED = Closing(approved=True, allure=False), Closing(approved=False, remark="F1", allure=False)


def close(there, how=APPROVED, actor=ANNE):
    """Close a session without being told of phases."""
    return closing.close(*there.place, how, actor, lambda _phase: None)


def test_every_missing_thing_is_told(ran):
    """One sentence each; where one of them is a flaw, waiting doesn't help."""
    there = ran({CLINICAL: Outcome.FAILED, TECHNICAL: Outcome.NOT_RUN}, attested=False).claimed()
    refused = close(there)
    assert refused == Refused(
        there.id,
        (
            f"{CLINICAL} er F1: Enheden er forkert.", f"{TECHNICAL}: Trinnet er ikke kørt.",
            f"{LOOKED_AT}: Afventer Team RN.",
        ),
        waits=False,
    )  # fmt: skip
    assert there.work.review is ReviewState.CLAIMED


def test_what_only_waits_is_told_apart(ran):
    """A step to be run, people to look, a deviation to be approved: all can still come."""
    there = ran({CLINICAL: Outcome.FAILED, TECHNICAL: Outcome.NOT_RUN}, attested=False).claimed()
    marking.override(*there.place, marking.Marking(LOOKED_AT, Mark.NOT_RELEVANT, "x"), ANNE)
    run_of(there.store, there.suite, there.id, {TECHNICAL: Outcome.NOT_RUN}, attested=False)
    assert close(there).waits
    deviating.ask(*there.place, request(), VERA)
    assert "venter på en læge" in close(there).missing[-1]


def test_an_approved_session_is_frozen_with_its_reports(ran):
    """Verdict, report and manifest say what was decided; all that is missing are signatures."""
    there = ran().claimed()
    done = close(there)
    assert isinstance(done, Closed)
    assert done.told == (
        f"Sessionen {there.id} er godkendt og låst.",
        "Den venter på 4 underskrifter: LPS (4.3), PLSP (4.3), Team RN (4.3), MedCom (4.3).",
    )
    verdict = json.loads(there.store.read(there.id, "verdict.json"))
    assert (verdict["review"], verdict["claimed_by"], verdict["approved"]) == ("approved", "Anne Holm", True)
    assert b"Anne Holm" in there.store.read(there.id, "report.html")
    signers = json.loads(there.store.read(there.id, "manifest.json"))["signers"]
    parties = ["LPS", "PLSP", "Team RN", "MedCom"]
    assert [(each["row"], each["party"]) for each in signers] == [("4.3", party) for party in parties]
    assert there.store.find(there.id).review is ReviewState.APPROVED
    assert close(there).told == (f"Gennemgangen af sessionen {there.id} er allerede afsluttet sådan.",)


def test_a_frozen_session_is_whole_and_lacks_signatures_only(ran, tmp_path):
    """Written out, every byte is as frozen."""
    there = ran().claimed()
    close(there)
    there.store.materialise(there.id, tmp_path / "pakke")
    report = verify(tmp_path / "pakke")
    assert (report.result, {reason.code for reason in report.reasons}) == (Result.UNKNOWN, {"not_signed"})


def test_a_mark_that_counts_for_nothing_breaks_no_seal(ran, tmp_path):
    """It was given while people were waited for; then one of them said no to something clinical."""
    there = ran(attested=False).claimed()
    marking.override(*there.place, marking.Marking(LOOKED_AT, Mark.NOT_RELEVANT, "vises ikke"), ANNE)
    said = AttestationGiven(
        LOOKED_AT, "Team RN", "Rasmus", "Tester", "Region", Outcome.FAILED, "Intet svar", (SEEN.sha256,), demo=True
    )
    there.store.append(there.id, said)
    step = there.step(LOOKED_AT)
    assert (step.mark, step.override) == (Mark.F1, None)
    assert "tæller ikke" in step.reason
    close(there, NOT_APPROVED)
    there.store.materialise(there.id, tmp_path / "pakke")
    assert {reason.code for reason in verify(tmp_path / "pakke").reasons} == {"not_signed"}


def test_not_approved_needs_a_reason(ran):
    """And nothing else but that somebody reviews it."""
    there = ran({CLINICAL: Outcome.FAILED}).claimed()
    with pytest.raises(UsageMistake, match="Begrundelsen mangler"):
        close(there, replace(NOT_APPROVED, remark=" "))
    assert close(there, NOT_APPROVED).told[0] == f"Sessionen {there.id} er ikke godkendt, og den er låst."
    assert there.work.review is ReviewState.NOT_APPROVED


def test_only_who_reviews_closes(ran):
    """Nobody closes what nobody reviews, nor what another reviews."""
    there = ran()
    with pytest.raises(UsageMistake, match="Ingen gennemgår"):
        close(there)
    there.claimed()
    with pytest.raises(UsageMistake, match="gennemgås af Anne Holm"):
        close(there, NOT_APPROVED, BO)
    reviewing.claim(*there.place, BO, take_over="ferie")
    assert isinstance(close(there, APPROVED, BO), Closed)


CLOSED_TO = [
    lambda there: reviewing.submit(*there.place, VERA),
    lambda there: reviewing.take_back(*there.place, VERA),
    lambda there: reviewing.claim(*there.place, BO, take_over="x"),
    lambda there: reviewing.release(*there.place, ANNE),
    lambda there: marking.override(*there.place, marking.Marking(TECHNICAL, Mark.F4, "x"), ANNE),
    lambda there: marking.take_override_away(*there.place, TECHNICAL, "x", ANNE),
    lambda there: commenting.comment(*there.place, commenting.Remark("x"), ANNE),
    lambda there: commenting.add_evidence(*there.place, [BY_DOCTOR.document], "", "", ANNE),
    lambda there: deviating.ask(*there.place, request(), VERA),
    lambda there: deviating.approve(*there.place, BY_DOCTOR, ANNE),
    lambda there: deviating.withdraw(*there.place, "AFV-1", "x", ANNE),
    lambda there: close(there, NOT_APPROVED),
]


def test_after_closing_nothing_changes(ran):
    """Every verb says so in a sentence and names the way on."""
    there = ran().claimed()
    close(there)
    before = there.store.entries(there.id), there.store.files(there.id)
    for verb in CLOSED_TO:
        with pytest.raises(UsageMistake, match="er afsluttet, så den kan ikke ændres") as refused:
            verb(there)
        assert f"--follows {there.id}" in refused.value.remedy
    assert (there.store.entries(there.id), there.store.files(there.id)) == before


def test_it_is_opened_again_with_a_reason_while_nobody_has_signed(ran):
    """Who opens it reviews it; the seal is off, and it can be closed the other way."""
    there = ran().claimed()
    with pytest.raises(UsageMistake, match="ikke afsluttet"):
        closing.reopen(*there.place, "x", ANNE)
    close(there)
    with pytest.raises(UsageMistake, match="Begrundelsen mangler"):
        closing.reopen(*there.place, " ", ANNE)
    with pytest.raises(UsageMistake, match="Kun MedCom"):
        closing.reopen(*there.place, "x", VERA)
    closing.reopen(*there.place, "et trin blev overset", BO)
    assert (there.work.review, there.work.claimer) == (ReviewState.CLAIMED, BO)
    assert not {"manifest.json", "manifest.sig"} & {file.path for file in there.store.files(there.id)}
    assert isinstance(close(there, NOT_APPROVED, BO), Closed)


def test_a_freezing_that_broke_is_done_again(ran, monkeypatch):
    """The review has ended, the manifest is missing: closing again makes it, whoever does it."""
    there = ran().claimed()

    def full(*_anything, **_more):
        raise ToolFault("Disken er fuld.")

    with monkeypatch.context() as broken:
        broken.setattr("labcert.runner.delivery.write_whole", full)
        with pytest.raises(ToolFault, match="fuld"):
            close(there)
    assert there.work.review is ReviewState.APPROVED
    assert not closing.is_frozen(there.store, there.id)
    assert isinstance(close(there, APPROVED, BO), Closed)
    assert closing.is_frozen(there.store, there.id)


def test_a_session_that_somebody_runs_is_not_closed(ran):
    """Nothing may be running."""
    there = ran().claimed()
    with there.store.check_out(there.id), pytest.raises(UsageMistake, match="er i brug"):
        close(there, NOT_APPROVED)
