"""The REST interface with a stand-in for what carries a run out."""

import pytest

from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.web.api.app import ApiSettings, build_app
from tests.support.rest import NEW, OTHER, TOKEN, Client, Worker, serving


@pytest.fixture(scope="session")
def suite():
    """The suite of this checkout."""
    return load_suite(suite_root())


@pytest.fixture
def worker():
    """What carries runs out."""
    return Worker()


@pytest.fixture
def settings(tmp_path):
    """Two owners, a store of one's own."""
    return ApiSettings(tmp_path / "store", {TOKEN: "api", OTHER: "anden"})


@pytest.fixture
def client(settings, worker, suite):
    """A client with the first owner's token."""
    with serving(build_app(settings, worker, suite)) as address:
        yield Client(address)


@pytest.fixture
def session(client):
    """A new session's id."""
    return client.post("/api/sessions", json=NEW).json()["id"]
