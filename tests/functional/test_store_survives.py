"""Killed at any event, a session goes on from the next; two processes on one store do each other no harm."""

import os
import signal
import subprocess
import sys

import pytest

from labcert.domain.errors import UsageMistake
from labcert.domain.events import EVENTS, ProgressNoted
from labcert.session.chain import links
from labcert.session.store import open_store
from tests.support.commands import ROOT
from tests.support.every_event import every_event, opened
from tests.support.postgres import running

NAME = opened().session


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL for all tests of this module."""
    with running() as started:
        yield started


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, monkeypatch):
    """The address of a new store with one session."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    sqlite = request.param == "sqlite"
    found = f"sqlite:///{tmp_path / 'labcert.db'}" if sqlite else request.getfixturevalue("server").emptied()
    with open_store(found) as store:
        store.begin(opened())
    return found


def child(*words):
    """Start a process that writes in a store."""
    command = [sys.executable, "-m", "tests.support.store_child", *map(str, words)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def victims():
    """Give a way to let a process write one event and to kill it, which tells the kind of event that it had kept."""
    with child("serve") as serving:

        def begin(where, url, number):
            serving.stdin.write(f"{where} {url} {NAME} {number}\n")
            serving.stdin.flush()
            kind, pid = serving.stdout.readline().split()
            return kind, int(pid)

        def kill(pid):
            os.kill(pid, signal.SIGKILL)
            assert serving.stdout.readline() == "dead\n"

        yield begin, kill
        serving.stdin.close()


def kept(url):
    """The kinds of event in the session after its opening, and the chain held against the bytes in the store."""
    with open_store(url) as store:
        with store._database.reading() as connection:
            found = connection.exec_driver_sql("SELECT line FROM events ORDER BY seq").fetchall()
        assert len(list(links(bytes(line).rstrip(b"\n") for (line,) in found))) == len(found)
        entries = store.entries(NAME)
        assert store.find(NAME).events == len(entries) == len(found)
    return entries[1:]


def in_order(entries):
    """The kinds of the entries without the words about half-written lines."""
    return [type(entry.event).__name__ for entry in entries if "afbrudt" not in getattr(entry.event, "text", "")]


@pytest.mark.parametrize("where", ["store", "folder"])
def test_killed_after_every_kind_of_event(url, victims, where):
    """After each kind, a process is killed: the event is there, the chain is whole, and the next goes on from it.

    In a working folder each also leaves half a line, which is set aside with a word about it.
    """
    begin, kill = victims
    plan = [type(event).__name__ for event in every_event()]
    assert {*plan, "SessionOpened"} == set(EVENTS)
    with open_store(url) as store:
        for number, kind in enumerate(plan):
            said, pid = begin(where, url, number)
            assert said == kind
            kill(pid)
            store.append(NAME)  # whoever writes next takes in what was left
            assert in_order(store.entries(NAME)[1:]) == plan[: number + 1]
        assert store.find(NAME).lease is None
        assert len(store.files(NAME)) == (1 + len(plan) if where == "folder" else 1)
    entries = kept(url)
    assert len(entries) - len(in_order(entries)) == (len(plan) if where == "folder" else 0)


def test_processes_that_write_at_once_lose_nothing_and_fork_nothing(url):
    """Each finds all its events in the one chain, in its own order, those of one call beside each other."""
    writers = {who: child("race", url, NAME, who, 20) for who in ("a", "b", "c")}
    for process in writers.values():
        _said, _ = process.communicate(timeout=60)
        assert process.returncode == 0
    entries = [entry.event for entry in kept(url) if "Uret" not in entry.event.text]
    assert len(entries) == 60
    for who in writers:
        assert [event.text for event in entries if event.step == who] == [str(number) for number in range(20)]
    for first, second in zip(entries[::2], entries[1::2], strict=True):
        assert first.step == second.step
    with open_store(url) as store:
        assert [(file.path, store.read(NAME, file.path)) for file in store.files(NAME)] == [
            ("a.txt", b"18"), ("b.txt", b"18"), ("c.txt", b"18"),
        ]  # fmt: skip


def test_one_of_two_checks_out(url, victims):
    """While a process has the session, another is told which one has it; when it is killed, the next gets in."""
    begin, kill = victims
    _kind, pid = begin("folder", url, 0)
    with open_store(url) as store:
        with pytest.raises(UsageMistake, match=rf"i brug siden .*\(proces {pid}\)"):
            store.append(NAME, ProgressNoted("", "x"))
        kill(pid)
        store.append(NAME, ProgressNoted("", "nu"))
    assert in_order(kept(url)) == ["RunStarted", "ProgressNoted"]


def test_a_process_killed_in_the_middle_of_a_transaction_leaves_none_of_it(url):
    """Killed while it writes without end, it leaves whole calls: pairs of events, and a chain without a gap."""
    process = child("race", url, NAME, "a", 100_000)
    with process, open_store(url) as store:
        while len(store.entries(NAME)) < 12:
            assert process.poll() is None
        process.kill()
        process.stdin.close()
    entries = kept(url)
    assert len(entries) % 2 == 0
    assert [entry.event.text for entry in entries] == [str(number) for number in range(len(entries))]
