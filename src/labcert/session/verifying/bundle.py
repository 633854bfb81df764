"""The checks of a bundle, one after another: manifest and signatures, each file, the record, what was laid beside."""

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.canonical import sha256_of
from labcert.session.contents import Contents
from labcert.session.folder import EVENTS_FILE, VERDICT_FILE
from labcert.session.manifest import MANIFEST, SIGNATURES, Manifest, read_manifest
from labcert.session.report import BundleBroken, Reason, VerifyReport
from labcert.session.verifying.companions import companion_reasons
from labcert.session.verifying.files import file_reasons, whole
from labcert.session.verifying.question import Question
from labcert.session.verifying.record import read_record
from labcert.session.verifying.signatures import back_dated_reasons, signature_reasons
from labcert.session.verifying.verdicts import verdict_reasons

__all__ = ["check_bundle"]

LARGEST_MANIFEST = 32 << 20


def check_bundle(contents: Contents, question: Question) -> VerifyReport:
    """Check everything; raises UsageMistake where there is no bundle."""
    if MANIFEST not in contents.names:
        return _without_manifest(contents)
    if len(contents.names) > question.limits.files:
        return VerifyReport((Reason("too_large", "", _("Pakken har flere filer, end labcert vil læse.")),))
    try:
        data = whole(contents, MANIFEST, LARGEST_MANIFEST)
    except BundleBroken as broken:
        return VerifyReport((*contents.problems, *broken.reasons))
    try:
        manifest = read_manifest(data)
    except ValueError:
        return _with_spoilt_manifest(contents)
    reasons = [*contents.problems, *_seal(contents, data, manifest, question)]
    if all(reason.file != MANIFEST for reason in reasons):
        reasons += file_reasons(contents, manifest, question.limits)
        reasons += _record(contents, manifest, reasons, question)
    found = companion_reasons(contents, manifest, sha256_of(data), question)
    told = tuple(dict.fromkeys([*reasons, *found.reasons]))
    return VerifyReport(told, manifest.session, manifest.demo, manifest.test_type, certificate=found.facts)


def _without_manifest(contents: Contents) -> VerifyReport:
    if SIGNATURES in contents.names:
        text = _("manifest.json mangler, så det kan ikke ses, hvad der blev underskrevet. Bed om pakken igen.")
        return VerifyReport((*contents.problems, Reason("manifest_missing", MANIFEST, text)))
    if EVENTS_FILE in contents.names:
        raise UsageMistake(_("Sessionen er ikke forseglet endnu, så der er ingen underskrifter at kontrollere."))
    raise _no_bundle()


def _with_spoilt_manifest(contents: Contents) -> VerifyReport:
    if not {SIGNATURES, EVENTS_FILE, VERDICT_FILE} & set(contents.names):
        raise _no_bundle()
    text = _("manifest.json kan ikke læses eller hænger ikke sammen; filen er ændret. Bed om pakken igen.")
    return VerifyReport((*contents.problems, Reason("manifest_damaged", MANIFEST, text)))


def _no_bundle() -> UsageMistake:
    return UsageMistake(
        _("Her er ikke en pakke fra labcert: manifest.json mangler eller er af en anden slags."),
        remedy=_("Angiv den mappe eller zip-fil, som blev afleveret."),
    )


def _seal(contents: Contents, data: bytes, manifest: Manifest, question: Question) -> list[Reason]:
    if SIGNATURES in contents.names:
        try:
            signatures = whole(contents, SIGNATURES, LARGEST_MANIFEST)
        except BundleBroken as broken:
            return list(broken.reasons)
        return signature_reasons(signatures, sha256_of(data), manifest, question.trusted)
    if manifest.signers:
        return [Reason("signature_missing", SIGNATURES, _("Filen med underskrifterne mangler. Bed om pakken igen."))]
    return [Reason("not_signed", SIGNATURES, _("Ingen har underskrevet pakken."))]


def _record(contents: Contents, manifest: Manifest, so_far: list[Reason], question: Question) -> list[Reason]:
    """Check log and verdict, where they are the files that were signed."""
    spoilt = {reason.file for reason in so_far}
    if EVENTS_FILE in spoilt or MANIFEST in spoilt:
        return []
    record = read_record(contents, manifest)
    reasons = list(record.reasons)
    if record.ended is not None and SIGNATURES in contents.names:
        data = whole(contents, SIGNATURES, LARGEST_MANIFEST)
        reasons += back_dated_reasons(data, question.trusted, record.ended)
    if VERDICT_FILE in spoilt or any(reason.code in ("log_broken", "too_large") for reason in record.reasons):
        return reasons
    return [*reasons, *verdict_reasons(contents, manifest, record)]
