"""A store of sessions: what one can do with it. Every method is a transaction, whole or nothing."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self, TypeVar

from sqlalchemy.engine import Connection

from labcert.domain.certificate import Revocation
from labcert.domain.errors import LabcertError, UsageMistake
from labcert.domain.events import Event, SessionOpened
from labcert.domain.language import _
from labcert.domain.verdict import Verdict
from labcert.session.folder import SessionFolder
from labcert.session.log import Clock, LogEntry
from labcert.session.store import certifying
from labcert.session.store.appending import (
    append_events,
    is_signed,
    make_room_for_file,
    require_as_read,
    require_evidence,
    require_file_as_read,
    require_open,
    unseal_stored,
)
from labcert.session.store.checking_in import check_in
from labcert.session.store.contents import StoredContents
from labcert.session.store.engine import Database
from labcert.session.store.files import put_file, read_file, require_path, stored_files
from labcert.session.store.finding import certificate_by_word, session_by_word, unknown_session
from labcert.session.store.folders import move_aside, write_out, write_out_whole
from labcert.session.store.leasing import Held, InUse, end_lease, give_up, held_lease, is_left, take_lease
from labcert.session.store.lines import Head, entries_of, head_of, make_session
from labcert.session.store.listing import note_verdict, select_sessions, session_row
from labcert.session.store.processes import this_machine
from labcert.session.store.rows import CertificateRow, SessionRow, StoredFile, Wanted
from labcert.session.store.taking import look_through_foreign, store_found

__all__ = ["Store"]

EVERYTHING = Wanted()
T = TypeVar("T")


class Store:
    """An open store; made by `open_store`. Safe between threads and between processes.

    Methods that take a session's id raise UsageMistake where there is none. Those that write raise ToolFault where the
    disk is full, and then nothing is changed.
    """

    def __init__(self, database: Database, store: str, clock: Clock) -> None:
        self._database, self._clock = database, clock
        self._folders = database.place.working_folders(store)
        self._left: set[str] = set()
        """tokens of leases that this very store could neither check in nor give up"""

    @property
    def url(self) -> str:
        """The store's address, without its password."""
        return self._database.place.shown

    @property
    def working_folders(self) -> Path:
        """The folder on this machine where sessions of this store are worked with; it need not be there yet."""
        return self._folders

    def close(self) -> None:
        """Close every connection to the store."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------------------- sessions
    def begin(self, opened: SessionOpened) -> None:
        """Begin a session by its first event; raises UsageMistake where there is one of that id."""

        def work(connection: Connection) -> None:
            if head_of(connection, opened.session) is not None:
                raise UsageMistake(_("Der er allerede en session {id} i lageret.").format(id=opened.session))
            now = self._clock()
            head = make_session(connection, opened, now.isoformat(timespec="milliseconds"))
            append_events(connection, head, (opened,), lambda: now)

        self._database.write(work)

    def sessions(self, wanted: Wanted = EVERYTHING) -> tuple[SessionRow, ...]:
        """Return the sessions that are wanted, newest first."""
        with self._database.reading() as connection:
            return select_sessions(connection, wanted)

    def find(self, word: str) -> SessionRow:
        """Return the session of an id or of its unambiguous beginning; raises UsageMistake with the nearest."""
        with self._database.reading() as connection:
            return _row(connection, session_by_word(connection, word))

    def entries(self, session: str) -> tuple[LogEntry, ...]:
        """Return a session's whole log; raises BrokenChain where it isn't as it was written."""
        with self._database.reading() as connection:
            return entries_of(connection, _head(connection, session))

    def append(self, session: str, *events: Event, after: int | None = None) -> tuple[LogEntry, ...]:
        """Write events, all or none, and return them as written; `after` is how many events the caller has read.

        Raises UsageMistake while somebody has the session checked out, and when its review has ended; the one event
        that may come then is the ReviewMoved that opens it again, as long as nobody has signed. Raises Overtaken where
        the log isn't as the caller has read it. A seal that nobody has signed is taken off: the log outgrew it.
        """

        def work(connection: Connection, head: Head) -> tuple[LogEntry, ...]:
            require_as_read(head, after)
            require_open(connection, head, events)
            require_evidence(connection, session, events)
            if events:
                unseal_stored(connection, session)
            return append_events(connection, head, events, self._clock)

        return self._when_free(session, work)

    def note_verdict(self, verdict: Verdict) -> None:
        """Keep what lists show of a session's verdict."""

        def work(connection: Connection) -> None:
            _head(connection, verdict.session, to_write=True)
            note_verdict(connection, verdict)

        self._database.write(work)

    # ---------------------------------------------------------------------------------------------------------- files
    def keep(self, session: str, path: str, data: bytes, expect: str | None = None) -> None:
        """Keep a file of a session, in place of an earlier one; refused as `append` is.

        What comes after the manifest (signatures, certificate) is kept also when the review has ended. `expect` is the
        sha256 of the earlier one ("" for none): raises Overtaken where there is another now.
        """
        require_path(path, data)

        def work(connection: Connection, head: Head) -> None:
            require_file_as_read(connection, session, path, expect)
            make_room_for_file(connection, head, path)
            put_file(connection, session, path, data)

        self._when_free(session, work)

    def read(self, session: str, path: str) -> bytes:
        """Return a file's bytes; raises UsageMistake where there is none, ToolFault where they were changed."""
        with self._database.reading() as connection:
            return read_file(connection, _head(connection, session).session, path)

    def files(self, session: str) -> tuple[StoredFile, ...]:
        """Return what files a session has besides its log, by path."""
        with self._database.reading() as connection:
            return stored_files(connection, _head(connection, session).session)

    @contextmanager
    def contents(self, session: str, without: Collection[str] = ()) -> Iterator[StoredContents]:
        """Have a session's files, the log among them, as a check of a bundle reads them; `without` leaves files out."""
        with self._database.reading() as connection:
            yield StoredContents(connection, _head(connection, session).session, without)

    # -------------------------------------------------------------------------------------------------------- folders
    @contextmanager
    def check_out(self, session: str) -> Iterator[SessionFolder]:
        """Have a session to oneself as a folder; what is in it at the end is taken in.

        Raises UsageMistake while somebody else has it, and when somebody has signed it. What a dead process of this
        machine left is taken in first.
        """

        def work(connection: Connection, _head: Head) -> Held:
            if is_signed(connection, session):
                raise UsageMistake(
                    _("Sessionen {session} er underskrevet, så den kan ikke ændres.").format(session=session),
                    remedy=_("Begynd en ny session: labcert session create."),
                )
            return take_lease(connection, session, self._folders / session, self._clock)

        held = self._when_free(session, work)
        try:
            with self._database.reading() as connection:
                folder = write_out_whole(connection, _head(connection, session), held.lease.folder)
        except BaseException:
            self._end(held)
            raise
        try:
            yield folder
        finally:
            self._check_in(held)

    def materialise(self, session: str, folder: Path) -> SessionFolder:
        """Write a copy of a session into a new or empty folder: every file byte for byte."""
        with self._database.reading() as connection:
            return write_out(connection, _head(connection, session), folder)

    def take_in(self, folder: SessionFolder) -> SessionRow:
        """Take in a session's folder that came from elsewhere: a new session, or one that goes on from what is here.

        Raises UsageMistake where the two logs fork, where evidence is missing or changed, and for links and odd names;
        BrokenChain where the log was changed.
        """
        found = look_through_foreign(folder, self._clock)
        session = found.opened.session

        def work(connection: Connection) -> SessionRow:
            if (held := held_lease(connection, session)) is not None:
                raise InUse(held)
            store_found(connection, found, own=False)
            return _row(connection, session)

        try:
            return self._database.write(work)
        except InUse as in_use:
            if not self._is_left(in_use.held):
                raise
            self._take_over(in_use.held)
        return self._database.write(work)

    def free(self, session: str) -> Path | None:
        """End the lease of a machine that is gone, or of a folder that can't be taken in; returns where that lies now.

        Nothing is taken in, and nothing is deleted. Raises UsageMistake while a process of this machine has it.
        """

        def work(connection: Connection) -> Held | None:
            _head(connection, session)
            held = held_lease(connection, session)
            if held is not None and held.lease.host == this_machine() and not self._is_left(held):
                raise InUse(held)
            end_lease(connection, session)
            return held

        held = self._database.write(work)
        if held is None or held.lease.host != this_machine():
            return None
        return move_aside(held.lease.folder)

    def _when_free(self, session: str, work: Callable[[Connection, Head], T]) -> T:
        """Do the work where nobody has the session; what a dead process of this machine left is taken in first."""

        def alone(connection: Connection) -> T:
            return work(connection, _free_head(connection, session))

        try:
            return self._database.write(alone)
        except InUse as in_use:
            if not self._is_left(in_use.held):
                raise
            self._take_over(in_use.held)
        return self._database.write(alone)

    def _is_left(self, held: Held) -> bool:
        return held.token in self._left or is_left(held.lease)

    def _take_over(self, left: Held) -> None:
        def work(connection: Connection) -> Held | None:
            head_of(connection, left.session, to_write=True)
            now = held_lease(connection, left.session)
            if now is None or now.token != left.token:
                return None  # another process was first
            return take_lease(connection, left.session, left.lease.folder, self._clock)

        taken = self._database.write(work)
        if taken is not None:
            self._check_in(taken)

    def _check_in(self, held: Held) -> None:
        try:
            check_in(self._database, held, self._clock)
        except LabcertError:
            self._left.add(held.token)
            with suppress(LabcertError):  # a disk that is full may refuse this, too
                self._database.write(lambda connection: give_up(connection, held))
            raise

    def _end(self, held: Held) -> None:
        with suppress(LabcertError):
            self._database.write(lambda connection: end_lease(connection, held.session))

    # --------------------------------------------------------------------------------------------------- certificates
    def keep_certificate(self, row: CertificateRow, json: bytes, pdf: bytes) -> None:
        """Keep a certificate; raises UsageMistake where there is another of its id."""

        def work(connection: Connection) -> None:
            _head(connection, row.session)
            certifying.keep_certificate(connection, row, json, pdf)

        self._database.write(work)

    def certificates(self) -> tuple[CertificateRow, ...]:
        """Return all certificates, newest first."""
        with self._database.reading() as connection:
            return certifying.select_certificates(connection)

    def certificate(self, word: str) -> CertificateRow:
        """Return the certificate of an id or its beginning, or the newest of a session; raises UsageMistake."""
        with self._database.reading() as connection:
            return certificate_by_word(connection, word)

    def certificate_files(self, id: str) -> tuple[bytes, bytes]:
        """Return a certificate's JSON and its PDF; raises UsageMistake where there is none."""
        with self._database.reading() as connection:
            found = certifying.certificate_files(connection, id)
        if found is None:
            raise UsageMistake(_("Der er intet certifikat {id} i lageret.").format(id=id))
        return found

    def revoke(self, revocation: Revocation) -> None:
        """Note that a certificate no longer holds; raises UsageMistake where there is none, or it was done before."""
        self._database.write(lambda connection: certifying.revoke(connection, revocation))

    def revocations(self) -> tuple[Revocation, ...]:
        """Return all revocations, oldest first."""
        with self._database.reading() as connection:
            return certifying.select_revocations(connection)

    def next_list_number(self) -> int:
        """Return the number of the next revocation list, from 1; no number is given twice."""
        return self._database.write(certifying.next_list_number)


def _head(connection: Connection, session: str, *, to_write: bool = False) -> Head:
    head = head_of(connection, session, to_write=to_write)
    if head is None:
        raise unknown_session(connection, session)
    return head


def _free_head(connection: Connection, session: str) -> Head:
    """Return where a session is and keep others from writing; raises UsageMistake where somebody has it checked out."""
    head = _head(connection, session, to_write=True)
    held = held_lease(connection, session) if head.token else None
    if held is not None:
        raise InUse(held)
    return head


def _row(connection: Connection, session: str) -> SessionRow:
    row = session_row(connection, session)
    if row is None:
        raise unknown_session(connection, session)
    return row
