"""A session's events in the store: read with their chain, written with what lists show of them."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from labcert.domain.casework import ReviewState
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import Event, ReviewMoved, RunStarted, SessionOpened
from labcert.domain.language import _
from labcert.session.chain import START, BrokenChain, Link, instant, links
from labcert.session.log import LogEntry, decode_event
from labcert.session.names import is_odd_name
from labcert.session.store.tables import events, sessions

__all__ = [
    "Head", "clean", "entries_of", "entry_of", "head_of", "is_odd_id", "make_session", "raw_lines",
    "write_links",
]


@dataclass(frozen=True)
class Head:
    """Where a session's log is: what the next event builds on, and what its row in lists is derived to."""

    session: str
    events: int = 0
    hash: str = START
    changed: str = ""
    runs: int = 0
    review: ReviewState = ReviewState.NOT_SUBMITTED
    claimed_by: str = ""
    token: str = ""
    """the lease's, "" where nobody has the session"""

    def after(self, link: Link, event: Event) -> "Head":
        """Return the head when an event is written."""
        moved = replace(self, events=link.seq, hash=link.hash, changed=link.time)
        match event:
            case RunStarted():
                return replace(moved, runs=self.runs + 1)
            case ReviewMoved(state=state, by=by):
                name = by.name if state is ReviewState.CLAIMED else self.claimed_by if state.closed else ""
                return replace(moved, review=state, claimed_by=name)
            case _:
                return moved


def head_of(connection: Connection, session: str, *, to_write: bool = False) -> Head | None:
    """Return where a session is, None where there is none; `to_write` keeps others from writing in it meanwhile."""
    if session != clean(session):
        return None  # no database could hold it
    table = sessions.c
    query = sa.select(
        table.events, table.head, table.changed, table.runs, table.review, table.claimed_by, table.lease_token
    ).where(table.id == session)
    found = connection.execute(query.with_for_update() if to_write else query).first()
    if found is None:
        return None
    count, last, changed, runs, review, claimed_by, token = found
    return Head(session, count, last, changed, runs, ReviewState(review), claimed_by, token)


def make_session(connection: Connection, opened: SessionOpened, created: str) -> Head:
    """Make a session's row, as yet without events; raises UsageMistake for a name that can be none."""
    name = opened.session
    if is_odd_id(name):
        raise UsageMistake(_("En session kan ikke hedde {name!r}.").format(name=name))
    moment = instant(created)
    connection.execute(
        sa.insert(sessions).values(
            id=name, programme=clean(opened.programme), programme_version=clean(opened.programme_version),
            vendor=clean(opened.vendor), system=clean(opened.system), system_version=clean(opened.system_version),
            test_type=clean(opened.test_type), direction=clean(opened.direction),
            standards=json.dumps(opened.standards), demo=opened.demo, follows=clean(opened.follows), created=created,
            sorted_by=moment.astimezone(UTC).isoformat(timespec="milliseconds") if moment else created,
            changed=created, runs=0, events=0, head=START, review=ReviewState.NOT_SUBMITTED.value, claimed_by="",
            outcome="", approved=False, sentence="", rows="[]", lease_token="", lease_host="", lease_pid=0,
            lease_started="", lease_time="", lease_folder="",
        )
    )  # fmt: skip
    return Head(name)


def is_odd_id(name: str) -> bool:
    """Say whether a session's id could be a path, an option, or no file's name."""
    return is_odd_name(name) or "/" in name or len(name) > 100 or name.startswith((".", "-"))


def write_links(connection: Connection, head: Head, made: Iterable[tuple[Link, Event]]) -> Head:
    """Write the events that follow a head, and what lists show of them; returns the new head."""
    lines = []
    for link, event in made:
        head = head.after(link, event)
        lines.append(
            {"session": head.session, "seq": link.seq, "time": clean(link.time), "kind": link.kind, "line": link.line}
        )
    if lines:
        connection.execute(sa.insert(events), lines)
        connection.execute(
            sa.update(sessions)
            .where(sessions.c.id == head.session)
            .values(
                events=head.events, head=head.hash, changed=clean(head.changed), runs=head.runs,
                review=head.review.value, claimed_by=clean(head.claimed_by),
            )
        )  # fmt: skip
    return head


def raw_lines(connection: Connection, session: str) -> tuple[bytes, ...]:
    """Return the lines as they stand in events.jsonl, with their line feeds."""
    found = connection.execute(sa.select(events.c.line).where(events.c.session == session).order_by(events.c.seq))
    return tuple(bytes(line) for (line,) in found)


def entry_of(link: Link) -> LogEntry:
    """Read a link as a typed event; raises BrokenChain where this version does not know it."""
    return LogEntry(link.seq, link.time, decode_event(link.kind, link.data, link.seq), link.hash)


def entries_of(connection: Connection, head: Head) -> tuple[LogEntry, ...]:
    """Read a session's whole log; raises BrokenChain where it isn't as it was written, also at its end.

    Raises ToolFault where the session's row says something else of the review than the log that it is derived from.
    """
    lines = (line.removesuffix(b"\n") for line in raw_lines(connection, head.session))
    found, derived = [], Head(head.session)
    for link in links(lines):
        entry = entry_of(link)
        found.append(entry)
        derived = derived.after(link, entry.event)
    if (derived.events, derived.hash) != (head.events, head.hash):
        raise BrokenChain(min(len(found), head.events) + 1, _("er fjernet eller kommet til uden om labcert"))
    if (derived.review, clean(derived.claimed_by)) != (head.review, head.claimed_by):
        raise ToolFault(
            _("Lagerets liste siger noget andet om gennemgangen af {session}, end hændelsesloggen gør.").format(
                session=head.session
            ),
            remedy=_("Listen er ændret uden om labcert. Hent en sikkerhedskopi af lageret frem."),
        )
    return tuple(found)


def clean(text: str) -> str:
    """Return a text without what no database takes (a zero character, half a surrogate pair): for lists only."""
    return text.encode("utf-8", "replace").decode().replace("\0", "�")
