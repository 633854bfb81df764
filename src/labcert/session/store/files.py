"""A session's files in the store: bytes once by their sha256, and which session has them under which path."""

from collections.abc import Generator, Iterable

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.session.canonical import sha256_of
from labcert.session.contents import Limits
from labcert.session.folder import EVENTS_FILE
from labcert.session.names import is_odd_name
from labcert.session.store.rows import StoredFile
from labcert.session.store.tables import blobs, files

__all__ = [
    "EVIDENCE", "LARGEST", "drop_file", "each_file", "paths_of", "put_file", "put_new_files", "read_file",
    "require_path", "stored_files", "too_large",
]

EVIDENCE = "evidence/"
LARGEST = Limits().file
"""bytes of the largest file that a session may have; a check of the bundle would read no larger one"""
BATCH, MANY = 8 << 20, 500
"""bytes and number of files that are written with one question"""


def require_path(path: str, data: bytes) -> None:
    """Raise UsageMistake for a path that a session can't have a file at, or evidence that isn't what it is named."""
    if is_odd_name(path) or path == EVENTS_FILE:
        raise UsageMistake(_("En session kan ikke have en fil, der hedder {name!r}.").format(name=path))
    if len(data) > LARGEST:
        raise too_large(path)
    if path.startswith(EVIDENCE) and path != EVIDENCE + sha256_of(data):
        raise UsageMistake(_("Beviset {name} har et andet indhold, end dets navn siger.").format(name=path))


def too_large(path: str) -> UsageMistake:
    """Say that a file is larger than a session may have."""
    return UsageMistake(
        _("{name} er større, end en fil i en session må være ({size} MB).").format(name=path, size=LARGEST >> 20)
    )


def put_file(connection: Connection, session: str, path: str, data: bytes) -> None:
    """Keep a file, in place of an earlier one at the path."""
    digest = sha256_of(data)
    known = connection.scalar(sa.select(files.c.sha256).where(files.c.session == session, files.c.path == path))
    if known == digest:
        return
    if connection.scalar(sa.select(blobs.c.size).where(blobs.c.sha256 == digest)) is None:
        connection.execute(sa.insert(blobs).values(sha256=digest, size=len(data), data=data))
    if known is not None:
        drop_file(connection, session, path)
    connection.execute(sa.insert(files).values(session=session, path=path, sha256=digest))


def put_new_files(connection: Connection, session: str, found: Iterable[tuple[str, bytes]]) -> None:
    """Keep files at paths where the session has none, many at once."""
    batch: dict[str, bytes] = {}
    size = 0
    for path, data in found:
        batch[path] = data
        size += len(data)
        if size > BATCH or len(batch) == MANY:
            _put_batch(connection, session, batch)
            batch, size = {}, 0
    if batch:
        _put_batch(connection, session, batch)


def _put_batch(connection: Connection, session: str, batch: dict[str, bytes]) -> None:
    named = {path: sha256_of(data) for path, data in batch.items()}
    by_digest = {named[path]: data for path, data in batch.items()}
    known = set(connection.scalars(sa.select(blobs.c.sha256).where(blobs.c.sha256.in_(by_digest))))
    new = [
        {"sha256": digest, "size": len(data), "data": data} for digest, data in by_digest.items() if digest not in known
    ]
    if new:
        connection.execute(sa.insert(blobs), new)
    rows = [{"session": session, "path": path, "sha256": digest} for path, digest in named.items()]
    connection.execute(sa.insert(files), rows)


def drop_file(connection: Connection, session: str, path: str) -> None:
    """Take a file away, and its bytes where nobody else has them."""
    mine = (files.c.session == session) & (files.c.path == path)
    digest = connection.scalar(sa.select(files.c.sha256).where(mine))
    connection.execute(sa.delete(files).where(mine))
    used = sa.exists().where(files.c.sha256 == digest)
    connection.execute(sa.delete(blobs).where(blobs.c.sha256 == digest, ~used))


def paths_of(connection: Connection, session: str) -> frozenset[str]:
    """Return the paths of a session's files."""
    return frozenset(map(str, connection.scalars(sa.select(files.c.path).where(files.c.session == session))))


def stored_files(connection: Connection, session: str) -> tuple[StoredFile, ...]:
    """Return what files a session has, by path."""
    query = (
        sa.select(files.c.path, blobs.c.size, files.c.sha256)
        .join(blobs, blobs.c.sha256 == files.c.sha256)
        .where(files.c.session == session)
    )
    return tuple(sorted((StoredFile(*found) for found in connection.execute(query)), key=lambda file: file.path))


def read_file(connection: Connection, session: str, path: str) -> bytes:
    """Return a file's bytes; raises UsageMistake where there is none, ToolFault where they aren't what was kept."""
    query = (
        sa.select(blobs.c.data, files.c.sha256)
        .join(blobs, blobs.c.sha256 == files.c.sha256)
        .where(files.c.session == session, files.c.path == path)
    )
    found = None if is_odd_name(path) else connection.execute(query).first()
    if found is None:
        raise UsageMistake(_("Sessionen {session} har ingen fil {name}.").format(session=session, name=path))
    return _checked(session, path, *found)


def each_file(connection: Connection, session: str) -> Generator[tuple[str, bytes], None, None]:
    """Go through a session's files, path and bytes, a few at a time; to be closed.

    Raises ToolFault where the bytes aren't what was kept.
    """
    query = (
        sa.select(files.c.path, blobs.c.data, blobs.c.sha256)
        .join(blobs, blobs.c.sha256 == files.c.sha256)
        .where(files.c.session == session)
    )
    with connection.execute(query, execution_options={"yield_per": 20}) as found:
        for path, data, digest in found:
            yield path, _checked(session, path, data, digest)


def _checked(session: str, path: str, found: bytes | memoryview, digest: str) -> bytes:
    data = bytes(found)
    if sha256_of(data) != digest:
        raise ToolFault(
            _("Filen {name} i sessionen {session} er ændret uden om labcert.").format(name=path, session=session),
            remedy=_("Hent en sikkerhedskopi af lageret frem."),
        )
    return data
