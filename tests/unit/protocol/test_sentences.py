"""Sentences of the features and their definitions in steps/."""

import sys
from pathlib import Path

import pytest

from labcert.protocol import ConfigurationMistakes, check_suite, load_suite
from labcert.protocol.sentences import undefined_sentences

DEFINITIONS = """
from pytest_bdd import given, parsers, then, when

@given("at databankerne er tomme")
def empty(): ...

@when("LPS'et sender svaret")
def send(): ...

@then("ligger svaret i LABA")
@then("svaret ligger i LABA")
def held(): ...

@then(parsers.parse('vises svaret ikke for "{hvem}"'))
def hidden(hvem): ...
"""


@pytest.fixture
def defined(folder: Path) -> Path:
    """The small suite with all its sentences defined."""
    (folder / "steps").mkdir()
    (folder / "steps/svar.py").write_text(DEFINITIONS, "utf-8")
    return folder


def test_a_suite_with_every_sentence_defined_is_right(defined: Path):
    """Definitions are found by kind and by pattern; our own process imports nothing of the suite's."""
    before = sys.modules.get("steps.svar")
    assert check_suite(defined).root == defined
    assert sys.modules.get("steps.svar") is before


def test_a_sentence_without_definition_is_told_with_its_line_and_the_nearest(defined: Path):
    """A misspelt sentence is found before anything is run."""
    path = defined / "features/flow/upload.feature"
    path.write_text(path.read_text("utf-8").replace("Så ligger svaret i LABA", "Så ligger svaret i LABBA"), "utf-8")
    with pytest.raises(ConfigurationMistakes) as raised:
        check_suite(defined)
    (mistake,) = raised.value.mistakes
    assert (mistake.file, mistake.line, mistake.near) == ("features/flow/upload.feature", 9, "ligger svaret i LABA")
    assert mistake.sentence == "Sætningen “Så ligger svaret i LABBA” har ingen definition i steps/."


def test_a_definition_of_another_kind_does_not_count(defined: Path):
    """What is defined as Når can't be said as Givet."""
    (defined / "steps/svar.py").write_text(DEFINITIONS.replace("@given", "@when"), "utf-8")
    mistakes = undefined_sentences(defined, load_suite(defined).scenarios)
    assert [(mistake.line, "Givet at databankerne er tomme" in mistake.sentence) for mistake in mistakes] == [(4, True)]


def test_mistakes_of_files_and_of_sentences_are_told_together(defined: Path):
    """One call of check finds both."""
    (defined / "steps/svar.py").write_text(DEFINITIONS.replace("LPS'et sender", "LPS sender"), "utf-8")
    path = defined / "protocols/upload.yaml"
    path.write_text(path.read_text("utf-8").replace("klasse: F2", "klasse: F7"), "utf-8")
    with pytest.raises(ConfigurationMistakes) as raised:
        check_suite(defined)
    assert [(mistake.file, mistake.line) for mistake in raised.value.mistakes] == [
        ("features/flow/upload.feature", 8), ("features/flow/upload.feature", 14), ("protocols/upload.yaml", 80),
    ]  # fmt: skip


def test_definitions_that_cannot_be_imported_are_told_where_they_break(defined: Path):
    """A broken step module is one mistake with its file and line, not a stack trace."""
    (defined / "steps/svar.py").write_text(DEFINITIONS + "\nintet.findes()\n", "utf-8")
    (mistake,) = undefined_sentences(defined, load_suite(defined).scenarios)
    assert (mistake.file, mistake.line) == ("steps/svar.py", len(DEFINITIONS.splitlines()) + 2)
    assert "NameError" in mistake.sentence


def test_a_suite_without_definitions_says_so(folder: Path):
    """Without steps/ nothing can be run."""
    (mistake,) = undefined_sentences(folder, ())
    assert "Mappen steps/" in mistake.sentence
