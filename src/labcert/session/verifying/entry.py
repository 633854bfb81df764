"""What is this file, and which check is it for?"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.session.certificates import trust_list
from labcert.session.contents import FolderContents, Limits
from labcert.session.report import VerifyReport
from labcert.session.verifying.bundle import check_bundle
from labcert.session.verifying.question import Question
from labcert.session.verifying.zips import check_zip

__all__ = ["verify"]

DEFAULT_LIMITS = Limits()
STORE_START = b"SQLite format 3\0"


def verify(
    path: Path,
    trust: Iterable[bytes] = (),
    limits: Limits = DEFAULT_LIMITS,
    *,
    time_stampers: Iterable[bytes] = (),
    on: date | None = None,
    revocations: bytes | None = None,
    issuer: str = "",
) -> VerifyReport:
    """Check a bundle (a folder or a zip), a certificate's PDF or its JSON; `trust` are certificates in PEM.

    The rest is as in `Question`; `on` None is today. Nothing is unpacked, fetched or written. Raises UsageMistake for
    what is nothing of ours, ToolFault for what can't be read.
    """
    question = Question(
        trust_list(trust), on or datetime.now().astimezone().date(), trust_list(time_stampers), revocations,
        issuer=issuer, limits=limits,
    )  # fmt: skip
    return check_bundle(FolderContents(path), question) if path.is_dir() else _check_file(path, question)


def _check_file(path: Path, question: Question) -> VerifyReport:
    start = _start_of(path)
    if start.startswith(b"PK"):
        return check_zip(path, question)
    if start == STORE_START:
        raise UsageMistake(
            _("{name} er et lager af sessioner, ikke en pakke.").format(name=path.name),
            remedy=_("Hent sessionen ud med labcert session export, og kontrollér den."),
        )
    raise UsageMistake(
        _("{name} er ikke en pakke fra labcert.").format(name=path.name),
        remedy=_("Angiv den mappe eller zip-fil, som blev afleveret."),
    )


def _start_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UsageMistake(_("{name} er ikke en almindelig fil.").format(name=path.name), where=str(path))
        with path.open("rb") as file:
            return file.read(len(STORE_START))
    except FileNotFoundError as error:
        raise UsageMistake(_("Pakken kan ikke læses: {why}.").format(why=error.strerror), where=str(path)) from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ToolFault(_("Pakken kan ikke læses: {why}.").format(why=why), where=str(path)) from error
