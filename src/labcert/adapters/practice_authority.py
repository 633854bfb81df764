"""Makes a certificate authority and certificates for practice: for trying TLS on a desk, never for anything else.

Everything it makes says TEST in its subject and holds for a year. Keys are files that nobody else may read.
"""

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["CA", "HARNESS", "HUB", "LOCAL", "PracticeFiles", "make_certificates"]

CA, HUB, HARNESS = "ca", "hub", "labcert"
"""names of files: the authority, the hosts' own certificate, and what the harness shows when it calls them"""
LOCAL = ("localhost", "127.0.0.1", "::1")
IN_FORCE = timedelta(days=365)
BEFORE = timedelta(hours=1)
"""how long before its making a certificate holds: two machines' clocks are never the same"""
ORGANISATION = "TEST – kun til prøve"
LONGEST_NAME = 64
"""characters a common name may have (RFC 5280, ub-common-name)"""
_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "o", "ä": "a"})
_HOST = re.compile(r"(\*\.)?[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_Key = ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class PracticeFiles:
    """What was made: the folder, and for each certificate the stem of its two files (`<stem>.pem`, `<stem>.key`)."""

    folder: Path
    clients: dict[str, str]
    """a system's name -> its files' stem"""

    def certificate(self, stem: str = CA) -> Path:
        """Return a certificate's file."""
        return self.folder / f"{stem}.pem"

    def key(self, stem: str) -> Path:
        """Return a key's file."""
        return self.folder / f"{stem}.key"


def make_certificates(
    folder: Path, names: Sequence[str], now: datetime, *, hosts: Sequence[str] = (), in_force: timedelta = IN_FORCE
) -> PracticeFiles:
    """Make an authority, the hosts' certificate (for this machine and `hosts`), one for the harness, one for each name.

    Raises UsageMistake, and writes nothing, where a file is there already, or a name can't be used.
    """
    clients = _stems(names)
    made = PracticeFiles(folder, clients)
    stems = (CA, HUB, HARNESS, *clients.values())
    _refuse_overwriting([path for stem in stems for path in (made.certificate(stem), made.key(stem))])
    authority = _Authority(now, in_force)
    files = {CA: authority.pair}
    files[HUB] = authority.issue("labcert TEST-hub", [*LOCAL, *(host for host in hosts if host not in LOCAL)])
    files[HARNESS] = authority.issue("labcert TEST", [])
    files |= {stem: authority.issue(name, []) for name, stem in clients.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for stem, (certificate, key) in files.items():
        _write(made.key(stem), key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
        _write(made.certificate(stem), certificate.public_bytes(Encoding.PEM), 0o644)
    return made


class _Authority:
    """The authority: its key goes to disk with the others', so that openssl can issue more."""

    def __init__(self, now: datetime, in_force: timedelta) -> None:
        self._now, self._in_force = now, in_force
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _subject("labcert TEST-udsteder")
        self._certificate = self._sign(self._name, self._key.public_key(), [
            (x509.BasicConstraints(ca=True, path_length=0), True), (_usage(authority=True), True),
        ])  # fmt: skip

    @property
    def pair(self) -> tuple[x509.Certificate, _Key]:
        """The authority's own certificate and key."""
        return self._certificate, self._key

    def issue(self, name: str, addresses: Sequence[str]) -> tuple[x509.Certificate, _Key]:
        """Issue a certificate for a caller, or with addresses for hosts, which call each other, too."""
        key = ec.generate_private_key(ec.SECP256R1())
        purposes = [ExtendedKeyUsageOID.CLIENT_AUTH, *([ExtendedKeyUsageOID.SERVER_AUTH] if addresses else [])]
        extensions: list[tuple[x509.ExtensionType, bool]] = [
            (x509.BasicConstraints(ca=False, path_length=None), True), (_usage(authority=False), True),
            (x509.ExtendedKeyUsage(purposes), False),
        ]  # fmt: skip
        if addresses:
            extensions.append((x509.SubjectAlternativeName([_address(each) for each in addresses]), False))
        return self._sign(_subject(name), key.public_key(), extensions), key

    def _sign(
        self, subject: x509.Name, key: ec.EllipticCurvePublicKey, extensions: Iterable[tuple[x509.ExtensionType, bool]]
    ) -> x509.Certificate:
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - BEFORE)
            .not_valid_after(self._now + self._in_force)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        for extension, critical in extensions:
            builder = builder.add_extension(extension, critical=critical)
        return builder.sign(self._key, hashes.SHA256())


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _subject(name: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "TEST"), x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip


def _address(text: str) -> x509.GeneralName:
    with suppress(ValueError):
        return x509.IPAddress(ip_address(text))
    with suppress(ValueError):  # also UnicodeError, of a name that has no ASCII form
        name = text.encode("idna").decode("ascii")
        if _HOST.fullmatch(name):
            return x509.DNSName(name)
    raise UsageMistake(
        _("“{text}” er hverken et maskinnavn eller en IP-adresse.").format(text=text),
        remedy=_("Skriv værtens navn uden https:// og uden port."),
    )


def _stems(names: Sequence[str]) -> dict[str, str]:
    """Return each name with the stem of its files: ASCII letters, digits and hyphens."""
    stems: dict[str, str] = {}
    for name in names:
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_LETTERS)).strip("-")
        if not stem or not name.isprintable() or len(name) > LONGEST_NAME:
            raise UsageMistake(
                _("Navnet “{name}” kan ikke stå i et certifikat.").format(name=name),
                remedy=_("Brug bogstaver og tal, højst {most} tegn.").format(most=LONGEST_NAME),
            )
        if stem in (CA, HUB, HARNESS, *stems.values()):
            raise UsageMistake(
                _("To certifikater ville få filnavnet {stem}.pem.").format(stem=stem),
                remedy=_("Giv hvert system sit eget navn; “ca”, “hub” og “labcert” er optaget."),
            )
        stems[name] = stem
    return stems


def _refuse_overwriting(paths: Iterable[Path]) -> None:
    there = [path for path in paths if path.exists() or path.is_symlink()]
    if there:
        raise UsageMistake(
            _("Der ligger allerede certifikater, og de bliver ikke overskrevet: {names}.").format(
                names=", ".join(path.name for path in there)
            ),
            where=str(there[0].parent),
            remedy=_("Vælg en anden mappe med --out, eller slet selv de gamle."),
        )


def _write(path: Path, data: bytes, rights: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), rights)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
