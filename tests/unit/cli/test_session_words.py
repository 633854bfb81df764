"""The words of a review: what can't be meant is told before anything is opened, in a sentence."""

import importlib
import io
import sys

import click
import pytest

from labcert.domain.errors import UsageMistake

STEP = "TP-4.3.18"


@pytest.fixture(autouse=True)
def somebody(monkeypatch, tmp_path):
    """Somebody of MedCom, at no terminal, in an empty folder, with a store that nobody opened yet."""
    for part, word in (("NAME", "Anne Holm"), ("ROLE", "Konsulent"), ("ORGANISATION", "MedCom")):
        monkeypatch.setenv(f"LABCERT_{part}", word)
    monkeypatch.delenv("LABCERT_PARTY", raising=False)
    monkeypatch.setenv("LABCERT_STORE", f"sqlite:///{tmp_path}/lager.db")
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "brev.txt").write_text("Godkendt.", "utf-8")
    (tmp_path / "latin.txt").write_bytes("på".encode("latin-1"))
    return tmp_path


WRONG = [
    ("claim --release --take-over x", "ikke begge"),
    (f"override {STEP}", "enten --mark"),
    (f"override {STEP} --remove --mark F4", "enten --mark"),
    ("deviate", "Skriv én af"),
    ("deviate --requirement SAM-02 --withdraw AFV-1", "Skriv én af"),
    ("deviate --requirement SAM-02 --reason x", "--to, f.eks."),
    ("deviate --requirement SAM-02 --reason x --to 31-12-2026", "“31-12-2026” efter --to er ikke en dato"),
    ("deviate --requirement SAM-02 --reason x --from i-dag --to 2026-12-31", "efter --from er ikke en dato"),
    ("deviate --approve AFV-1 --medcom", "--document FIL"),
    ("deviate --approve AFV-1 --document brev.txt", "enten --doctor"),
    ("deviate --approve AFV-1 --document brev.txt --medcom --doctor Dora", "enten --doctor"),
    ("deviate --approve AFV-1 --document findes-ikke.pdf --medcom", "kan ikke læses"),
    ("close", "Skriv én af"),
    ("close --approved --reopen x", "Skriv én af"),
    ("comment --text x --file brev.txt", "ikke begge"),
    ("comment", "ingen terminal at spørge om teksten i"),
    ("comment --file latin.txt", "ikke tekst i UTF-8"),
    ("evidence findes-ikke.png", "kan ikke læses"),
    ("sign --key findes-ikke.p12", "LABCERT_PARTY"),
    ("sign --party LPS --key findes-ikke.p12", "kan ikke læses"),
    ("sign --party LPS --key brev.txt", "LABCERT_KEY_PASSWORD"),
    ("submit", "ingen session"),
    ("claim", "ingen session"),
    ("comment --text x", "ingen session"),
    ("evidence brev.txt", "ingen session"),
    (f"override {STEP} --remove", "ingen session"),
    ("deviate --withdraw AFV-1 --reason x", "ingen session"),
    ("close --not-approved --remark x", "ingen session"),
]


@pytest.mark.parametrize(("line", "told"), WRONG)
def test_what_cannot_be_meant_is_told(line, told):
    """The sentence says what to write."""
    word, *words = line.split()
    command = importlib.import_module(f"labcert.cli.session.{word}").command
    with pytest.raises(UsageMistake) as mistake:
        command.main(["live-x", *words], standalone_mode=False)
    assert told in str(mistake.value)


def test_marks_are_those_of_medcom():
    """Another is refused by the option itself."""
    command = importlib.import_module("labcert.cli.session.override").command
    with pytest.raises(click.BadParameter, match="F1"):
        command.main(["live-x", STEP, "--mark", "F5"], standalone_mode=False)


def test_the_text_of_a_remark_comes_from_a_file_too(somebody):
    """And nothing is done before the session is found."""
    command = importlib.import_module("labcert.cli.session.comment").command
    with pytest.raises(UsageMistake, match="ingen session"):
        command.main(["live-x", "--file", "brev.txt"], standalone_mode=False)
