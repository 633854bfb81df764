"""Certificates: whose key signed, and whether somebody one trusts vouches for it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["is_trusted", "pem_of", "subject_says", "trust_list"]

LONGEST_CHAIN = 5


def pem_of(certificates: Iterable[x509.Certificate]) -> str:
    """Return certificates as PEM, one after another."""
    return "".join(certificate.public_bytes(Encoding.PEM).decode("ascii") for certificate in certificates)


def trust_list(pems: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    """Read the certificates that the user trusts (PEM, several in a file allowed); raises UsageMistake."""
    trusted: list[x509.Certificate] = []
    for pem in pems:
        try:
            trusted += x509.load_pem_x509_certificates(pem)
        except ValueError as error:
            raise UsageMistake(
                _("En fil, som du stoler på, er ikke et certifikat i PEM-format."),
                remedy=_("Filen skal begynde med -----BEGIN CERTIFICATE-----."),
            ) from error
    return tuple(trusted)


def subject_says(certificate: x509.Certificate, name: str, organisation: str, party: str) -> bool:
    """Say whether a certificate may speak for this person of this organisation, for this party.

    The organisation (O) is the same. The common name is the person's, or the organisation's own: an organisation
    certificate (OCES3) vouches for the organisation's people. Where there are units (OU), the party is one of them.
    """
    units = _subject(certificate, NameOID.ORGANIZATIONAL_UNIT_NAME)
    return (
        _subject(certificate, NameOID.COMMON_NAME) in ([name], [organisation])
        and _subject(certificate, NameOID.ORGANIZATION_NAME) == [organisation]
        and (party in units or not units)
    )


def _subject(certificate: x509.Certificate, part: x509.ObjectIdentifier) -> list[str | bytes]:
    return [attribute.value for attribute in certificate.subject.get_attributes_for_oid(part)]


def is_trusted(chain: Sequence[x509.Certificate], trusted: Sequence[x509.Certificate], at: datetime) -> bool:
    """Say whether the first of a chain leads to a trusted certificate and all on the way were in force at that time."""
    current, below = chain[0], 0
    for _step in range(LONGEST_CHAIN):
        if not _in_force(current, at):
            return False
        if current in trusted:
            return True
        anchor = _issuer_of(current, trusted, below)
        if anchor is not None:
            return _in_force(anchor, at)
        between = _issuer_of(current, chain[1:], below)
        if between is None:
            return False
        current, below = between, below + 1
    return False


def _in_force(certificate: x509.Certificate, at: datetime) -> bool:
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc


def _issuer_of(child: x509.Certificate, among: Iterable[x509.Certificate], below: int) -> x509.Certificate | None:
    return next((issuer for issuer in among if _may_issue(issuer, below) and _issued(issuer, child)), None)


def _may_issue(issuer: x509.Certificate, below: int) -> bool:
    """Only an authority vouches for others, and only for as many levels as it says (RFC 5280, 4.2.1.9)."""
    try:
        limits = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        usage = issuer.extensions.get_extension_for_class(x509.KeyUsage).value
    except (x509.ExtensionNotFound, ValueError):
        return False
    return limits.ca and usage.key_cert_sign and (limits.path_length is None or below <= limits.path_length)


def _issued(issuer: x509.Certificate, child: x509.Certificate) -> bool:
    try:
        child.verify_directly_issued_by(issuer)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
