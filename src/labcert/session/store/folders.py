"""Working folders: a session written out as files, and taken in again."""

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.engine import Connection

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.atomic import write_whole
from labcert.session.chain import BrokenChain, links
from labcert.session.folder import SessionFolder
from labcert.session.names import is_odd_name
from labcert.session.store.files import each_file
from labcert.session.store.lines import Head, is_odd_id, raw_lines

__all__ = ["move_aside", "remove", "write_out", "write_out_whole"]


def write_out(connection: Connection, head: Head, folder: Path) -> SessionFolder:
    """Write a session into a new or empty folder, checked on the way; raises BrokenChain and ToolFault."""
    lines = raw_lines(connection, head.session)
    last = ""
    for link in links(line.removesuffix(b"\n") for line in lines):
        last = link.hash
    if len(lines) != head.events or last != head.hash:
        raise BrokenChain(min(len(lines), head.events) + 1, _("er fjernet eller kommet til uden om labcert"))
    written = SessionFolder.create(folder)
    with _told(folder), closing(each_file(connection, head.session)) as files:
        for path, data in files:
            if is_odd_name(path):
                raise ToolFault(_("Filnavnet {name!r} i lageret kan ikke bruges.").format(name=path))
            place = folder / path
            if "/" in path:
                place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        write_whole(written.events, b"".join(lines))
    return written


def write_out_whole(connection: Connection, head: Head, folder: Path) -> SessionFolder:
    """Write a session so that its folder is there whole or not at all."""
    if is_odd_id(head.session):  # then somebody has been in the store
        raise ToolFault(_("Filnavnet {name!r} i lageret kan ikke bruges.").format(name=head.session))
    draft = _draft(folder)
    with _told(draft):
        shutil.rmtree(draft, ignore_errors=True)
    write_out(connection, head, draft)
    move_aside(folder)
    with _told(folder):
        draft.rename(folder)
    return SessionFolder(folder)


def move_aside(folder: Path) -> Path | None:
    """Give a folder another name beside its own, where there is one; returns the new place."""
    if not folder.exists():
        return None
    places = (folder.with_name(f"{folder.name}.efterladt-{number}") for number in range(1, 10_000))
    place = next(place for place in places if not place.exists())
    with _told(folder):
        folder.rename(place)
    return place


def remove(folder: Path) -> None:
    """Take a folder away, at once and whole: what a kill leaves of it is no working folder."""
    draft = _draft(folder)
    with _told(folder):
        shutil.rmtree(draft, ignore_errors=True)
        folder.rename(draft)
        shutil.rmtree(draft, ignore_errors=True)  # what can't be removed is removed the next time


def _draft(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.ny")


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ToolFault(
            _("Arbejdsmappen kan ikke skrives: {why}.").format(why=system_words(error)),
            where=str(folder),
            remedy=_("Skaf plads på disken, og kontrollér, at du må skrive i mappen."),
        ) from error
