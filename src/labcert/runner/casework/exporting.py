"""Writes sessions of the store to one file, which another store, or this one after an accident, can read in."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.runner.casework.export_file import (
    FORMAT,
    INDEX,
    ExportedSession,
    ExportIndex,
    certificate_paths,
    session_folder_name,
)
from labcert.runner.marks import local_time
from labcert.session.atomic import replacing
from labcert.session.bundle import zip_bundle
from labcert.session.canonical import sha256_of
from labcert.session.contents import FolderContents
from labcert.session.manifest import MANIFEST, ListedFile
from labcert.session.store import CertificateRow, SessionRow, Store, Wanted

__all__ = ["chosen_sessions", "export", "export_bundle"]


def chosen_sessions(
    store: Store, words: Sequence[str], programme: str, *, everything: bool
) -> tuple[SessionRow, ...]:
    """Return the sessions that are asked for: by name, of a programme, or all; raises UsageMistake for none."""
    if sum([bool(words), bool(programme), everything]) != 1:
        raise UsageMistake(
            _("Skriv, hvad der skal med: én eller flere sessioner, --programme ID eller --all, og kun én af delene.")
        )
    if words:
        return tuple({row.id: row for row in map(store.find, words)}.values())
    found = store.sessions(Wanted(programme=programme))
    if not found:
        raise UsageMistake(
            _("Lageret har ingen sessioner med programmet {programme}.").format(programme=programme)
            if programme
            else _("Lageret har ingen sessioner.")
        )
    return found


def export(store: Store, rows: Sequence[SessionRow], out: Path) -> int:
    """Write the sessions whole, with their certificates, to a new zip; return its size in bytes.

    Raises UsageMistake where there is a file of that name, ToolFault where the disk refuses; then there is no file.
    """
    _require_free(out)
    with replacing(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        sessions = tuple(_write_session(store, row.id, archive) for row in rows)
        ids = {row.id for row in rows}
        certificates = tuple(each for each in store.certificates() if each.session in ids)
        files = tuple(listed for each in certificates for listed in _write_certificate(store, each, archive))
        known = {each.id for each in certificates}
        revoked = tuple(each for each in store.revocations() if each.certificate in known)
        index = ExportIndex(FORMAT, _now(), _tool(), sessions, certificates, revoked, files)
        archive.writestr(INDEX, index.to_bytes())
    return out.stat().st_size


def _require_free(out: Path) -> None:
    if out.exists():
        raise UsageMistake(
            _("Filen findes i forvejen, og en eksport overskriver intet."),
            where=str(out),
            remedy=_("Vælg et andet navn med --out."),
        )
    if not out.parent.is_dir():
        raise UsageMistake(_("Mappen findes ikke."), where=str(out.parent), remedy=_("Lav den, eller vælg en anden."))


def export_bundle(store: Store, rows: Sequence[SessionRow], out: Path) -> int:
    """Write one session as a bundle, which `labcert verify` can check; return its size. Raises as `export` does."""
    if len(rows) != 1:
        raise UsageMistake(
            _("En pakke er én session."), remedy=_("Skriv dens id, eller udelad --bundle for at få en eksport.")
        )
    _require_free(out)
    (row,) = rows
    if all(file.path != MANIFEST for file in store.files(row.id)):
        raise UsageMistake(
            _("Sessionen {id} er ikke forseglet, så den kan ikke skrives som en pakke.").format(id=row.id),
            remedy=_("Kør den færdig, eller afslut gennemgangen. Uden --bundle kan den skrives, som den er."),
        )
    with TemporaryDirectory(prefix="labcert-export-") as place:
        zip_bundle(store.materialise(row.id, Path(place) / row.id).path, out)
    return out.stat().st_size


def _now() -> str:
    return local_time().isoformat(timespec="seconds")


def _tool() -> str:
    from labcert import __version__

    return __version__


def _write_session(store: Store, session: str, archive: zipfile.ZipFile) -> ExportedSession:
    with TemporaryDirectory(prefix="labcert-export-") as place:
        folder = store.materialise(session, Path(place) / "session")
        contents = FolderContents(folder.path)
        prefix = session_folder_name(session)
        return ExportedSession(
            session, tuple(_write(archive, prefix + name, b"".join(contents.pieces(name))) for name in contents.names)
        )


def _write_certificate(store: Store, certificate: CertificateRow, archive: zipfile.ZipFile) -> tuple[ListedFile, ...]:
    paths = certificate_paths(certificate.id)
    return tuple(
        _write(archive, path, data)
        for path, data in zip(paths, store.certificate_files(certificate.id), strict=True)
    )


def _write(archive: zipfile.ZipFile, path: str, data: bytes) -> ListedFile:
    archive.writestr(path, data)
    return ListedFile(path, len(data), sha256_of(data))
