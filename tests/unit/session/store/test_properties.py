"""Whatever is appended, taken in and written out, in whatever order: one chain, no event lost, every byte the same."""

import itertools
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labcert.domain.errors import LabcertError
from labcert.domain.events import EvidenceKept, ProgressNoted
from labcert.domain.evidence import Evidence
from labcert.session import EventLog, SessionFolder, read_log
from labcert.session.canonical import sha256_of
from labcert.session.names import is_odd_name
from labcert.session.store import open_store
from tests.support.every_event import opened

texts = st.text(max_size=40)
words = st.lists(texts, max_size=4)
names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12).filter(
    lambda name: not is_odd_name(name) and "/" not in name and name not in ("evidence", "allure-results")
    and not name.startswith((".", "events.")) and len(name.encode()) < 200
)  # fmt: skip
files = st.dictionaries(names, st.binary(max_size=60), max_size=3).filter(
    lambda found: len({name.casefold() for name in found}) == len(found)
)
ways = st.sampled_from(["append", "check_out", "take_in"])
numbers = itertools.count(1)
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def write(folder, clock, found, data, others):
    """Do in a folder what a run does: events, evidence that they name, and derived files in place of others."""
    digest = sha256_of(data)
    (folder.evidence / digest).write_bytes(data)
    with EventLog(folder.events, clock) as log:
        log.append(EvidenceKept("", 0, 0, Evidence(digest, "x", "text/plain", len(data))))
        for text in found:
            log.append(ProgressNoted("", text))
    for old in folder.path.iterdir():
        if old.is_file() and not old.name.startswith("events."):
            old.unlink()
    for name, content in others.items():
        (folder.path / name).write_bytes(content)


@pytest.fixture
def folders(tmp_path):
    """Give a new place for a folder each time."""
    return lambda: Path(tempfile.mkdtemp(dir=tmp_path)) / "s"


@quick
@given(moves=st.lists(st.tuples(ways, words, st.binary(max_size=30), files), max_size=5), tail=st.binary(max_size=9))
def test_every_way_of_adding_keeps_everything(store, clock, folders, moves, tail):
    """Events come out in the order in which they went in; a copy holds just what the store says."""
    name = f"s-{next(numbers)}"
    store.begin(opened(name))
    expected, kept = [], {}
    for way, found, data, others in moves:
        if way == "append":
            store.append(name, *(ProgressNoted("", text) for text in found))
        elif way == "check_out":
            with store.check_out(name) as folder:
                write(folder, clock, found, data, others)
        else:
            folder = store.materialise(name, folders())
            write(folder, clock, found, data, others)
            store.take_in(folder)
        expected += found
        if way != "append":
            kept = {path: content for path, content in kept.items() if path.startswith("evidence/")}
            kept |= others | {f"evidence/{sha256_of(data)}": data}
    log = [entry.event.text for entry in store.entries(name)[1:] if isinstance(entry.event, ProgressNoted)]
    assert log == expected
    assert {file.path: store.read(name, file.path) for file in store.files(name)} == kept
    copy = store.materialise(name, folders())
    assert read_log(copy.events).entries == store.entries(name)
    assert {file: (copy.path / file).read_bytes() for file in kept} == kept
    torn(store, copy, tail)


def torn(store, copy, tail):
    """A copy with any bytes after its last whole line adds nothing but what is said of them."""
    if b"\n" in tail or not tail:
        return
    with copy.events.open("ab") as log:
        log.write(tail)
    before = len(store.entries(store.take_in(SessionFolder(copy.path)).id))
    assert before == len(read_log(copy.events).entries)


@quick
@given(cut=st.integers(0, 400), change=st.integers(0, 400), byte=st.integers(0, 255))
def test_a_damaged_log_is_never_taken_for_another(tmp_path_factory, clock, cut, change, byte):
    """A log with one byte changed or its end cut is refused, or adds no event that was not in it."""
    folder = tmp_path_factory.mktemp("damaged")
    with open_store(f"sqlite:///{folder / 'a.db'}", clock) as store:
        store.begin(opened())
        store.append(opened().session, ProgressNoted("", "et"), ProgressNoted("", "to"))
        before = store.entries(opened().session)
        copy = store.materialise(opened().session, folder / "kopi")
        data = bytearray(copy.events.read_bytes())
        data[-1 - change] = byte
        copy.events.write_bytes(data[: len(data) - cut])
        with suppress(LabcertError):
            store.take_in(copy)
        assert store.entries(opened().session)[:3] == before
        assert all("afbrudt" in entry.event.text for entry in store.entries(opened().session)[3:])
    shutil.rmtree(folder)
