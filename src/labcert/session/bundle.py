"""A bundle as it is handed over: a folder or a zip of it. Here it is opened, checked and zipped."""

import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.session.atomic import replacing
from labcert.session.certificates import trust_list
from labcert.session.check import check
from labcert.session.container import MARK, container
from labcert.session.contents import FolderContents, Limits, ZipContents
from labcert.session.manifest import MANIFEST
from labcert.session.report import BundleBroken, Reason, Result, VerifyReport

__all__ = ["Limits", "Reason", "Result", "VerifyReport", "verify", "zip_bundle"]

DEFAULT_LIMITS = Limits()


def verify(path: Path, trust: Iterable[bytes] = (), limits: Limits = DEFAULT_LIMITS) -> VerifyReport:
    """Check a bundle, a folder or a zip; `trust` are certificates in PEM.

    Nothing is unpacked or written. Raises UsageMistake for what is no bundle at all, ToolFault for what can't be read.
    """
    trusted = trust_list(trust)
    if path.is_dir():
        return check(FolderContents(path), trusted, limits)
    try:
        with _opened(path) as archive:
            contents = ZipContents(archive, limits)
            report = check(contents, trusted, limits)
            if report.result is not Result.BROKEN:
                _check_container(path, archive, contents)
            return report
    except BundleBroken as broken:
        return VerifyReport(broken.reasons)


def _opened(path: Path) -> zipfile.ZipFile:
    start = b""
    try:
        with path.open("rb") as file:
            start = file.read(2)
        return zipfile.ZipFile(path)
    except OSError as error:
        raise UsageMistake(_("Pakken kan ikke læses: {why}.").format(why=error.strerror), where=str(path)) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        if start == b"PK":
            text = _("Zip-filen er beskadiget og kan ikke læses. Bed om pakken igen.")
            raise BundleBroken(Reason("zip_damaged", path.name, text)) from error
        raise UsageMistake(
            _("{name} er ikke en pakke fra labcert.").format(name=path.name),
            remedy=_("Angiv den mappe eller zip-fil, som blev afleveret."),
        ) from error


def _check_container(path: Path, archive: zipfile.ZipFile, contents: ZipContents) -> None:
    """A zip made by `zip_bundle` must be the bytes it would make again; others' zips have fields of their own."""
    digest, ending = hashlib.sha256(), b""
    try:
        with path.open("rb") as file:
            while piece := file.read(1 << 20):
                digest.update(piece)
                ending = (ending + piece)[-4 * len(MARK) :]
    except OSError as error:
        raise ToolFault(_("Pakken kan ikke læses: {why}.").format(why=error.strerror), where=str(path)) from error
    if not archive.comment and MARK not in ending:
        return
    expected = hashlib.sha256()
    for piece in container(contents):
        expected.update(piece)
    if expected.digest() != digest.digest():
        text = _("Filerne i pakken er, som de skal være, men selve zip-filen er ændret, siden den blev lavet.")
        raise BundleBroken(Reason("zip_changed", path.name, text))


def zip_bundle(folder: Path, target: Path) -> None:
    """Write a sealed bundle's folder as a zip, the same bytes for the same files; raises UsageMistake or ToolFault."""
    contents = FolderContents(folder)
    if contents.problems:
        raise UsageMistake(" ".join(problem.message for problem in contents.problems), where=str(folder))
    if MANIFEST not in contents.names:
        raise UsageMistake(_("Mappen er ikke forseglet, så den kan ikke afleveres endnu."), where=str(folder))
    if target.resolve().is_relative_to(folder.resolve()):
        raise UsageMistake(_("Zip-filen kan ikke lægges i selve pakken; vælg en anden mappe."), where=str(target))
    size = sum((folder / name).stat().st_size for name in contents.names)
    if len(contents.names) > DEFAULT_LIMITS.files or size > DEFAULT_LIMITS.total:
        raise UsageMistake(_("Pakken er for stor til at blive zippet; aflevér mappen, som den er."), where=str(folder))
    with replacing(target) as file:
        for piece in container(contents):
            file.write(piece)
