"""A store with 1,000 sessions and 100,000 events: how soon its list is there, and how fast events are kept."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from bench.measure import Line, command_seconds, timed
from labcert.domain.events import Event, ProgressNoted, SessionOpened
from labcert.session.store import open_store

__all__ = ["fill", "store_lines"]

SESSIONS = 1_000
EVENTS = 100
"""events of each session, the opening included"""
APPENDED = 300
BARE = "python -c 'import sqlalchemy'"


def fill(url: str, sessions: int = SESSIONS, events: int = EVENTS) -> None:
    """Put sessions with as many events each into a store."""
    told: list[Event] = [ProgressNoted("TP-4.2.21", f"Databanken ventede {n} s") for n in range(1, events)]
    with open_store(url) as store:
        for number in range(sessions):
            name = f"pilot-20261123-{number:05}"
            store.begin(
                SessionOpened(name, "pilot", "1.0", {"upload": "0" * 64}, f"Leverandør {number % 40}", "LPS", "2.1",
                              "0.1.0", "1" * 64, "2" * 64, "standard", demo=False, test_type="egentest")
            )  # fmt: skip
            store.append(name, *told)


def _listed_plainly(file: Path) -> None:
    """What the list costs at the least: the same rows by sqlite3 alone."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("SELECT * FROM sessions ORDER BY sorted_by DESC, id DESC").fetchall()


def _appended_plainly(file: Path) -> None:
    """What an event costs at the least: a line a transaction, on disk."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, line BLOB)")
        for _number in range(APPENDED):
            connection.execute("INSERT INTO line (line) VALUES (?)", (b"x" * 350,))


def store_lines(folder: Path) -> list[Line]:
    """Measure a store in a file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "labcert.db"
    url = f"sqlite:///{file}"
    filled = timed(lambda: fill(url))

    def listed() -> None:
        with open_store(url) as store:
            store.sessions()

    whole = command_seconds("session", "list", "--store", url, times=5)
    bare = timed(lambda: subprocess.run([sys.executable, "-c", "import sqlalchemy"], check=True), 5)
    here, plain = timed(listed, 5), timed(lambda: _listed_plainly(file), 5)
    with open_store(url) as store:
        name = store.sessions()[0].id
        one_by_one = timed(lambda: [store.append(name, ProgressNoted("", "Et ord")) for _n in range(APPENDED)])
    alone = timed(lambda: _appended_plainly(folder / "alone.db"))
    return [
        Line(
            f"list of {SESSIONS:,} sessions with {SESSIONS * EVENTS:,} events, from opening the store", here, "s", 0.5,
            beside=f"{here / plain:.1f} times sqlite3 with the same rows ({1000 * plain:.1f} ms)",
        ),
        Line("the same as a command, from starting Python", whole, "s", beside=f"{whole / bare:.1f} times {BARE}"),
        Line(
            "events kept one a transaction", APPENDED / one_by_one, "/s",
            beside=f"{alone / one_by_one:.2f} of sqlite3 with nothing but the line",
        ),
        Line("events kept many a transaction", SESSIONS * EVENTS / filled, "/s"),
    ]  # fmt: skip
