"""Signatures over a manifest's sha256: each party of a row signs, with a certificate and a key of its own.

What is signed is the canonical JSON of a statement: what it is (PURPOSE), the manifest's sha256, and every field of the
signature but the signature itself, the certificate included. So nobody's words can be moved to another manifest.

A signature that names no algorithm is ECDSA P-256, as all were in the first versions; RSA (PSS) is named.
"""

import base64
import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from labcert.domain.errors import UsageMistake
from labcert.domain.events import SignOffStated
from labcert.domain.language import _
from labcert.session.canonical import canonical, plain, sha256_of
from labcert.session.certificates import pem_of, subject_says
from labcert.session.keys import ECDSA_P256, PSS, RSA_PSS, Signs

__all__ = [
    "ALGORITHM", "Signature", "SignatureFile", "Signer", "chain_if_right", "read_signatures", "sign", "sign_one",
    "with_signature",
]

ALGORITHM = ECDSA_P256
PURPOSE = "labcert sign-off of a manifest, version 1"


@dataclass(frozen=True)
class Signer:
    """A person with a statement to sign, and the key to do it with; `time` is ISO 8601 with offset."""

    stated: SignOffStated
    time: str
    key: Signs

    @property
    def certificate(self) -> str:
        """PEM: the person's own first, then those who vouch for it."""
        return pem_of([self.key.certificate, *self.key.chain])


@dataclass(frozen=True)
class Signature:
    """One signature; `time` is ISO 8601 with offset, `signature` base64 (DER for ECDSA).

    `algorithm` is "" for ECDSA_P256, and then isn't written, else RSA_PSS.
    """

    row: str
    party: str
    name: str
    role: str
    organisation: str
    remark: str
    time: str
    demo: bool
    certificate: str
    signature: str = ""
    algorithm: str = ""

    def statement(self, manifest_sha256: str) -> bytes:
        """The bytes that are signed."""
        algorithm = self.algorithm or ALGORITHM
        said = plain(self) | {"purpose": PURPOSE, "manifest_sha256": manifest_sha256, "algorithm": algorithm}
        said.pop("signature", None)
        return canonical(said)


@dataclass(frozen=True)
class SignatureFile:
    """`manifest.sig`; `algorithm` is that of the signatures that name none."""

    manifest_sha256: str
    algorithm: str
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """Return UTF-8 JSON with sorted keys; a file that isn't just these bytes isn't taken."""
        document = plain(self) | {"signatures": [_written(signature) for signature in self.signatures]}
        return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def _written(signature: Signature) -> dict[str, Any]:
    found: dict[str, Any] = plain(signature)
    if not signature.algorithm:
        found.pop("algorithm", None)
    return found


def sign(manifest: bytes, signers: Iterable[Signer]) -> bytes:
    """Return `manifest.sig` over the bytes of `manifest.json`."""
    return SignatureFile(sha256_of(manifest), ALGORITHM, tuple(sign_one(manifest, each) for each in signers)).to_bytes()


def sign_one(manifest: bytes, signer: Signer) -> Signature:
    """Return one signature over the bytes of `manifest.json`."""
    stated, algorithm = signer.stated, signer.key.algorithm
    bare = Signature(
        stated.row, stated.party, stated.name, stated.role, stated.organisation, stated.remark,
        signer.time, stated.demo, signer.certificate, algorithm="" if algorithm == ALGORITHM else algorithm,
    )  # fmt: skip
    raw = signer.key.sign(bare.statement(sha256_of(manifest)))
    return dataclasses.replace(bare, signature=base64.b64encode(raw).decode("ascii"))


def with_signature(file: bytes | None, manifest: bytes, signature: Signature) -> bytes:
    """Return `manifest.sig` with one signature more; None is no file yet.

    Raises UsageMistake where the file is spoilt or over another manifest, where the signature doesn't fit, and where
    the party has signed the row already.
    """
    digest = sha256_of(manifest)
    try:
        found = SignatureFile(digest, ALGORITHM, ()) if file is None else read_signatures(file)
    except ValueError as error:
        raise UsageMistake(_("Filen med underskrifterne er ændret, så der kan ikke føjes flere til.")) from error
    if found.manifest_sha256 != digest:
        raise UsageMistake(_("Underskrifterne er over en anden manifest.json end den, der ligger i sessionen."))
    if any((each.row, each.party) == (signature.row, signature.party) for each in found.signatures):
        raise UsageMistake(
            _("{party} har allerede underskrevet række {row}.").format(party=signature.party, row=signature.row)
        )
    if chain_if_right(signature, digest) is None:
        raise UsageMistake(
            _(
                "Certifikatet er ikke udstedt til {name}, {organisation}, for {party}, så underskriften kan ikke tælle."
            ).format(name=signature.name, organisation=signature.organisation, party=signature.party),
            remedy=_("Underskriv med navnet og organisationen, som de står i certifikatet."),
        )
    return dataclasses.replace(found, signatures=(*found.signatures, signature)).to_bytes()


def read_signatures(data: bytes) -> SignatureFile:
    """Read `manifest.sig` as it may come from anybody; raises ValueError if it isn't just what `sign` writes."""
    try:
        found = msgspec.json.decode(data, type=SignatureFile)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(str(error)) from error
    if found.algorithm != ALGORITHM or found.to_bytes() != data:
        raise ValueError("not as written")
    return found


def chain_if_right(signature: Signature, manifest_sha256: str) -> tuple[tuple[x509.Certificate, ...], datetime] | None:
    """Return the certificates and the time of a signature that is right, or None for one that is wrong.

    Right means: made with the key of its certificate, over this manifest and these very fields, by a person whose
    certificate names that person, organisation and party.
    """
    try:
        raw = base64.b64decode(signature.signature, validate=True)
        chain = tuple(x509.load_pem_x509_certificates(signature.certificate.encode("ascii")))
        key, time = chain[0].public_key(), datetime.fromisoformat(signature.time)
        if not _holds(key, signature.algorithm, raw, signature.statement(manifest_sha256)):
            return None
        named = subject_says(chain[0], signature.name, signature.organisation, signature.party)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return None
    if not named or time.tzinfo is None or base64.b64encode(raw).decode("ascii") != signature.signature:
        return None
    return chain, time


def _holds(key: object, algorithm: str, raw: bytes, statement: bytes) -> bool:
    """Say whether a key is of the named kind; raises InvalidSignature where it didn't make the signature."""
    match key, algorithm:
        case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()), "":
            key.verify(raw, statement, ec.ECDSA(hashes.SHA256()))
        case rsa.RSAPublicKey(), str(named) if named == RSA_PSS:
            key.verify(raw, statement, PSS, hashes.SHA256())
        case _:
            return False
    return True
