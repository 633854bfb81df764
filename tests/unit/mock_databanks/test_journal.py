"""The journal: append-only, rebuilt from its file, and never silent about a torn end."""

from datetime import UTC, datetime
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labcert.domain.errors import UsageMistake
from mock_databanks.journal import FileJournal, Line, MemoryJournal

NOW = datetime(2025, 12, 1, 8, 30, tzinfo=UTC)


def opened(path, told=None, numbers=None):
    """Open a journal as the host does."""
    return FileJournal(path, "plsp", lambda: NOW, numbers or count(1), (told if told is not None else []).append)


def test_lines_come_back_in_order_after_a_restart(tmp_path):
    """What was appended is there again, with its keys, when the file is opened anew."""
    journal = opened(tmp_path / "j")
    journal.append("received", {"id": "a", "letters": [1]})
    journal.append("accepted", {"id": "ø"}, durable=False)
    journal.close()
    again = opened(tmp_path / "j")
    assert [(line.seq, line.event, line.data) for line in again.lines()] == [
        (1, "received", {"id": "a", "letters": [1]}),
        (2, "accepted", {"id": "ø"}),
    ]
    assert again.last == 2
    again.close()


def test_since_gives_the_lines_from_a_number_on(tmp_path):
    """`since` counts sequence numbers, not places in the file."""
    journal = opened(tmp_path / "j", numbers=count(10, 5))
    for event in ("a", "b", "c"):
        journal.append(event, {})
    assert [line.event for line in journal.lines(15)] == ["b", "c"]
    assert [line.event for line in journal.lines(16)] == ["c"]
    journal.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(cut=st.data())
def test_a_file_cut_anywhere_keeps_every_whole_line(tmp_path_factory, cut):
    """Wherever a kill cuts the file: all lines before the cut stay, the rest is set aside and told."""
    path = tmp_path_factory.mktemp("journal") / "journal.jsonl"
    journal = opened(path)
    for number in range(3):
        journal.append("received", {"id": number, "text": "æøå"})
    journal.close()
    whole = path.read_bytes()
    at = cut.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:at])
    told: list[str] = []
    again = opened(path, told)
    kept = whole[:at].count(b"\n")
    assert len(list(again.lines())) == kept
    torn = whole[:at].rsplit(b"\n", 1)[-1]
    broken = path.with_name("journal.jsonl.broken")
    assert (broken.read_bytes() if broken.exists() else b"") == (torn + b"\n" if torn else b"")
    assert bool(told) == bool(torn)
    again.append("after", {})
    again.close()
    assert Line.from_json(path.read_bytes().splitlines()[-1]).event == "after"


def test_a_broken_line_among_whole_ones_stops_the_start(tmp_path):
    """That is no accident of a kill: nothing is guessed, the sentence names file and line."""
    path = tmp_path / "journal.jsonl"
    journal = opened(path)
    journal.append("a", {})
    journal.append("b", {})
    journal.close()
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first[:10] + b"\n" + second)
    with pytest.raises(UsageMistake, match="linje 1"):
        opened(path)


def test_memory_journal_is_like_the_file():
    """Tests of simulators see the same lines."""
    journal = MemoryJournal("plsp", lambda: NOW)
    line = journal.append("received", {"id": "a"})
    assert list(journal.lines()) == [line]
    assert Line.from_json(line.to_json()) == line
