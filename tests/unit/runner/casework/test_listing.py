"""What is shown of a session is what its log says, and its last sentence is the one thing to do next."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.casework.listing import show_session
from labcert.runner.casework.next_step import State, next_step
from labcert.runner.casework.standing import standing_of
from labcert.session.manifest import RequiredSigner
from labcert.session.store import Lease
from labcert.session.store.processes import this_machine
from tests.unit.runner.casework.carried import a_store, certified, opened, ran

SESSION = "live-20261123-0941-abcd"
GOOD, SEEN = "TP-4.3.13", "TP-4.3.01"
DAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture
def store(tmp_path, suite):
    """A store with one session."""
    with a_store(tmp_path) as made:
        made.begin(opened(suite, SESSION))
        yield made


def shown(store, suite):
    """The session as it is shown."""
    return show_session(store, suite, "live", DAY)


def test_each_run_is_told_with_how_its_steps_came_out(store, suite):
    """Numbered, with counts by outcome; the last one is an interrupted run when it has no end."""
    ran(store, SESSION, GOOD)
    ran(store, SESSION, SEEN, Outcome.WAITING, run=2)
    told = shown(store, suite)
    assert [(run.number, run.steps, dict(run.outcomes), run.ended) for run in told.runs] == [
        (1, 1, {Outcome.PASSED: 1}, True), (2, 1, {Outcome.WAITING: 1}, True),
    ]  # fmt: skip
    assert told.verdict.session == SESSION
    assert told.signatures == ()
    parties = ("LPS", "PLSP", "Team RN", "MedCom")
    assert {(each.row, each.party) for each in told.unsigned} == {("4.3", party) for party in parties}
    assert told.certificates == ()


def test_its_own_certificates_are_told(store, suite):
    """And nobody else's."""
    store.begin(opened(suite, "e2e-20261123-0941-abcd"))
    certified(store, "e2e-20261123-0941-abcd")
    mine = certified(store, SESSION)
    assert shown(store, suite).certificates == (mine,)


def test_a_spoilt_file_of_signatures_shows_none(store, suite):
    """`labcert verify` is where it is told."""
    store.keep(SESSION, "manifest.sig", b"{")
    assert shown(store, suite).signatures == ()


def state(store, suite, *, of=None, **row) -> State:
    """Where the session is, with the verdict's steps changed by `of`."""
    verdict = standing_of(suite, store.entries(SESSION))
    if of is not None:
        steps = tuple(replace(step, **of) for step in verdict.steps[:7])
        verdict = replace(verdict, steps=steps, approved=all(step.outcome is Outcome.PASSED for step in steps))
    return State(replace(store.find(SESSION), **row), verdict, (), certified=False, broken_off=False)


PASSED = {"outcome": Outcome.PASSED, "mark": Mark.OK}
FAILED = {"outcome": Outcome.FAILED, "mark": Mark.F1, "reason": "Nej"}
WAITS = {"outcome": Outcome.WAITING, "mark": None, "missing_attestations": ("LPS",)}
CLAIMED = {"review": ReviewState.CLAIMED, "claimed_by": "Mads Holm"}


@pytest.mark.parametrize(
    ("of", "row", "says"),
    [
        (None, {}, f"Kør de 18 trin, der mangler: labcert session run {SESSION} --sut FIL"),
        (PASSED, {}, f"labcert session submit {SESSION}"),
        (WAITS, {}, f"LPS bekræfter {SEEN}: labcert session attest {SESSION} {SEEN}"),
        (FAILED, {}, "TP-4.3.01, TP-4.3.02, TP-4.3.03, TP-4.3.04, TP-4.3.05 og 2 til er ikke opfyldt."),
        (FAILED | {"deviations": ("a1",)}, {}, f"labcert session submit {SESSION}"),
        (FAILED | {"unrun": 1}, {}, "Kør de 7 trin, der mangler"),
        (None, {"review": ReviewState.WAITING}, f"labcert session claim {SESSION}"),
        (PASSED, CLAIMED, f"Mads Holm afslutter gennemgangen: labcert session close {SESSION} --approved"),
        (WAITS, CLAIMED, f"labcert session attest {SESSION} {SEEN}"),
        (FAILED, CLAIMED, f"labcert session close {SESSION} --not-approved --remark BEGRUNDELSE"),
        (PASSED, {"review": ReviewState.APPROVED}, f"labcert certificate issue {SESSION}"),
        (FAILED, {"review": ReviewState.NOT_APPROVED}, f"--follows {SESSION}"),
        (PASSED, {"demo": True}, "Det er en demonstration"),
    ],
)
def test_the_next_thing_is_one_sentence(store, suite, of, row, says):
    """With the command that does it."""
    told = next_step(state(store, suite, of=of, **row))
    assert says in told
    assert "\n" not in told


def test_who_must_sign_comes_before_the_certificate(store, suite):
    """One party at a time; afterwards there is nothing to do."""
    approved = state(store, suite, of=PASSED, review=ReviewState.APPROVED)
    asked = next_step(replace(approved, unsigned=(RequiredSigner("4.3", "LPS"), RequiredSigner("4.3", "PLSP"))))
    assert asked == f"LPS underskriver: labcert session sign {SESSION} --party LPS --key FIL.p12"
    team = next_step(replace(approved, unsigned=(RequiredSigner("4.3", "Team RN"),)))
    assert '--party "Team RN"' in team
    assert "ikke mere at gøre" in next_step(replace(approved, certified=True))


def test_a_run_that_was_broken_off_goes_on(store, suite):
    """Whether it ended by itself or its process is gone from this machine."""
    assert next_step(replace(state(store, suite), broken_off=True)).startswith("Kørslen blev afbrudt. Gå videre:")
    gone = Lease(this_machine(), 2**22 + 1, "aldrig", "2026-11-23T09:41:00+01:00", Path("x"))
    assert next_step(state(store, suite, lease=gone)).startswith("Kørslen blev afbrudt. Gå videre:")


def test_another_machines_session_is_waited_for(store, suite):
    """With who has it since when, and what to do where that machine is gone."""
    elsewhere = Lease("pc-17", 4, "i dag", "2026-11-23T09:41:00+01:00", Path("x"))
    told = next_step(state(store, suite, lease=elsewhere))
    assert "i brug på pc-17 siden 2026-11-23 09:41" in told
    assert f"labcert session show {SESSION} --free" in told


def test_a_session_of_other_protocols_is_shown_with_what_is_needed(store, suite):
    """A labcert that has them."""
    store.begin(opened(suite, "e2e-20261123-0941-abcd", programme="gammelt"))
    told = show_session(store, suite, "e2e", DAY)
    assert (told.verdict, told.unsigned) == (None, ())
    assert told.next.startswith("Programmet gammelt findes ikke")


def test_a_log_without_an_opening_stands_nowhere(suite):
    """There is nothing to judge."""
    assert standing_of(suite, ()) is None
