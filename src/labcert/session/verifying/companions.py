"""The certificate and the revocation list in a bundle: made after the manifest was signed, so they must speak of it.

The certificate as PDF is one thing with the certificate for machines inside it, so a PDF alone is checked here, too.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes

from labcert.domain.certificate import Certificate, SignedRow
from labcert.domain.language import _
from labcert.session.contents import Contents
from labcert.session.folder import VERDICT_FILE
from labcert.session.manifest import SIGNATURES, Manifest
from labcert.session.report import BundleBroken, CertificateFacts, Reason
from labcert.session.signing import Signature, chain_if_right, read_signatures
from labcert.session.verifying.certificate import CertificateCheck, check_certificate
from labcert.session.verifying.files import whole
from labcert.session.verifying.pdf import LARGEST_PDF, check_pdf
from labcert.session.verifying.question import CERTIFICATE_JSON, CERTIFICATE_PDF, COMPANIONS, REVOCATIONS, Question
from labcert.session.verifying.revocations import list_reasons

__all__ = ["Companions", "check_printed", "companion_reasons"]


@dataclass(frozen=True)
class Companions:
    """What speaks against them, and what the certificate says (None where there is none)."""

    reasons: tuple[Reason, ...] = ()
    facts: CertificateFacts | None = None


def companion_reasons(contents: Contents, manifest: Manifest, manifest_sha256: str, question: Question) -> Companions:
    """Check them against the manifest they must name, each other, and those who signed."""
    if not COMPANIONS & set(contents.names):
        return Companions()
    try:
        found = {name: whole(contents, name, LARGEST_PDF) for name in COMPANIONS & set(contents.names)}
        signed = whole(contents, SIGNATURES, LARGEST_PDF) if SIGNATURES in contents.names else b""
    except BundleBroken as broken:
        return Companions(broken.reasons)
    checked = _certificate(found, question)
    if checked is None:
        text = _("revocations.json hører til et certifikat, men der er intet i pakken.")
        return Companions((Reason("file_unlisted", REVOCATIONS, text),))
    reasons = list(checked.reasons)
    if checked.content is not None:
        reasons += _of_this_session(checked.content, manifest, manifest_sha256, _place(found))
        reasons += _of_these_signatures(checked.content, signed, manifest_sha256, _place(found))
        if REVOCATIONS in found:
            reasons += list_reasons(found[REVOCATIONS], REVOCATIONS, checked.content, question, came_along=True)
    return Companions(tuple(reasons), checked.facts)


def _place(found: dict[str, bytes]) -> str:
    return CERTIFICATE_JSON if CERTIFICATE_JSON in found else CERTIFICATE_PDF


def _certificate(found: dict[str, bytes], question: Question) -> CertificateCheck | None:
    if CERTIFICATE_PDF in found:
        return check_printed(found[CERTIFICATE_PDF], CERTIFICATE_PDF, question, beside=found.get(CERTIFICATE_JSON))
    if CERTIFICATE_JSON in found:
        return check_certificate(found[CERTIFICATE_JSON], CERTIFICATE_JSON, question)
    return None


def check_printed(data: bytes, name: str, question: Question, *, beside: bytes | None = None) -> CertificateCheck:
    """Check a certificate's PDF and the certificate for machines inside it, which must be the one beside it, if any."""
    printed = check_pdf(data, name, question)
    place = f"{name}/{CERTIFICATE_JSON}" if beside is None else CERTIFICATE_JSON
    machine = beside if beside is not None else printed.embedded
    if machine is None:
        return CertificateCheck(printed.reasons)
    checked = check_certificate(machine, place, question)
    reasons = [*printed.reasons, *checked.reasons]
    if beside is not None and printed.embedded is not None and printed.embedded != beside:
        text = _("{name} indeholder et andet certifikat end certificate.json ved siden af.")
        reasons.append(Reason("certificates_differ", name, text.format(name=name)))
    if printed.signer is not None and checked.signer is not None and printed.signer != checked.signer:
        text = _("{name} er underskrevet med et andet certifikat end det, den indeholder for maskiner.")
        reasons.append(Reason("certificates_differ", name, text.format(name=name)))
    return CertificateCheck(tuple(reasons), checked.content, checked.facts, checked.signer)


def _of_this_session(certificate: Certificate, manifest: Manifest, manifest_sha256: str, name: str) -> Iterator[Reason]:
    listed = {entry.path: entry.sha256 for entry in manifest.files}
    pairs = (
        (certificate.session, manifest.session),
        (certificate.digests.manifest, manifest_sha256),
        (certificate.digests.verdict, listed.get(VERDICT_FILE, "")),
        (certificate.digests.suite, manifest.suite_sha256),
        (certificate.digests.schema, manifest.schema_sha256),
        (certificate.digests.protocols, manifest.protocols),
        (certificate.vendor, manifest.sut.vendor),
        (certificate.system, manifest.sut.system),
        (certificate.system_version, manifest.sut.version),
        (certificate.programme, manifest.programme.name),
        (certificate.programme_version, manifest.programme.version),
        (certificate.test_type, manifest.test_type),
    )
    if any(said != real for said, real in pairs):
        text = _("{name} er ikke udstedt for denne pakke, men for session {session}. Bed om det rigtige certifikat.")
        told = text.format(name=name, session=certificate.session)
        yield Reason("certificate_of_other_session", name, told)
    if manifest.demo and not certificate.test:
        text = _("{name} er udstedt som et rigtigt certifikat, men sessionen er en demonstration.")
        yield Reason("certificate_of_other_session", name, text.format(name=name))


def _of_these_signatures(certificate: Certificate, signed: bytes, sha256: str, name: str) -> Iterator[Reason]:
    """The parties that stand on the certificate are those who signed, with their words and their certificates."""
    try:
        found = read_signatures(signed).signatures
    except ValueError:
        return  # told elsewhere
    if {_row(each, sha256) for each in found} != set(certificate.parties):
        text = _("De parter, der står på {name}, er ikke dem, der har underskrevet pakken.")
        yield Reason("certificate_of_other_session", name, text.format(name=name))


def _row(signature: Signature, manifest_sha256: str) -> SignedRow | None:
    right = chain_if_right(signature, manifest_sha256)
    if right is None:
        return None
    return SignedRow(
        signature.row, signature.party, signature.name, signature.role, signature.organisation, signature.time,
        signature.remark, right[0][0].fingerprint(hashes.SHA256()).hex(),
    )  # fmt: skip
