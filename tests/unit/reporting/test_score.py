"""The score as JSON and in words: nothing is rounded up, and what was not looked into is said."""

import json

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.mutation import Scope
from labcert.reporting.score import (
    caught_words,
    harmless_words,
    read_score,
    scope_words,
    score_from_json,
    score_to_json,
    status_words,
    unproved_words,
)
from tests.support.score import ALARM, CAUGHT, ELSEWHERE, FAULT, MISSED, PASSED, score

ALL = (CAUGHT, ELSEWHERE, MISSED, PASSED, ALARM, FAULT)


def test_the_json_has_the_shape_that_others_read():
    """Summary, systems and unproved requirements by the names that the interface fixes."""
    content = json.loads(score_to_json(score(*ALL, unproved=("RET-01",))))
    assert {key: content["summary"][key] for key in ("defective", "caught", "harmless", "passed")} == {
        "defective": 4, "caught": 1, "harmless": 2, "passed": 1,
    }  # fmt: skip
    assert {key: content["systems"][1][key] for key in ("id", "what", "kind", "caught_by", "expected_at")} == {
        "id": "andetsteds", "what": "Systemet andetsteds & <andet>.", "kind": "defective", "caught_by": ["TP-4.2.02"],
        "expected_at": ["TP-4.2.01", "TP-4.2.03"],
    }  # fmt: skip
    assert content["unproved_requirements"] == ["RET-01"]
    assert content["summary"]["faults"] == 1


@pytest.mark.parametrize("wanted", [score(*ALL), score(unproved=None), score(scope=Scope.WHOLE, left_out=3)])
def test_what_was_written_is_read_back(wanted, tmp_path):
    """A report reads the file that a trial wrote, and loses nothing of it."""
    (tmp_path / "mutation.json").write_bytes(score_to_json(wanted))
    assert read_score(tmp_path / "mutation.json") == wanted


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"programme": 1, "summary": {}}', b"\xff"])
def test_another_file_is_told_as_such(data):
    """A file that no trial wrote is a mistake of whoever named it, in a sentence with the name."""
    with pytest.raises(UsageMistake, match=r"ikke en mutation\.json.*her\.json"):
        score_from_json(data, "her.json")


def test_a_file_that_is_missing_is_told(tmp_path):
    """So is a file that is not there."""
    with pytest.raises(UsageMistake, match="kan ikke læses"):
        read_score(tmp_path / "væk.json")


def test_only_all_of_them_are_a_hundred_percent():
    """149 of 150 are 99 %."""
    many = (*[CAUGHT] * 149, MISSED)
    assert caught_words(score(*many)).startswith("149 af 150 systemer med en fejl blev afsløret")
    assert "(99 %)" in caught_words(score(*many))
    assert "(100 %)" in caught_words(score(*[CAUGHT] * 150))
    assert harmless_words(score(PASSED, ALARM)) == "1 af 2 systemer med en harmløs forskel bestod hvert trin (50 %)."


def test_a_kind_that_was_not_tried_is_said():
    """Nothing of nothing is no percentage."""
    assert caught_words(score(PASSED)) == "Ingen systemer med fejl er prøvet."
    assert harmless_words(score(CAUGHT)) == "Ingen harmløse systemer er prøvet."


def test_it_is_said_plainly_which_steps_were_run_and_what_was_left_out():
    """Whoever reads the score knows whether every system met every step, and whether every system was tried."""
    assert scope_words(score(scope=Scope.WHOLE)) == "Hvert system er kørt gennem alle 142 trin."
    first = scope_words(score(left_out=3, unproved=None))
    assert "ved de trin, der skal afsløre det" in first
    assert "3 systemer med en fejl vedrører andre protokoller" in first
    assert "Kun de nævnte systemer er kørt" in first


def test_requirements_that_no_caught_defect_shows_are_named():
    """All shown, some not, or not looked into: three different things."""
    assert unproved_words(score(excused={})) == "Hvert krav, som trinnene prøver, vises af en fejl, der blev afsløret."
    assert "ingen afsløret fejl viser: RET-01, SLE-02." in unproved_words(score(unproved=("RET-01", "SLE-02")))
    assert "(1 krav stilles til en anden part" in unproved_words(score())
    assert unproved_words(score(unproved=None)) == ""


def test_what_became_of_a_system_is_said_in_a_few_words():
    """Caught elsewhere is not caught where it must be, and names only the steps that did not."""
    assert [status_words(each) for each in ALL] == [
        "Afsløret", "Ikke afsløret ved TP-4.2.01, TP-4.2.03", "Ikke afsløret", "Bestod", "Afvist med urette", "Fejl hos os",
    ]  # fmt: skip
