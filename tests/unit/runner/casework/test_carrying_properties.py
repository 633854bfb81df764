"""Whatever happens to an export on its way, what is read in is what was written, or nothing."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from labcert.domain.errors import LabcertError
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.casework.export_file import FORMAT, ExportIndex, read_index
from labcert.runner.casework.exporting import export
from labcert.runner.casework.importing import import_sessions
from tests.unit.runner.casework.carried import a_store, certified, opened, ran

SESSION = "live-20261123-0941-abcd"


@pytest.fixture(scope="module")
def suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture(scope="module")
def exported(suite, tmp_path_factory):
    """A session as it was written: the export's bytes, and what the store had."""
    folder = tmp_path_factory.mktemp("eksport")
    with a_store(folder) as store:
        store.begin(opened(suite, SESSION))
        ran(store, SESSION, "TP-4.3.13")
        certified(store, SESSION)
        export(store, store.sessions(), folder / "alt.zip")
        return (folder / "alt.zip").read_bytes(), whole(store)


def whole(store):
    """Everything of each session of a store."""
    return [
        (row.id, [entry.hash for entry in store.entries(row.id)],
         {file.path: store.read(row.id, file.path) for file in store.files(row.id)},
         [store.certificate_files(each.id) for each in store.certificates()])
        for row in store.sessions()
    ]  # fmt: skip


def read_in(suite, data: bytes):
    """What an empty store has after some bytes were read in or refused with a sentence."""
    with TemporaryDirectory() as place:
        (Path(place) / "ind.zip").write_bytes(data)
        with a_store(Path(place)) as store:
            try:
                import_sessions(store, suite, Path(place) / "ind.zip", decisions=True)
            except LabcertError:
                return whole(store)
            return whole(store)


@settings(max_examples=30, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), change=st.integers(1, 255))
@example(place=0.0, change=1)
def test_a_changed_byte_is_refused_or_changes_nothing(suite, exported, place, change):
    """Anywhere in the file: in a name, a header, a compressed piece or the index."""
    data, before = exported
    at = int(place * len(data))
    changed = data[:at] + bytes([data[at] ^ change]) + data[at + 1 :]
    assert read_in(suite, changed) in ([], before)


@settings(max_examples=15, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True))
def test_a_cut_file_is_refused(suite, exported, place):
    """At any length."""
    data, _before = exported
    assert read_in(suite, data[: int(place * len(data))]) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8,
)  # fmt: skip
FIELDS = st.fixed_dictionaries(
    {"format": st.just(FORMAT), "made": st.text(), "tool": st.text(), "sessions": JSON},
    optional={"files": JSON, "certificates": JSON},
)


@given(st.binary(max_size=80) | JSON.map(lambda value: json.dumps(value).encode()) | FIELDS.map(lambda value: json.dumps(value).encode()))
def test_an_index_is_read_or_is_none(data):
    """Nothing but a ValueError comes of bytes that are none; what is read says the same again when it is written."""
    try:
        index = read_index(data)
    except ValueError:
        return
    assert read_index(index.to_bytes()) == index


def test_an_empty_index_is_one():
    """An export of nothing says so."""
    index = ExportIndex(FORMAT, "2026-11-23T09:41:00+01:00", "0.1.0", ())
    assert read_index(index.to_bytes()) == index
    assert index.every_file == {}
