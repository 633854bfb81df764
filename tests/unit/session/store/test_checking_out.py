"""A session is had by one at a time; what a dead process left is taken in, and nothing is lost on the way."""

import os
from dataclasses import replace

import pytest
import sqlalchemy as sa

from labcert.domain.casework import ReviewState
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import EvidenceKept, ProgressNoted, ReviewMoved, RunStarted
from labcert.session import EventLog
from labcert.session.chain import BrokenChain
from labcert.session.store import open_store, processes
from labcert.session.store.leasing import held_lease
from labcert.session.store.tables import sessions
from tests.support.every_event import DATA, EVIDENCE, actor, opened

NAME = opened().session


@pytest.fixture
def begun(store):
    """A store with one session."""
    store.begin(opened())
    return store


def write(folder, clock, *events):
    """Write events in a working folder, with the evidence that some of them name."""
    (folder.evidence / EVIDENCE.sha256).write_bytes(DATA)
    with EventLog(folder.events, clock) as log:
        for event in events:
            log.append(event)


def left_by_the_dead(store, clock, *events):
    """Leave a session as a killed process does: checked out, with events in its folder."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("labcert.session.store.store.check_in", lambda *_: None)
        with store.check_out(NAME) as folder:
            write(folder, clock, *events)
    change_lease(store, lease_started="another boot")
    return folder


def change_lease(store, **values):
    """Change what the store says about who has the session."""
    store._database.write(lambda connection: connection.execute(sa.update(sessions).values(**values)))


def texts(store):
    """The words of the log after the opening."""
    return [entry.event.text for entry in store.entries(NAME)[1:]]


def test_what_is_done_in_the_folder_is_taken_in(begun, clock):
    """Events and files of the working folder are the session's afterwards, and the folder is gone."""
    begun.keep(NAME, "report.html", b"gammel")
    begun.keep(NAME, "fields.json", b"x")
    with begun.check_out(NAME) as folder:
        assert folder.report.read_bytes() == b"gammel"
        write(folder, clock, RunStarted(1, (), {}), EvidenceKept("TP-1", 0, 0, EVIDENCE))
        folder.report.write_bytes(b"ny")
        (folder.path / "fields.json").unlink()
        (folder.allure_results / "a.json").write_bytes(b"{}")
    assert [type(entry.event) for entry in begun.entries(NAME)[1:]] == [RunStarted, EvidenceKept]
    assert [file.path for file in begun.files(NAME)] == ["allure-results/a.json", f"evidence/{EVIDENCE.sha256}", "report.html"]
    assert begun.read(NAME, "report.html") == b"ny"
    assert begun.find(NAME).lease is None
    assert begun.find(NAME).runs == 1
    assert list(folder.path.parent.iterdir()) == []


def test_a_lease_is_told_to_everybody_else(begun, url, clock):
    """While one has the session, nobody else writes in it, and is told who, where and since when; lists go on."""
    with begun.check_out(NAME) as folder, open_store(url) as other:
        lease = other.find(NAME).lease
        assert (lease.pid, lease.folder) == (os.getpid(), folder.path)
        for refused in (
            lambda: other.append(NAME, ProgressNoted("", "x")), lambda: other.keep(NAME, "a.txt", b"x"),
            lambda: other.check_out(NAME).__enter__(), lambda: other.free(NAME), lambda: other.take_in(folder),
        ):  # fmt: skip
            with pytest.raises(UsageMistake, match=rf"i brug siden .*{lease.time[:10]}.* på {lease.host} \(proces {lease.pid}\)"):
                refused()
        assert len(other.entries(NAME)) == 1
    begun.append(NAME, ProgressNoted("", "nu"))


def test_a_mistake_inside_loses_nothing(begun, clock):
    """What was done before an error is taken in, and the error goes on its way."""

    def work(folder):
        write(folder, clock, ProgressNoted("", "gjort"))
        raise KeyError

    with pytest.raises(KeyError):
        checked_out(begun, work)
    assert texts(begun) == ["gjort"]
    assert begun.find(NAME).lease is None


def test_what_a_dead_process_left_is_taken_in_by_the_next(begun, clock):
    """Whoever comes next, to write or to check out, finds all that the dead one had done, half lines set aside."""
    folder = left_by_the_dead(begun, clock, ProgressNoted("", "et"))
    with folder.events.open("ab") as log:
        log.write(b'{"half')
    begun.append(NAME, ProgressNoted("", "to"))
    first, word, last = texts(begun)
    assert (first, last) == ("et", "to")
    assert "afbrudt midt i en hændelse" in word
    assert any(file.path.startswith("events.halv-") for file in begun.files(NAME))
    assert not folder.path.exists()


@pytest.mark.parametrize("next_one", ["check_out", "keep", "take_in"])
def test_every_way_in_takes_over_from_the_dead(begun, clock, tmp_path, next_one):
    """Not only events: files, check-outs and imports come after what was left."""
    copy = begun.materialise(NAME, tmp_path / "kopi")
    left_by_the_dead(begun, clock, ProgressNoted("", "et"))
    if next_one == "check_out":
        with begun.check_out(NAME) as folder:
            assert len(folder.events.read_bytes().splitlines()) == 2
    elif next_one == "keep":
        begun.keep(NAME, "a.txt", b"x")
    else:
        begun.take_in(copy)
    assert texts(begun) == ["et"]
    assert begun.find(NAME).lease is None


def test_a_kill_while_the_folder_was_written_leaves_nothing_to_take_in(begun, clock):
    """A folder that was never whole has no name that counts; the next check-out begins anew."""
    folder = left_by_the_dead(begun, clock)
    folder.path.rename(folder.path.with_name(f"{NAME}.ny"))
    with begun.check_out(NAME) as again:
        assert again.events.is_file()
    assert texts(begun) == []
    assert list(folder.path.parent.iterdir()) == []


def test_a_kill_between_taking_in_and_taking_away_does_no_harm(begun, clock, monkeypatch):
    """What is in the store already is not taken in twice."""
    with monkeypatch.context() as patched:
        patched.setattr("labcert.session.store.checking_in.remove", stop)
        with pytest.raises(KeyboardInterrupt), begun.check_out(NAME) as folder:
            write(folder, clock, ProgressNoted("", "et"))
    change_lease(begun, lease_pid=0)
    assert folder.path.exists()
    begun.append(NAME, ProgressNoted("", "to"))
    assert texts(begun) == ["et", "to"]
    assert not folder.path.exists()


def checked_out(store, work):
    """Do some work in the session's folder; returns the folder."""
    with store.check_out(NAME) as folder:
        work(folder)
    return folder


def stop(*_):
    """Be a kill."""
    raise KeyboardInterrupt


def test_a_lease_of_another_machine_is_freed_by_hand(begun, clock):
    """It is not for us to say that another machine is dead: the refusal tells how a person says so."""
    left_by_the_dead(begun, clock, ProgressNoted("", "et"))
    change_lease(begun, lease_host="en-anden")
    with pytest.raises(UsageMistake, match=r"på en-anden .*session show .* --free"):
        begun.append(NAME, ProgressNoted("", "x"))
    assert begun.free(NAME) is None
    begun.append(NAME, ProgressNoted("", "videre"))
    assert texts(begun) == ["videre"]


def test_a_folder_that_cannot_be_taken_in_stays_until_it_is_freed(begun, clock):
    """A log that was changed is told each time; freeing the session moves the folder aside and loses nothing."""
    folder = left_by_the_dead(begun, clock, ProgressNoted("", "et"))
    folder.events.write_bytes(folder.events.read_bytes().replace(b'"et"', b'"to"'))
    for _time in range(2):
        with pytest.raises(BrokenChain, match="hændelse 2 er ændret"):
            begun.append(NAME, ProgressNoted("", "x"))
    place = begun.free(NAME)
    assert b'"to"' in (place / "events.jsonl").read_bytes()
    assert begun.free(NAME) is None
    begun.append(NAME, ProgressNoted("", "videre"))
    assert texts(begun) == ["videre"]


def test_who_was_freed_meanwhile_keeps_its_folder(begun, clock):
    """Its events are not taken in behind somebody's back; the sentence says where they lie."""
    folders = []

    def work(folder):
        folders.append(folder)
        write(folder, clock, ProgressNoted("", "her"))
        change_lease(begun, lease_token="")
        begun.append(NAME, ProgressNoted("", "der"))

    with pytest.raises(UsageMistake, match="blev frigivet af en anden"):
        checked_out(begun, work)
    (folder,) = folders
    assert b'"her"' in folder.events.read_bytes()
    assert texts(begun) == ["der"]


def test_a_link_in_the_folder_is_told_and_nothing_is_taken_away(begun, clock):
    """A working folder may hold files only; once mended, it is taken in."""
    links = []

    def work(folder):
        write(folder, clock, ProgressNoted("", "et"))
        links.append(folder.path / "link")
        links[0].symlink_to("/etc/passwd")

    with pytest.raises(UsageMistake, match="genvej eller en enhed"):
        checked_out(begun, work)
    links[0].unlink()
    begun.append(NAME, ProgressNoted("", "to"))
    assert texts(begun) == ["et", "to"]


def test_what_is_written_while_it_is_taken_in_is_not_lost(begun, clock, monkeypatch):
    """A late writer's file is found before the folder goes, told, and taken in by the next."""
    from labcert.session.store import checking_in

    real = checking_in.store_found

    def late(connection, found, *, own):
        real(connection, found, own=own)
        (found.folder / "sen.txt").write_bytes(b"sen")

    with monkeypatch.context() as patched:
        patched.setattr(checking_in, "store_found", late)
        with pytest.raises(ToolFault, match="mens den blev lagt i lageret"), begun.check_out(NAME):
            pass
    begun.append(NAME, ProgressNoted("", "to"))
    assert begun.read(NAME, "sen.txt") == b"sen"


def test_a_closed_session_is_sealed_in_its_folder_but_takes_no_events(begun, clock):
    """The reports of a closed session are written in a check-out; an event is refused, and the folder stays."""
    begun.append(NAME, ReviewMoved(ReviewState.APPROVED, "", actor()))
    with begun.check_out(NAME) as folder:
        folder.manifest.write_bytes(b"{}")
    assert begun.read(NAME, "manifest.json") == b"{}"
    with pytest.raises(UsageMistake, match="er afsluttet"), begun.check_out(NAME) as folder:
        write(folder, clock, ProgressNoted("", "for sent"))
    assert len(begun.entries(NAME)) == 2
    assert begun.free(NAME).is_dir()


def test_a_process_is_known_by_when_it_began():
    """A later process of the same number is another; one that is no more is none, a zombie included."""
    here = processes.began(os.getpid())
    assert processes.is_alive(os.getpid(), here)
    assert not processes.is_alive(os.getpid(), "before")
    child = os.fork()
    if not child:
        os._exit(0)
    os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
    assert processes.began(child) is None
    os.waitpid(child, 0)
    assert processes.began(child) is None
    assert processes.began(0) is None


def test_without_proc_a_process_is_known_by_its_number(monkeypatch, tmp_path):
    """Where the machine does not tell when a process began, a running one is taken for the one that it was."""
    monkeypatch.setattr(processes, "BOOT", tmp_path / "none")
    assert processes.is_alive(os.getpid(), "")
    assert processes.is_alive(1, "")
    assert not processes.is_alive(2**22 - 3, "")


def test_another_row_is_not_touched_by_a_lease(begun, clock):
    """A lease is of one session."""
    begun.begin(opened("anden"))
    with begun.check_out(NAME):
        begun.append("anden", ProgressNoted("", "x"))
        assert begun.find("anden").lease is None
    assert replace(begun.find("anden"), lease=None).events == 2


def test_two_who_find_a_dead_process_take_over_once(begun, clock):
    """Who comes second finds that it is done already."""
    left_by_the_dead(begun, clock, ProgressNoted("", "et"))
    with begun._database.reading() as connection:
        seen = held_lease(connection, NAME)
    begun.append(NAME, ProgressNoted("", "to"))
    begun._take_over(seen)
    assert texts(begun) == ["et", "to"]
    assert begun.find(NAME).lease is None


def test_another_session_in_the_folder_is_not_taken_in(begun, clock, tmp_path):
    """Whatever was put in the place of the log, a check-in is of the session that was checked out."""
    begun.begin(opened("anden"))
    other = begun.materialise("anden", tmp_path / "kopi").events.read_bytes()
    with pytest.raises(ToolFault, match="fået en anden session"):
        checked_out(begun, lambda folder: folder.events.write_bytes(other))
    assert len(begun.entries("anden")) == len(begun.entries(NAME)) == 1


def test_a_disk_that_takes_no_working_folder_is_told(begun, monkeypatch):
    """The sentence says which folder, and nobody has the session afterwards."""
    begun.keep(NAME, "report.html", b"x")
    with monkeypatch.context() as patched:
        patched.setattr("pathlib.Path.write_bytes", out_of_space)
        with pytest.raises(ToolFault, match="Arbejdsmappen kan ikke skrives: der er ikke plads"), begun.check_out(NAME):
            pass
    assert begun.find(NAME).lease is None


def out_of_space(*_):
    """Be a full disk."""
    raise OSError(28, "No space left on device")
