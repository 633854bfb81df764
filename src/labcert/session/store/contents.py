"""A session's files read where they lie, in the way a bundle's are: for checks, which write nothing."""

from collections.abc import Collection, Iterator

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.language import _
from labcert.session.folder import EVENTS_FILE
from labcert.session.report import BundleBroken, Reason
from labcert.session.store.files import stored_files
from labcert.session.store.lines import raw_lines
from labcert.session.store.tables import blobs, files

__all__ = ["StoredContents"]

AT_ONCE, BYTES_AT_ONCE = 200, 1 << 22
"""files that are fetched with one question"""


class StoredContents:
    """Fulfils `session.contents.Contents`. A check goes through the files in order, so the next are fetched along."""

    def __init__(self, connection: Connection, session: str, without: Collection[str] = ()) -> None:
        self._connection, self._session = connection, session
        self._sizes = {file.path: file.size for file in stored_files(connection, session) if file.path not in without}
        self.names = tuple(sorted({*self._sizes, EVENTS_FILE}))
        self._places = {name: place for place, name in enumerate(self.names)}
        self.problems: tuple[Reason, ...] = ()
        self._fetched: dict[str, bytes] = {}

    def pieces(self, name: str) -> Iterator[bytes]:
        """Read a file; raises BundleBroken where the store has its name and not its bytes."""
        if name == EVENTS_FILE:
            yield from raw_lines(self._connection, self._session)
            return
        if name not in self._fetched:
            self._fetched = self._fetch(name)
        if name not in self._fetched:
            raise BundleBroken(Reason("file_missing", name, _("{name} mangler i lageret.").format(name=name)))
        yield self._fetched[name]

    def _fetch(self, name: str) -> dict[str, bytes]:
        wanted, size = [name], 0
        for follower in self.names[self._places[name] + 1 :][:AT_ONCE]:
            size += self._sizes.get(follower, 0)
            if size > BYTES_AT_ONCE:
                break
            wanted.append(follower)
        query = (
            sa.select(files.c.path, blobs.c.data)
            .join(blobs, blobs.c.sha256 == files.c.sha256)
            .where(files.c.session == self._session, files.c.path.in_(wanted))
        )
        return {path: bytes(data) for path, data in self._connection.execute(query)}
