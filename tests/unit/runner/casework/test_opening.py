"""A session is opened for a system, a programme and a kind of test, and may follow a closed one of the same system."""

from dataclasses import replace

import pytest

from labcert.domain.casework import Direction, ReviewState
from labcert.domain.casework import TestType as Kind
from labcert.domain.errors import UsageMistake
from labcert.domain.events import SessionOpened
from labcert.domain.suite import suite_root
from labcert.domain.sut import System, Vendor
from labcert.protocol.load import load_suite
from labcert.runner.casework.opening import Wished, open_session
from labcert.runner.suite_digest import suite_digest
from tests.unit.runner.casework.carried import SUT, a_store, moved, opened

OLD = "live-20261101-0800-gmel"


@pytest.fixture(scope="module")
def suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture
def store(tmp_path):
    """An empty store."""
    with a_store(tmp_path) as made:
        yield made


def test_the_first_event_says_whose_system_it_is_and_what_judges(store, suite):
    """Every field of the opening, as the protocols and the system's description say."""
    session = open_session(store, suite, Wished("pilot", SUT, Kind.TEST_CAMP))
    (entry,) = store.entries(session)
    first = entry.event
    assert isinstance(first, SessionOpened)
    assert (first.session, first.programme, first.vendor, first.system, first.system_version, first.demo) == (
        session, "pilot", "Leverandøren A/S", "LægeSystemet", "1.0", False,
    )  # fmt: skip
    assert (first.test_type, first.direction, first.standards, first.follows) == ("testcamp", "afsendelse", ("XRPT01",), "")
    assert first.suite_digest == suite_digest(suite.root)
    assert first.protocols == {each.id: each.digest for each in suite.protocols_of(suite.programme("pilot"))}
    row = store.find(session)
    assert (row.review, row.outcome) == (ReviewState.NOT_SUBMITTED, "not_run")
    assert sum(each.steps for each in row.rows) > 0


@pytest.mark.parametrize(
    ("kind", "prefix"),
    [("egentest", "egentest-"), ("prætest", "praetest-"), ("live", "live-"), ("testcamp", "testcamp-"), ("ende-til-ende", "e2e-")],
)
def test_an_id_says_what_kind_of_test_it_is(store, suite, kind, prefix):
    """In letters that every keyboard has."""
    session = open_session(store, suite, Wished("laba", SUT, Kind(kind)))
    assert session.startswith(prefix)
    assert session.isascii()


def test_a_protocol_alone_is_a_programme_of_one(store, suite):
    """Its id stands in the opening."""
    session = open_session(store, suite, Wished("laba", SUT, Kind.LIVE))
    assert store.find(session).programme == "laba"


def test_receiving_has_no_programme_yet(store, suite):
    """Refused with a sentence, and nothing is opened."""
    with pytest.raises(UsageMistake, match="intet program for modtagelse"):
        open_session(store, suite, Wished("pilot", SUT, Kind.LIVE, Direction.RECEIVING))
    assert store.sessions() == ()


@pytest.mark.parametrize("ended", [ReviewState.APPROVED, ReviewState.NOT_APPROVED])
def test_a_session_takes_up_a_closed_one(store, suite, ended):
    """Of the same vendor and system, another version too; it is named whole, though a beginning of its id was written."""
    store.begin(opened(suite, OLD))
    moved(store, OLD, ReviewState.WAITING, ReviewState.CLAIMED, ended)
    newer = replace(SUT, system=System("LægeSystemet", "1.1"))
    session = open_session(store, suite, Wished("laba", newer, Kind.LIVE, follows=OLD[:13]))
    assert (store.find(session).follows, store.find(session).system_version) == (OLD, "1.1")


@pytest.mark.parametrize(
    ("sut", "states", "says"),
    [
        (SUT, [], "gennemgang er ikke afsluttet"),
        (SUT, [ReviewState.WAITING], "gennemgang er ikke afsluttet"),
        (replace(SUT, vendor=Vendor("En anden")), [ReviewState.NOT_APPROVED], "leverandøren var “Leverandøren A/S”"),
        (replace(SUT, system=System("Andet", "1.0")), [ReviewState.NOT_APPROVED], "systemet var “LægeSystemet”"),
    ],
)
def test_what_can_not_be_followed_is_told(store, suite, sut, states, says):
    """One that goes on, and one about something else; nothing is opened."""
    store.begin(opened(suite, OLD))
    moved(store, OLD, *states)
    with pytest.raises(UsageMistake, match=says):
        open_session(store, suite, Wished("laba", sut, Kind.LIVE, follows=OLD))
    assert [row.id for row in store.sessions()] == [OLD]


def test_one_follows_no_session_that_is_not_there(store, suite):
    """The store says so."""
    with pytest.raises(UsageMistake):
        open_session(store, suite, Wished("laba", SUT, Kind.LIVE, follows="live-2020"))
