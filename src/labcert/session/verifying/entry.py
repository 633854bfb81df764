"""What is this file, and which check is it for?"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.canonical import parsed
from labcert.session.certificates import trust_list
from labcert.session.contents import FolderContents, Limits
from labcert.session.jws import CERTIFICATE, REVOCATIONS
from labcert.session.report import Kind, VerifyReport
from labcert.session.verifying.bundle import check_bundle
from labcert.session.verifying.certificate import CertificateCheck, check_certificate
from labcert.session.verifying.companions import check_printed
from labcert.session.verifying.documents import LARGEST_DOCUMENT
from labcert.session.verifying.pdf import LARGEST_PDF
from labcert.session.verifying.question import REVOCATIONS as REVOCATIONS_FILE
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
    revocations_name: str = REVOCATIONS_FILE,
    issuer: str = "",
) -> VerifyReport:
    """Check a bundle (a folder or a zip), a certificate's PDF or its JSON; `trust` are certificates in PEM.

    The rest is as in `Question`; `on` None is today. Nothing is unpacked, fetched or written. Raises UsageMistake for
    what is nothing of ours, ToolFault for what can't be read.
    """
    question = Question(
        trust_list(trust), on or datetime.now().astimezone().date(), trust_list(time_stampers), revocations,
        revocations_name, issuer=issuer, limits=limits,
    )  # fmt: skip
    return check_bundle(FolderContents(path), question) if path.is_dir() else _check_file(path, question)


def _check_file(path: Path, question: Question) -> VerifyReport:
    start = _start_of(path)
    if start.startswith(b"PK"):
        return check_zip(path, question)
    if start.startswith(b"%PDF-"):
        checked = check_printed(_whole(path, LARGEST_PDF), path.name, question)
        return _of_certificate(checked, Kind.CERTIFICATE_PDF)
    if start.startswith(b"{"):
        return _check_json(path, question)
    if start == STORE_START:
        raise UsageMistake(
            _("{name} er et lager af sessioner, ikke en pakke.").format(name=path.name),
            remedy=_("Hent sessionen ud med labcert session export, og kontrollér den."),
        )
    raise _nothing_of_ours(path)


def _nothing_of_ours(path: Path) -> UsageMistake:
    return UsageMistake(
        _("{name} er hverken en pakke eller et certifikat fra labcert.").format(name=path.name),
        remedy=_("Angiv den mappe eller zip-fil, certificate.pdf eller certificate.json, som blev afleveret."),
    )


def _check_json(path: Path, question: Question) -> VerifyReport:
    data = _whole(path, LARGEST_DOCUMENT)
    try:
        kinds = set(parsed(data))
    except (ValueError, TypeError):
        kinds = {CERTIFICATE}  # one that was cut is told as broken
    if REVOCATIONS in kinds:
        raise UsageMistake(
            _("{name} er en spærreliste, ikke et certifikat.").format(name=path.name),
            remedy=_("Kontrollér et certifikat med den: labcert verify certificate.json --revocations {name}").format(
                name=path.name
            ),
        )
    if CERTIFICATE not in kinds:
        raise _nothing_of_ours(path)
    return _of_certificate(check_certificate(data, path.name, question), Kind.CERTIFICATE_JSON)


def _of_certificate(checked: CertificateCheck, kind: Kind) -> VerifyReport:
    session = checked.content.session if checked.content else ""
    test_type = checked.content.test_type if checked.content else ""
    return VerifyReport(checked.reasons, session, test_type=test_type, kind=kind, certificate=checked.facts)


def _whole(path: Path, at_most: int) -> bytes:
    """Read a file, and of one that is too large a byte more than that."""
    try:
        with path.open("rb") as file:
            return file.read(at_most + 1)
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> ToolFault:
    why = system_words(error)
    return ToolFault(_("{name} kan ikke læses: {why}.").format(name=path.name, why=why), where=str(path))


def _start_of(path: Path) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise UsageMistake(_("{name} er ikke en almindelig fil.").format(name=path.name), where=str(path))
        with path.open("rb") as file:
            return file.read(len(STORE_START))
    except FileNotFoundError as error:
        why = system_words(error)
        raise UsageMistake(_("Pakken kan ikke læses: {why}.").format(why=why), where=str(path)) from error
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
