"""Signatures over a manifest's sha256: each party of a row signs, with a certificate and a key of its own.

What is signed is the canonical JSON of a statement: what it is (PURPOSE), the manifest's sha256, and every field of the
signature but the signature itself, the certificate included. So nobody's words can be moved to another manifest.
"""

import base64
import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from labcert.domain.events import SignOffStated
from labcert.session.canonical import canonical, plain, sha256_of
from labcert.session.certificates import subject_says

__all__ = ["ALGORITHM", "Signature", "SignatureFile", "Signer", "chain_if_right", "read_signatures", "sign"]

ALGORITHM = "ECDSA-P256-SHA256"
PURPOSE = "labcert sign-off of a manifest, version 1"


@dataclass(frozen=True)
class Signer:
    """A person with a statement to sign. `certificate` is PEM, the person's own first, then those who vouch for it."""

    stated: SignOffStated
    time: str
    certificate: str
    key: ec.EllipticCurvePrivateKey = field(repr=False)


@dataclass(frozen=True)
class Signature:
    """One signature; `time` is ISO 8601 with offset, `signature` base64 of the DER form."""

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

    def statement(self, manifest_sha256: str) -> bytes:
        """The bytes that are signed."""
        said = plain(self) | {"purpose": PURPOSE, "manifest_sha256": manifest_sha256, "algorithm": ALGORITHM}
        del said["signature"]
        return canonical(said)


@dataclass(frozen=True)
class SignatureFile:
    """`manifest.sig`."""

    manifest_sha256: str
    algorithm: str
    signatures: tuple[Signature, ...]

    def to_bytes(self) -> bytes:
        """Return UTF-8 JSON with sorted keys; a file that isn't just these bytes isn't taken."""
        return (json.dumps(plain(self), ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def sign(manifest: bytes, signers: Iterable[Signer]) -> bytes:
    """Return `manifest.sig` over the bytes of `manifest.json`."""
    digest = sha256_of(manifest)
    return SignatureFile(digest, ALGORITHM, tuple(_signed(signer, digest) for signer in signers)).to_bytes()


def _signed(signer: Signer, digest: str) -> Signature:
    stated = signer.stated
    bare = Signature(
        stated.row, stated.party, stated.name, stated.role, stated.organisation, stated.remark,
        signer.time, stated.demo, signer.certificate,
    )
    raw = signer.key.sign(bare.statement(digest), ec.ECDSA(hashes.SHA256()))
    return dataclasses.replace(bare, signature=base64.b64encode(raw).decode("ascii"))


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
        if not isinstance(key, ec.EllipticCurvePublicKey) or not isinstance(key.curve, ec.SECP256R1):
            return None
        key.verify(raw, signature.statement(manifest_sha256), ec.ECDSA(hashes.SHA256()))
        named = subject_says(chain[0], signature.name, signature.organisation, signature.party)
    except (ValueError, TypeError, InvalidSignature, UnsupportedAlgorithm):
        return None
    if not named or time.tzinfo is None or base64.b64encode(raw).decode("ascii") != signature.signature:
        return None
    return chain, time
