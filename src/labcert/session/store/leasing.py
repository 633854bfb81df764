"""Who has a session checked out: one process at a time, and a dead one gives way."""

import os
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.log import Clock
from labcert.session.store.processes import began, is_alive, this_machine
from labcert.session.store.rows import Lease
from labcert.session.store.tables import sessions

__all__ = ["Held", "InUse", "end_lease", "give_up", "held_lease", "is_left", "take_lease"]


@dataclass(frozen=True)
class Held:
    """A lease with the token that only its holder knows."""

    session: str
    token: str
    lease: Lease


def held_lease(connection: Connection, session: str) -> Held | None:
    """Return who has a session, None for nobody."""
    table = sessions.c
    found = connection.execute(
        sa.select(
            table.lease_token, table.lease_host, table.lease_pid, table.lease_started, table.lease_time,
            table.lease_folder,
        ).where(table.id == session)
    ).first()  # fmt: skip
    if found is None or not found[0]:
        return None
    token, host, pid, started, time, folder = found
    return Held(session, token, Lease(host, pid, started, time, Path(folder)))


def is_left(lease: Lease) -> bool:
    """Say whether a process of this machine had the session and is no more."""
    return lease.host == this_machine() and not is_alive(lease.pid, lease.started)


class InUse(UsageMistake):
    """Somebody has the session checked out; says who, and what one can do about it."""

    def __init__(self, held: Held) -> None:
        self.held = held
        lease, remedy = held.lease, _("Vent, til den er færdig.")
        if lease.host != this_machine():
            remedy = _(
                "Vent, til den er færdig. Er den maskine gået i stå for altid, så frigiv sessionen med "
                "labcert session show {session} --free."
            ).format(session=held.session)
        super().__init__(
            _("Sessionen {session} er i brug siden {time} på {host} (proces {pid}).").format(
                session=held.session, time=lease.time[:16].replace("T", " "), host=lease.host, pid=lease.pid
            ),
            where=str(lease.folder),
            remedy=remedy,
        )


def take_lease(connection: Connection, session: str, folder: Path, clock: Clock) -> Held:
    """Note that this process has the session from now on, whoever had it."""
    lease = Lease(
        this_machine(), os.getpid(), began(os.getpid()) or "", clock().isoformat(timespec="seconds"), folder
    )
    held = Held(session, uuid4().hex, lease)
    connection.execute(
        sa.update(sessions)
        .where(sessions.c.id == session)
        .values(
            lease_token=held.token, lease_host=lease.host, lease_pid=lease.pid, lease_started=lease.started,
            lease_time=lease.time, lease_folder=str(folder),
        )
    )  # fmt: skip
    return held


def end_lease(connection: Connection, session: str) -> None:
    """Note that nobody has the session."""
    connection.execute(
        sa.update(sessions)
        .where(sessions.c.id == session)
        .values(lease_token="", lease_host="", lease_pid=0, lease_started="", lease_time="", lease_folder="")
    )


def give_up(connection: Connection, held: Held) -> None:
    """Note that this process let go of a session whose folder it could not take in: the next one may try."""
    mine = (sessions.c.id == held.session) & (sessions.c.lease_token == held.token)
    connection.execute(sa.update(sessions).where(mine).values(lease_pid=0))
