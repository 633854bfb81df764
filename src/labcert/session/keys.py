"""Keys that sign: read from a PKCS#12 file, as an OCES3 organisation certificate comes, or made for tests.

Everything that signs asks for no more than `Signs`. A key that never leaves its hardware (PKCS#11) fits in there: an
object whose `sign` hands the bytes on to the module.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from labcert.domain.errors import UsageMistake
from labcert.domain.holder import holder_of
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = [
    "ECDSA_P256", "PSS", "RSA_PSS", "PrivateKey", "SigningKey", "Signs", "load_pkcs12", "require_in_force",
    "require_readable",
]

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

ECDSA_P256 = "ECDSA-P256-SHA256"
RSA_PSS = "RSA-PSS-SHA256"
PSS = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)
"""as in JWS's PS256 (RFC 7518, 3.5): the salt is as long as the hash"""
SMALLEST_RSA = 2048
LARGEST_FILE = 1 << 20
HARDWARE = "pkcs11:"


class Signs(Protocol):
    """What can sign: its certificate, those who vouch for that, and the signature itself."""

    @property
    def certificate(self) -> x509.Certificate:
        """Whose signature it is."""
        ...

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """The certificates that lead from the signer's towards a trusted one, without the signer's own."""
        ...

    @property
    def algorithm(self) -> str:
        """ECDSA_P256 or RSA_PSS."""
        ...

    def sign(self, data: bytes) -> bytes:
        """Return the signature over the data's SHA-256: DER of (r, s) for ECDSA, the bare number for RSA (`PSS`)."""
        ...


@dataclass(frozen=True)
class SigningKey:
    """A private key in memory with its certificate; made only of what fits together (`ValueError`)."""

    key: PrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def __post_init__(self) -> None:
        if self.key.public_key() != self.certificate.public_key():
            raise ValueError("the key is not the certificate's")

    @property
    def algorithm(self) -> str:
        """As in `Signs`."""
        return RSA_PSS if isinstance(self.key, rsa.RSAPrivateKey) else ECDSA_P256

    def sign(self, data: bytes) -> bytes:
        """As in `Signs`."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, PSS, hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def load_pkcs12(path: Path | str, password: bytes | None, now: datetime | None = None) -> SigningKey:
    """Read a key with its certificates; `now` None asks for no time, and then an expired certificate is taken.

    Raises UsageMistake: no such file, empty, not PKCS#12, wrong password, no key in it, a kind of key we don't sign
    with, a certificate that isn't for signing or isn't in force.
    """
    name = str(path)
    key, certificate, others = _opened(name, require_readable(path), password)
    found = SigningKey(_usable(name, key), certificate, _chain(certificate, others))
    _require_signing(name, certificate)
    if now is not None:
        require_in_force(certificate, now, name)
    return found


def require_readable(path: Path | str) -> bytes:
    """Return a key file's bytes; raises UsageMistake for one that no password could open."""
    name = str(path)
    if name.startswith(HARDWARE):
        raise UsageMistake(
            _("En nøgle, der ligger i en hardwareboks (PKCS#11), kan labcert ikke bruge endnu."),
            where=name,
            remedy=_("Brug en nøgle i en PKCS#12-fil (.p12 eller .pfx). docs/certifikat.md siger, hvad der skal til."),
        )
    try:
        with Path(name).open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageMistake(
            _("Nøglefilen kan ikke læses: {why}.").format(why=system_words(error)), where=name
        ) from error
    if not data:
        raise UsageMistake(_("Nøglefilen er tom."), where=name)
    if len(data) > LARGEST_FILE or not _looks_like_pkcs12(data):
        raise _not_a_key_file(name)
    return data


def _not_a_key_file(name: str) -> UsageMistake:
    return UsageMistake(
        _("Filen er ikke en nøgle i PKCS#12-format."),
        where=name,
        remedy=_("Angiv den .p12- eller .pfx-fil, som certifikatet blev hentet i."),
    )


def _opened(
    name: str, data: bytes, password: bytes | None
) -> tuple[object, x509.Certificate, Sequence[x509.Certificate]]:
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(data, password or None)
    except UnsupportedAlgorithm as error:
        raise UsageMistake(
            _("Nøglefilen er låst på en måde, som labcert ikke kan åbne."),
            where=name,
            remedy=_("Eksportér nøglen igen med AES-256."),
        ) from error
    except (ValueError, TypeError) as error:
        if "password" in str(error).lower():
            raise UsageMistake(
                _("Adgangskoden passer ikke til nøglefilen."),
                where=name,
                remedy=_("Sæt den i LABCERT_KEY_PASSWORD, eller skriv den, når der bliver spurgt."),
            ) from error
        raise _not_a_key_file(name) from error
    if key is None or certificate is None:
        raise UsageMistake(
            _("Der er ingen privat nøgle med sit certifikat i filen."),
            where=name,
            remedy=_("Eksportér certifikatet igen sammen med den private nøgle."),
        )
    return key, certificate, others


def _looks_like_pkcs12(data: bytes) -> bool:
    """Say whether bytes begin as PFX does (RFC 7292): a SEQUENCE whose first is the INTEGER 3."""
    return data[:1] == b"\x30" and b"\x02\x01\x03" in data[:12]


def _usable(name: str, key: object) -> PrivateKey:
    match key:
        case rsa.RSAPrivateKey() if key.key_size >= SMALLEST_RSA:
            return key
        case ec.EllipticCurvePrivateKey() if isinstance(key.curve, ec.SECP256R1):
            return key
        case _:
            raise UsageMistake(
                _("labcert underskriver med RSA-nøgler på mindst 2048 bit og med ECDSA P-256; det er nøglen ikke."),
                where=name,
            )


def _chain(leaf: x509.Certificate, others: Sequence[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    """Put the certificates that came along in order, from the leaf's issuer upwards; what belongs elsewhere is left."""
    chain: list[x509.Certificate] = []
    current = leaf
    while current.issuer != current.subject:
        issuer = next((each for each in others if each.subject == current.issuer and each not in chain), None)
        if issuer is None:
            break
        chain.append(issuer)
        current = issuer
    return tuple(chain)


def _require_signing(name: str, certificate: x509.Certificate) -> None:
    """A certificate that says what it is for must be for signatures (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    except ValueError as error:
        raise UsageMistake(_("Certifikatet i nøglefilen kan ikke læses."), where=name) from error
    if not (usage.digital_signature or usage.content_commitment):
        raise UsageMistake(
            _("Certifikatet i nøglefilen er ikke til at underskrive med."),
            where=name,
            remedy=_("Brug et certifikat til digital signatur."),
        )


def require_in_force(certificate: x509.Certificate, now: datetime, where: str = "") -> None:
    """Raise UsageMistake for a certificate that isn't in force at that time."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    holder = holder_of(certificate).name
    if now > ends:
        raise UsageMistake(
            _("Certifikatet “{holder}” udløb {day}.").format(holder=holder, day=f"{ends.astimezone():%d.%m.%Y %H:%M}"),
            where=where,
            remedy=_("Forny det, og underskriv med det nye."),
        )
    if now < begins:
        raise UsageMistake(
            _("Certifikatet “{holder}” gælder først fra {day}.").format(
                holder=holder, day=f"{begins.astimezone():%d.%m.%Y %H:%M}"
            ),
            where=where,
            remedy=_("Kontrollér maskinens ur, eller vent."),
        )
