"""A store of each kind, made anew for each test, and a clock that a test can turn."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from labcert.session.store import engine, open_store
from tests.support.postgres import running


class TurnedClock:
    """Goes forward by a second each time it is asked; `now` may be set back."""

    def __init__(self):
        self.now = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

    def __call__(self):
        """Tell the time."""
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL for all tests of this process."""
    with running() as started:
        yield started


@pytest.fixture(scope="session")
def empty(tmp_path_factory):
    """A store in a file, in which nothing is; a copy of it is made quicker than a new one."""
    file = tmp_path_factory.mktemp("empty") / "labcert.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path, monkeypatch, empty):
    """The address of a store in which nothing is; this test's working folders lie in its own folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if request.param == "postgresql":
        return request.getfixturevalue("server").emptied()
    return f"sqlite:///{shutil.copy(empty, tmp_path)}"


@pytest.fixture(autouse=True)
def _nobody_waits_for_the_disk(monkeypatch):
    """What these tests write is gone with them: no power cut is told from none."""
    monkeypatch.setattr(engine, "SYNCHRONOUS", "OFF")
    monkeypatch.setattr("os.fsync", lambda _file: None)


@pytest.fixture
def clock():
    """The store's clock."""
    return TurnedClock()


@pytest.fixture
def store(url, clock):
    """A new store."""
    with open_store(url, clock) as opened:
        yield opened
