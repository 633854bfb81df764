"""The four hosts of one process with all they own: journal, kept bytes, simulator, faults and a lock each."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from mock_databanks.bodies import FileBodies
from mock_databanks.clock import Clock, NewId, random_id, wall_clock
from mock_databanks.codes import load_tables
from mock_databanks.databank import Databank
from mock_databanks.disk import Tell
from mock_databanks.faults import FaultBoard
from mock_databanks.host.folder import FolderLock
from mock_databanks.host.settings import HOSTS
from mock_databanks.journal import FileJournal
from mock_databanks.laba import LABA
from mock_databanks.miba import MIBA
from mock_databanks.plsp import Plsp
from mock_databanks.policies import standard_policies

__all__ = ["BankRoom", "PlspRoom", "Room", "World", "open_world"]


@dataclass
class Room:
    """One host. Its simulator and journal are touched only with the lock held; faults may be looked at without.

    `worker` is the one thread that takes messages in: it waits for the disk while the others are served.
    """

    name: str
    journal: FileJournal
    faults: FaultBoard = field(default_factory=FaultBoard)
    lock: threading.RLock = field(default_factory=threading.RLock)
    worker: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(max_workers=1))

    def note(self, event: str, data: dict[str, object]) -> None:
        """Write something that happened to the host itself into its journal."""
        with self.lock:
            self.journal.append(event, data, durable=False)


@dataclass
class PlspRoom(Room):
    """PLSP."""

    simulator: Plsp = field(kw_only=True)


@dataclass
class BankRoom(Room):
    """LABA or MiBa."""

    simulator: Databank = field(kw_only=True)


@dataclass
class World:
    """All hosts of the process. `addresses` are filled in when the sockets are bound."""

    plsp: PlspRoom
    laba: BankRoom
    miba: BankRoom
    portal: Room
    bodies: tuple[FileBodies, ...]
    folder: FolderLock
    errors: Path
    """the file for traces of our own errors"""
    addresses: dict[str, str] = field(default_factory=dict)

    def rooms(self) -> Iterator[Room]:
        """Return every host."""
        return iter((self.plsp, self.laba, self.miba, self.portal))

    def room(self, name: str) -> Room | None:
        """Return a host by its name."""
        return next((room for room in self.rooms() if room.name == name), None)

    def bank(self, name: str) -> BankRoom:
        """Return LABA or MiBa by its host's name."""
        return self.laba if name == "laba" else self.miba

    def at_rest(self) -> bool:
        """Say whether no letter can get further now: all are settled, or wait for a databank that is switched off."""
        with self.plsp.lock:
            moving = self.plsp.simulator.moving()
        return all(letter.state == "waiting" and self.bank(letter.target).faults.lasting() for letter in moving)

    def close(self) -> None:
        """Write everything to disk and let go of the folder."""
        for room in self.rooms():
            room.worker.shutdown()
            with room.lock:
                room.journal.close()
        for bodies in self.bodies:
            bodies.close()
        self.folder.release()


def open_world(data: Path, tell: Tell, clock: Clock = wall_clock, new_id: NewId = random_id) -> World:
    """Open (or make) the folder and build every host's state from its journal; UsageMistake if it can't be used."""
    folder = _claimed(data)
    journals = {name: FileJournal(data / name / "journal.jsonl", name, clock, count(1), tell) for name in HOSTS}
    numbers = count(max(journal.last for journal in journals.values()) + 1)
    for journal in journals.values():
        journal.number_from(numbers)
    bodies = {name: FileBodies(data / name / "messages.pack", tell) for name in ("plsp", "laba", "miba")}
    for_plsp, for_bank = standard_policies()
    return World(
        plsp=PlspRoom(
            "plsp",
            journals["plsp"],
            simulator=Plsp(journals["plsp"], bodies["plsp"], clock, new_id, load_tables(), for_plsp),
        ),
        laba=BankRoom(
            "laba", journals["laba"], simulator=Databank(LABA, journals["laba"], bodies["laba"], new_id, for_bank)
        ),
        miba=BankRoom(
            "miba", journals["miba"], simulator=Databank(MIBA, journals["miba"], bodies["miba"], new_id, for_bank)
        ),
        portal=Room("portal", journals["portal"]),
        bodies=tuple(bodies.values()),
        folder=folder,
        errors=data / "errors.log",
    )


def _claimed(data: Path) -> FolderLock:
    try:
        for name in HOSTS:
            (data / name).mkdir(parents=True, exist_ok=True)
        return FolderLock(data / ".lock")
    except OSError as error:
        raise UsageMistake(
            _("Der kan ikke skrives i mappen {folder}.").format(folder=data),
            remedy=_("Vælg en anden mappe med --data, eller giv dig selv skriveadgang til den."),
        ) from error
