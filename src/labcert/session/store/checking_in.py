"""The end of a check-out: the working folder is taken in, and goes when everything in it is in the store."""

from dataclasses import replace

from sqlalchemy.engine import Connection

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.session.atomic import sweep_leftovers
from labcert.session.canonical import sha256_of
from labcert.session.contents import FolderContents
from labcert.session.folder import EVENTS_FILE, SessionFolder
from labcert.session.log import Clock, EventLog
from labcert.session.store.engine import Database
from labcert.session.store.files import EVIDENCE, stored_files
from labcert.session.store.folders import remove
from labcert.session.store.leasing import Held, end_lease, held_lease
from labcert.session.store.lines import head_of
from labcert.session.store.taking import Found, look_through, store_found

__all__ = ["check_in"]


def check_in(database: Database, held: Held, clock: Clock) -> None:
    """Take a working folder in and end its lease; raises UsageMistake or ToolFault, and then the folder stays."""
    folder = SessionFolder(held.lease.folder)
    if not folder.events.is_file():  # never written out whole, or taken in and removed: there is nothing in it
        database.write(lambda connection: _end(connection, held))
        return
    with EventLog(folder.events, clock):
        pass  # a half-written line is set aside, with a word about it
    sweep_leftovers(folder.path)
    found = look_through(folder)
    if found.opened.session != held.session:
        raise ToolFault(_("Arbejdsmappen har fået en anden session."), where=str(folder.path))

    def work(connection: Connection) -> None:
        _require_held(connection, held)
        store_found(connection, found, own=True)

    database.write(work)
    with database.reading() as connection:
        _require_everything(connection, found)
    remove(folder.path)
    database.write(lambda connection: _end(connection, held))


def _end(connection: Connection, held: Held) -> None:
    _require_held(connection, held)
    end_lease(connection, held.session)


def _require_held(connection: Connection, held: Held) -> None:
    """Raise UsageMistake where somebody freed the session meanwhile."""
    head_of(connection, held.session, to_write=True)
    now = held_lease(connection, held.session)
    if now is None or now.token != held.token:
        raise UsageMistake(
            _("Sessionen {session} blev frigivet af en anden, mens den var i brug her.").format(session=held.session),
            where=str(held.lease.folder),
            remedy=_("Det, der er lavet her, ligger i mappen. Læs den ind: labcert session import MAPPE."),
        )


def _require_everything(connection: Connection, taken: Found) -> None:
    """Raise ToolFault unless the store has all that lies in the folder, also what came since it was taken in."""
    there = replace(taken, contents=FolderContents(taken.folder))
    files = {file.path: file.sha256 for file in stored_files(connection, there.opened.session)}
    head = head_of(connection, there.opened.session)
    whole = head is not None and head.events >= len(taken.events) and sha256_of(there.data(EVENTS_FILE)) == taken.log
    if not whole or not all(_is_kept(there, name, files) for name in there.names):
        raise ToolFault(
            _("Der blev skrevet i arbejdsmappen, mens den blev lagt i lageret, så den er ikke fjernet."),
            where=str(there.folder),
            remedy=_("Kontrollér, at intet stadig kører, og åbn sessionen igen; så læses resten ind."),
        )


def _is_kept(there: Found, name: str, files: dict[str, str]) -> bool:
    if name.startswith(EVIDENCE):
        return name in files  # named by its content, which the store has checked
    return files.get(name) == sha256_of(there.data(name))
