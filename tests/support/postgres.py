"""A PostgreSQL of the tests' own: a real server in a folder that goes away with it, reached by a socket in there."""

import itertools
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from labcert.session.store import open_store
from tools import house

OWNER = "postgres"
TABLES = ("revocations", "certificates", "files", "blobs", "events", "sessions")
"""a store's tables, those first that point at others"""
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=16MB", "autovacuum=off")
"""nothing of it outlives the test, so nobody waits for the disk"""


@dataclass
class Server:
    """A running server; `new` makes an empty database in it."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    common: str = ""
    """the URL of the database that `emptied` gives, once there is one"""

    def new(self) -> str:
        """Return the URL of a new, empty database."""
        name = f"test_{next(self.numbers)}"
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"

    def emptied(self) -> str:
        """Return the URL of a store in which nothing is: quicker than a new one."""
        if not self.common:
            self.common = self.new()
            open_store(self.common).close()
            return self.common
        with self.connect("test_1") as connection:
            for table in TABLES:
                connection.execute(f"DELETE FROM {table}")
            connection.execute("DELETE FROM labcert_store WHERE name <> 'id'")
        return self.common

    def connect(self, name: str) -> "psycopg.Connection[tuple[object, ...]]":
        """Connect to a database of the server, past the store."""
        return psycopg.connect(host=str(self.folder), user=OWNER, dbname=name, autocommit=True)


def binaries() -> Path:
    """Return where the server's programs are; skips the test where there are none, other than in CI."""
    found = house.postgresql()
    if found is None:
        told = "PostgreSQL's server is not installed: run `python3 tools/house.py databases`"
        if os.environ.get("CI"):
            pytest.fail(told)
        pytest.skip(told)
    return found


@contextmanager
def running(*, fast: bool = True) -> Iterator[Server]:
    """Start a server and end it; `fast` lets it not wait for the disk."""
    programs = binaries()
    folder = Path(tempfile.mkdtemp(prefix="labcert-pg-"))  # short: a socket's path has 107 letters at most
    process = None
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, OWNER)
        words = (programs / "initdb", "-D", folder / "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync")
        subprocess.run([*_as_owner(), *words, "--locale=C.UTF-8"], check=True, capture_output=True, cwd=folder)
        settings = [word for each in (FAST if fast else FAST[3:]) for word in ("-c", each)]
        server = (programs / "postgres", "-D", folder / "data", "-k", folder, "-c", "listen_addresses=", *settings)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([*_as_owner(), *server], cwd=folder, stderr=log)
        _await(folder, process)
        yield Server(folder)
    finally:
        if process is not None:
            process.send_signal(3)  # at once: nobody needs its files
            process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _as_owner() -> tuple[str, ...]:
    """The words before a server's program: it refuses to be root, and ends when the tests are killed."""
    setpriv = shutil.which("setpriv")
    if os.geteuid() == 0:
        return (setpriv or "setpriv", "--reuid", OWNER, "--regid", OWNER, "--init-groups", "--pdeathsig", "QUIT", "--")
    return (setpriv, "--pdeathsig", "QUIT", "--") if setpriv else ()


def _await(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=str(folder), user=OWNER, dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.03)
        else:
            return
    raise AssertionError((folder / "log").read_text("utf-8", "replace"))
