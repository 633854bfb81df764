"""Are the certificates of sut.yaml readable, a pair, in force, and from the authority that is named?"""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_private_key

from labcert.domain.errors import SetupFault
from labcert.domain.language import _
from labcert.domain.sut import Security
from labcert.domain.system_words import system_words

__all__ = ["certificate_check"]

SOON = timedelta(days=30)


def certificate_check(security: Security, now: datetime) -> str:
    """Return a sentence about the certificates; raises SetupFault at the first thing that is wrong with them."""
    authorities = _read(security.ca) if security.ca else []
    for authority in authorities:
        _require_in_force(authority, security.ca, now)
    if not security.certificate:
        return _("Udstederens certifikat kan læses.")
    own = _read(security.certificate)[0]
    _require_in_force(own, security.certificate, now)
    _require_pair(own, security)
    if authorities and not any(_issued(authority, own) for authority in authorities):
        raise SetupFault(
            _("Certifikatet er ikke udstedt af den udsteder, der står i “ca”."), where=security.certificate,
            remedy=_("Få et certifikat fra den rigtige udsteder, eller ret “ca”."),
        )  # fmt: skip
    until = own.not_valid_after_utc
    told = _("{name}, gælder til {until}.").format(name=own.subject.rfc4514_string(), until=f"{until:%Y-%m-%d}")
    return told + (" " + _("Det udløber snart.") if until - now < SOON else "")


def _read(path: str) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(Path(path).read_bytes())
    except OSError as error:
        raise SetupFault(
            _("Filen kan ikke læses: {why}.").format(why=system_words(error)), where=path,
            remedy=_("Ret stien i sut.yaml."),
        ) from error
    except ValueError as error:
        raise SetupFault(
            _("Filen er ikke et certifikat i PEM-format."), where=path,
            remedy=_("Filen skal begynde med -----BEGIN CERTIFICATE-----."),
        ) from error  # fmt: skip


def _require_in_force(certificate: x509.Certificate, path: str, now: datetime) -> None:
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= now <= ends:
        raise SetupFault(
            _("Certifikatet gælder fra {begins} til {ends}, og altså ikke nu.").format(
                begins=f"{begins:%Y-%m-%d %H:%M}", ends=f"{ends:%Y-%m-%d %H:%M}"
            ),
            where=path,
            remedy=_("Få et nyt certifikat, og kontrollér, at maskinens ur går rigtigt."),
        )


def _require_pair(certificate: x509.Certificate, security: Security) -> None:
    try:
        key = load_pem_private_key(Path(security.key).read_bytes(), None)
    except OSError as error:
        raise SetupFault(
            _("Nøglen kan ikke læses: {why}.").format(why=system_words(error)), where=security.key,
            remedy=_("Ret stien i sut.yaml, eller giv din bruger ret til at læse filen."),
        ) from error  # fmt: skip
    except (ValueError, TypeError) as error:
        raise SetupFault(
            _("Filen er ikke en nøgle i PEM-format uden kodeord."), where=security.key,
            remedy=_("Gem nøglen i PEM-format uden kodeord, og pas på filen."),
        ) from error  # fmt: skip
    form = Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    if key.public_key().public_bytes(*form) != certificate.public_key().public_bytes(*form):
        raise SetupFault(
            _("Nøglen hører ikke til certifikatet."), where=security.key,
            remedy=_("Brug den nøgle, som certifikatet blev lavet med."),
        )  # fmt: skip


def _issued(issuer: x509.Certificate, child: x509.Certificate) -> bool:
    try:
        child.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
