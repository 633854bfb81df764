"""The checks of a bundle, one after another: manifest and signatures first, then each file, then the record."""

from collections.abc import Sequence

from cryptography import x509

from labcert.domain.errors import UsageMistake
from labcert.domain.events import EvidenceKept, SessionOpened
from labcert.domain.language import _
from labcert.domain.suite_state import SuiteState
from labcert.session.canonical import sha256_of
from labcert.session.chain import BrokenChain, links
from labcert.session.check_signatures import signature_reasons
from labcert.session.contents import Contents, Limits
from labcert.session.folder import EVENTS_FILE, VERDICT_FILE
from labcert.session.log import decode_event
from labcert.session.manifest import MANIFEST, SEAL_FILES, SIGNATURES, ListedFile, Manifest, digest_of, read_manifest
from labcert.session.report import BundleBroken, Reason, VerifyReport
from labcert.session.suite_words import told_of_suite

__all__ = ["EVIDENCE_FOLDER", "check"]

EVIDENCE_FOLDER = "evidence/"
LARGEST_MANIFEST = 32 << 20
NEEDED_EVENTS = frozenset({SessionOpened.__name__, EvidenceKept.__name__})
"""the kinds that a check reads; others need not be known, so that an older labcert can check a newer bundle"""


def check(contents: Contents, trusted: Sequence[x509.Certificate], limits: Limits) -> VerifyReport:
    """Check everything; raises UsageMistake where there is no bundle."""
    if MANIFEST not in contents.names:
        return _without_manifest(contents)
    try:
        data = _whole(contents, MANIFEST, LARGEST_MANIFEST)
    except BundleBroken as broken:
        return VerifyReport((*contents.problems, *broken.reasons))
    try:
        manifest = read_manifest(data)
    except ValueError:
        return _with_spoilt_manifest(contents)
    reasons = [*contents.problems, *_seal(contents, data, manifest, trusted)]
    if all(reason.file != MANIFEST for reason in reasons):
        reasons += _files(contents, manifest, limits)
        if all(reason.file != EVENTS_FILE for reason in reasons):
            reasons += _record(contents, manifest)
    return VerifyReport(tuple(dict.fromkeys(reasons)), manifest.session, manifest.demo, manifest.test_type)


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


def _whole(contents: Contents, name: str, at_most: int) -> bytes:
    data = b""
    for piece in contents.pieces(name):
        data += piece
        if len(data) > at_most:
            raise BundleBroken(Reason("too_large", name, _("{name} er større, end den må være.").format(name=name)))
    return data


def _seal(contents: Contents, data: bytes, manifest: Manifest, trusted: Sequence[x509.Certificate]) -> list[Reason]:
    if SIGNATURES in contents.names:
        try:
            signatures = _whole(contents, SIGNATURES, LARGEST_MANIFEST)
        except BundleBroken as broken:
            return list(broken.reasons)
        return signature_reasons(signatures, sha256_of(data), manifest, trusted)
    if manifest.signers:
        return [Reason("signature_missing", SIGNATURES, _("Filen med underskrifterne mangler. Bed om pakken igen."))]
    return [Reason("not_signed", SIGNATURES, _("Ingen har underskrevet pakken."))]


def _files(contents: Contents, manifest: Manifest, limits: Limits) -> list[Reason]:
    listed = {entry.path: entry for entry in manifest.files}
    if sum(entry.size for entry in manifest.files) > limits.total or len(listed) > limits.files:
        return [Reason("too_large", MANIFEST, _("Pakken er større, end labcert vil læse."))]
    reasons = [reason for entry in manifest.files for reason in _file(contents, entry)]
    reasons += [
        Reason("file_missing", name, _("{name} er ikke med i manifestet.").format(name=name))
        for name in (EVENTS_FILE, VERDICT_FILE)
        if name not in listed
    ]
    text = _("{name} stod ikke i pakken, da den blev underskrevet. Fjern filen, eller bed om pakken igen.")
    reasons += [
        Reason("file_unlisted", name, text.format(name=name))
        for name in contents.names
        if name not in listed and name not in SEAL_FILES
    ]
    return reasons


def _file(contents: Contents, listed: ListedFile) -> list[Reason]:
    name = listed.path
    if name not in contents.names:
        return [Reason("file_missing", name, _("{name} mangler. Bed om pakken igen.").format(name=name))]
    try:
        found = digest_of(contents, name, at_most=listed.size)
    except BundleBroken as broken:
        return list(broken.reasons)
    if found != listed:
        text = _("{name} er ændret, efter at den blev underskrevet. Bed om pakken igen.")
        return [Reason("file_changed", name, text.format(name=name))]
    if name.startswith(EVIDENCE_FOLDER) and name != EVIDENCE_FOLDER + listed.sha256:
        return [Reason("evidence_misnamed", name, _("{name} hedder ikke efter sit indhold.").format(name=name))]
    return []


def _record(contents: Contents, manifest: Manifest) -> list[Reason]:
    """The log's chain holds, it is this session's, and every piece of evidence it names is there."""
    have, reasons = {entry.path for entry in manifest.files}, []
    *lines, tail = b"".join(contents.pieces(EVENTS_FILE)).split(b"\n")
    if tail:
        reasons.append(Reason("log_broken", EVENTS_FILE, _("Hændelsesloggens sidste linje er kun skrevet halvt.")))
    try:
        for link in links(lines):
            match decode_event(link.kind, link.data, link.seq) if link.kind in NEEDED_EVENTS else None:
                case SessionOpened(session=session, demo=demo) if (session, demo) != (manifest.session, manifest.demo):
                    text = _("Hændelsesloggen hører til en anden session ({session}).").format(session=session)
                    reasons.append(Reason("log_of_other_session", EVENTS_FILE, text))
                case SessionOpened(suite_state=SuiteState(sealed=False) as state):
                    reasons.append(Reason("suite_not_sealed", EVENTS_FILE, told_of_suite(state)))
                case EvidenceKept(evidence=evidence) if EVIDENCE_FOLDER + evidence.sha256 not in have:
                    text = _("Beviset “{name}”, som hændelsesloggen nævner, er ikke i pakken.")
                    place = EVIDENCE_FOLDER + evidence.sha256
                    reasons.append(Reason("evidence_missing", place, text.format(name=evidence.name)))
                case _:
                    pass
    except BrokenChain as broken:
        reasons.append(Reason("log_broken", EVENTS_FILE, broken.message))
    return reasons
