"""The outbox: every answer that was sent, kept in SQLite with its attempts, and the identifiers that were used."""

import json
import secrets
import sqlite3
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sut.reference.behaviours import Json

__all__ = ["DELIVERED", "PENDING", "WAITING", "Entry", "Outbox", "Reply"]

WAITING, DELIVERED = "waiting", "delivered"
PENDING = (WAITING, DELIVERED)
"""States in which something is still to come; the others are accepted, refused and failed."""
MARK_LENGTH = 6
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS answers (number INTEGER PRIMARY KEY, document TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS marks (only_one INTEGER PRIMARY KEY CHECK (only_one = 1), mark TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Reply:
    """What the user is told at once: sent (or queued) with its identifiers, or refused with the reason."""

    envelope: str = ""
    letters: tuple[str, ...] = ()
    reason: str = ""

    @property
    def refused(self) -> bool:
        """Say whether the user interface refused."""
        return bool(self.reason)


@dataclass(frozen=True)
class Entry:
    """One answer of the outbox.

    `state`: waiting (not delivered), delivered (the hub took it), accepted (positive receipt), refused (negative
    receipt or turned away by the hub), failed (given up). `envelopes` are those used, oldest first; `hub_id` is the
    hub's own name for the last one it took. `held` says that the hub keeps it until the databank answers again.
    Times are ISO 8601 with offset.
    """

    envelope: str
    letters: tuple[str, ...]
    envelopes: tuple[str, ...]
    case: Json
    sent_at: str
    last_attempt: str
    state: str = WAITING
    text: str = ""
    reason: str = ""
    attempts: int = 0
    hub_id: str = ""
    held: bool = False
    receipt: str = ""
    receipt_bytes: str = ""
    replaces: str = ""
    replaced_by: str = ""
    number: int = 0


class Outbox:
    """Keeps entries and counts identifiers; `place` is a file, or ":memory:" for one that is forgotten."""

    def __init__(self, place: str | Path, mark: str | None = None) -> None:
        if mark and len(mark) > MARK_LENGTH:
            raise ValueError(f"Mærket {mark} er på mere end {MARK_LENGTH} tegn.")
        if str(place) != ":memory:":
            Path(place).parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(place, isolation_level=None, timeout=10)
        self._base.execute("PRAGMA journal_mode = WAL")  # a third of the waits for the disk, and just as safe
        self._base.executescript(_SCHEMA)
        self._base.execute(
            "INSERT OR IGNORE INTO marks VALUES (1, ?)",
            (mark or "".join(secrets.choice(_ALPHABET) for _ in range(MARK_LENGTH)),),
        )
        self.mark = str(self._base.execute("SELECT mark FROM marks").fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def next_number(self, name: str) -> int:
        """Count one further and return the number; it is on disk before it is used, so it is never used again."""
        row = self._base.execute(
            "INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last",
            (name,),
        ).fetchall()
        return int(row[0][0])

    def seconds_ahead(self) -> int:
        """Return how far the system's own clock has been moved forward."""
        row = self._base.execute("SELECT last FROM counters WHERE name = 'clock'").fetchone()
        return int(row[0]) if row else 0

    def keep_seconds_ahead(self, seconds: int) -> None:
        """Keep it, for the next process that opens the file."""
        self._base.execute("INSERT OR REPLACE INTO counters VALUES ('clock', ?)", (seconds,))

    def add(self, entry: Entry) -> Entry:
        """Keep a new entry and return it with its number."""
        cursor = self._base.execute("INSERT INTO answers (document) VALUES (?)", (_write(entry),))
        return replace(entry, number=cursor.lastrowid or 0)

    def save(self, entry: Entry) -> Entry:
        """Keep the entry as it is now."""
        self._base.execute("UPDATE answers SET document = ? WHERE number = ?", (_write(entry), entry.number))
        return entry

    def forget(self, entry: Entry) -> None:
        """Take an entry away; only a defective system does."""
        self._base.execute("DELETE FROM answers WHERE number = ?", (entry.number,))

    def all(self) -> tuple[Entry, ...]:
        """Return every entry, oldest first."""
        rows = self._base.execute("SELECT number, document FROM answers ORDER BY number").fetchall()
        return tuple(_read(number, document) for number, document in rows)

    def unsettled(self) -> tuple[Entry, ...]:
        """Return the entries that still wait to be delivered or for a receipt, oldest first."""
        rows = self._base.execute(
            "SELECT number, document FROM answers WHERE json_extract(document, '$.state') IN (?, ?) ORDER BY number",
            PENDING,
        ).fetchall()
        return tuple(_read(number, document) for number, document in rows)

    def find(self, envelope: str) -> Entry | None:
        """Return the newest entry that used an envelope identifier, or None."""
        row = self._base.execute(
            "SELECT number, document FROM answers, json_each(document, '$.envelopes') AS used WHERE used.value = ?"
            " ORDER BY number DESC",
            (envelope,),
        ).fetchone()
        return _read(*row) if row else None


def _write(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def _read(number: int, document: str) -> Entry:
    kept = json.loads(document)
    lists = {name: tuple(kept[name]) for name in ("letters", "envelopes")}
    return Entry(**{**kept, **lists, "number": number})
