"""The command line speaks Danish, and English for who asks for it: help, complaints and results alike."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from labcert.domain.language import set_language
from labcert.runner.settings import RunSettings

OPTION_HELP = {
    "da": ("Brug: labcert demo [VALG]", "Valg:", "Ny eller tom mappe til pakken.", "Vis denne hjælp."),
    "en": ("Usage: labcert demo [OPTIONS]", "Options:", "New or empty folder for the bundle.", "Show this help."),
}
COMPLAINTS = {
    "protocol exprot": ("Kommandoen “exprot” findes ikke.", "There is no command “exprot”."),
    "demo --defekt": ("Valget “--defekt” findes ikke.", "There is no option “--defekt”."),
    "protocol export upload": ("Der mangler et “--format”.", "A “--format” is missing."),
    "protocol export upload --format odt": ("vælg en af disse: html, pdf, docx, csv", "choose one of these: html, pdf, docx, csv"),
    "mock --port 70000": ("skriv et helt tal fra 0 til 65531.", "write a whole number from 0 to 65531."),
    "verify . --trust": ("mangler sin værdi", "lacks its value"),
    "verify a b": ("Der er for mange ord: b.", "There are too many words: b."),
}


def said(*words: str, chosen: str = "") -> subprocess.CompletedProcess[str]:
    """Run labcert as a person does; `chosen` is LABCERT_LANG."""
    kept = {name: value for name, value in os.environ.items() if name != "LABCERT_LANG"}
    environment = kept | ({"LABCERT_LANG": chosen} if chosen else {})
    command = [sys.executable, "-c", "from labcert.cli import main; main()", *words]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, check=False)


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_line_of_a_commands_help_is_in_the_chosen_language(language: str):
    """--lang decides before the texts of the options are made, and click's own English is not left in Danish."""
    told = said("--lang", language, "demo", "--help").stdout
    assert [text for text in OPTION_HELP[language] if text not in told] == []
    other = OPTION_HELP["en" if language == "da" else "da"]
    assert [text for text in other if text in told] == []


def test_the_option_goes_before_the_environment_and_danish_is_the_default():
    """LABCERT_LANG chooses; --lang chooses differently; with neither, labcert speaks Danish."""
    assert "Usage:" in said("--help", chosen="en").stdout
    assert "Brug:" in said("--lang=da", "--help", chosen="en").stdout
    assert "Brug:" in said("--help").stdout


@pytest.mark.parametrize(("words", "texts"), COMPLAINTS.items())
def test_a_complaint_of_the_command_line_is_one_sentence_in_the_chosen_language(words: str, texts: tuple[str, str]):
    """A mistake in what was written ends with 2 and one line that says what to write."""
    for language, text in zip(("da", "en"), texts, strict=True):
        ended = said("--lang", language, *words.split())
        assert ended.returncode == 2
        assert text in ended.stderr
        assert len(ended.stderr.splitlines()) == 1


def test_a_run_is_in_the_language_of_the_one_who_started_it(tmp_path: Path):
    """The child that runs the scenarios is told the language of its parent with the other settings."""
    set_language("en")
    try:
        settings = RunSettings(".", ".", 1, "pilot", (), {}, "token", "abcd")
    finally:
        set_language("da")
    assert RunSettings.from_line(settings.to_line()).language == "en"
