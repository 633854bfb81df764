"""Sessions in a store, where the rest of labcert works with them too: `labcert session`, `certificate`, `register`.

The store is the one truth. A run checks its session out, works in the store's working folder, where each event is on
disk before the next, and everything is taken in when it ends, however it ends. A server that is killed leaves lease and
folder; the log there is read from the first moment after a restart, and taken in as the server opens the store. Copies
kept in folders of our own would have been a second truth, behind as soon as anybody reviews the session.

Whose a session is, and how its system is driven, lies in files beside the working folders (`orders`), written before
the session is begun: a session that nobody owns can't come to be, and an order without a session is none.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from labcert.domain.casework import Actor, ReviewState, TestType
from labcert.domain.errors import LabcertError, UsageMistake
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.sut import SystemUnderTest
from labcert.domain.verdict import SELF_TEST
from labcert.protocol.model import Programme, Suite
from labcert.runner.casework.listing import Shown, show_session
from labcert.runner.casework.opening import PREFIXES
from labcert.runner.casework.reviewing import submit, take_back
from labcert.runner.casework.running import require_runnable
from labcert.runner.casework.standing import note_standing
from labcert.runner.certifying import Opening, opening_event
from labcert.runner.marks import local_time
from labcert.session import SessionFolder
from labcert.session.folder import EVENTS_FILE, VERDICT_FILE
from labcert.session.manifest import MANIFEST
from labcert.session.store import SessionRow, Wanted, open_store
from labcert.session.store.leasing import InUse, is_left
from labcert.session.verdict import verdict_json
from labcert.web.api.bodies import NewRun, SessionBody, SessionState
from labcert.web.api.orders import Order, Orders
from labcert.web.api.problems import Refused
from labcert.web.api.runs import Job
from labcert.web.api.shelf import ERRORS, Owned, Review, Work
from labcert.web.api.telling import told_by, unreadable

__all__ = ["Stored"]

OWNERS = ".web"
"""the folder of orders, beside the working folders; no session can be called that"""


class Stored:
    """The sessions of a store that were begun here; fulfils `Shelf`. Others' sessions are none of its business."""

    def __init__(self, url: str, suite: Suite) -> None:
        self._store, self._suite = open_store(url), suite
        self._place = self._store.working_folders / OWNERS
        self._orders = Orders(self._place)
        self._take_in_what_was_left()

    @property
    def errors(self) -> Path:
        """The file for us, never shown."""
        return self._place / ERRORS

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def _take_in_what_was_left(self) -> None:
        ours = {session for owner in self._orders.owners() for session in self._orders.sessions(owner)}
        for row in self._store.sessions(Wanted(test_type=SELF_TEST)):
            if row.id in ours and row.lease is not None and is_left(row.lease):
                with suppress(LabcertError):  # its log is read where it lies, and the next run tries again
                    self._store.append(row.id)
                    note_standing(self._store, self._suite, row.id)

    # ------------------------------------------------------------------------------------------------------- sessions
    def create(self, owner: str, programme: Programme, sut: SystemUnderTest) -> str:
        """Begin a session: first whose it is, then itself."""
        of_system = (sut.vendor.name, sut.system.name, sut.system.version)
        prefix = PREFIXES[TestType.SELF_TEST]
        opening = Opening(prefix, *of_system, test_type=SELF_TEST, standards=sut.standards)
        opened = opening_event(self._suite, programme, opening)
        self._orders.keep(owner, opened.session, Order(programme.id, sut))
        try:
            self._store.begin(opened)
        except BaseException:
            self._orders.forget(owner, opened.session)
            raise
        note_standing(self._store, self._suite, opened.session)
        return opened.session

    def has(self, one: Owned) -> bool:
        """Look among the owner's orders, and whether the session was begun."""
        if one.session not in self._orders.sessions(one.owner):
            return False
        try:
            return self._store.find(one.session).id == one.session
        except UsageMistake:
            return False

    def order(self, one: Owned) -> Order:
        """Read it."""
        return self._orders.read(one.owner, one.session)

    def describe_all(self, owner: str) -> list[SessionBody]:
        """Tell of each, with one question for the rows."""
        rows = {row.id: row for row in self._store.sessions(Wanted(test_type=SELF_TEST))}
        return [self._told(rows[session]) for session in self._orders.sessions(owner) if session in rows]

    def describe(self, one: Owned) -> SessionBody:
        """Tell what log and row say."""
        return self._told(self._store.find(one.session))

    def _told(self, row: SessionRow) -> SessionBody:
        told = told_by(row.id, self._log(row))
        if told is None:
            return unreadable(row.id)
        body = told.body
        body.review, body.claimed_by = row.review, row.claimed_by
        if row.lease is not None and not is_left(row.lease):
            body.state = SessionState.RUNNING
        elif told.ended and row.lease is None:  # what a killed server left may not be taken in yet
            body.state = SessionState.FINISHED
            body.outcome, body.sentence = Outcome(row.outcome) if row.outcome else None, row.sentence
        return body

    def log(self, one: Owned, since: int) -> bytes:
        """Read it where it grows."""
        return self._log(self._store.find(one.session), since)

    def _log(self, row: SessionRow, since: int = 0) -> bytes:
        if row.lease is not None:
            with suppress(OSError), (row.lease.folder / EVENTS_FILE).open("rb") as file:
                file.seek(since)
                return file.read()
        with self._store.contents(row.id) as contents:  # the same bytes: only whole lines are ever taken in
            return b"".join(contents.pieces(EVENTS_FILE))[since:]

    # -------------------------------------------------------------------------------------------------------- results
    def review(self, one: Owned) -> Review:
        """Tell as `labcert session show` does."""
        try:
            shown = show_session(self._store, self._suite, one.session, local_time().date())
        except LabcertError:
            return Review(None)
        certificate = shown.certificates[0].id if shown.certificates else ""
        revoked = any(each.certificate == certificate for each in self._store.revocations())
        return Review(shown.verdict, _is_signed(shown), shown.unsigned, certificate, revoked)

    @contextmanager
    def opened(self, one: Owned) -> Iterator[SessionFolder]:
        """Give a copy."""
        with TemporaryDirectory(prefix="labcert-") as place:
            yield self._store.materialise(one.session, Path(place) / one.session)

    def verdict(self, one: Owned) -> bytes:
        """Give what was sealed, else what the log says now: people may have worked with it since it was run."""
        paths = {file.path for file in self._store.files(one.session)}
        if {MANIFEST, VERDICT_FILE} <= paths:
            return self._store.read(one.session, VERDICT_FILE)
        verdict = show_session(self._store, self._suite, one.session, local_time().date()).verdict
        if verdict is None:
            raise Refused(409, _("Sessionens program findes ikke mere på serveren."))
        return verdict_json(verdict)

    def certificate(self, one: Owned) -> tuple[bytes, bytes] | None:
        """Give the newest."""
        found = next((each.id for each in self._store.certificates() if each.session == one.session), None)
        return self._store.certificate_files(found) if found else None

    # ----------------------------------------------------------------------------------------------------------- work
    def require_runnable(self, one: Owned) -> None:
        """As the review allows, and where nobody has the session."""
        self._require_runnable(self._store.find(one.session))

    def _require_runnable(self, row: SessionRow) -> None:
        _require_free(row)
        try:
            require_runnable(row, "")
        except UsageMistake as mistake:
            back = _("Tag den tilbage først: POST …/submit med “withdraw”: true.")
            remedy = f" {back}" if row.review is ReviewState.WAITING else ""
            raise Refused(409, mistake.message + remedy) from mistake

    def run(self, job: Job, order: Order, wanted: NewRun, work: Work) -> None:
        """Check the session out, do the work, take everything in."""
        try:
            self._require_runnable(self._store.find(job.session))
            with self._store.check_out(job.session) as folder:
                work(job, folder, order, wanted)
        except (Refused, InUse) as refused:
            told = refused.detail if isinstance(refused, Refused) else _in_use().detail
            raise UsageMistake(told) from refused
        finally:
            with suppress(LabcertError):  # what broke is told, and the list is put right by the next run
                note_standing(self._store, self._suite, job.session)

    def submit(self, one: Owned, actor: Actor, *, withdraw: bool) -> None:
        """Hand in, or take back, as `labcert session submit` does."""
        _require_free(self._store.find(one.session))
        try:
            (take_back if withdraw else submit)(self._store, self._suite, one.session, actor)
        except InUse as mistake:
            raise _in_use() from mistake
        except UsageMistake as mistake:  # what one can do about it is said of the command line
            raise Refused(409, mistake.message) from mistake


def _is_signed(shown: Shown) -> bool:
    return bool(shown.signatures) and not shown.unsigned


def _require_free(row: SessionRow) -> None:
    if row.lease is not None and not is_left(row.lease):
        raise _in_use()


def _in_use() -> Refused:
    return Refused(409, _("Sessionen er i brug et andet sted. Vent, til den er færdig."))
