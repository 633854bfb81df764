"""A session that goes on after it was sealed: only where nobody has signed what the seal is over."""

import shutil

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.folder import SessionFolder
from labcert.session.signing import read_signatures

__all__ = ["DERIVED_FILES", "DERIVED_FOLDERS", "require_unsigned", "unseal"]

DERIVED_FOLDERS = ("medcom",)
"""folders besides Allure's results that are made again from the log"""
DERIVED_FILES = ("fields.json",)
"""files besides those that every session has"""


def require_unsigned(folder: SessionFolder) -> None:
    """Raise UsageMistake where somebody has signed, or where it can't be read whether somebody has."""
    if not folder.signatures.exists():
        return
    try:
        signed = read_signatures(folder.signatures.read_bytes()).signatures
    except (OSError, ValueError) as error:
        raise UsageMistake(_("Filen med underskrifterne kan ikke læses."), where=str(folder.signatures)) from error
    if signed:
        raise UsageMistake(
            _("Sessionen er underskrevet, så der kan ikke køres mere i den."),
            where=str(folder.path),
            remedy=_("Begynd en ny session."),
        )


def unseal(folder: SessionFolder) -> None:
    """Take the seal off, and what was derived from the log with it; log, evidence and journals stay.

    The seal goes first: what is left by an interruption is an unsealed session and never a broken bundle.
    """
    require_unsigned(folder)
    for file in (folder.manifest, folder.signatures, folder.verdict, folder.report, folder.allure):
        file.unlink(missing_ok=True)
    for name in DERIVED_FILES:
        (folder.path / name).unlink(missing_ok=True)
    for name in DERIVED_FOLDERS:
        shutil.rmtree(folder.path / name, ignore_errors=True)
    shutil.rmtree(folder.allure_results, ignore_errors=True)
    folder.allure_results.mkdir(exist_ok=True)
