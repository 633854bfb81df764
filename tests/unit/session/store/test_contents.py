"""A session checked where it lies in the store is the session that would be handed over."""

import sqlite3

import pytest

from labcert.session.contents import FolderContents
from labcert.session.report import BundleBroken
from labcert.session.store import contents as reading
from tests.support.approved import ready_in


def _read(contents):
    return {name: b"".join(contents.pieces(name)) for name in contents.names}


@pytest.mark.parametrize("at_once", [0, 1, 200])
def test_contents_are_those_of_the_folder(tmp_path, monkeypatch, at_once):
    """Names and bytes are as written out, however many files are fetched at a time and in whatever order."""
    monkeypatch.setattr(reading, "AT_ONCE", at_once)
    session = ready_in(tmp_path / "s")
    folder = FolderContents(session.store.materialise(session.id, tmp_path / "ud").path)
    with session.store.contents(session.id) as contents:
        assert _read(contents) == _read(folder)
        backwards = {name: b"".join(contents.pieces(name)) for name in reversed(contents.names)}
    assert (backwards, contents.problems) == (_read(folder), ())


def test_files_can_be_left_out(tmp_path):
    """A check can be asked not to see some."""
    session = ready_in(tmp_path)
    with session.store.contents(session.id, without=("verdict.json",)) as contents:
        assert "verdict.json" not in contents.names
        assert "events.jsonl" in contents.names


def test_bytes_that_are_gone_are_told(tmp_path):
    """A name without its bytes is a missing file."""
    session = ready_in(tmp_path)
    with session.store.contents(session.id) as contents:
        other = sqlite3.connect(tmp_path / "lager.db")
        other.execute("DELETE FROM files WHERE path = 'verdict.json'")
        other.commit()
        other.close()
    with session.store.contents(session.id) as again:
        again.names = contents.names
        again._places = contents._places
        with pytest.raises(BundleBroken, match=r"verdict\.json mangler"):
            list(again.pieces("verdict.json"))
