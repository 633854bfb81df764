"""Sessions as lists show them: one question to the store, and no event is read."""

import json
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.casework import ReviewState
from labcert.domain.outcome import Mark, Outcome, roll_up
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.session.store.lines import clean
from labcert.session.store.rows import Lease, RowState, SessionRow, Wanted
from labcert.session.store.tables import sessions

__all__ = ["note_verdict", "row_states", "select_sessions", "session_row"]

MAY_STAND = (Mark.OK, Mark.F4, Mark.NOT_RELEVANT)
"""the marks that a step may have and still stand, where no deviation covers it"""


def select_sessions(connection: Connection, wanted: Wanted) -> tuple[SessionRow, ...]:
    """Return the sessions that are wanted, newest first."""
    query = sa.select(sessions).order_by(sessions.c.sorted_by.desc(), sessions.c.id.desc())
    if wanted.programme:
        query = query.where(sessions.c.programme == wanted.programme)
    if wanted.test_type:
        query = query.where(sessions.c.test_type == wanted.test_type)
    if wanted.review is not None:
        query = query.where(sessions.c.review == wanted.review.value)
    found = (_row(row) for row in connection.execute(query))
    vendor = wanted.vendor.casefold()
    return tuple(row for row in found if not vendor or row.vendor.casefold() == vendor)


def session_row(connection: Connection, session: str) -> SessionRow | None:
    """Return a session's row, None where there is none."""
    found = connection.execute(sa.select(sessions).where(sessions.c.id == session)).first()
    return None if found is None else _row(found)


def _row(row: sa.Row[Any]) -> SessionRow:
    lease = None
    if row.lease_token:
        lease = Lease(row.lease_host, row.lease_pid, row.lease_started, row.lease_time, Path(row.lease_folder))
    return SessionRow(
        row.id, row.programme, row.programme_version, row.vendor, row.system, row.system_version, row.test_type,
        row.direction, tuple(json.loads(row.standards)), row.demo, row.follows, row.created, row.changed, row.runs,
        row.events, ReviewState(row.review), row.claimed_by, row.outcome, row.approved, row.sentence,
        msgspec.json.decode(row.rows, type=tuple[RowState, ...]), lease,
    )  # fmt: skip


def note_verdict(connection: Connection, verdict: Verdict) -> None:
    """Keep what lists show of a verdict."""
    connection.execute(
        sa.update(sessions)
        .where(sessions.c.id == verdict.session)
        .values(
            outcome=verdict.outcome.value, approved=verdict.approved, sentence=clean(verdict.sentence),
            rows=clean(msgspec.json.encode(row_states(verdict)).decode()),
        )
    )  # fmt: skip


def row_states(verdict: Verdict) -> tuple[RowState, ...]:
    """Gather the steps under the rows of the plan, in the verdict's order."""
    by_row: dict[str, list[StepVerdict]] = {}
    for step in verdict.steps:
        by_row.setdefault(step.row, []).append(step)
    return tuple(
        RowState(
            row,
            roll_up(step.outcome for step in steps).value,
            sum(step.mark in MAY_STAND or bool(step.deviations) for step in steps),
            len(steps),
            _waited_for(steps),
        )
        for row, steps in by_row.items()
    )


def _waited_for(steps: list[StepVerdict]) -> tuple[str, ...]:
    waiting = (step for step in steps if step.outcome is Outcome.WAITING and step.mark is None)
    return tuple(dict.fromkeys(party for step in waiting for party in step.missing_attestations))
