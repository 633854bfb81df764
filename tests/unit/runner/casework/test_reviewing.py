"""The review: who may hand in, take, take over and let go; and that the same twice adds nothing."""

import threading

import pytest

from labcert.domain.casework import Actor, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Mark, Outcome
from labcert.runner.casework import marking, reviewing
from tests.support.casework import ANNE, BO, VERA, begun
from tests.unit.runner.casework.conftest import TECHNICAL


def test_a_session_is_handed_in_taken_and_let_go(ran):
    """The vendor hands in, Anne takes, lets go, and it waits again."""
    there = ran()
    told = reviewing.submit(*there.place, VERA).told
    assert (there.work.review, told[1]) == (ReviewState.WAITING, there.verdict.sentence)
    reviewing.claim(*there.place, ANNE)
    assert (there.work.review, there.work.claimed_by) == (ReviewState.CLAIMED, "Anne Holm")
    reviewing.release(*there.place, ANNE)
    assert (there.work.review, there.work.claimed_by) == (ReviewState.WAITING, "")
    row = there.store.find(there.id)
    assert (row.review, row.outcome) == (ReviewState.WAITING, "passed")


def test_what_was_never_run_is_not_handed_in(store, suite):
    """There is nothing to review."""
    with pytest.raises(UsageMistake, match="er ikke kørt endnu"):
        reviewing.submit(store, suite, begun(store, suite), VERA)


def test_the_same_twice_adds_nothing(ran):
    """A second click on submit and claim says that it is so."""
    there = ran().claimed()
    before = there.events
    assert reviewing.claim(*there.place, ANNE).told == (f"Du har allerede sessionen {there.id} til gennemgang.",)
    reviewing.release(*there.place, ANNE)
    assert "allerede afleveret" in reviewing.submit(*there.place, VERA).told[0]
    assert there.events == before + 1


def test_it_is_taken_back_only_while_it_waits(ran):
    """Once somebody has it, the vendor must ask."""
    there = ran()
    assert reviewing.take_back(*there.place, VERA).events == ()
    reviewing.submit(*there.place, VERA)
    reviewing.take_back(*there.place, VERA)
    assert there.work.review is ReviewState.NOT_SUBMITTED
    there.claimed()
    for late in (reviewing.take_back, reviewing.submit):
        with pytest.raises(UsageMistake, match="gennemgås af Anne Holm, MedCom, siden"):
            late(*there.place, VERA)


def test_a_second_claim_says_who_has_it(ran):
    """Nobody takes it unseen; with a reason it is taken over, and the log says why."""
    there = ran().claimed()
    with pytest.raises(UsageMistake, match="gennemgås af Anne Holm") as refused:
        reviewing.claim(*there.place, BO)
    assert "--take-over" in refused.value.remedy
    with pytest.raises(UsageMistake, match="Begrundelsen mangler"):
        reviewing.claim(*there.place, BO, take_over="  ")
    reviewing.claim(*there.place, BO, take_over="Anne er syg")
    assert there.work.claimer == BO
    assert there.store.entries(there.id)[-1].event.remark == "Anne er syg"
    with pytest.raises(UsageMistake, match="gennemgås af Bo Berg"):
        reviewing.release(*there.place, ANNE)


def test_only_medcom_takes_what_was_handed_in(ran):
    """Neither the vendor, nor anybody before it was handed in; a name on a certificate has more words."""
    there = ran()
    with pytest.raises(UsageMistake, match="ikke afleveret endnu"):
        reviewing.claim(*there.place, ANNE)
    reviewing.submit(*there.place, VERA)
    with pytest.raises(UsageMistake, match="Kun MedCom gennemgår"):
        reviewing.claim(*there.place, VERA)
    reviewing.claim(*there.place, Actor("Anne Holm", "Konsulent", "MedCom TEST"))
    assert there.work.claimed_by == "Anne Holm"


def test_whoever_takes_a_session_is_told_what_was_decided_in_it(ran):
    """Marks that somebody gave before, here or where the session came from."""
    there = ran({TECHNICAL: Outcome.FAILED}).claimed()
    marking.override(*there.place, marking.Marking(TECHNICAL, Mark.F4, "ny skabelon"), ANNE)
    told = reviewing.claim(*there.place, BO, take_over="ferie").told
    assert told[2] == f"1 trin har allerede fået en anden karakter end den beregnede ({TECHNICAL}). Se dem efter."


def test_of_two_who_claim_at_once_one_has_it(ran):
    """The other is told who was first."""
    there = ran()
    reviewing.submit(*there.place, VERA)
    refused, start = [], threading.Barrier(2)

    def take(actor):
        start.wait()
        try:
            reviewing.claim(*there.place, actor)
        except UsageMistake as mistake:
            refused.append((actor, mistake.message))

    threads = [threading.Thread(target=take, args=(actor,)) for actor in (ANNE, BO)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ((loser, message),) = refused
    assert there.work.claimer in {ANNE, BO} - {loser}
    assert f"gennemgås af {there.work.claimed_by}" in message


def test_a_demonstration_is_not_reviewed(ran):
    """Its people are made up."""
    there = ran(demo=True)
    for verb in (reviewing.submit, reviewing.claim, reviewing.release):
        with pytest.raises(UsageMistake, match="er en demonstration"):
            verb(*there.place, ANNE)


def test_a_session_that_somebody_runs_is_left_alone(ran):
    """What is leased can't be handed in; the sentence says who has it."""
    there = ran()
    with there.store.check_out(there.id), pytest.raises(UsageMistake, match="er i brug"):
        reviewing.submit(*there.place, VERA)


def test_a_name_is_masked_where_it_holds_a_number(ran):
    """Nobody's CPR stands in the log, whatever field it was typed into."""
    there = ran()
    reviewing.submit(*there.place, Actor("Vera 0102031234", "rolle 010203-1234", "Firma"))
    by = there.store.entries(there.id)[-1].event.by
    assert (by.name, by.role) == ("Vera 010203-xxxx", "rolle 010203-xxxx")
