"""Reads sessions into the store: a bundle that a vendor hands in, a session's folder, or an export of a store.

Everything is checked before anything is written: every byte against the lists that came along, every log's chain, and
that no session is another one than the store's. What comes in twice does no harm. What MedCom alone decides (marks,
approvals, the end of a review, certificates and their revocation) comes in only where whoever reads it in says that the
file is from a store they trust: nothing in a log or an export proves who wrote it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.events import ReviewMoved
from labcert.domain.language import _
from labcert.protocol.model import Suite
from labcert.runner.casework.export_file import (
    INDEX,
    ExportIndex,
    read_index,
    session_folder_name,
)
from labcert.runner.casework.importing_decisions import decided_in, new_papers, take_papers, undecided
from labcert.runner.casework.standing import note_standing
from labcert.runner.casework.unpacking import laid_out
from labcert.runner.planning import opened_of
from labcert.session import LogEntry, SessionFolder, read_log
from labcert.session.contents import Contents, FolderContents
from labcert.session.folder import EVENTS_FILE
from labcert.session.manifest import MANIFEST, digest_of
from labcert.session.report import NOT_BROKEN, NOTICES, Result
from labcert.session.store import SessionRow, Store
from labcert.session.verifying import verify

__all__ = ["Imported", "What", "import_sessions"]

LARGEST_INDEX = 512 << 20
"""bytes"""
MOST_TOLD = 3
"""of what is wrong with a bundle; `labcert verify` tells all of it"""


class What(StrEnum):
    """What became of a session that was read in."""

    NEW = "new"
    CONTINUED = "continued"
    """the store had its beginning"""
    COMPLETED = "completed"
    """the store had every event, but not every file (a signature, a certificate)"""
    KNOWN = "known"
    """the store had all of it"""


@dataclass(frozen=True)
class Imported:
    """A session that was read in, and sentences about what a reader should know of it."""

    row: SessionRow
    what: What
    notes: tuple[str, ...]


def import_sessions(store: Store, suite: Suite, path: Path, *, decisions: bool = False) -> tuple[Imported, ...]:
    """Read in what lies at a path; raises UsageMistake, and the store is then as it was, where it can't be trusted.

    `decisions` says that what MedCom decides may come in with it.
    """
    if not path.exists():
        raise UsageMistake(
            _("Filen findes ikke."), where=str(path), remedy=_("Angiv den mappe eller zip-fil, som du har fået.")
        )
    with laid_out(path) as (place, contents):
        if INDEX in contents.names:
            return _import_export(store, suite, place, contents, decisions=decisions)
        if EVENTS_FILE in contents.names:
            _require_whole_bundle(path, contents, str(path))
            folders = _checked(store, [SessionFolder(place)], decisions=decisions)
            return tuple(_take(store, suite, folder) for folder in folders)
    raise UsageMistake(
        _("Her er hverken en session eller en eksport: events.jsonl og export.json mangler."),
        where=str(path),
        remedy=_("Angiv den mappe eller zip-fil, som du har fået. Flere pakker læses ind én ad gangen."),
    )


def _require_whole_bundle(path: Path, contents: Contents, where: str) -> None:
    """Raise UsageMistake where a sealed session isn't as its manifest says; one that isn't sealed has none."""
    if MANIFEST not in contents.names:
        return
    report = verify(path)
    if report.result is Result.BROKEN:
        against = (reason.message for reason in report.reasons if reason.code not in NOT_BROKEN | NOTICES)
        told = " ".join(tuple(dict.fromkeys(against))[:MOST_TOLD])
        raise UsageMistake(
            _("Pakken er ikke, som da den blev lavet: {why}").format(why=told),
            where=where,
            remedy=_("Intet er læst ind."),
        )


def _import_export(
    store: Store, suite: Suite, place: Path, contents: Contents, *, decisions: bool
) -> tuple[Imported, ...]:
    index = _index(contents)
    _require_listed(index, contents)
    certificates = new_papers(store, index, place)
    if certificates and not decisions:
        raise undecided(certificates)
    folders = [SessionFolder(place / session_folder_name(session.id)) for session in index.sessions]
    for session, folder in zip(index.sessions, folders, strict=True):
        if opened_of(folder).session != session.id:
            raise _damaged(_("Sessionen {id} er en anden, end eksporten siger.").format(id=session.id))
        if _is_closed(folder):
            _require_whole_bundle(folder.path, FolderContents(folder.path), session.id)
    imported = tuple(_take(store, suite, folder) for folder in _checked(store, folders, decisions=decisions))
    take_papers(store, index, place)
    return imported


def _is_closed(folder: SessionFolder) -> bool:
    """Say whether the review has ended: then the session is frozen, and what was signed is its manifest."""
    moves = [entry.event.state for entry in read_log(folder.events).entries if isinstance(entry.event, ReviewMoved)]
    return bool(moves) and moves[-1].closed


def _damaged(why: str) -> UsageMistake:
    return UsageMistake(why, remedy=_("Eksporten er ændret eller beskadiget, og intet er læst ind. Lav den igen."))


def _index(contents: Contents) -> ExportIndex:
    data = b""
    for piece in contents.pieces(INDEX):
        data += piece
        if len(data) > LARGEST_INDEX:
            raise _damaged(_("export.json er større, end den må være."))
    try:
        return read_index(data)
    except ValueError as error:
        raise _damaged(_("export.json kan ikke læses eller hænger ikke sammen.")) from error


def _require_listed(index: ExportIndex, contents: Contents) -> None:
    """Every file is listed, every listed one is there, and each is as listed."""
    listed = index.every_file
    found = set(contents.names) - {INDEX}
    for name in sorted(found ^ listed.keys()):
        raise _damaged(
            _("{name} står ikke i eksportens liste.").format(name=name)
            if name in found
            else _("{name} mangler i eksporten.").format(name=name)
        )
    for name, file in listed.items():
        if digest_of(contents, name, at_most=file.size) != file:
            raise _damaged(_("{name} er ændret, siden eksporten blev lavet.").format(name=name))


def _checked(store: Store, folders: Sequence[SessionFolder], *, decisions: bool) -> Sequence[SessionFolder]:
    """Return the folders; raises UsageMistake where one of them can't be taken in beside what the store has."""
    for folder in folders:
        identifier = opened_of(folder).session
        row, theirs = _known(store, identifier), read_log(folder.events).entries
        ours = store.entries(row.id) if row else ()
        if row is not None and row.lease is not None:
            raise UsageMistake(
                _("Sessionen {id} er i brug på {host}, så den kan ikke læses ind nu.").format(
                    id=identifier, host=row.lease.host
                ),
                remedy=_("Vent, til den er færdig. Intet er læst ind."),
            )
        if any(mine.hash != other.hash for mine, other in zip(ours, theirs, strict=False)):
            raise _forked(identifier)
        if not decisions and (told := tuple(decided_in(theirs, len(ours)))):
            raise undecided(told)
    return folders


def _forked(identifier: str) -> UsageMistake:
    return UsageMistake(
        _("Sessionen {id} er en anden end den, lageret har: de er begyndt ens og siden gået hver sin vej.").format(
            id=identifier
        ),
        remedy=_(
            "Intet er læst ind. Find ud af, hvilken der er den rigtige, og læs den anden ind i et andet lager."
        ),
    )


def _known(store: Store, identifier: str) -> SessionRow | None:
    try:
        found = store.find(identifier)
    except UsageMistake:
        return None
    return found if found.id == identifier else None


def _take(store: Store, suite: Suite, folder: SessionFolder) -> Imported:
    entries = read_log(folder.events).entries
    before = _known(store, opened_of(folder).session)
    files = store.files(before.id) if before else ()
    row = store.take_in(folder)
    note_standing(store, suite, row.id)
    if before is None:
        what = What.NEW
    elif row.events > before.events:
        what = What.CONTINUED
    else:
        what = What.COMPLETED if store.files(row.id) != files else What.KNOWN
    notes = () if what is What.KNOWN else tuple(_notes(suite, folder, entries))
    return Imported(store.find(row.id), what, notes)


def _notes(suite: Suite, folder: SessionFolder, entries: Sequence[LogEntry]) -> Iterator[str]:
    opened = opened_of(folder)
    if opened.demo:
        yield _("Det er en demonstration og ikke en certificering.")
    if not folder.manifest.exists():
        yield _("Den er ikke forseglet: det kan kun ses på hændelsesloggens kæde, at den er, som den blev skrevet.")
    if any(decided_in(entries, 0)):
        yield _("Loggen har afgørelser, som ikke er truffet i dette lager.")
    known = {programme.id for programme in suite.programmes} | {protocol.id for protocol in suite.protocols}
    if opened.programme not in known:
        yield _("Programmet {programme} findes ikke i denne labcert, så sessionen kan ikke bedømmes her.").format(
            programme=opened.programme
        )
