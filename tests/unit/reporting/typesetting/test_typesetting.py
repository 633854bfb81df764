"""Templates become tagged PDF/A-3 files that any text can stand in, the same bytes every time."""

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import labcert.reporting
from labcert.domain.errors import ToolFault
from labcert.reporting.typesetting import displayable, fold_long_words, typeset
from labcert.reporting.typesetting.displayable import _BLOCKS

TEMPLATE = Path(labcert.reporting.__file__).parent / "typesetting/templates/sample.typ"
TIME = "2026-11-23T10:00:00+01:00"


def text_of(pdf: bytes, folder: Path) -> str:
    """What poppler reads in the file, without the places where a word may be broken."""
    path = folder / "set.pdf"
    path.write_bytes(pdf)
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_the_same_data_gives_the_same_bytes_and_the_date_is_the_one_said():
    """Nothing of the machine or the moment goes into the file."""
    first, second = (typeset(TEMPLATE, {"title": "Prøve", "text": "æøå"}, TIME) for _turn in range(2))
    assert first == second
    assert b"2026-11-23T09:00:00+00:00" in first
    assert b"<pdfaid:part>3</pdfaid:part>" in first
    assert b"<pdfuaid:part>1</pdfuaid:part>" in first


def test_every_letter_that_is_let_through_can_be_set():
    """PDF/A refuses a letter without a look; the blocks hold none such."""
    everything = " ".join(chr(point) for first, last in _BLOCKS for point in range(first, last + 1))
    assert typeset(TEMPLATE, {"title": "Alt", "text": everything}, TIME).startswith(b"%PDF-1.7")


def test_markup_is_shown_as_it_stands(tmp_path: Path):
    """A text is data: what would be typst's own language stands there letter by letter."""
    hostile = "#panic() $x$ *fed* @ref <navn> [] {} \\ // `kode` = nej"
    assert hostile in text_of(typeset(TEMPLATE, {"title": "x", "text": hostile}, TIME), tmp_path)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("漢", "[U+6F22]"),
        ("a\u202eb", "a\ufffdb"),
        ("\ud800", "\ufffd"),
        ("\0\x1b[31m", "\ufffd\ufffd[31m"),
        ("a\tb\r\nc\rd", "a    b\nc\nd"),
        ("e\u0301", "é"),
        ("x\u200by\ufeff", "xy"),
        ("10\u202f000\u3000kr", "10 000 kr"),
    ],
)
def test_what_no_font_has_is_told(text: str, shown: str):
    """Controls become \ufffd, letters of other scripts their number; neither is left out in silence."""
    assert displayable(text) == shown


@given(st.text(alphabet=st.characters(codec=None), max_size=300))
@settings(max_examples=40, deadline=None)
def test_any_text_can_be_set(text: str):
    """No text that anybody can write stops the document."""
    assert typeset(TEMPLATE, {"title": "x", "text": text}, TIME)


@pytest.mark.parametrize("word", ["live-20261123-0918-egvc", "0123456789abcdef" * 4, "kort/ord"])
def test_what_people_copy_stays_in_one_piece(word: str):
    """A session's id or a digest that is copied from the page is just that."""
    assert fold_long_words(word) == word


@given(st.text(alphabet="ab/.-_[]æ ,1", max_size=200))
def test_folding_changes_no_letter(text: str):
    """Only places to break are put in, and no run without one is longer than a column."""
    folded = fold_long_words(text)
    assert folded.replace("\u200b", "") == text
    pieces = re.split(r"[\s\u200b]|(?<=-)(?!-)", folded)
    assert all(len(piece.rstrip("-")) <= 18 or len(piece) == 64 for piece in pieces)


def test_a_hundred_kilobytes_without_a_space_are_set():
    """A text breaks over lines and pages."""
    assert typeset(TEMPLATE, {"title": "x", "text": "a" * 100_000}, TIME)


def test_a_template_that_can_not_be_set_is_a_fault_of_ours():
    """Exit code 3, in Danish, with what else can be done."""
    with pytest.raises(ToolFault, match="kunne ikke sættes som PDF"):
        typeset(TEMPLATE, {"text": "uden titel"}, TIME)
