"""A zip as a bundle: opened without unpacking, and, where it was made here, held against the bytes it must have."""

import os
import struct
import zipfile
from pathlib import Path

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.container import MARK, Packed, is_framed_as_ours
from labcert.session.contents import ZipContents
from labcert.session.report import BundleBroken, Reason, Result, VerifyReport
from labcert.session.verifying.bundle import check_bundle
from labcert.session.verifying.question import Question

__all__ = ["check_zip"]

LONGEST_ENDING = 4 * len(MARK)


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
        why = system_words(error)
        raise UsageMistake(_("Pakken kan ikke læses: {why}.").format(why=why), where=str(path)) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        text = _("Zip-filen er beskadiget og kan ikke læses. Bed om pakken igen.")
        raise BundleBroken(Reason("zip_damaged", path.name, text)) from error


def _check_container(path: Path, archive: zipfile.ZipFile, contents: ZipContents) -> None:
    """A zip made by `zip_bundle` must be framed as it would be again; others' zips have fields of their own.

    The files themselves were read already, each to its end and so against its CRC-32.
    """
    try:
        with path.open("rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - LONGEST_ENDING))
            ours = archive.comment or MARK in file.read()
            right = not ours or is_framed_as_ours(file, (Packed(*each) for each in contents.packed))
    except (OSError, struct.error) as error:
        raise ToolFault(_("Pakken kan ikke læses: {why}.").format(why=error), where=str(path)) from error
    if not right:
        text = _("Filerne i pakken er, som de skal være, men selve zip-filen er ændret, siden den blev lavet.")
        raise BundleBroken(Reason("zip_changed", path.name, text))
