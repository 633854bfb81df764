"""The append-only journal: one JSON line an event, on disk before what it says is told to anybody.

A line has `seq` (rises over all hosts of one process), `time` (ISO 8601 with offset), `host`, `event`, and the event's
own keys. The simulators rebuild their state from it, so nothing is ever changed or removed in it.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Protocol

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from mock_databanks.clock import Clock
from mock_databanks.disk import Tell, append_whole, set_aside, sync

__all__ = ["FileJournal", "Journal", "Line", "MemoryJournal"]


@dataclass(frozen=True)
class Line:
    """One event of a journal; `data` holds the event's own keys."""

    seq: int
    time: str
    host: str
    event: str
    data: dict[str, object] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """Return a key's value as text, "" where it is missing."""
        return str(self.data.get(key) or "")

    def to_json(self) -> str:
        """Return the line as it stands in the file, without its line break."""
        return json.dumps(
            {"seq": self.seq, "time": self.time, "host": self.host, "event": self.event, **self.data},
            ensure_ascii=False,
            separators=(",", ":"),
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> "Line":
        """Read a line back; ValueError or KeyError if it is not a whole line of a journal."""
        keys = json.loads(text)
        if not isinstance(keys, dict):
            raise ValueError("not an object")  # noqa: TRY004 it is the text that is wrong, not a caller's type
        seq, time, host, event = keys.pop("seq"), keys.pop("time"), keys.pop("host"), keys.pop("event")
        if not (isinstance(seq, int) and isinstance(event, str)):
            raise ValueError("seq or event has a wrong type")  # noqa: TRY004 as above
        return cls(seq, str(time), str(host), event, keys)


class Journal(Protocol):
    """What a simulator needs of a journal."""

    def append(self, event: str, data: dict[str, object], *, durable: bool = True) -> Line:
        """Add an event; when `durable`, it and all before it survive a power cut once this returns."""
        ...

    def lines(self, since: int = 0) -> Iterator[Line]:
        """Return every line from a sequence number on, oldest first."""
        ...


class MemoryJournal:
    """A journal without a file, for tests of a simulator."""

    def __init__(self, host: str, clock: Clock, numbers: Iterator[int] | None = None) -> None:
        self._host, self._clock, self._numbers = host, clock, numbers or count(1)
        self._lines: list[Line] = []

    def append(self, event: str, data: dict[str, object], *, durable: bool = True) -> Line:  # noqa: ARG002 the port
        """Add an event."""
        line = Line(next(self._numbers), self._clock().isoformat(timespec="milliseconds"), self._host, event, data)
        self._lines.append(line)
        return line

    def lines(self, since: int = 0) -> Iterator[Line]:
        """Return every line from a sequence number on, oldest first."""
        return iter(self._lines[bisect_left(self._lines, since, key=lambda line: line.seq) :])


class FileJournal:
    """A journal in a file of JSON lines.

    Opening it sets aside a half-written last line (what a killed process leaves) into `<file>.broken` and says so; a
    broken line with whole lines after it is no accident of ours, and stops the start with a sentence that names it.
    """

    def __init__(self, path: Path, host: str, clock: Clock, numbers: Iterator[int], tell: Tell) -> None:
        self._host, self._clock, self._numbers = host, clock, numbers
        self._lines = _read(path, tell)
        self._file = path.open("ab", buffering=0)
        self._size = path.stat().st_size

    @property
    def last(self) -> int:
        """The highest sequence number in the file, 0 where it is empty."""
        return self._lines[-1].seq if self._lines else 0

    def number_from(self, numbers: Iterator[int]) -> None:
        """Take the sequence numbers of new lines from here."""
        self._numbers = numbers

    def append(self, event: str, data: dict[str, object], *, durable: bool = True) -> Line:
        """Add an event; when `durable`, it and all before it survive a power cut once this returns."""
        line = Line(next(self._numbers), self._clock().isoformat(timespec="milliseconds"), self._host, event, data)
        written = line.to_json().encode() + b"\n"
        append_whole(self._file, written, self._size, durable=durable)
        self._size += len(written)
        self._lines.append(line)
        return line

    def lines(self, since: int = 0) -> Iterator[Line]:
        """Return every line from a sequence number on, oldest first."""
        return iter(self._lines[bisect_left(self._lines, since, key=lambda line: line.seq) :])

    def close(self) -> None:
        """Write everything to disk and close the file."""
        if not self._file.closed:
            sync(self._file.fileno())
            self._file.close()


def _read(path: Path, tell: Tell) -> list[Line]:
    if not path.exists():
        return []
    raw, lines, good = path.read_bytes(), list[Line](), 0
    for number, chunk in enumerate(raw.splitlines(keepends=True), start=1):
        try:
            lines.append(Line.from_json(chunk if chunk.endswith(b"\n") else b""))  # cut short, however whole it looks
        except (ValueError, KeyError) as error:
            if good + len(chunk) < len(raw):
                raise UsageMistake(
                    _("Journalen kan ikke læses: linje {number} er ødelagt, og der står hele linjer efter den.").format(
                        number=number
                    ),
                    where=str(path),
                    remedy=_("Start med en anden mappe i --data, og gem denne til undersøgelse."),
                ) from error
            set_aside(path, good, tell)
            break
        good += len(chunk)
    return lines
