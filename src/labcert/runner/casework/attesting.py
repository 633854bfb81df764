"""The session that somebody attests a step of: one of the store, by its id, or one that lies in a folder."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from labcert.domain.errors import UsageMistake
from labcert.protocol.model import Suite
from labcert.runner.attesting_session import Attesting, attesting_in, open_for_attesting
from labcert.runner.casework.running import require_open, write_report
from labcert.runner.casework.standing import note_standing
from labcert.runner.certifying import DEFAULT_BASE
from labcert.session.store import SessionRow, Store, open_store
from labcert.session.store.place import default_url, place_of

__all__ = ["Opened", "opened_session"]


@dataclass(frozen=True)
class Opened:
    """A session that may be attested; `report` writes or finds the report of what has become of it, afterwards."""

    attesting: Attesting
    report: Callable[[], Path]


@contextmanager
def opened_session(word: str, store_url: str | None, suite: Suite, *, to_write: bool) -> Iterator[Opened]:
    """Find a session in the store, else as a folder, and have it to oneself where one writes in it.

    What was written is in the store when `report` is called, after the block. Raises UsageMistake where there is none,
    and where it can't be attested.
    """
    with _store_of(word, store_url) as found:
        if found is None:
            attesting = open_for_attesting(word, suite)
            yield Opened(attesting, lambda: attesting.folder.report)
            return
        store, row = found
        with _folder_of(store, row, suite, to_write=to_write) as attesting:
            yield Opened(attesting, lambda: _report(store_url, row.id))
        if to_write:
            note_standing(store, suite, row.id)


def _report(store_url: str | None, session: str) -> Path:
    with open_store(store_url) as store:
        return write_report(store, session)


@contextmanager
def _store_of(word: str, store_url: str | None) -> Iterator[tuple[Store, SessionRow] | None]:
    """Yield the store and the session's row there; None where the word means a folder.

    A store that isn't there is not made for somebody who looks for a folder.
    """
    place = place_of(store_url or default_url())
    if _is_path(word) or (place.file is not None and not place.file.exists()):
        yield None
        return
    with open_store(store_url) as store:
        try:
            row = store.find(word)
        except UsageMistake:
            if not (DEFAULT_BASE / word).is_dir():
                raise
            yield None
            return
        yield store, row


def _is_path(word: str) -> bool:
    return any(mark in word for mark in ("/", os.sep)) or Path(word).is_dir()


@contextmanager
def _folder_of(store: Store, row: SessionRow, suite: Suite, *, to_write: bool) -> Iterator[Attesting]:
    require_open(row)
    if to_write:
        with store.check_out(row.id) as folder:
            yield attesting_in(folder, suite)
    else:
        with TemporaryDirectory(prefix="labcert-sedler-") as place:
            yield attesting_in(store.materialise(row.id, Path(place) / "session"), suite)
