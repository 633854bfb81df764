"""Runs in a session of the store: numbered, the latest result counts, and what broke or was stopped is in the store."""

from dataclasses import replace

import pytest

from labcert.domain.casework import Actor, ReviewState
from labcert.domain.casework import TestType as Kind
from labcert.domain.errors import UsageMistake
from labcert.domain.events import ProgressNoted, ReviewMoved, RunFinished, RunStarted
from labcert.domain.outcome import Outcome
from labcert.domain.sut import System
from labcert.protocol.load import load_suite
from labcert.runner.casework.opening import Wished, open_session
from labcert.runner.casework.running import RunWish, run_in_session, write_report
from labcert.runner.planning import Which
from labcert.runner.selftest import Wanted
from labcert.session.store import open_store
from tests.harness.small import build
from tests.harness.small_run import SUT, run_small

PASSES, SHAKY = STEPS = ["TP-4.2.01", "TP-4.2.02"]
SCENARIOS = f"""
  @{PASSES}
  Scenarie: Består
    Når der gemmes et bevis
  @{SHAKY}
  Scenarie: Afhænger af en fil
    Når der gemmes et bevis om "filen"
    Og filen "rettet" findes, ellers fejler LPS'et
"""
MEDCOM = Actor("Mads Holm", "Konsulent", "MedCom", "MedCom")


@pytest.fixture
def root(tmp_path):
    """The suite of SCENARIOS."""
    return build(tmp_path / "suite", SCENARIOS, STEPS)


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    with open_store(f"sqlite:///{tmp_path}/lager.db") as made:
        yield made


@pytest.fixture
def session(store, root):
    """A session of the small suite."""
    return open_session(store, load_suite(root), Wished("proeve", SUT, Kind.LIVE))


def events_of(store, session, kind):
    """The events of a kind."""
    return [entry.event for entry in store.entries(session) if isinstance(entry.event, kind)]


def test_a_second_run_is_one_more_and_the_latest_result_of_each_step_counts(store, root, session, tmp_path):
    """What failed is run again alone; the run says what was tested by what, and what has changed since."""
    first = run_small(store, root, session).result
    assert [step.outcome for step in first.verdict.steps] == [Outcome.PASSED, Outcome.FAILED]
    assert (first.exit_code, first.comparison, store.find(session).lease) == (1, None, None)
    (root / "rettet").touch()
    second = run_small(store, root, session, which=Which.FAILED).result
    assert [(step.outcome, step.run) for step in second.verdict.steps] == [(Outcome.PASSED, 1), (Outcome.PASSED, 2)]
    assert [change.step for change in second.comparison.changes] == [SHAKY]
    runs = events_of(store, session, RunStarted)
    assert [(run.run, run.steps, run.system_version) for run in runs] == [(1, (PASSES, SHAKY), "1.0"), (2, (SHAKY,), "1.0")]
    assert {run.suite_digest for run in runs} == {store.entries(session)[0].event.suite_digest}
    row = store.find(session)
    assert (row.runs, row.outcome, [each.accepted for each in row.rows]) == (2, "passed", [2])
    assert session in write_report(store, session, tmp_path / "rapporter").read_text("utf-8")


def test_nothing_left_is_no_run(store, root, session):
    """And the log is as it was."""
    run_small(store, root, session)
    before = store.entries(session)
    assert run_small(store, root, session).result is None
    assert store.entries(session) == before


def test_a_run_that_is_stopped_leaves_what_it_reached(store, root, session):
    """Ctrl-C when the second step begins: the first is in the store, nobody has the session, and the next goes on."""
    def stop(done):
        raise KeyboardInterrupt

    from labcert.runner.early import Children
    from tests.harness.small_hosts import serving_journals

    with serving_journals() as (_handler, hosts), pytest.raises(KeyboardInterrupt):
        run_in_session(
            store, load_suite(root), RunWish(session, SUT), Wanted(allure=False, step=stop),
            lambda: Children(root, "", lambda _data: hosts), lambda _text: None,
        )  # fmt: skip
    row = store.find(session)
    assert (row.lease, row.runs, [each.accepted for each in row.rows]) == (None, 1, [1])
    told: list[str] = []
    assert run_small(store, root, session, told.append).result.verdict.steps[0].run == 1
    assert told[0].startswith("Kørsel 1 blev afbrudt.")


def test_who_reviews_runs_and_it_is_in_the_log(store, root, session):
    """A test camp: MedCom runs in a session that it has claimed; nobody else does."""
    run_small(store, root, session)
    for state in (ReviewState.WAITING, ReviewState.CLAIMED):
        store.append(session, ReviewMoved(state, "", MEDCOM))
    with pytest.raises(UsageMistake, match="gennemgås af Mads Holm"):
        run_small(store, root, session, which=Which.ALL)
    run_small(store, root, session, which=Which.ALL, by="Mads Holm")
    assert "Mads Holm kører trin under gennemgangen." in [note.text for note in events_of(store, session, ProgressNoted)]
    assert [run.run for run in events_of(store, session, RunFinished)] == [1, 2]


def test_a_session_in_use_is_not_run_in(store, root, session):
    """By somebody else's living process, or this one: who has it is told, and nothing is begun."""
    with store.check_out(session), pytest.raises(UsageMistake, match="i brug"):
        run_small(store, root, session)
    assert events_of(store, session, RunStarted) == []


def test_a_session_that_follows_another_is_compared_with_it(store, root, session):
    """A new version: the first run says what has changed since the closed session."""
    run_small(store, root, session)
    for state in (ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.NOT_APPROVED):
        store.append(session, ReviewMoved(state, "", MEDCOM))
    newer = replace(SUT, system=System("LægeSystemet", "1.1"))
    (root / "rettet").touch()
    follower = open_session(store, load_suite(root), Wished("proeve", newer, Kind.LIVE, follows=session))
    comparison = run_small(store, root, follower, sut=newer).result.comparison
    assert session in comparison.before
    assert "version 1.0" in comparison.before
    assert [(change.step, change.before, change.now) for change in comparison.changes] == [
        (SHAKY, Outcome.FAILED, Outcome.PASSED)
    ]
