"""The way to the database: transactions that are whole or nothing, and its errors as sentences."""

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from labcert.domain.errors import LabcertError, ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.session.store.place import Place

__all__ = ["Database"]

T = TypeVar("T")

PATIENCE = 30
"""seconds to wait for somebody else's transaction"""
SYNCHRONOUS = "FULL"
"""a commit returns when the disk has it: no power cut takes it away"""
TRIES = 8
"""how often a transaction is begun anew that another got in the way of"""
AGAIN = ("40001", "40P01", "23505", "23503")
"""PostgreSQL's codes for: could not be serialised, deadlock, and a row that another made or took meanwhile"""
FULL = ("53100", "53200")
DENIED = ("28", "3D", "42501")
"""the beginnings of PostgreSQL's codes for: wrong user or password, no such database, no right to it"""


class Database:
    """A pool of connections to one store."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self._engine = _sqlite(place) if place.file else _postgresql(place)

    @property
    def is_file(self) -> bool:
        """Whether the store is a file of this machine (SQLite)."""
        return self.place.file is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One view of the store, as it is at the first question."""
        options = {} if self.is_file else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with self._told(), self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do all of the work or none of it; begun anew where another process got in its way, so it may run twice."""
        for left in reversed(range(TRIES)):
            try:
                with self._told(), self._writing() as connection:
                    return work(connection)
            except _InTheWay as error:
                if not left:
                    raise self._fault(error.cause) from error.cause
                time.sleep(0.02 * (TRIES - left))
        raise AssertionError  # pragma: no cover

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        options = {"labcert_begin": "BEGIN IMMEDIATE"}
        with self._engine.connect().execution_options(**options) as connection, connection.begin():
            yield connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            if _in_the_way(error):
                raise _InTheWay(error) from error
            raise self._fault(error) from error
        except PoolTimeout as error:
            raise _busy(self.place.shown) from error

    def _fault(self, error: DBAPIError) -> LabcertError:
        return _sqlite_fault(error, self.place) if self.is_file else _postgresql_fault(error, self.place)


class _InTheWay(Exception):
    def __init__(self, cause: DBAPIError) -> None:
        self.cause = cause
        super().__init__(str(cause))


def _in_the_way(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    return getattr(error.orig, "sqlstate", None) in AGAIN


def _sqlite(place: Place) -> Engine:
    engine = sa.create_engine(place.url, connect_args={"timeout": PATIENCE, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.execute(f"PRAGMA synchronous={SYNCHRONOUS}")
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("labcert_begin", "BEGIN"))

    return engine


def _postgresql(place: Place) -> Engine:
    try:
        return sa.create_engine(
            place.url,
            connect_args={"connect_timeout": 10, "options": f"-c lock_timeout={PATIENCE}s"},
            pool_pre_ping=True,
        )
    except ModuleNotFoundError as error:
        raise UsageMistake(
            _("Et lager i PostgreSQL kræver en tilføjelse, som ikke er installeret."),
            remedy=_("Installér den: pip install 'labcert[postgresql]'."),
        ) from error


def _sqlite_fault(error: DBAPIError, place: Place) -> LabcertError:
    name = getattr(error.orig, "sqlite_errorname", "") or ""
    where = place.shown
    if name.startswith("SQLITE_FULL"):
        return _full(where)
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return _busy(where)
    if name.startswith("SQLITE_NOTADB"):
        return UsageMistake(_("Filen er ikke et lager for labcert."), where=where, remedy=_("Vælg en anden fil."))
    if name.startswith("SQLITE_IOERR"):
        return ToolFault(
            _("Lageret kan ikke læses fra eller skrives på disken, så intet blev gemt."),
            where=where,
            remedy=_("Kontrollér, at der er plads, og at disken virker, og gør det samme igen."),
        )
    if name.startswith("SQLITE_CORRUPT"):
        return ToolFault(
            _("Lageret er beskadiget og kan ikke læses."), where=where, remedy=_("Hent en sikkerhedskopi frem.")
        )
    if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return UsageMistake(
            _("Lageret kan ikke åbnes til skrivning."),
            where=where,
            remedy=_("Vælg en fil i en mappe, som du må skrive i."),
        )
    return ToolFault(_("Lageret svarede med en fejl: {why}.").format(why=error.orig), where=where)


def _postgresql_fault(error: DBAPIError, place: Place) -> LabcertError:
    code, where = getattr(error.orig, "sqlstate", None) or "", place.shown
    if code in FULL:
        return _full(where)
    if code == "55P03":
        return _busy(where)
    if code.startswith(DENIED):
        return UsageMistake(
            _("Lageret giver ikke adgang: {why}.").format(why=_first_line(error)),
            where=where,
            remedy=_("Kontrollér bruger, adgangskode og databasens navn i adressen."),
        )
    if isinstance(error, OperationalError) and (not code or code.startswith(("08", "57"))):
        return UsageMistake(
            _("Der er ingen forbindelse til lageret: {why}.").format(why=_first_line(error)),
            where=where,
            remedy=_("Kontrollér adressen, og at databasen kører."),
        )
    return ToolFault(_("Lageret svarede med en fejl: {why}.").format(why=_first_line(error)), where=where)


def _first_line(error: DBAPIError) -> str:
    with contextlib.suppress(IndexError):
        return str(error.orig).strip().splitlines()[0].rstrip(".")
    return str(error.orig)


def _full(where: str) -> ToolFault:
    return ToolFault(
        _("Der er ikke plads på disken, hvor lageret ligger, så intet blev gemt."),
        where=where,
        remedy=_("Skaf plads, og gør det samme igen. Det, der var gemt før, er bevaret."),
    )


def _busy(where: str) -> ToolFault:
    return ToolFault(
        _("Lageret er optaget af en anden, som skriver i det, så intet blev gemt."),
        where=where,
        remedy=_("Prøv igen om lidt."),
    )
