"""The event log: append-only, chained, on disk, and honest about what went wrong with it."""

import errno
import threading
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.domain import events
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import EVENTS, FindingMade, ProgressNoted, StepFinished
from labcert.domain.findings import Finding
from labcert.domain.outcome import Outcome, Severity
from labcert.session.chain import START, BrokenChain, make_link, read_link
from labcert.session.log import EventLog, read_log

NOW = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)


def clock():
    """A clock that stands still."""
    return NOW


@pytest.fixture
def log(path):
    """A log that is open."""
    with EventLog(path, clock) as opened:
        yield opened


@pytest.fixture
def path(tmp_path):
    """Where the log lies."""
    return tmp_path / "events.jsonl"


def _noted(path, *texts):
    log = EventLog(path, clock)
    for text in texts:
        log.append(ProgressNoted("TP-4.2.61", text))
    log.close()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of([st.from_type(kind) for kind in EVENTS.values()]), max_size=8))
def test_what_is_written_is_read(tmp_path_factory, written):
    """Every kind of event, with any texts, comes back equal and of the same types."""
    path = tmp_path_factory.mktemp("log") / "events.jsonl"
    log = EventLog(path, clock)
    appended = [log.append(event) for event in written if _is_json(event)]
    log.close()
    content = read_log(path)
    assert content.entries == tuple(appended)
    assert [type(entry.event) for entry in content.entries] == [type(entry.event) for entry in appended]
    assert content.broken_tail == b""


def _is_json(event):
    """JSON knows neither NaN nor infinity; no duration is either."""
    return abs(getattr(event, "duration_ms", 0.0)) < float("inf")


def test_every_event_of_the_domain_is_known():
    """The property above covers each kind there is."""
    assert set(EVENTS) == set(events.__all__) - {"EVENTS", "Event"}


def test_half_a_surrogate_pair_is_kept(path):
    """A text that came from broken bytes doesn't stop the log."""
    _noted(path, "\udce6")
    assert read_log(path).entries[0].event.text == "\udce6"


def test_nested_values_come_back_typed(log, path):
    """Enums and dataclasses inside events are what they were."""
    log.append(FindingMade("TP-4.2.61", 0, Finding("LAB-1", Severity.F2, "Mangler", requirements=("SAM-01",), line=3)))
    finding = read_log(path).entries[0].event.finding
    assert (finding.severity, finding.requirements) == (Severity.F2, ("SAM-01",))
    assert isinstance(finding.severity, Severity)


def test_half_line_of_another_process_is_set_aside(log, path):
    """Another process was killed while this one has the log open: the next event says so first."""
    log.append(ProgressNoted("", "a"))
    with path.open("ab") as file:
        file.write(b'{"data":')
    log.append(ProgressNoted("", "b"))
    texts = [entry.event.text for entry in read_log(path).entries]
    assert (texts[0], texts[2], len(texts)) == ("a", "b", 3)
    assert "(8 byte)" in texts[1]


def test_event_is_on_disk_when_append_returns(log, path, monkeypatch):
    """Append returns only after fsync, and another reader sees the line then."""
    synced = []
    monkeypatch.setattr("os.fsync", synced.append)
    log.append(ProgressNoted("", "Fejl slået til"))
    assert len(synced) == 1
    assert read_log(path).entries[0].event.text == "Fejl slået til"


def test_what_happens_inside_a_step_is_flushed_with_the_steps_end(log, path, monkeypatch):
    """A note of a step can be read at once (a killed process takes nothing away); one fsync at the end covers it all."""
    synced = []
    monkeypatch.setattr("os.fsync", synced.append)
    log.append(ProgressNoted("TP-1", "undervejs"))
    assert (len(synced), read_log(path).entries[0].event.text) == (0, "undervejs")
    log.append(StepFinished("TP-1", 0, Outcome.PASSED, "", 1.0))
    assert len(synced) == 1


def test_existing_log_is_gone_on_with(path):
    """A second opening continues numbers and chain."""
    _noted(path, "a", "b")
    _noted(path, "c")
    assert [(entry.seq, entry.event.text) for entry in read_log(path).entries] == [(1, "a"), (2, "b"), (3, "c")]


def test_two_open_logs_of_one_file_make_one_chain(log, path):
    """Parent and child process write by turns; each sees what the other wrote."""
    with EventLog(path, clock) as other:
        for writer, text in ((log, "1"), (other, "2"), (other, "3"), (log, "4")):
            writer.append(ProgressNoted("", text))
    assert [entry.event.text for entry in read_log(path).entries] == ["1", "2", "3", "4"]


def test_threads_make_one_chain(log, path):
    """Four threads that append at once lose nothing."""
    threads = [threading.Thread(target=lambda: [log.append(ProgressNoted("", "x")) for _ in range(25)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [entry.seq for entry in read_log(path).entries] == list(range(1, 101))


@pytest.mark.parametrize("cut", [1, 2, 40, 150])
def test_half_written_last_line_is_set_aside(path, cut):
    """A killed process leaves half a line: reading says so, opening moves it away and says so in the log."""
    _noted(path, "a", "b")
    half = path.read_bytes()[:-cut]
    path.write_bytes(half)
    content = read_log(path)
    assert [entry.event.text for entry in content.entries] == ["a"]
    assert half.endswith(content.broken_tail)
    assert "halvt" in content.word
    _noted(path, "c")
    texts = [entry.event.text for entry in read_log(path).entries]
    assert (texts[0], texts[2]) == ("a", "c")
    (aside,) = path.parent.glob("events.halv-*")
    assert aside.read_bytes() == content.broken_tail
    assert aside.name in texts[1]


@pytest.mark.parametrize(
    ("old", "new", "seq"), [(b'"text":"b"', b'"text":"x"', 2), (b'"seq":3', b'"seq":4', 3), (b'"time":', b'"Time":', 1)]
)
def test_changed_line_is_named(path, old, new, seq):
    """A changed event is an error that names its number, for the reader and for who would go on with the log."""
    _noted(path, "a", "b", "c")
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    with pytest.raises(BrokenChain, match=f"hændelse {seq} ") as caught:
        read_log(path)
    assert caught.value.seq == seq
    with pytest.raises(BrokenChain):
        EventLog(path, clock)


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_no_byte_can_be_changed_unseen(tmp_path_factory, data):
    """Any flipped byte of a whole log is found: the chain breaks, or (at the very end) the last line isn't whole."""
    path = tmp_path_factory.mktemp("log") / "events.jsonl"
    _noted(path, "æ", "b")
    whole = path.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    path.write_bytes(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])
    try:
        content = read_log(path)
    except BrokenChain:
        return
    assert content.broken_tail


def test_removed_line_is_found(path):
    """A removed event breaks the chain where it was."""
    _noted(path, "a", "b", "c")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[2])
    with pytest.raises(BrokenChain, match="hændelse 2 følger ikke"):
        read_log(path)


def test_full_disk_leaves_the_log_as_it_was(log, path, monkeypatch):
    """When the disk is full the event isn't kept, what was kept is whole, and the log goes on when there is room."""
    log.append(ProgressNoted("", "før"))
    before = path.read_bytes()

    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        with pytest.raises(ToolFault, match="Skaf plads på disken"):
            log.append(ProgressNoted("", "tabt"))
    assert path.read_bytes() == before
    log.append(ProgressNoted("", "efter"))
    assert [entry.event.text for entry in read_log(path).entries] == ["før", "efter"]


def test_place_that_cannot_be_written_is_a_usage_mistake(tmp_path):
    """A folder that isn't there is said, with what to do."""
    with pytest.raises(UsageMistake, match="må skrive i"):
        EventLog(tmp_path / "findes-ikke" / "events.jsonl", clock)
    with pytest.raises(UsageMistake, match="kan ikke læses"):
        read_log(tmp_path / "events.jsonl")


def test_unknown_kind_is_named(path):
    """A log from a newer version says which event this one can't read."""
    path.write_bytes(make_link(1, NOW.isoformat(), "NytSlags", {}, START).line)
    with pytest.raises(BrokenChain, match="NytSlags"):
        read_log(path)


@pytest.mark.parametrize("time", ["", "i går", "2026-11-23", "2026-11-23T09:00:00"])
def test_a_time_that_is_none_is_refused_where_it_stands(time):
    """Everybody further on reckons with it; one without its offset is no moment."""
    line = make_link(1, time, "ProgressNoted", {"step": "", "text": ""}, START).line
    with pytest.raises(BrokenChain, match="hændelse 1 har et tidspunkt, der ikke kan læses"):
        read_link(line.rstrip(b"\n"), 1, START)
