"""The demo's own certificate authority. Its keys live in memory only and are gone when the demo ends."""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from labcert.domain.events import SignOffStated
from labcert.session.certificates import pem_of
from labcert.session.signing import Signer

__all__ = ["DEMO_TRUST", "DemoAuthority"]

DEMO_TRUST = "demo-trust.pem"
"""where a demo's bundle keeps the certificate of the demo authority"""
DEMO_ORGANISATION = "DEMO – ikke en certificering"
BEFORE = timedelta(days=1)
"""how long before its making a certificate is in force: sign-offs are stated before the demo is sealed"""
IN_FORCE = timedelta(days=3650)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, crl_sign=authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )


def _name(common_name: str, organisation: str, *units: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            *(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit) for unit in units),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


class DemoAuthority:
    """Makes one certificate (ECDSA P-256) for each demo person; every subject says DEMO."""

    def __init__(self, now: datetime) -> None:
        self._from = now - BEFORE
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._subject = _name("labcert DEMO-rodcertifikat", DEMO_ORGANISATION, "DEMO")
        self._certificate = self._certify(self._subject, self._key.public_key(), authority=True)
        self._people: dict[tuple[str, str, str], tuple[ec.EllipticCurvePrivateKey, x509.Certificate]] = {}

    @property
    def certificate_pem(self) -> bytes:
        """The certificate to be written as `demo-trust.pem`."""
        return pem_of([self._certificate]).encode("ascii")

    def signer(self, stated: SignOffStated, time: str) -> Signer:
        """Return the demo person who stated a sign-off, ready to sign; `time` is ISO 8601 with offset."""
        person = (stated.name, stated.organisation, stated.party)
        if person not in self._people:
            key = ec.generate_private_key(ec.SECP256R1())
            subject = _name(stated.name, stated.organisation, "DEMO", stated.party)
            self._people[person] = (key, self._certify(subject, key.public_key(), authority=False))
        key, certificate = self._people[person]
        return Signer(stated, time, pem_of([certificate]), key)

    def _certify(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, *, authority: bool) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._subject)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._from)
            .not_valid_after(self._from + IN_FORCE)
            .add_extension(x509.BasicConstraints(ca=authority, path_length=0 if authority else None), critical=True)
            .add_extension(_usage(authority=authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        return builder.sign(self._key, hashes.SHA256())
