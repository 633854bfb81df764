"""The page of a session in a terminal, and the question before a session is taken from a machine that is gone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from labcert.cli.session.list import review_word, shown_time
from labcert.cli.session.show import command
from labcert.cli.session.show_text import deviation_word, text_of
from labcert.domain.casework import DeviationState, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import CommentMade, DeviationAsked, OverrideMade
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.casework.listing import show_session
from labcert.session.store import Lease, Store
from tests.unit.runner.casework.carried import MEDCOM, a_store, certified, moved, opened, ran

SESSION = "live-20261123-0941-abcd"
STEP = "TP-4.3.13"
TALK = [
    CommentMade("k1", STEP, "Hvorfor?", MEDCOM), CommentMade("k2", STEP, "Derfor.", MEDCOM, "k1"),
    CommentMade("k3", "", "Set igennem.", MEDCOM), CommentMade("k4", STEP, "Andet.", MEDCOM),
]  # fmt: skip


@pytest.fixture(scope="module")
def suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture
def store(tmp_path, suite):
    """A store with one session, in which a step has failed."""
    with a_store(tmp_path) as made:
        made.begin(opened(suite, SESSION, follows="live-2025"))
        ran(made, SESSION, STEP, Outcome.FAILED)
        yield made


def page(store, suite):
    """The lines."""
    return list(text_of(show_session(store, suite, SESSION, date(2026, 12, 1))))


def test_the_head_says_whose_system_what_kind_and_how_far(store, suite):
    """And which session it takes up again."""
    told = "\n".join(page(store, suite)[:6])
    for word in ("Leverandøren A/S · LægeSystemet 1.0 · XRPT01", "Live af laba 1.0.0 · afsendelse", "Følger live-2025",
                 "Gennemgang: ikke afleveret · oprettet 20"):  # fmt: skip
        assert word in told


def test_an_answer_stands_under_what_it_answers(store, suite):
    """Threads by step, the session's own first; each with its id, by which one answers."""
    store.append(SESSION, *TALK)
    told = page(store, suite)
    at = told.index("Bemærkninger")
    lines = [line.rstrip() for line in told[at + 1 : at + 7]]
    assert lines[0] == "  Sessionen"
    assert lines[1].endswith("Mads Holm (MedCom) [k3]: Set igennem.")
    assert lines[2] == f"  {STEP}"
    assert [len(line) - len(line.lstrip()) for line in lines[3:6]] == [4, 6, 4]
    assert [line[line.index("[") :] for line in lines[3:6]] == ["[k1]: Hvorfor?", "[k2]: Derfor.", "[k4]: Andet."]


def test_another_mark_and_a_deviation_are_told_with_who_and_why(store, suite):
    """The computed mark stays beside the one that was set."""
    requirement = suite.step(STEP).requirement_ids[0]
    first, last = date(2026, 11, 1), date(2027, 5, 31)
    ran(store, SESSION, "TP-4.3.02", run=2)
    store.append(
        SESSION, OverrideMade("TP-4.3.02", Mark.F4, "Set på skærmen", MEDCOM),
        DeviationAsked("AFV-1", requirement, (), "LægeSystemet", "1.0", "Ombygges", MEDCOM, first, last),
    )  # fmt: skip
    told = page(store, suite)
    assert "  TP-4.3.02: Ok → F4, af Mads Holm (MedCom): Set på skærmen" in told
    assert f"  AFV-1  {requirement}  søgt  2026-11-01 – 2027-05-31" in told


def test_long_lists_are_cut_with_how_many_more(store, suite):
    """The report has all of it."""
    told = page(store, suite)
    assert "      … og 9 til." in told
    assert sum(line.startswith("      TP-") and "ikke kørt" in line for line in told) == 8


def test_who_must_sign_is_told_when_it_is_approved(store, suite):
    """With the certificate, once there is one; a session that goes on has nobody to wait for."""
    assert "Underskrifter" not in page(store, suite)
    moved(store, SESSION, ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.APPROVED)
    certified(store, SESSION)
    told = page(store, suite)
    assert told[told.index("Underskrifter") + 1] == "  Mangler: LPS (4.3), PLSP (4.3), Team RN (4.3), MedCom (4.3)"
    assert f"Certifikat: labcert-cert-{SESSION}-v1, gælder til 2028-11-22" in told
    assert "  Gennemgang: godkendt (Mads Holm)" in "\n".join(told)


@pytest.mark.parametrize("state", list(ReviewState))
def test_each_state_of_review_has_a_word(state):
    """A Danish one."""
    assert review_word(state) != state.value


@pytest.mark.parametrize("state", list(DeviationState))
def test_each_state_of_a_deviation_has_a_word(state):
    """A Danish one."""
    assert deviation_word(state) not in ("", state.value)


def test_a_time_is_shown_to_the_minute():
    """Without its offset."""
    assert shown_time("2026-11-23T09:41:17.123+01:00") == "2026-11-23 09:41"


@pytest.fixture
def elsewhere(store, monkeypatch):
    """The session is on another machine."""
    found = store.find(SESSION)
    row = replace(found, lease=Lease("pc-17", 4, "i dag", "2026-11-23T09:41:00+01:00", Path("x")))
    monkeypatch.setattr(Store, "find", lambda _self, _word: row)
    freed: list[str] = []
    monkeypatch.setattr(Store, "free", lambda _self, session: freed.append(session))
    return freed, ["--store", store.url, SESSION, "--free"]


def run(words):
    """Run the command where there is no terminal."""
    return CliRunner().invoke(command, words, standalone_mode=False)


def test_a_session_is_not_taken_from_a_machine_without_asking(elsewhere):
    """Nobody to ask: --yes is named, and nothing is freed."""
    freed, words = elsewhere
    told = run(words)
    assert isinstance(told.exception, UsageMistake)
    assert "--yes" in told.exception.remedy
    assert freed == []


def test_a_session_is_taken_from_a_machine_that_is_gone(elsewhere):
    """--yes is the answer; what was only there is lost, and that was said."""
    freed, words = elsewhere
    told = run([*words, "--yes"])
    assert (told.exception, freed) == (None, [SESSION])
    assert f"Sessionen {SESSION} er frigivet." in told.output
