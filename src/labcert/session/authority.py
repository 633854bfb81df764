"""A made certificate authority for tests and trials: a root, MedCom's key, a time-stamp server's, and people's.

Its keys and certificates look as the real ones do (MedCom's as an OCES3 organisation certificate: RSA, 3072 bit), and
every subject says TEST, by which a certificate issued with one of them is known to certify nothing.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.session.atomic import write_whole
from labcert.session.certificates import pem_of
from labcert.session.keys import PrivateKey, SigningKey

__all__ = ["Authority", "Holding", "Made", "Signatory", "is_test", "make_authority", "subject"]

TEST = "TEST"
WORDS = frozenset({TEST, "DEMO"})
"""one of these, as a word of a certificate's subject or issuer, says that it certifies nothing"""
TEST_ORGANISATION = "TEST – ikke en certificering"
MEDCOM = "MedCom TEST"
ROOT, ISSUER, TSA = "rod", "medcom", "tidsstempel"
"""stems of the files: what everybody is to trust, MedCom's key, the time-stamp server's"""
BEFORE = timedelta(days=1)
"""how long before its making a certificate is in force: a demonstration's sign-offs are stated before it is sealed"""
IN_FORCE = timedelta(days=3650)
RSA_BITS = 3072
DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


@dataclass(frozen=True)
class Holding:
    """What a certificate is for: an authority's, a time-stamp server's, or a signer's (neither)."""

    authority: bool = False
    time_stamps: bool = False


def subject(common_name: str, organisation: str, *units: str) -> x509.Name:
    """Return a name as Danish certificates have it; raises ValueError for parts that are too long for one."""
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DK"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            *(x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit) for unit in units),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_cert_sign=authority, crl_sign=authority,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


class Authority:
    """Issues certificates with a key (ECDSA P-256) that lives in memory only."""

    def __init__(self, now: datetime, name: x509.Name, in_force: timedelta = IN_FORCE) -> None:
        self._from, self._until = now - BEFORE, now - BEFORE + in_force
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = name
        self.certificate = self._certify(name, self._key.public_key(), Holding(authority=True))

    def issue(self, name: x509.Name, key: PrivateKey | None = None, holding: Holding = Holding()) -> SigningKey:
        """Issue a certificate; None makes a new ECDSA P-256 key."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        return SigningKey(key, self._certify(name, key.public_key(), holding))

    def _certify(
        self, name: x509.Name, key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey, holding: Holding
    ) -> x509.Certificate:
        limits = x509.BasicConstraints(ca=holding.authority, path_length=0 if holding.authority else None)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self._name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._from)
            .not_valid_after(self._until)
            .add_extension(limits, critical=True)
            .add_extension(_usage(authority=holding.authority), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if holding.time_stamps:  # alone and critical: RFC 3161, 2.3
            builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return builder.sign(self._key, hashes.SHA256())


def is_test(certificate: x509.Certificate) -> bool:
    """Say whether a certificate says of itself, or of who issued it, that it is for tests."""
    said = [str(attribute.value) for name in (certificate.subject, certificate.issuer) for attribute in name]
    words = {word.strip("().,–-") for text in said for word in text.replace("-", " ").split()}
    return bool(words & WORDS)


# ---------------------------------------------------------------------------------------------------------- its files
@dataclass(frozen=True)
class Signatory:
    """A person who is to sign for a party; `organisation` "" is one of the party's own name."""

    party: str
    name: str
    organisation: str = ""

    @property
    def subject(self) -> x509.Name:
        """The name that the certificate is made out to."""
        return subject(self.name, self.organisation or self.party, TEST, self.party)


@dataclass(frozen=True)
class Made:
    """The files that were made: the certificate to trust, and for each key its .p12, with what it is for."""

    trust: Path
    issuer: Path
    time_stamps: tuple[Path, Path]
    """certificate and key (PEM), as `openssl ts` takes them"""
    people: tuple[Path, ...]


def make_authority(folder: Path, people: Sequence[Signatory], now: datetime, password: bytes) -> Made:
    """Make a TEST authority and write it; each person gets a .p12, locked with the password.

    Raises UsageMistake, and writes nothing, where a file is there already or a name can't stand in a certificate;
    ToolFault where a file can't be written.
    """
    made = Made(
        folder / f"{ROOT}.pem",
        folder / f"{ISSUER}.p12",
        (folder / f"{TSA}.pem", folder / f"{TSA}.key"),
        tuple(folder / f"part-{stem}.p12" for stem in _stems(people)),
    )
    files = [made.trust, made.issuer, *made.time_stamps, *made.people]
    _refuse_overwriting(files)
    contents = _made(people, now, password)
    _make_folder(folder)
    for path, data in zip(files, contents, strict=True):
        if path.suffix == ".pem":
            write_whole(path, data)
        else:
            _write_secret(path, data)
    return made


def _made(people: Sequence[Signatory], now: datetime, password: bytes) -> list[bytes]:
    """Return the bytes of each file, in the order of `Made`'s fields."""
    root = Authority(now, subject("labcert TEST-rodcertifikat", TEST_ORGANISATION, TEST))
    medcom = subject(MEDCOM, MEDCOM, TEST, "MedCom")
    issuer = root.issue(medcom, rsa.generate_private_key(65537, RSA_BITS))
    tsa = root.issue(subject("labcert TEST-tidsstempel", TEST_ORGANISATION, TEST), holding=Holding(time_stamps=True))
    try:
        keys = [root.issue(person.subject) for person in people]
    except ValueError as error:
        raise UsageMistake(
            _("Et navn kan ikke stå i et certifikat: {why}.").format(why=error),
            remedy=_("Part, navn og organisation må højst have 64 tegn."),
        ) from error
    return [
        pem_of([root.certificate]).encode("ascii"),
        _pkcs12(issuer, root, password),
        pem_of([tsa.certificate]).encode("ascii"),
        tsa.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        *(_pkcs12(key, root, password) for key in keys),
    ]


def _pkcs12(key: SigningKey, root: Authority, password: bytes) -> bytes:
    lock = BestAvailableEncryption(password)
    return pkcs12.serialize_key_and_certificates(None, key.key, key.certificate, [root.certificate], lock)


def _stems(people: Sequence[Signatory]) -> list[str]:
    """Name a file for each person by the party; a party's second person gets a number."""
    stems: list[str] = []
    for person in people:
        letters = person.party.lower().translate(DANISH)
        stem = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in letters).strip("-")
        same = sum(each == stem or each.startswith(f"{stem}-") for each in stems)
        stems.append(f"{stem}-{same + 1}" if same else stem)
    return stems


def _refuse_overwriting(paths: Sequence[Path]) -> None:
    there = [path.name for path in paths if path.exists()]
    if there:
        raise UsageMistake(
            _("Der ligger allerede nøgler i mappen ({names}), og dem overskriver labcert ikke.").format(
                names=", ".join(there)
            ),
            where=str(paths[0].parent),
            remedy=_("Vælg en anden mappe."),
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageMistake(
            _("Mappen kan ikke laves: {why}.").format(why=system_words(error)), where=str(folder)
        ) from error


def _write_secret(path: Path, data: bytes) -> None:
    """Write a file that nobody else may read, from its first byte on."""
    before = os.umask(0o077)
    try:
        write_whole(path, data)
    finally:
        os.umask(before)
    with suppress(OSError):  # a file system without rights has none to take away
        path.chmod(0o600)
