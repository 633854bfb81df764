"""The overview: which session speaks for a row, how far it has come, and what is late against the plan."""

from dataclasses import replace
from datetime import date

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.certificate import Revocation
from labcert.domain.events import RunStarted, StepFinished, StepStarted
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.protocol import load_suite
from labcert.protocol.plan import load_plan
from labcert.reporting.overview import CellState
from labcert.runner.overview import gather_overview
from labcert.session.manifest import required_signers
from tests.support.office_store import Kept, certify, keep, office, sign

OK, FAILED, WAITING, OPEN = Outcome.PASSED, Outcome.FAILED, Outcome.WAITING, Outcome.NOT_RUN
BEFORE, AFTER = date(2025, 12, 31), date(2026, 1, 1)
"""the last day of the pilot's rows in the plan, and the day after"""
PILOT = Kept("s-1", "Æskulap ApS", "Æskulap", "4.2", rows={"4.3": (OK, OK)})


@pytest.fixture(scope="module")
def suite():
    """The suite that comes along."""
    return load_suite(suite_root())


@pytest.fixture
def made(tmp_path):
    """An empty store and its clock."""
    store, watch = office(tmp_path)
    with store:
        yield store, watch


@pytest.fixture
def cells(made, suite):
    """Give the cells of a store's only system on a day, by row."""

    def of(day=BEFORE):
        (line,) = gather_overview(made[0], suite, load_plan(suite_root()), day).systems
        return {cell.row: cell for cell in line.cells}

    return of


@pytest.mark.parametrize(
    ("outcomes", "review", "state", "waiting"),
    [
        ((OK, OPEN), ReviewState.NOT_SUBMITTED, CellState.RUNNING, ()),
        ((OK, OK), ReviewState.NOT_SUBMITTED, CellState.RUNNING, ()),
        ((OK, WAITING), ReviewState.NOT_SUBMITTED, CellState.WAITING, ("Team RN",)),
        ((OK, OK), ReviewState.WAITING, CellState.WAITING, ("MedCom",)),
        ((OK, OK), ReviewState.CLAIMED, CellState.WAITING, ("MedCom",)),
        ((OK, FAILED), ReviewState.CLAIMED, CellState.FAILED, ()),
        ((OK, OK), ReviewState.NOT_APPROVED, CellState.FAILED, ()),
        ((OK, OK), ReviewState.APPROVED, CellState.APPROVED, ()),
    ],
)
def test_a_row_is_as_far_as_its_steps_and_the_review(made, cells, outcomes, review, state, waiting):
    """Open, waiting for a party or for MedCom, failed, or approved; with how many of its steps may stand."""
    keep(*made, replace(PILOT, rows={"4.3": outcomes}, review=review))
    cell = cells()["4.3"]
    assert (cell.state, cell.waiting, cell.session, cell.version) == (state, waiting, "s-1", "4.2")
    assert (cell.accepted, cell.steps) == (sum(each is OK for each in outcomes), 2)


def test_signed_means_by_everybody_who_must_sign_the_row(made, suite, cells):
    """MedCom signs each row besides its parties."""
    keep(*made, replace(PILOT, rows={"4.3": (OK,), "4.4": (OK,)}, review=ReviewState.APPROVED))
    wanted = required_signers(suite.programme("pilot"))
    sign(made[0], "s-1", tuple(each for each in wanted if (each.row, each.party) != ("4.4", "MedCom")))
    assert (cells()["4.3"].state, cells()["4.4"].state) == (CellState.SIGNED, CellState.APPROVED)


def test_a_certificate_counts_as_long_as_it_holds(made, cells):
    """Expired or revoked, the row is approved as before, and no more."""
    keep(*made, replace(PILOT, review=ReviewState.APPROVED))
    certificate = certify(made[0], "s-1", date(2027, 12, 31))
    assert (cells()["4.3"].state, cells()["4.3"].test) == (CellState.CERTIFIED, False)
    assert cells(date(2028, 1, 1))["4.3"].state is CellState.APPROVED
    made[0].revoke(Revocation(certificate, "2026-01-05T10:00:00+01:00", "Fejl", "MedCom"))
    assert cells()["4.3"].state is CellState.APPROVED


def test_an_approved_session_outranks_a_newer_one(made, cells):
    """What was approved stands, though a new version is under test; else the newest speaks, MedCom's before one alone."""
    keep(*made, replace(PILOT, review=ReviewState.APPROVED))
    keep(*made, replace(PILOT, id="s-2", version="4.3", day=date(2025, 12, 20), rows={"4.3": (FAILED,), "4.4": (OPEN,)}))
    keep(*made, replace(PILOT, id="s-3", version="4.4", day=date(2025, 12, 22), test_type="egentest", rows={"4.4": (OK,), "4.5": (OK,)}))
    found = cells()
    assert [found[row].session for row in ("4.3", "4.4", "4.5")] == ["s-1", "s-2", "s-3"]


def test_an_approved_self_test_is_no_approval(made, cells):
    """That word is MedCom's."""
    keep(*made, replace(PILOT, test_type="egentest", review=ReviewState.APPROVED))
    assert cells()["4.3"].state is CellState.RUNNING


def test_a_session_that_nobody_has_run_has_its_programmes_rows(made, suite, cells):
    """Nothing of everything is shown."""
    keep(*made, replace(PILOT, rows={}))
    steps = len(suite.protocol("laba").steps)
    assert (cells()["4.3"].state, cells()["4.3"].accepted, cells()["4.3"].steps) == (CellState.RUNNING, 0, steps)


def test_a_row_is_late_from_the_day_after_its_last(made, cells):
    """Unless it is approved; a row that was not begun is late too."""
    keep(*made, replace(PILOT, rows={"4.2": (OPEN,)}))
    assert {row for row, cell in cells(BEFORE).items() if cell.late} == set()
    assert {row for row, cell in cells(AFTER).items() if cell.late} == {"4.2", "4.3", "4.4", "4.5"}
    keep(*made, replace(PILOT, id="s-2", rows={"4.2": (OK,)}, review=ReviewState.APPROVED))
    assert {row for row, cell in cells(AFTER).items() if cell.late} == {"4.3", "4.4", "4.5"}


def test_the_pilots_rows_are_no_others_and_the_others_not_the_pilots(made, suite):
    """Who has no part in a row is not late with it; the pilot stands first."""
    keep(*made, PILOT)
    keep(*made, Kept("s-2", "Anden A/S", "Anden", "1.0", "testcamp", {"5.3": (OK,)}, programme="testcamp"))
    pilot, other = gather_overview(made[0], suite, load_plan(suite_root()), date(2027, 1, 1)).systems
    assert (pilot.system, pilot.pilot, other.pilot) == ("Æskulap", True, False)
    nothing = CellState.NOT_CONCERNED
    assert {cell.row for cell in pilot.cells if cell.state is nothing} == {"5.2", "5.3", "5.4", "5.5"}
    assert {cell.row for cell in other.cells if cell.state is nothing} == {"4.2", "4.3", "4.4", "4.5"}
    assert not any(cell.late for line in (pilot, other) for cell in line.cells if cell.state is nothing)


def test_demonstrations_are_left_out(made, suite):
    """And an empty store has no systems."""
    keep(*made, replace(PILOT, demo=True))
    assert gather_overview(made[0], suite, load_plan(suite_root()), BEFORE).systems == ()


def test_a_row_that_the_plan_has_not_is_shown_at_the_end(made, suite):
    """Nobody's results get lost because the plan is older than a programme; it is never late."""
    keep(*made, replace(PILOT, rows={"9.1": (OPEN,)}))
    overview = gather_overview(made[0], suite, load_plan(suite_root()), date(2027, 1, 1))
    assert (overview.extra, overview.systems[0].cells[-1].row, overview.systems[0].cells[-1].late) == (("9.1",), "9.1", False)


def test_the_worst_mark_of_a_failed_row_is_told(made, suite, cells):
    """Worked out from the log, as the verdict does."""
    keep(*made, replace(PILOT, rows={"4.3": (FAILED,)}))
    steps = [step for step in suite.protocol("laba").steps if step.severity in ("F1", "F2")][:2]
    made[0].append("s-1", RunStarted(1, tuple(step.id for step in steps), {}))
    for step in steps:
        made[0].append("s-1", StepStarted(step.id, "", 1, ""), StepFinished(step.id, 1, FAILED, "Fejl.", 1.0))
    assert cells()["4.3"].mark == min(step.severity.value for step in steps)
