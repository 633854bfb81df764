"""The mutants' list of reasons is about code that is there, and a mutant without a reason fails the run."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tools import mutants

ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Change:
    """A mutant, as far as the report looks at it."""

    module: str
    function: str
    was: str
    mutated: str

    @property
    def key(self) -> str:
        """As a mutant's."""
        return f"{self.module} {self.was} {self.mutated}"


ONE = Change("rules/times.py", "is_after", "a > b", "a >= b")
OTHER = Change("rules/texts.py", "words", "x + y", "x - y")
REASON = {"module": "rules/times.py", "function": "is_after", "was": "a > b", "mutated": "a >= b", "why": "It is the same."}


@pytest.fixture
def given(monkeypatch, tmp_path):
    """Write a list of reasons for the run to read."""

    def write(*entries):
        monkeypatch.setattr(mutants, "REASONS", tmp_path / "mutants.yaml")
        (tmp_path / "mutants.yaml").write_text(yaml.safe_dump(list(entries)), encoding="utf-8")

    return write


@pytest.mark.parametrize(
    ("entries", "became", "expected", "told"),
    [
        ([], "survived", 1, "1 mutants live"),
        ([], "not reached", 1, "1 mutants live"),
        ([], "broke off", 1, "1 mutants live"),
        ([], "killed", 0, "No mutant lives without a reason."),
        ([], "timeout", 0, "No mutant lives without a reason."),
        ([REASON], "survived", 0, "No mutant lives without a reason."),
        ([REASON], "killed", 1, "gives a reason for a mutant that is gone or killed: rules/times.py is_after: a > b"),
        ([REASON, REASON], "survived", 1, "gives a reason for a mutant that is gone or killed"),
    ],
)
def test_a_mutant_lives_with_a_reason_or_not_at_all(given, capsys, entries, became, expected, told):
    """Exit code 1 where a mutant lives without a reason, and where a reason is about none."""
    given(*entries)
    assert mutants.report([ONE], {ONE.key: {"became": became}}) == expected
    assert told in capsys.readouterr().out


def test_a_survivor_is_shown_with_its_change(given, capsys):
    """Module, function, and the lines before and after."""
    given()
    mutants.report([ONE], {ONE.key: {"became": "survived"}})
    assert "rules/times.py is_after: survived\n  - a > b\n  + a >= b\n" in capsys.readouterr().out


def test_what_was_not_tried_is_no_survivor(given, capsys):
    """A run that was stopped tells so in its table, and neither blames the tests nor the reasons."""
    given(REASON)
    assert mutants.report([ONE], {}) == 0
    assert "not tried" in capsys.readouterr().out


def test_a_reason_of_another_module_is_left_alone(given):
    """A run of one module says nothing of the others' reasons."""
    given(REASON)
    assert mutants.report([OTHER], {OTHER.key: {"became": "killed"}}) == 0


def test_a_reason_is_a_sentence(given):
    """An entry without a reason stops the run."""
    given(REASON | {"why": "equivalent"})
    with pytest.raises(SystemExit, match="is_after has no reason"):
        mutants.reasons()


def test_modules_are_meant_by_patterns():
    """In the order of the patterns, each mutant once; all where there is no pattern."""
    assert mutants.meant([ONE, OTHER], ["rules/te*.py", "rules/*.py"]) == [OTHER, ONE]
    assert mutants.meant([ONE, OTHER], ["times.py"]) == []
    assert mutants.meant([ONE, OTHER], []) == [ONE, OTHER]


@pytest.mark.parametrize("entry", yaml.safe_load((ROOT / "tests" / "mutants.yaml").read_text("utf-8")), ids=lambda one: one["was"])
def test_a_reason_is_about_code_that_is_there(entry):
    """The lines before the change stand in the module, so the list does not outlive them."""
    source = (ROOT / mutants.MUTATED / entry["module"]).read_text("utf-8")
    lines = {line.strip() for line in source.splitlines()}
    assert set(entry["was"].splitlines()) <= lines
    assert f"def {entry['function'].rpartition('.')[2]}(" in source
    assert entry["was"] != entry["mutated"]


def test_it_is_said_where_mutmut_can_not_be_installed(monkeypatch, capsys):
    """Exit code 2 and a sentence."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    monkeypatch.setattr(mutants, "LOCK", ROOT / "requirements" / "there-is-no-such.txt")
    assert mutants.main([]) == 2
    assert "could not be installed" in capsys.readouterr().out


def test_an_option_that_is_not_there_is_answered_with_how(capsys):
    """Exit code 2 and the words of the tool."""
    assert mutants.main(["--all"]) == 2
    assert "ONLY='rules/times.py'" in capsys.readouterr().out


@pytest.mark.skipif(importlib.util.find_spec("mutmut") is None, reason="mutmut is installed by make mutants alone")
def test_decorated_functions_are_mutated_and_texts_are_not(monkeypatch):
    """A decorator is applied afterwards; sentences, encodings' capitals and literals for types are left alone."""
    monkeypatch.syspath_prepend(ROOT / "tools")
    from mutants_make import mutated

    source = (
        "@rule('LAB', on=1)\ndef check(x):\n    yield _('Tallet er {n}.').format(n=x)\n"
        "class View:\n    @cached_property\n    def size(self):\n        return cast('int', self.x).encode('utf-8')\n"
    )
    code, made = mutated("rules/x.py", source)
    assert "check = rule('LAB', on=1)(check)" in code
    assert "    size = cached_property(size)" in code
    changes = [(one.function, one.mutated) for one in made]
    assert ("check", "yield _('Tallet er {n}.').format(n=None)") in changes
    assert {function for function, _mutated in changes} == {"check", "View.size"}
    assert not [text for _function, text in changes if "tallet" in text.lower().replace("tallet er {n}.", "")]
    assert not [text for _function, text in changes if "UTF-8" in text or "INT" in text or "_(None)" in text]
    assert made[0].name == "labcert.validation.rules.x.x_check__mutmut_1"
