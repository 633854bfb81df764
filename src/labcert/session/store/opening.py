"""Opening a store: a new one is made, an older one brought up to date, and anything else refused untouched."""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.errors import LabcertError, ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.log import Clock
from labcert.session.store import tables
from labcert.session.store.engine import Database
from labcert.session.store.place import default_url, place_of
from labcert.session.store.store import Store

__all__ = ["open_store"]

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
LOCK = 0x6C616263  # by which two that open a new store in PostgreSQL at once wait for each other


def _now() -> datetime:
    return datetime.now().astimezone()


def open_store(url: str | None = None, clock: Clock = _now) -> Store:
    """Open the store at a URL (None: `default_url`); a new one is made, and one of an older version brought up to date.

    Raises UsageMistake where there can be no store, where the store is of a newer version or no store of ours (and then
    it is untouched), and where it can't be reached; ToolFault where the disk is full.
    """
    place = place_of(url or default_url())
    if place.file is not None:
        _make_folder(place.file.parent)
    database = Database(place)
    try:
        if _revision(database) != tables.HEAD:
            _bring_up_to_date(database)
        with database.reading() as connection:
            store = connection.scalar(sa.select(tables.store.c.value).where(tables.store.c.name == "id"))
        return Store(database, str(store), clock)
    except BaseException:
        database.close()
        raise


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageMistake(
            _("Mappen til lageret kan ikke laves: {why}.").format(why=system_words(error)),
            where=str(folder),
            remedy=_("Vælg en mappe, som du må skrive i."),
        ) from error


def _revision(database: Database) -> str | None:
    """Return the store's revision, None for an empty database; raises UsageMistake for one that is no store of ours."""
    with database.reading() as connection:
        return _revision_in(connection, database.place.shown)


def _revision_in(connection: Connection, where: str) -> str | None:
    names = set(sa.inspect(connection).get_table_names())
    if not names:
        return None
    if not {tables.store.name, VERSION_TABLE} <= names:
        raise UsageMistake(
            _("Databasen er i brug til noget andet; den er ikke et lager for labcert."),
            where=where,
            remedy=_("Vælg en ny fil eller en tom database."),
        )
    return str(connection.scalar(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")))  # noqa: S608 - our own name


def _bring_up_to_date(database: Database) -> None:
    if database.place.file is not None:
        _use_wal(database.place.file)

    def migrate(connection: Connection) -> None:
        if not database.is_file:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
        revision = _revision_in(connection, database.place.shown)
        if revision == tables.HEAD:
            return  # another process was first
        if revision is not None and not _is_known(revision):
            raise UsageMistake(
                _("Lageret er skrevet af en nyere version af labcert."),
                where=database.place.shown,
                remedy=_("Brug den nye version af labcert. Lageret er ikke ændret."),
            )
        if revision is not None and database.place.file is not None:
            _copy(database.place.file, revision)
        _upgrade(connection)
        if revision is None:
            connection.execute(sa.insert(tables.store).values(name="id", value=uuid4().hex))

    database.write(migrate)


def _use_wal(file: Path) -> None:
    """Readers don't wait for a writer, and a writer not for readers; the file remembers it."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(file, timeout=5)) as connection:  # told by what comes next
        if connection.execute("PRAGMA schema_version").fetchone() == (0,):
            connection.execute("PRAGMA journal_mode=WAL")


def _is_known(revision: str) -> bool:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        return ScriptDirectory(str(MIGRATIONS)).get_revision(revision) is not None
    except CommandError:
        return False


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _copy(file: Path, revision: str) -> None:
    """Keep the store as it was, beside it, before it is changed; an earlier copy of the same revision is replaced."""
    place = file.with_name(f"{file.stem}.før-{revision}.db")
    draft = place.with_suffix(".part")
    try:
        with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(draft)) as target:
            source.backup(target)
        draft.replace(place)
    except (OSError, sqlite3.Error) as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise _no_copy(place, error) from error


def _no_copy(place: Path, error: Exception) -> LabcertError:
    return ToolFault(
        _("Lageret skal bringes op til denne version, men der kan ikke tages en kopi først: {why}.").format(why=error),
        where=str(place),
        remedy=_("Skaf plads på disken, og åbn lageret igen. Lageret er ikke ændret."),
    )
