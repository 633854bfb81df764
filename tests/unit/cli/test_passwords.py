"""A key's password: from the environment, else asked for where somebody is there, never shown."""

import io
import sys

import click
import pytest

from labcert.cli.passwords import VARIABLE, key_password, new_key_password
from labcert.domain.errors import UsageMistake


class _Terminal:
    def isatty(self):
        return True


@pytest.fixture
def typed(monkeypatch):
    """Somebody at a terminal who types these answers; returns the questions."""
    monkeypatch.delenv(VARIABLE, raising=False)

    def answers(*words):
        questions, left = [], list(words)
        monkeypatch.setattr(sys, "stdin", _Terminal())
        monkeypatch.setattr(click.termui, "hidden_prompt_func", lambda text: questions.append(text) or left.pop(0))
        return questions

    return answers


def test_environment_is_asked_first(monkeypatch):
    """An empty password is one; letters are UTF-8."""
    monkeypatch.setenv(VARIABLE, "æøå")
    assert key_password("k.p12") == "æøå".encode()
    monkeypatch.setenv(VARIABLE, "")
    assert key_password("k.p12") == b""


def test_nobody_to_ask(monkeypatch):
    """In a pipeline there is no terminal; the sentence names the variable."""
    monkeypatch.delenv(VARIABLE, raising=False)
    for stdin in (None, io.StringIO()):
        monkeypatch.setattr(sys, "stdin", stdin)
        with pytest.raises(UsageMistake, match=VARIABLE):
            key_password("k.p12")


def test_asked_once_for_a_key_and_twice_for_a_new_one(typed):
    """The question names the file; a new password is typed again, and asked for anew where the two differ."""
    questions = typed("hemmelig")
    assert key_password("k.p12") == b"hemmelig"
    assert len(questions) == 1
    assert "k.p12" in questions[0]
    questions = typed("hemmeligt", "hemmeligt")
    assert (new_key_password(), len(questions)) == (b"hemmeligt", 2)


def test_new_password_is_not_short(typed, monkeypatch):
    """Eight characters at the least, counted as characters."""
    typed("kort", "kort")
    with pytest.raises(UsageMistake, match="mindst 8 tegn"):
        new_key_password()
    monkeypatch.setenv(VARIABLE, "æøåæøåæ")
    with pytest.raises(UsageMistake, match="mindst 8 tegn"):
        new_key_password()
    monkeypatch.setenv(VARIABLE, "æøåæøåæø")
    assert len(new_key_password()) == 16
