"""A zip as a bundle: opened without unpacking, and, where it was made here, held against the bytes it must have."""

import hashlib
import zipfile
from pathlib import Path

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.session.container import MARK, container
from labcert.session.contents import ZipContents
from labcert.session.report import BundleBroken, Reason, Result, VerifyReport
from labcert.session.verifying.bundle import check_bundle
from labcert.session.verifying.question import Question

__all__ = ["check_zip"]


def check_zip(path: Path, question: Question) -> VerifyReport:
    """Check the bundle in a zip; raises UsageMistake where there is none, ToolFault for what can't be read."""
    try:
        with _opened(path) as archive:
            contents = ZipContents(archive, question.limits)
            report = check_bundle(contents, question)
            if report.result is not Result.BROKEN:
                _check_container(path, archive, contents)
            return report
    except BundleBroken as broken:
        return VerifyReport(broken.reasons)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise UsageMistake(_("Pakken kan ikke læses: {why}.").format(why=error.strerror), where=str(path)) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        text = _("Zip-filen er beskadiget og kan ikke læses. Bed om pakken igen.")
        raise BundleBroken(Reason("zip_damaged", path.name, text)) from error


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
