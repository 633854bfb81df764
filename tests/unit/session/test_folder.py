"""A session begins in a folder of its own."""

import random
import re
from datetime import UTC, datetime

import pytest

from labcert.domain.errors import UsageMistake
from labcert.session.folder import SessionFolder, new_session_id


def test_new_and_empty_folders_are_taken(tmp_path):
    """A folder that isn't there is made, with its parents; an empty one is taken."""
    folder = SessionFolder.create(tmp_path / "a" / "b")
    assert sorted(path.name for path in folder.path.iterdir()) == ["allure-results", "evidence"]
    (tmp_path / "tom").mkdir()
    assert SessionFolder.create(tmp_path / "tom").path == tmp_path / "tom"


def test_folder_in_use_is_refused_and_untouched(tmp_path):
    """Nothing is overwritten."""
    (tmp_path / "brev.txt").write_text("vigtigt")
    with pytest.raises(UsageMistake, match="Mappen er ikke tom"):
        SessionFolder.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["brev.txt"]


def test_place_that_cannot_be_used_is_said(tmp_path):
    """A file in the way is told with what to do."""
    (tmp_path / "fil").write_text("")
    for place in (tmp_path / "fil", tmp_path / "fil" / "mappe"):
        with pytest.raises(UsageMistake, match="må skrive i"):
            SessionFolder.create(place)


def test_only_a_begun_session_is_opened(tmp_path):
    """A folder without a log is no session."""
    folder = SessionFolder.create(tmp_path / "s")
    with pytest.raises(UsageMistake, match="ingen session"):
        SessionFolder.open(folder.path)
    folder.events.write_bytes(b"")
    assert SessionFolder.open(folder.path) == folder


def test_session_ids_tell_what_and_when():
    """Kind, date, time and four clear characters; the same randomness gives the same id."""
    now = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
    first = new_session_id("demo", now, random.Random(1))
    assert re.fullmatch(r"demo-20261123-0301-[a-hj-kmnp-z2-9]{4}", first)
    assert new_session_id("demo", now, random.Random(1)) == first
    assert new_session_id("demo", now, random.Random(2)) != first
