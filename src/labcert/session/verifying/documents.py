"""A signed JSON file that may come from anybody: is it whole, who signed it, when, and does somebody vouch for them?"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from labcert.domain.language import _
from labcert.session.certificates import is_trusted
from labcert.session.jws import REVOCATIONS, SignedJson, read_signed
from labcert.session.report import BundleBroken, Reason
from labcert.session.timestamps import read_token
from labcert.session.verifying.question import Question

__all__ = ["LARGEST_DOCUMENT", "SignedBy", "damaged", "may_sign", "organisation_of", "read_document", "signed_by"]

LARGEST_DOCUMENT = 8 << 20
SMALLEST_RSA = 2048


@dataclass(frozen=True)
class SignedBy:
    """What a signature was made with: certificates (the signer's first), the signature itself, and a token over it.

    `claimed` is when the signer says it was; it counts only where there is no token.
    """

    chain: Sequence[x509.Certificate]
    signature: bytes
    token: bytes | None
    claimed: datetime


def read_document(data: bytes, kind: str, name: str) -> SignedJson:
    """Read a file whose signature fits what it says; raises BundleBroken for any other."""
    if len(data) > LARGEST_DOCUMENT:
        raise BundleBroken(Reason("too_large", name, _("{name} er større, end den må være.").format(name=name)))
    try:
        found = read_signed(data, kind)
        holds = found.holds
    except (ValueError, TypeError, RecursionError, UnsupportedAlgorithm) as error:
        raise damaged(kind, name) from error
    if not holds:
        text = _("Underskriften passer ikke til det, der står i {name}; den er ændret. Bed om den igen.")
        raise BundleBroken(Reason("signature_wrong", name, text.format(name=name)))
    return found


def damaged(kind: str, name: str) -> BundleBroken:
    """Return the refusal of a file that isn't as labcert writes it."""
    text = _("{name} kan ikke læses, som labcert skriver den; den er ændret. Bed om den igen.").format(name=name)
    if kind == REVOCATIONS:
        return BundleBroken(Reason("revocation_list_damaged", name, text))
    return BundleBroken(Reason("certificate_damaged", name, text))


def organisation_of(certificate: x509.Certificate) -> str:
    """Return whose certificate it is: the organisation, else the common name, else ""."""
    for kind in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        found = certificate.subject.get_attributes_for_oid(kind)
        if found:
            return str(found[0].value)
    return ""


def signed_by(made: SignedBy, name: str, question: Question, *, stamp_needed: bool) -> tuple[str, list[Reason]]:
    """Return the time-stamp's time (ISO 8601, "" without one), and what is missing for the signature to be trusted."""
    stamped, at, reasons = "", made.claimed, []
    if made.token is not None:
        try:
            found = read_token(made.token, hashlib.sha256(made.signature).digest())
        except (ValueError, RecursionError):
            text = _("Tidsstemplet i {name} er ikke over denne underskrift, eller det er ændret. Bed om filen igen.")
            return "", [Reason("timestamp_wrong", name, text.format(name=name))]
        stamped, at = found.time.isoformat(), found.time
        if question.vouch_for_time and not is_trusted(found.chain, question.vouch_for_time, at):
            reasons.append(_untrusted_stamp(name, found.chain[0]))
    elif stamp_needed:
        text = _(
            "{name} har intet tidsstempel, så det kan ikke ses, om der blev underskrevet, mens underskriverens "
            "certifikat gjaldt. Bed udstederen om et certifikat med tidsstempel."
        )
        reasons.append(Reason("no_timestamp", name, text.format(name=name)))
    if not (may_sign(made.chain[0]) and is_trusted(made.chain, question.trusted, at)):
        reasons.append(_untrusted(name, made.chain[0], nobody_trusted=not question.trusted))
    return stamped, reasons


def may_sign(certificate: x509.Certificate) -> bool:
    """Say whether a certificate is for signatures, and not only for time-stamps or for issuing others, with a key of a
    size that nobody breaks.
    """
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < SMALLEST_RSA:
        return False
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        if not (usage.digital_signature or usage.content_commitment):
            return False
    except x509.ExtensionNotFound:
        pass
    except ValueError:
        return False
    try:
        purposes = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return list(purposes) != [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]


def _untrusted_stamp(name: str, certificate: x509.Certificate) -> Reason:
    text = _(
        "Tidsstemplet i {name} er sat af {who}, som ingen, du stoler på, står inde for. Få tidsstempelserverens "
        "udstedercertifikat ad anden vej, og kør igen med --trust-tsa."
    )
    return Reason("untrusted_timestamp", name, text.format(name=name, who=_who(certificate)))


def _untrusted(name: str, certificate: x509.Certificate, *, nobody_trusted: bool) -> Reason:
    if nobody_trusted:
        text = _(
            "Underskriften passer til {name}, men du har ikke sagt, hvis certifikater du stoler på ({who}). Kør igen "
            "med --trust og udstederens certifikat, som du har fået ad anden vej."
        )
    else:
        text = _(
            "Underskriften fra {who} passer til {name}, men certifikatet er ikke udstedt af nogen, du stoler på, er "
            "ikke til at underskrive med, eller gjaldt ikke, da der blev underskrevet. Få udstederens certifikat ad "
            "anden vej, og kør igen med --trust."
        )
    return Reason("untrusted_key", name, text.format(name=name, who=_who(certificate)))


def _who(certificate: x509.Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    parts = dict.fromkeys((*(str(name.value) for name in names), organisation_of(certificate)))
    return ", ".join(part for part in parts if part)
