"""A bundle as it is handed over: a folder or a zip of it. Here it is zipped; `verifying` checks it."""

from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.atomic import replacing
from labcert.session.container import container
from labcert.session.contents import FolderContents, Limits
from labcert.session.manifest import MANIFEST
from labcert.session.report import Reason, Result, VerifyReport
from labcert.session.verifying import verify

__all__ = ["Limits", "Reason", "Result", "VerifyReport", "verify", "zip_bundle"]

DEFAULT_LIMITS = Limits()


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
