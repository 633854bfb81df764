"""The event log: append-only, hash-chained, and on disk before the next thing happens."""

import os
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

import msgspec

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import EVENTS, Event, EvidenceKept, FindingMade, ProgressNoted, SentenceRun
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.atomic import flush_folder, write_whole
from labcert.session.canonical import plain, sha256_of
from labcert.session.chain import START, BrokenChain, Link, links, make_link
from labcert.session.locking import locked

__all__ = ["Clock", "EventLog", "LogContent", "LogEntry", "decode_event", "read_log"]

Clock = Callable[[], datetime]
"""tells the time, with its offset from UTC"""


@dataclass(frozen=True)
class LogEntry:
    """One event with its number (from 1), its time (ISO 8601 with offset) and its hash."""

    seq: int
    time: str
    event: Event
    hash: str


@dataclass(frozen=True)
class LogContent:
    """A log as read: whole events, and the bytes of a last line that was only half written ("" for none)."""

    entries: tuple[LogEntry, ...]
    broken_tail: bytes = b""

    @property
    def word(self) -> str:
        """A sentence about the half-written line, or ""."""
        if not self.broken_tail:
            return ""
        return _(
            "Den sidste linje i hændelsesloggen blev kun skrevet halvt ({size} byte), fordi kørslen blev afbrudt. "
            "Den tæller ikke med; de {count} hændelser før den er hele."
        ).format(size=len(self.broken_tail), count=len(self.entries))


def _inside_a_step(event: Event) -> bool:
    """Say whether an event tells nothing until the step it belongs to has ended."""
    return isinstance(event, SentenceRun | EvidenceKept | FindingMade | ProgressNoted) and event.step != ""


def decode_event(kind: str, data: object, seq: int) -> Event:
    """Turn a line's data into the typed event; raises BrokenChain where this version doesn't know it."""
    if kind not in EVENTS:
        raise BrokenChain(seq, _("er af en slags, som denne version af labcert ikke kender ({kind})").format(kind=kind))
    try:
        return msgspec.convert(data, EVENTS[kind])
    except msgspec.ValidationError as error:
        raise BrokenChain(seq, _("har et indhold, som ikke passer til sin slags ({why})").format(why=error)) from error


def _entry(link: Link) -> LogEntry:
    return LogEntry(link.seq, link.time, decode_event(link.kind, link.data, link.seq), link.hash)


def read_log(path: Path) -> LogContent:
    """Read a log whole and check its chain; raises BrokenChain (with the event's number) or UsageMistake (no log)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageMistake(
            _("Hændelsesloggen kan ikke læses: {why}.").format(why=system_words(error)), where=path.name
        ) from error
    *lines, tail = data.split(b"\n")
    return LogContent(tuple(_entry(link) for link in links(lines)), tail)


class EventLog:
    """Appends events to a log; safe between threads, and between processes where the system can lock files.

    An existing log is checked and gone on with. A half-written last line (the process was killed, so nobody was told
    that the event was kept) is moved to a file of its own beside the log, and a ProgressNoted says so.
    """

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._lock = threading.Lock()
        self._seq, self._hash, self._size = 0, START, 0
        self._damaged = False
        try:
            self._file = path.open("a+b", buffering=0)
        except OSError as error:
            raise UsageMistake(
                _("Hændelsesloggen kan ikke skrives: {why}.").format(why=system_words(error)),
                where=str(path),
                remedy=_("Vælg en mappe, som du må skrive i."),
            ) from error
        try:
            flush_folder(path.parent)
            with locked(self._file):
                self._catch_up()
        except BaseException:
            self._file.close()
            raise

    def append(self, event: Event) -> LogEntry:
        """Write an event; raises ToolFault if it can't be written, and then the log is as before.

        When this returns, no killed process can take the event away. What happens inside a step is safe from a power
        cut together with the step's end, for until then the step counts for nothing; every other event at once.
        """
        with self._lock, locked(self._file):
            if self._damaged:
                raise self._fault(_("en tidligere linje kunne ikke skrives helt"))
            self._catch_up()
            return self._put(event)

    def close(self) -> None:
        """Close the file; what was appended is on disk already."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _put(self, event: Event) -> LogEntry:
        time = self._clock().isoformat(timespec="milliseconds")
        link = make_link(self._seq + 1, time, type(event).__name__, plain(event), self._hash)
        self._write(link.line, flush=not _inside_a_step(event))
        self._seq, self._hash = link.seq, link.hash
        return LogEntry(link.seq, link.time, event, link.hash)

    def _write(self, line: bytes, *, flush: bool) -> None:
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self._file.write(rest) or 0 :]
            if flush:
                os.fsync(self._file.fileno())
        except OSError as error:
            self._damaged = True
            with suppress(OSError):
                self._file.truncate(self._size)
                self._damaged = False
            raise self._fault(system_words(error)) from error
        self._size += len(line)

    def _fault(self, why: str) -> ToolFault:
        return ToolFault(
            _("En hændelse kunne ikke gemmes i hændelsesloggen: {why}.").format(why=why),
            where=str(self._path),
            remedy=_("Skaf plads på disken, og kør de sidste trin igen. Det, der var gemt, er bevaret."),
        )

    def _catch_up(self) -> None:
        """Read what another process wrote after the last known line; a half-written line at the end is set aside."""
        size = os.fstat(self._file.fileno()).st_size
        if size == self._size:
            return
        if size < self._size:
            raise BrokenChain(self._seq, _("er væk; filen er blevet kortere"))
        self._file.seek(self._size)
        *lines, tail = self._file.read(size - self._size).split(b"\n")
        for link in links(lines, self._seq + 1, self._hash):
            decode_event(link.kind, link.data, link.seq)
            self._seq, self._hash = link.seq, link.hash
        self._size = size - len(tail)
        if tail:
            self._set_aside(tail)

    def _set_aside(self, tail: bytes) -> None:
        place = self._path.with_name(f"{self._path.stem}.halv-{self._seq + 1}-{sha256_of(tail)[:8]}.txt")
        write_whole(place, tail)
        self._file.truncate(self._size)
        os.fsync(self._file.fileno())
        word = _(
            "Kørslen blev afbrudt midt i en hændelse. Den halve linje ({size} byte) er lagt i {place} "
            "og tæller ikke med."
        )
        self._put(ProgressNoted("", word.format(size=len(tail), place=place.name)))
