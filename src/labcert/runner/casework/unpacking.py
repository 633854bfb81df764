"""Lays what somebody sent out in a folder of its own, with nothing outside it, however the zip was made."""

import errno
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.contents import Contents, FolderContents, Limits, ZipContents
from labcert.session.report import BundleBroken

__all__ = ["EXPORT_LIMITS", "laid_out"]

EXPORT_LIMITS = Limits(files=1_000_000, total=64 << 30)
"""an export may hold a whole store"""
NOT_SMALL, MOST_TIMES = 64 << 20, 200
"""bytes from which a zip is held to this: unpacked it may be so many times its own size. A run's files give 3 to 20"""


@contextmanager
def laid_out(path: Path, limits: Limits = EXPORT_LIMITS) -> Iterator[tuple[Path, Contents]]:
    """Yield a folder with the files of a folder (itself) or a zip (a copy that is gone at the end), and its contents.

    Raises UsageMistake for what is neither, for a zip that is damaged, too large or larger than it says, and for odd
    names, links and names that mean the same file; ToolFault where the disk refuses. Then nothing is left.
    """
    try:
        if path.is_dir():
            contents = FolderContents(path)
            _require_plain(contents)
            yield path, contents
            return
        with ExitStack() as stack:
            archive = stack.enter_context(_opened(path))
            _require_no_bomb(path, archive, limits)
            inside = ZipContents(archive, limits)
            place = Path(stack.enter_context(TemporaryDirectory(prefix="labcert-import-"))) / "pakke"
            _unpack(inside, place)
            yield place, FolderContents(place)
    except BundleBroken as broken:
        raise UsageMistake(
            " ".join(reason.message for reason in broken.reasons[:3]),
            where=str(path),
            remedy=_("Intet er læst ind. Bed om filen igen."),
        ) from broken


def _require_plain(contents: FolderContents) -> None:
    if contents.problems:
        raise BundleBroken(*contents.problems)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except OSError as error:
        raise UsageMistake(
            _("Filen kan ikke læses: {why}.").format(why=system_words(error)), where=str(path)
        ) from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        raise UsageMistake(
            _("{name} er hverken en pakke eller en eksport fra labcert, eller den er beskadiget.").format(
                name=path.name
            ),
            remedy=_("Angiv den mappe eller zip-fil, som du har fået. Intet er læst ind."),
        ) from error


def _require_no_bomb(path: Path, archive: zipfile.ZipFile, limits: Limits) -> None:
    total = sum(info.file_size for info in archive.infolist())
    if total > limits.total or (total > NOT_SMALL and total > MOST_TIMES * path.stat().st_size):
        raise UsageMistake(
            _("Zip-filen fylder {size} MB, når den pakkes ud. Det gør ingen session, så den bliver ikke læst.").format(
                size=total >> 20
            ),
            where=str(path),
        )


def _unpack(contents: ZipContents, place: Path) -> None:
    try:
        for name in contents.names:
            file = place / name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("xb") as target:
                for piece in contents.pieces(name):
                    target.write(piece)
        place.mkdir(exist_ok=True)
    except OSError as error:
        if error.errno in (errno.EEXIST, errno.ENOTDIR, errno.ENAMETOOLONG, errno.EISDIR):
            raise UsageMistake(
                _("Zip-filen har navne, som ikke kan være der på samme tid ({name}).").format(name=name),
                remedy=_("Intet er læst ind. Bed om filen igen."),
            ) from error
        raise ToolFault(
            _("Zip-filen kunne ikke pakkes ud: {why}.").format(why=system_words(error)),
            where=str(place.parent),
            remedy=_("Skaf plads på disken, og prøv igen. Intet er læst ind."),
        ) from error
