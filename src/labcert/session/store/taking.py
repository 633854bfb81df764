"""A session's folder, taken into the store: looked through first, then all of it in one transaction, or nothing."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import Connection

from labcert.domain.errors import UsageMistake
from labcert.domain.events import Event, SessionOpened
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.session.canonical import sha256_of
from labcert.session.chain import Link, links
from labcert.session.contents import FolderContents
from labcert.session.folder import EVENTS_FILE, SessionFolder
from labcert.session.log import Clock, EventLog, decode_event
from labcert.session.manifest import MANIFEST, SIGNATURES
from labcert.session.store import files
from labcert.session.store.appending import UNLISTED, evidence_of, is_signed, require_open, unseal_stored
from labcert.session.store.files import EVIDENCE, drop_file, paths_of, put_file, put_new_files, read_file
from labcert.session.store.lines import Head, head_of, make_session, raw_lines, write_links

__all__ = ["Found", "look_through", "look_through_foreign", "store_found"]

JOURNALS = "journals/"
"""what the hosts remember of each run, which no log repeats"""


@dataclass(frozen=True)
class Found:
    """What a folder has: whole events in their order, its other files, and how many bytes of a half-written line."""

    folder: Path
    contents: FolderContents
    events: tuple[tuple[Link, Event], ...]
    half: int
    log: str
    """sha256 of the log as it was read"""

    @property
    def opened(self) -> SessionOpened:
        """The first event."""
        first = self.events[0][1]
        assert isinstance(first, SessionOpened)
        return first

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of the files besides the log."""
        return tuple(name for name in self.contents.names if name != EVENTS_FILE)

    def data(self, name: str) -> bytes:
        """Return a file's bytes; raises ToolFault where it can't be read, UsageMistake where there are too many."""
        data = bytearray()
        for piece in self.contents.pieces(name):
            data += piece
            if len(data) > files.LARGEST:
                raise files.too_large(name)
        return bytes(data)


def look_through(folder: SessionFolder) -> Found:
    """Read a folder and its log; raises UsageMistake for odd names and links, BrokenChain for a changed log."""
    contents = FolderContents(folder.path)
    if contents.problems:
        first = contents.problems[0]
        raise UsageMistake(first.message, where=str(folder.path), remedy=_("Fjern den fra mappen, og prøv igen."))
    if EVENTS_FILE not in contents.names:
        raise UsageMistake(_("Her er ingen session: events.jsonl mangler."), where=str(folder.path))
    log = b"".join(contents.pieces(EVENTS_FILE))
    *lines, tail = log.split(b"\n")
    events = tuple((link, decode_event(link.kind, link.data, link.seq)) for link in links(lines))
    if not events or not isinstance(events[0][1], SessionOpened):
        raise UsageMistake(
            _("Her er ingen session: hændelsesloggen fortæller ikke, hvad der blev begyndt."), where=str(folder.path)
        )
    return Found(folder.path, contents, events, len(tail), sha256_of(log))


def look_through_foreign(folder: SessionFolder, clock: Clock) -> Found:
    """Read a folder from elsewhere. A half-written line is set aside there, as by any other opening of the folder.

    Raises UsageMistake for one in a sealed folder, which nobody may change.
    """
    found = look_through(folder)
    if not found.half:
        return found
    if MANIFEST in found.names:
        raise UsageMistake(
            _("Den sidste linje i hændelsesloggen er kun skrevet halvt, selv om sessionen er forseglet."),
            where=str(folder.events),
            remedy=_("Bed om sessionen igen. Intet er læst ind."),
        )
    with EventLog(folder.events, clock):
        pass
    return look_through(folder)


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
    if new:
        unseal_stored(connection, session)
    if new and not own:
        _require_same_history(connection, session, found)
    if own or new:
        _mirror(connection, session, found)
    elif len(found.events) == head.events:
        _take_same(connection, session, found)
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


def _require_same_history(connection: Connection, session: str, found: Found) -> None:
    """Raise UsageMistake where a folder from elsewhere has another journal of the same run than the store."""
    for name in paths_of(connection, session).intersection(found.names):
        if name.startswith(JOURNALS) and read_file(connection, session, name) != found.data(name):
            raise UsageMistake(
                _("{name} i mappen er en anden end den, lageret har af samme kørsel.").format(name=name),
                where=str(found.folder),
                remedy=_("Bed om sessionen igen. Intet er læst ind."),
            )


def _mirror(connection: Connection, session: str, found: Found) -> None:
    """Let the session have the folder's files and no others; evidence and journals are never taken away."""
    stored = paths_of(connection, session)
    _take_new(connection, session, found, (name for name in found.names if name not in stored))
    for name in stored.intersection(found.names):
        if not name.startswith(EVIDENCE):
            put_file(connection, session, name, found.data(name))
    for name in stored.difference(found.names):
        if not name.startswith((EVIDENCE, JOURNALS)):
            drop_file(connection, session, name)


def _take_same(connection: Connection, session: str, found: Found) -> None:
    """Take in what a folder with the very same log has more: evidence, a seal, signatures, a certificate."""
    stored = paths_of(connection, session)
    seal, given = _sealed(connection, session, stored), found.data(MANIFEST) if MANIFEST in found.names else b""
    if given and (not seal or (given != seal and not is_signed(connection, session))):
        _mirror(connection, session, found)
        return
    wanted = (
        name
        for name in found.names
        if name not in stored and (name.startswith(EVIDENCE) or not seal or (given == seal and name in UNLISTED))
    )
    _take_new(connection, session, found, wanted)
    if seal and seal == given and SIGNATURES in found.names and SIGNATURES in stored:
        kept = read_file(connection, session, SIGNATURES)
        put_file(connection, session, SIGNATURES, _gathered(seal, kept, found.data(SIGNATURES)))


def _sealed(connection: Connection, session: str, stored: frozenset[str]) -> bytes:
    return read_file(connection, session, MANIFEST) if MANIFEST in stored else b""


def _take_new(connection: Connection, session: str, found: Found, names: Iterable[str]) -> None:
    """Take in files that the store has not; raises UsageMistake for evidence that isn't what its name says."""

    def read() -> Iterator[tuple[str, bytes]]:
        for name in names:
            data = found.data(name)
            if name.startswith(EVIDENCE):
                _require_digest(name, data)
            yield name, data

    put_new_files(connection, session, read())


def _gathered(manifest: bytes, kept: bytes, given: bytes) -> bytes:
    """Return a file of signatures with those of another that are right and new; what was signed stays signed."""
    from labcert.session.signing import read_signatures, with_signature  # as in `is_signed`

    try:
        more = read_signatures(given).signatures
    except ValueError:
        return kept
    for signature in more:
        with suppress(UsageMistake):  # the party has signed the row here already, or the signature isn't right
            kept = with_signature(kept, manifest, signature)
    return kept


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


def _no_evidence(seq: int, evidence: Evidence) -> UsageMistake:
    return UsageMistake(
        _("Beviset “{name}”, som hændelse {seq} henviser til, mangler.").format(name=evidence.name, seq=seq),
        where=EVIDENCE + evidence.sha256,
        remedy=_("Bed om sessionen igen. Intet er læst ind."),
    )
