"""The fuzzer asks the right question, begins with the right inputs, and says plainly where it can not run."""

import re
import subprocess
from pathlib import Path

import pytest

from tools import fuzz

ROOT = Path(__file__).parents[3]


@pytest.fixture
def place(monkeypatch, tmp_path):
    """A folder of its own for what the fuzzer keeps."""
    for name, folder in (("PLACE", "."), ("FINDINGS", "findings"), ("GROWN", "corpus"), ("SEEDS", "seeds"), ("WORDS", "words.dict")):
        monkeypatch.setattr(fuzz, name, tmp_path / folder)
    return tmp_path


def test_nothing_is_wrong_with_how_the_corpus_is_answered():
    """Right and broken messages alike: the question finds only what is wrong with us."""
    question = fuzz.asked()
    files = sorted((ROOT / "fixtures" / "corpus").rglob("*.xml"))
    assert {path.name: question(path.read_bytes()) for path in files if question(path.read_bytes())} == {}


def test_a_layer_that_breaks_is_a_finding(monkeypatch, tmp_path, capsys):
    """Replayed, it is shown, and the exit code says so."""
    from labcert.validation import pipeline

    def broken(_work):
        raise RuntimeError

    path = tmp_path / "crash-1"
    path.write_bytes((ROOT / "fixtures" / "corpus" / "valid" / "xrpt01-numeric.xml").read_bytes())
    assert fuzz.main(["replay", str(path)]) == 0
    monkeypatch.setitem(pipeline.STEPS, "schema", broken)
    assert fuzz.main(["replay", str(path)]) == 1
    assert "RuntimeError" in capsys.readouterr().err


def test_the_dictionary_holds_the_elements_and_values_of_the_standards(place):
    """As the fuzzer reads them: quoted, and every byte escaped."""
    fuzz.prepare()
    lines = fuzz.WORDS.read_text(encoding="ascii").splitlines()
    assert all(re.fullmatch(r'"(\\x[0-9a-f]{2})+"', line) for line in lines)
    assert {"<MICAnalysisCode>", "</InterPretation>", "svar_rettet", "XR0532M", "<GeneticsReport/>"} <= set(fuzz.words())
    assert len(lines) == len(set(lines)) > 500
    seeds = list(fuzz.SEEDS.iterdir())
    assert len(seeds) > 100
    assert max(path.stat().st_size for path in seeds) <= fuzz.LONGEST


def test_where_atheris_can_not_be_had_it_is_said(monkeypatch, capsys, place):
    """One sentence with the machines that it runs on, and what to do elsewhere; exit code 2, as for any wrong set-up."""
    monkeypatch.setattr(fuzz.importlib.util, "find_spec", lambda _name: None)
    refused = subprocess.CompletedProcess([], 1, "", "no matching distribution")
    monkeypatch.setattr(fuzz.subprocess, "run", lambda *_words, **_more: refused)
    assert fuzz.run(1) == 2
    told = capsys.readouterr().err
    assert "no matching distribution" in told
    assert "make endurance" in told


@pytest.mark.parametrize("words", [["hvad"], ["replay"], ["replay", "a", "b"]])
def test_unknown_words_are_answered_with_how_to(words, capsys):
    """The file's own heading."""
    assert fuzz.main(words) == 2
    assert "FUZZ_SECONDS" in capsys.readouterr().err


def test_a_time_that_is_no_number_is_answered_with_how_to(monkeypatch, capsys):
    """Before anything is installed."""
    monkeypatch.setenv("FUZZ_SECONDS", "et minut")
    assert fuzz.main([]) == 2
    assert "FUZZ_SECONDS" in capsys.readouterr().err


def test_a_new_finding_is_told_with_how_to_replay_it(monkeypatch, capsys, place):
    """Only what was not there before; exit code 1."""
    fuzz.FINDINGS.mkdir()
    (fuzz.FINDINGS / "crash-old").touch()
    monkeypatch.setattr(fuzz, "prepare", lambda: None)
    monkeypatch.setattr(fuzz, "ROOT", place)

    def found(_words, **_more):
        (fuzz.FINDINGS / "crash-new").touch()
        return subprocess.CompletedProcess([], 77, "", "stat::number_of_executed_units: 12\n")

    monkeypatch.setattr(fuzz, "installed", lambda: True)
    monkeypatch.setattr(fuzz.subprocess, "run", found)
    assert fuzz.run(1) == 1
    told = capsys.readouterr().err
    assert "12 inputs tried, 1 findings." in told
    assert "findings/crash-new: replay it with `.venv/bin/python tools/fuzz.py replay findings/crash-new`" in told
    assert "crash-old" not in told
