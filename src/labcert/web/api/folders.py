"""Sessions as folders: `<root>/<owner>/<id>` is a bundle as the command line makes it; its log says how far it is.

A client's id is looked up among the folders that are there and never made into a path.
"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from labcert.domain.casework import Actor
from labcert.domain.errors import LabcertError
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.sut import SystemUnderTest
from labcert.domain.verdict import SELF_TEST
from labcert.protocol.model import Programme, Suite
from labcert.runner.certifying import Opening, begin
from labcert.runner.marks import local_time
from labcert.session import SessionFolder, read_log
from labcert.web.api.bodies import NewRun, SessionBody, SessionState
from labcert.web.api.orders import IDENTIFIER, Order, Orders, not_kept
from labcert.web.api.problems import Refused
from labcert.web.api.runs import Job
from labcert.web.api.shelf import ERRORS, Owned, Review, Work
from labcert.web.api.telling import told_by, unreadable

__all__ = ["Folders"]


class Folders:
    """All sessions below one folder; fulfils `Shelf`."""

    def __init__(self, root: Path, suite: Suite) -> None:
        self._root, self._suite, self._orders = root, suite, Orders(root)

    @property
    def errors(self) -> Path:
        """The file for us, never shown."""
        return self._root / ERRORS

    def create(self, owner: str, programme: Programme, sut: SystemUnderTest) -> str:
        """Begin a session; its folder is there whole or not at all."""
        place = self._root / owner
        draft = place / f".{secrets.token_hex(8)}"
        of_system = (sut.vendor.name, sut.system.name, sut.system.version)
        opening = Opening(SELF_TEST, *of_system, test_type=SELF_TEST, standards=sut.standards)
        session = begin(draft, self._suite, programme, opening)
        session.log.close()
        try:
            if (place / session.id).exists():
                raise FileExistsError
            self._orders.keep(owner, session.id, Order(programme.id, sut))
            draft.rename(place / session.id)
        except OSError as error:
            raise not_kept(error) from error
        return session.id

    def has(self, one: Owned) -> bool:
        """Look among the folders."""
        return one.session in self._ids(one.owner)

    def _ids(self, owner: str) -> list[str]:
        place = self._root / owner
        if not place.is_dir():
            return []
        return sorted(path.name for path in place.iterdir() if IDENTIFIER.match(path.name) and path.is_dir())

    def _folder(self, one: Owned) -> SessionFolder:
        return SessionFolder(self._root / one.owner / one.session)

    def describe_all(self, owner: str) -> list[SessionBody]:
        """Tell of each."""
        return [self.describe(Owned(owner, session)) for session in self._ids(owner)]

    def describe(self, one: Owned) -> SessionBody:
        """Tell what the session's files say; it is finished once it is sealed."""
        folder = self._folder(one)
        try:
            told = told_by(one.session, folder.events.read_bytes())
            if told is None:
                return unreadable(one.session)
            if folder.signatures.is_file():
                verdict = json.loads(folder.verdict.read_bytes())
                told.body.state = SessionState.FINISHED
                told.body.outcome, told.body.sentence = Outcome(verdict["outcome"]), str(verdict["sentence"])
        except (OSError, ValueError, KeyError):
            return unreadable(one.session)
        return told.body

    def review(self, one: Owned) -> Review:
        """Compute it from the log; nobody reviews or signs in a folder."""
        from labcert.runner.casework.standing import standing_of  # brings the database along, which a start has not

        try:
            entries = read_log(self._folder(one).events).entries
        except LabcertError:
            return Review(None)
        return Review(standing_of(self._suite, entries, local_time().date()))

    def order(self, one: Owned) -> Order:
        """Read it."""
        return self._orders.read(one.owner, one.session)

    def log(self, one: Owned, since: int) -> bytes:
        """Read the file on."""
        with self._folder(one).events.open("rb") as file:
            file.seek(since)
            return file.read()

    @contextmanager
    def opened(self, one: Owned) -> Iterator[SessionFolder]:
        """Give the session's own folder."""
        yield self._folder(one)

    def verdict(self, one: Owned) -> bytes:
        """Read the file."""
        return self._folder(one).verdict.read_bytes()

    def require_runnable(self, one: Owned) -> None:
        """Always: nobody else works in the folder."""

    def run(self, job: Job, order: Order, wanted: NewRun, work: Work) -> None:
        """Do the work where the session lies."""
        work(job, self._folder(Owned(job.owner, job.session)), order, wanted)

    def submit(self, one: Owned, actor: Actor, *, withdraw: bool) -> None:  # noqa: ARG002 - as in Shelf
        """Refuse: there is nobody to hand it in to."""
        raise Refused(
            409,
            _(
                "Serveren gemmer sessioner i en mappe, så de kan ikke afleveres over HTTP. Hent pakken, og aflevér "
                "den, eller start serveren med et lager: labcert web --store URL."
            ),
        )

    def certificate(self, one: Owned) -> tuple[bytes, bytes] | None:
        """There is none: certificates are issued from a store."""

    def close(self) -> None:
        """Hold nothing."""
