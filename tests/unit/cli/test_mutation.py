"""`labcert mutation` as a command: what goes to which stream, the files it writes, and its exit code."""

import json

import pytest

from labcert.cli import main
from labcert.domain.mutation import Scope
from labcert.runner.mutation import run
from tests.support.score import ALARM, CAUGHT, ELSEWHERE, FAULT, MISSED, PASSED, score


@pytest.fixture
def command(monkeypatch):
    """Runs the command over systems that have become what they became; returns its exit code and keeps the wish."""

    def called(*words, systems=(CAUGHT, PASSED), **changes):
        def tried_out(_root, wish, begins, ended):
            called.wish = wish
            begins(len(systems))
            for system in systems:
                ended(system)
            return score(*systems, **changes)

        monkeypatch.setattr(run, "tried_out", tried_out)
        with pytest.raises(SystemExit) as left:
            main(["mutation", "pilot", *map(str, words)])
        return left.value.code

    return called


@pytest.mark.parametrize(
    ("systems", "code"),
    [
        ((CAUGHT, PASSED), 0), ((CAUGHT, MISSED), 1), ((CAUGHT, ELSEWHERE), 1), ((CAUGHT, ALARM), 1), ((CAUGHT, FAULT), 3),
        ((MISSED, FAULT), 3),
    ],
)  # fmt: skip
def test_the_exit_code_says_whether_all_is_as_it_should_be(command, systems, code):
    """0 where every defect was caught where it must be and all that is harmless passed; a fault of ours comes first."""
    assert command(systems=systems) == code


def test_json_stands_alone_on_standard_output(command, capsys):
    """A machine reads standard output; what a person is told meanwhile stands on standard error."""
    assert command("--format", "json", systems=(CAUGHT, MISSED)) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["summary"]["caught"] == 1
    assert "Kører 2 systemer" in told.err
    assert "overset: Ikke afsløret" in told.err
    assert "fanget" not in told.err


def test_a_person_is_told_each_system_and_the_score(command, capsys):
    """A line a system with the steps that caught it, then the sentences."""
    command(systems=(CAUGHT, MISSED, PASSED))
    lines = capsys.readouterr().out.splitlines()
    assert "  fanget   Afsløret (TP-4.2.01): Systemet fanget & <andet>." in lines
    assert "  overset  Ikke afsløret: Systemet overset & <andet>." in lines
    assert "  rask  Bestod: Systemet rask & <andet>." in lines
    assert any(line.startswith("1 af 2 systemer med en fejl blev afsløret") for line in lines)
    assert any("“--whole” kører alle systemer ved alle trin" in line for line in lines)


def test_the_files_are_written_where_they_are_wanted(command, tmp_path):
    """A page for people and the JSON that a report can take in."""
    command("--out", tmp_path / "ny" / "mappe")
    assert {path.name for path in (tmp_path / "ny" / "mappe").iterdir()} == {"mutation.html", "mutation.json"}


def test_options_become_the_wish(command):
    """Which systems, how far, and how many at a time."""
    command("--only", "a", "--only", "b", "--whole", "--jobs", "3")
    assert command.wish == run.Wish("pilot", ("a", "b"), Scope.WHOLE, 3)
    command()
    assert command.wish == run.Wish("pilot", (), Scope.FIRST, 0)
