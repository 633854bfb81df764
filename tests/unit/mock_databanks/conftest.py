"""Simulators in memory, with a clock that a test moves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from mock_databanks.bodies import MemoryBodies
from mock_databanks.codes import load_tables
from mock_databanks.databank import Databank
from mock_databanks.intake import check
from mock_databanks.journal import MemoryJournal
from mock_databanks.laba import LABA
from mock_databanks.miba import MIBA
from mock_databanks.plsp import Plsp
from mock_databanks.policies import standard_policies


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self):
        self.now = datetime(2025, 12, 1, 9, 0, tzinfo=UTC)

    def __call__(self):
        return self.now

    def move(self, seconds):
        self.now += timedelta(seconds=seconds)


class Bench:
    """Makes simulators over journals that can be started again."""

    def __init__(self):
        self.clock = Clock()
        self.ids = (f"id{number}" for number in count(1))
        self.stores = {name: (MemoryJournal(name, self.clock), MemoryBodies()) for name in ("plsp", "laba", "miba")}

    def new_id(self):
        return next(self.ids)

    def plsp(self, **policy):
        journal, bodies = self.stores["plsp"]
        return Plsp(journal, bodies, self.clock, self.new_id, load_tables(), replace(standard_policies()[0], **policy))

    def bank(self, name="laba", **policy):
        journal, bodies = self.stores[name]
        kind = LABA if name == "laba" else MIBA
        return Databank(kind, journal, bodies, self.new_id, replace(standard_policies()[1], **policy))

    def events(self, name):
        return [line.event for line in self.stores[name][0].lines()]

    @staticmethod
    def give(simulator, data, **more):
        return simulator.receive(check(data), **more)


@pytest.fixture
def bench():
    """Simulators over journals in memory."""
    return Bench()
