"""Who acts: options first, then the environment, then the terminal; never nobody."""

import io
import sys

import pytest

from labcert.cli.acting import actor_of, speaker_of
from labcert.domain.casework import Actor
from labcert.domain.errors import UsageMistake


@pytest.fixture
def typed(monkeypatch):
    """A function that puts a person at the terminal who types these lines; None takes the person away."""

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    def sit_down(lines):
        monkeypatch.setattr(sys, "stdin", io.StringIO() if lines is None else Terminal("".join(f"{one}\n" for one in lines)))

    for variable in ("LABCERT_NAME", "LABCERT_ROLE", "LABCERT_ORGANISATION", "LABCERT_PARTY"):
        monkeypatch.delenv(variable, raising=False)
    sit_down(None)
    return sit_down


def test_options_go_before_the_environment(typed, monkeypatch):
    """What is said now outweighs what was said once for all; the environment fills what is not said."""
    monkeypatch.setenv("LABCERT_NAME", "Anne And")
    monkeypatch.setenv("LABCERT_ROLE", "Konsulent")
    monkeypatch.setenv("LABCERT_ORGANISATION", "MedCom")
    monkeypatch.setenv("LABCERT_PARTY", "MedCom")
    assert actor_of("Bo Berg", "", "", "") == Actor("Bo Berg", "Konsulent", "MedCom", "MedCom")


def test_nobody_is_no_actor(typed):
    """Without a terminal the sentence names the options and variables that are missing, and only those."""
    with pytest.raises(UsageMistake) as told:
        actor_of("Bo Berg", "", "MedCom")
    assert told.value.remedy == "Skriv --role, eller sæt LABCERT_ROLE."


def test_a_person_is_asked_until_there_is_an_answer(typed):
    """Blanks are no answer; a party is asked for only where the act needs one."""
    typed(["Bo  Berg ", "  ", "Konsulent", "MedCom", "LPS"])
    assert speaker_of("", "", "") == Actor("Bo Berg", "Konsulent", "MedCom", "LPS")
    typed(["Bo Berg", "Konsulent", "MedCom"])
    assert actor_of("", "", "") == Actor("Bo Berg", "Konsulent", "MedCom", "")


def test_a_name_is_one_line(typed):
    """A line break in a name would break every list that it stands in."""
    assert actor_of("Bo\nBerg", "Kon\tsulent", " MedCom ") == Actor("Bo Berg", "Kon sulent", "MedCom")
