"""Where the disk is full, what was kept before stays, nothing half-kept looks whole, and the sentence says what to do."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from labcert.domain.errors import ToolFault
from labcert.domain.events import EvidenceKept, ProgressNoted
from labcert.session import EventLog
from labcert.session.store import folders, open_store
from labcert.session.store import store as store_module
from tests.support.every_event import DATA, EVIDENCE, opened

NAME = opened().session
LARGE = b"\xa5" * 1_000_000


@pytest.fixture
def store(tmp_path, clock):
    """A store with a session, in a file."""
    with open_store(f"sqlite:///{tmp_path / 'labcert.db'}", clock) as found:
        found.begin(opened())
        yield found


@pytest.fixture
def full(store):
    """Make the store's disk as good as full, and say how to make room again."""
    engine = store._database._engine

    def limit(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages + 4}")

    engine.dispose()
    sa.event.listen(engine, "connect", limit)

    def make_room():
        sa.event.remove(engine, "connect", limit)
        engine.dispose()

    return make_room


def test_a_file_that_finds_no_room_is_not_kept(store, full):
    """Nothing of it is there, and the same call succeeds once there is room."""
    store.keep(NAME, "report.html", b"gammel")
    with pytest.raises(ToolFault, match=r"ikke plads på disken.*Skaf plads, og gør det samme igen"):
        store.keep(NAME, "report.html", LARGE)
    assert store.read(NAME, "report.html") == b"gammel"
    full()
    store.keep(NAME, "report.html", LARGE)
    assert store.read(NAME, "report.html") == LARGE


def test_events_that_find_no_room_are_not_kept(store, full):
    """None of several is there, the chain is whole, and what follows goes on from it."""
    words = [ProgressNoted("", "ord " * 1000) for _n in range(20)]
    with pytest.raises(ToolFault, match="ikke plads på disken"):
        store.append(NAME, *words)
    assert len(store.entries(NAME)) == 1
    assert store.find(NAME).events == 1
    full()
    store.append(NAME, *words)
    assert len(store.entries(NAME)) == 21


@pytest.mark.parametrize("told", [True, False], ids=["told", "not even that"])
def test_a_run_that_finds_no_room_in_the_store_stays_in_its_folder(store, full, clock, monkeypatch, told):
    """The folder is kept, also where not even that can be written down; the next opening takes it in."""
    if not told:
        monkeypatch.setattr(store_module, "give_up", no_room)

    def run():
        with store.check_out(NAME) as folder:
            with EventLog(folder.events, clock) as log:
                log.append(EvidenceKept("", 0, 0, EVIDENCE))
            (folder.evidence / EVIDENCE.sha256).write_bytes(DATA)
            folder.report.write_bytes(LARGE)

    with pytest.raises(ToolFault, match="ikke plads på disken"):
        run()
    assert len(store.entries(NAME)) == 1
    full()
    store.append(NAME, ProgressNoted("", "videre"))
    assert [type(entry.event) for entry in store.entries(NAME)[1:]] == [EvidenceKept, ProgressNoted]
    assert store.read(NAME, "report.html") == LARGE


def no_room(*_):
    """Be a disk that takes nothing at all."""
    raise ToolFault("Der er ikke plads.")


def test_a_working_folder_that_finds_no_room_is_not_begun(store, monkeypatch, tmp_path):
    """A check-out that fails leaves nothing that looks like a session's folder, and nobody has the session."""
    store.keep(NAME, "report.html", b"x")
    with monkeypatch.context() as patched:
        patched.setattr(folders, "write_whole", no_room)
        with pytest.raises(ToolFault, match="ikke plads"), store.check_out(NAME):
            pass
    assert not (tmp_path / "labcert.db-arbejde" / NAME).exists()
    assert store.find(NAME).lease is None
    with store.check_out(NAME) as folder:
        assert folder.report.read_bytes() == b"x"


CHILD = """
import resource, sys
from labcert.domain.errors import ToolFault
from labcert.session.store import open_store
with open_store(sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
    try:
        store.keep(sys.argv[2], "report.html", bytes(range(256)) * 8000)
    except ToolFault as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_file_that_the_system_lets_grow_no_more_is_told(store, tmp_path):
    """Where the system itself refuses to write, the store is as it was before."""
    done = subprocess.run(
        [sys.executable, "-c", CHILD, store.url, NAME], capture_output=True, text=True, check=True, cwd=Path.cwd()
    )
    assert "kan ikke læses fra eller skrives på disken, så intet blev gemt" in done.stdout
    assert store.files(NAME) == ()
    store.keep(NAME, "report.html", LARGE)
    assert len(store.entries(NAME)) == 1
