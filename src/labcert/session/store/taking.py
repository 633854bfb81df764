"""A session's folder, taken into the store: looked through first, then all of it in one transaction, or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Connection

from labcert.domain.errors import LabcertError, ToolFault, UsageMistake
from labcert.domain.events import Event, SessionOpened
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.session.canonical import sha256_of
from labcert.session.chain import Link, links
from labcert.session.contents import FolderContents
from labcert.session.folder import EVENTS_FILE, SessionFolder
from labcert.session.log import decode_event
from labcert.session.manifest import MANIFEST, SIGNATURES
from labcert.session.store.appending import evidence_of, is_signed, require_open
from labcert.session.store.files import EVIDENCE, drop_file, paths_of, put_file, read_file
from labcert.session.store.lines import Head, head_of, make_session, raw_lines, write_links

__all__ = ["Found", "look_through", "store_found"]


@dataclass(frozen=True)
class Found:
    """What a folder has: whole events in their order, and the names of its other files."""

    folder: Path
    events: tuple[tuple[Link, Event], ...]
    names: tuple[str, ...]

    @property
    def opened(self) -> SessionOpened:
        """The first event."""
        first = self.events[0][1]
        assert isinstance(first, SessionOpened)
        return first

    def data(self, name: str) -> bytes:
        """Return a file's bytes; raises ToolFault where it can't be read."""
        return b"".join(FolderContents(self.folder).pieces(name)) if name in self.names else b""


def look_through(folder: SessionFolder) -> Found:
    """Read a folder and its log; raises UsageMistake for odd names and links, BrokenChain for a changed log."""
    contents = FolderContents(folder.path)
    if contents.problems:
        first = contents.problems[0]
        raise UsageMistake(first.message, where=str(folder.path), remedy=_("Fjern den fra mappen, og prøv igen."))
    if EVENTS_FILE not in contents.names:
        raise UsageMistake(_("Her er ingen session: events.jsonl mangler."), where=str(folder.path))
    *lines, _tail = b"".join(contents.pieces(EVENTS_FILE)).split(b"\n")
    events = tuple((link, decode_event(link.kind, link.data, link.seq)) for link in links(lines))
    if not events or not isinstance(events[0][1], SessionOpened):
        raise UsageMistake(
            _("Her er ingen session: hændelsesloggen fortæller ikke, hvad der blev begyndt."), where=str(folder.path)
        )
    names = tuple(name for name in contents.names if name != EVENTS_FILE)
    return Found(folder.path, events, names)


def store_found(connection: Connection, found: Found, *, own: bool) -> None:
    """Store what a folder has more than the store; `own`: a working folder, whose files are the session's from now on.

    Raises UsageMistake where the two logs fork, where the session is closed, and where evidence is missing or changed.
    """
    session = found.opened.session
    head = head_of(connection, session, to_write=True)
    if head is None:
        head = make_session(connection, found.opened, found.events[0][0].time)
    new = found.events[_common(connection, head, found) :]
    require_open(connection, head, tuple(event for _link, event in new))
    _take_files(connection, head, found, whole=own or bool(new))
    _require_evidence(connection, session, new)
    write_links(connection, head, new)


def _common(connection: Connection, head: Head, found: Found) -> int:
    """Return how many events the store has of the folder's; raises UsageMistake where the logs fork."""
    stored = raw_lines(connection, head.session)
    for (link, _event), line in zip(found.events, stored, strict=False):
        if link.line != line:
            raise UsageMistake(
                _("Sessionen {session} i mappen er en anden end den i lageret: de er ens til og med hændelse {same}, "
                  "men hændelse {seq} er forskellig.").format(
                    session=head.session, same=link.seq - 1, seq=link.seq
                ),
                where=str(found.folder),
                remedy=_("Begge er bevaret. Find ud af, hvilken der er den rigtige, og læs den ind i et andet lager."),
            )  # fmt: skip
    return len(stored)


def _take_files(connection: Connection, head: Head, found: Found, *, whole: bool) -> None:
    """Take the files in. Where the folder is no newer than the store, what the store has already stays as it is."""
    stored = paths_of(connection, head.session)
    signed = is_signed(connection, head.session)
    whole = whole or (MANIFEST in found.names and MANIFEST not in stored)
    for name in found.names:
        if name.startswith(EVIDENCE) and name in stored:
            continue
        data = found.data(name)
        if name.startswith(EVIDENCE):
            _require_digest(name, data)
        if name not in stored or (whole and not signed) or (name == SIGNATURES and _has_more(connection, head, data)):
            put_file(connection, head.session, name, data)
    if whole and not signed:
        for name in stored.difference(found.names):
            if not name.startswith(EVIDENCE):
                drop_file(connection, head.session, name)


def _has_more(connection: Connection, head: Head, data: bytes) -> bool:
    """Say whether a file of signatures has all that the store's has, and more."""
    from labcert.session.signing import read_signatures  # as in `is_signed`

    try:
        kept = read_signatures(read_file(connection, head.session, SIGNATURES))
        given = read_signatures(data)
    except (ValueError, LabcertError):
        return False
    return set(kept.signatures) < set(given.signatures)


def _require_digest(name: str, data: bytes) -> None:
    if name != EVIDENCE + sha256_of(data):
        raise UsageMistake(
            _("Beviset {name} er ændret, efter at det blev gemt.").format(name=name),
            remedy=_("Bed om sessionen igen. Intet er læst ind."),
        )


def _require_evidence(connection: Connection, session: str, new: Iterable[tuple[Link, Event]]) -> None:
    held = paths_of(connection, session)
    for link, event in new:
        evidence = evidence_of(event)
        if evidence is not None and EVIDENCE + evidence.sha256 not in held:
            raise _no_evidence(link.seq, evidence)


def _no_evidence(seq: int, evidence: Evidence) -> ToolFault | UsageMistake:
    return UsageMistake(
        _("Beviset “{name}”, som hændelse {seq} henviser til, mangler.").format(name=evidence.name, seq=seq),
        where=EVIDENCE + evidence.sha256,
        remedy=_("Bed om sessionen igen. Intet er læst ind."),
    )
