"""Office documents that are the same bytes whenever they are made."""

import io
import zipfile

import pytest

from labcert.reporting.office import moment_of, settled, storable


def packed(modified: str, when: tuple[int, int, int, int, int, int]) -> bytes:
    """A document as a library writes it: its date inside, and the moment in every part of the zip."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        core = f'<cp xmlns:dcterms="x"><dcterms:created a="b">{modified}</dcterms:created><dcterms:modified>{modified}</dcterms:modified></cp>'
        archive.writestr(zipfile.ZipInfo("docProps/core.xml", when), core)
        archive.writestr(zipfile.ZipInfo("word/document.xml", when), f"<dcterms:modified>{modified}</dcterms:modified>"[:9])
    return made.getvalue()


def test_the_moment_of_making_is_gone():
    """Two documents made at different times are the same, with the date that was said."""
    first = settled(packed("2026-01-01T00:00:00Z", (2026, 1, 1, 0, 0, 0)), "2026-11-23T10:00:00.250+01:00")
    second = settled(packed("2027-02-02T00:00:00Z", (2027, 2, 2, 0, 0, 0)), "2026-11-23T10:00:00.250+01:00")
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read("docProps/core.xml").count(b">2026-11-23T09:00:00Z<") == 2
        assert archive.read("word/document.xml") == b"<dcterms:"


@pytest.mark.parametrize(("time", "moment"), [
    ("2026-11-23T10:00:00+01:00", "2026-11-23T09:00:00+00:00"), ("2026-11-23T10:00:00", "2026-11-23T10:00:00+00:00"),
    ("2026-11-23", "2026-11-23T00:00:00+00:00"), ("", "1980-01-01T00:00:00+00:00"), ("i dag", "1980-01-01T00:00:00+00:00"),
])  # fmt: skip
def test_a_time_is_told_in_utc(time: str, moment: str):
    """What is no time is the first that a zip can tell."""
    assert moment_of(time).isoformat() == moment


@pytest.mark.parametrize(("text", "stored"), [
    ("a\r\nb\rc\td", "a\nb\nc\td"), ("\0\x0b\ud800\ufffe", "\ufffd" * 4), ("😀 æ", "😀 æ")
])  # fmt: skip
def test_what_such_a_file_can_not_hold_is_marked(text: str, stored: str):
    """Nothing is left out in silence, and line ends are of one kind."""
    assert storable(text) == stored
