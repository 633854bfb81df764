"""Who may run in a session, what an interrupted run says, and what is left to run after a kill at any event."""

from dataclasses import replace

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.domain.sut import System
from labcert.protocol.load import load_suite
from labcert.runner.casework.running import interrupted, require_open, require_runnable
from labcert.runner.planning import Which, Wish, plan_within
from labcert.session.folder import SessionFolder
from labcert.session.log import read_log
from labcert.session.store import Store
from tests.unit.runner.casework.carried import SUT, a_store, moved, opened, ran

SESSION = "live-20261123-0941-abcd"
GOOD, BAD = "TP-4.3.13", "TP-4.3.02"


@pytest.fixture(scope="module")
def whole_suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture
def suite(whole_suite, monkeypatch):
    """Our own suite, whose digest is that of the sessions made here."""
    monkeypatch.setattr("labcert.runner.planning.suite_digest", lambda _root: "1" * 64)
    return whole_suite


@pytest.fixture
def store(tmp_path, suite):
    """A store with one session."""
    with a_store(tmp_path) as made:
        made.begin(opened(suite, SESSION))
        yield made


def in_review(store: Store, *states: ReviewState):
    """The session's row when its review has come through the states."""
    moved(store, SESSION, *states)
    return store.find(SESSION)


def test_anybody_runs_before_the_session_is_handed_in(store):
    """No name is needed."""
    assert require_runnable(in_review(store), "") is None


def test_only_who_reviews_runs_during_the_review(store):
    """A test camp: the name is the claimer's, in whatever capitals."""
    row = in_review(store, ReviewState.WAITING, ReviewState.CLAIMED)
    assert require_runnable(row, "mads holm") is None
    for name in ("", "Vera Vendor"):
        with pytest.raises(UsageMistake, match="gennemgås af Mads Holm"):
            require_runnable(row, name)


@pytest.mark.parametrize(
    ("states", "says"),
    [
        ([ReviewState.WAITING], "venter på gennemgang"),
        ([ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.APPROVED], "afsluttet"),
        ([ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.NOT_APPROVED], "--follows"),
    ],
)
def test_nobody_runs_in_what_waits_or_is_closed(store, states, says):
    """Nor does who reviewed it."""
    row = in_review(store, *states)
    with pytest.raises(UsageMistake, match=says):
        require_runnable(row, "Mads Holm")


def test_nobody_runs_in_a_demonstration(store, suite):
    """It was run to its end."""
    store.begin(opened(suite, "demo-20261123-0941-abcd", demo=True, test_type=""))
    with pytest.raises(UsageMistake, match="demonstration"):
        require_runnable(store.find("demo-"), "")


def test_a_closed_session_is_open_no_more(store):
    """The remedy names the session to follow."""
    assert require_open(store.find(SESSION)) is None
    with pytest.raises(UsageMistake, match=f"--follows {SESSION}"):
        require_open(in_review(store, ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.APPROVED))


@pytest.fixture
def folder(store, tmp_path):
    """A copy of the session with a step that passed and one that failed, in a run each."""
    ran(store, SESSION, GOOD)
    ran(store, SESSION, BAD, Outcome.FAILED, run=2)
    return store.materialise(SESSION, tmp_path / "mappe")


def plan_of(suite, folder, which, sut=SUT, only=()):
    """What the next run runs."""
    return plan_within(suite, Wish("laba", sut, only=only), folder, which)


def test_the_next_run_is_chosen_and_numbered(suite, folder):
    """What is left, what failed, or all; a run of some steps is one run more."""
    steps = [step.id for step in suite.steps_of(plan_of(suite, folder, Which.ALL).programme)]
    left = plan_of(suite, folder, Which.REMAINING)
    assert sorted([*left.steps, *left.irrelevant]) == sorted(set(steps) - {GOOD, BAD})
    assert plan_of(suite, folder, Which.FAILED).steps == (BAD,)
    assert plan_of(suite, folder, Which.ALL, only=(GOOD,)).steps == (GOOD,)
    assert plan_of(suite, folder, Which.REMAINING, only=(GOOD,)).steps == ()
    assert left.continued.run == 3


@pytest.mark.parametrize(
    ("sut", "says"),
    [
        (replace(SUT, system=System("LægeSystemet", "1.1")), "var “1.0”; nu er det “1.1”"),
        (replace(SUT, system=System("Andet", "1.0")), "systemet var"),
        (replace(SUT, standards=("XRPT01", "XRPT05")), "standarder var “XRPT01”"),
    ],
)
def test_a_session_is_about_one_version_of_one_system(suite, folder, sut, says):
    """Anything else needs a new session."""
    with pytest.raises(UsageMistake, match=says) as told:
        plan_of(suite, folder, Which.REMAINING, sut)
    assert "ny session" in told.value.remedy


def test_other_protocols_need_a_new_session(suite, folder, monkeypatch):
    """Steps of one session are tried by the same."""
    monkeypatch.setattr("labcert.runner.planning.suite_digest", lambda _root: "9" * 64)
    with pytest.raises(UsageMistake, match="ændret, siden sessionen begyndte"):
        plan_of(suite, folder, Which.REMAINING)


def test_after_a_kill_at_any_byte_only_what_had_not_ended_is_left(suite, folder, tmp_path):
    """Cut the log after each event and in the midst of each: every step that had ended is kept, each other one is run."""
    lines = folder.events.read_bytes().splitlines(keepends=True)
    cut = SessionFolder(tmp_path / "afbrudt")
    (cut.path / "evidence").mkdir(parents=True)
    for piece in folder.evidence.iterdir():
        (cut.evidence / piece.name).write_bytes(piece.read_bytes())
    for count in range(1, len(lines) + 1):
        half = lines[count][: len(lines[count]) // 2] if count < len(lines) else b""
        cut.events.write_bytes(b"".join(lines[:count]) + half)
        events = [entry.event for entry in read_log(cut.events).entries]
        assert len(events) == count
        finished = {event.step for event in events if type(event).__name__ == "StepFinished"}
        left = plan_of(suite, cut, Which.REMAINING)
        assert {GOOD, BAD} - {*left.steps, *left.irrelevant} == finished
        runs, ends = ([type(event).__name__ for event in events].count(kind) for kind in ("RunStarted", "RunFinished"))
        assert interrupted(events, reported=True).startswith("Kørsel") == (runs > ends)
        assert left.continued.run == runs + 1


def test_an_interrupted_run_says_what_it_kept(folder):
    """How many steps had ended in it; a run that only lacks its reports says that."""
    events = [entry.event for entry in read_log(folder.events).entries]
    assert interrupted(events[:5], reported=True) == "Kørsel 1 blev afbrudt. Det ene trin, der var færdigt, er bevaret."
    assert interrupted(events[:4], reported=True) == "Kørsel 1 blev afbrudt. De 0 trin, der var færdige, er bevaret."
    assert interrupted(events, reported=False) == "Kørsel 2 blev færdig, men rapporterne mangler; de bliver skrevet nu."
    assert (interrupted(events, reported=True), interrupted(events[:1], reported=False)) == ("", "")
