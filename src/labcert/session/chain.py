"""The chain of an event log: each line holds the hash of the line before it, so no line can be changed unseen.

A line is canonical JSON `{"data","hash","kind","prev","seq","time"}`; `hash` is the sha256 of the canonical JSON of the
rest, `prev` the hash of the line before (64 zeros in the first), `seq` counts from 1.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.session.canonical import canonical, parsed, sha256_of

__all__ = ["START", "BrokenChain", "Link", "instant", "links", "make_link", "read_link"]

START = "0" * 64


class BrokenChain(ToolFault):
    """The log isn't as it was written; `seq` is the number of the first event that can't be trusted."""

    def __init__(self, seq: int, why: str) -> None:
        self.seq, self.why = seq, why
        super().__init__(
            _("Hændelsesloggen er ikke, som den blev skrevet: hændelse {seq} {why}.").format(seq=seq, why=why),
            remedy=_("Brug en kopi af sessionen fra før ændringen, eller kør programmet igen."),
        )


@dataclass(frozen=True)
class Link:
    """One line of a log, not yet read as a typed event; `time` is ISO 8601 with offset."""

    seq: int
    time: str
    kind: str
    data: Any
    prev: str
    hash: str

    @property
    def moment(self) -> datetime:
        """The time, as it was read."""
        return datetime.fromisoformat(self.time)

    @property
    def line(self) -> bytes:
        """The line as it stands in the file, with its line feed."""
        return canonical(_body(self.seq, self.time, self.kind, self.data, self.prev) | {"hash": self.hash}) + b"\n"


def _body(seq: int, time: str, kind: str, data: Any, prev: str) -> dict[str, Any]:
    return {"seq": seq, "time": time, "kind": kind, "data": data, "prev": prev}


def make_link(seq: int, time: str, kind: str, data: Any, prev: str) -> Link:
    """Return the next line of a chain; `data` is plain JSON."""
    return Link(seq, time, kind, data, prev, sha256_of(canonical(_body(seq, time, kind, data, prev))))


def _has_shape(found: Any) -> bool:
    if not isinstance(found, dict) or set(found) != {"seq", "time", "kind", "data", "prev", "hash"}:
        return False
    return isinstance(found["time"], str) and isinstance(found["kind"], str)


def instant(time: str) -> datetime | None:
    """Return the moment that a log tells, with its offset; None where it tells none."""
    try:
        found = datetime.fromisoformat(time)
    except ValueError:
        return None
    return found if found.tzinfo else None


def read_link(line: bytes, seq: int, prev: str) -> Link:
    """Read one line that must be number `seq` and follow the hash `prev`; raises BrokenChain."""
    try:
        found = parsed(line)
    except ValueError as error:
        raise BrokenChain(seq, _("kan ikke læses")) from error
    if not _has_shape(found):
        raise BrokenChain(seq, _("har ikke de felter, en hændelse skal have"))
    if instant(found["time"]) is None:
        raise BrokenChain(seq, _("har et tidspunkt, der ikke kan læses"))
    if found["seq"] != seq or found["prev"] != prev:
        raise BrokenChain(seq, _("følger ikke efter hændelsen før den; en hændelse er fjernet, indsat eller flyttet"))
    try:
        body = canonical(_body(seq, found["time"], found["kind"], found["data"], prev))
    except (ValueError, RecursionError) as error:  # NaN is no JSON
        raise BrokenChain(seq, _("kan ikke læses")) from error
    link = Link(seq, found["time"], found["kind"], found["data"], prev, sha256_of(body))
    if _with_hash(body, link) != line:
        raise BrokenChain(seq, _("er ændret, efter at den blev skrevet"))
    return link


def _with_hash(body: bytes, link: Link) -> bytes:
    """The whole line from its canonical body; the hash has its place, by the alphabet, between "data" and "kind"."""
    rest = canonical({"kind": link.kind, "prev": link.prev, "seq": link.seq, "time": link.time})[1:]
    return body[: -len(rest)] + b'"hash":"' + link.hash.encode("ascii") + b'",' + rest


def links(lines: Iterable[bytes], seq: int = 1, prev: str = START) -> Iterator[Link]:
    """Read whole lines (without their line feeds) one after another; raises BrokenChain at the first that is wrong."""
    for line in lines:
        link = read_link(line, seq, prev)
        yield link
        seq, prev = seq + 1, link.hash
