"""A signed JSON file: what it says, and a JWS (RFC 7515) over that, with a time-stamp where there is one.

The file is `{KIND: {…}, "signature": {"protected", "signature", "timestamp"}}`. The JWS is detached: its payload is the
canonical JSON of what the file says. `x5c` in the protected header carries the signer's certificate and those who vouch
for it; the time-stamp (RFC 3161, base64 of the token) is over the SHA-256 of the signature's bytes.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding

from labcert.session.canonical import canonical, parsed, plain
from labcert.session.keys import ECDSA_P256, PSS, RSA_PSS, Signs

__all__ = ["CERTIFICATE", "REVOCATIONS", "SignedJson", "read_signed", "sign_json"]

CERTIFICATE, REVOCATIONS = "certificate", "revocations"
"""what a file can say: the key of its content, and a part of the header's typ"""
_ALG = {ECDSA_P256: "ES256", RSA_PSS: "PS256"}
_HALF = 32
"""bytes of each number of an ES256 signature (RFC 7518, 3.4)"""
MOST_CERTIFICATES = 10
_HEADER = frozenset({"alg", "typ", "x5c"})
_PARTS = frozenset({"protected", "signature", "timestamp"})


@dataclass(frozen=True)
class SignedJson:
    """A file as read. `content` is what it says, still as JSON has it; `signature` and `timestamp` are bytes."""

    kind: str
    content: Any
    protected: str
    algorithm: str
    """ES256 or PS256"""
    chain: tuple[x509.Certificate, ...]
    """the signer's first"""
    signature: bytes
    timestamp: bytes | None

    @property
    def signing_input(self) -> bytes:
        """The bytes that are signed (RFC 7515, 5.1)."""
        return _signing_input(self.protected, canonical(self.content))

    @property
    def stamped(self) -> bytes:
        """The SHA-256 that the time-stamp is over."""
        return _sha256(self.signature)

    @property
    def holds(self) -> bool:
        """Whether the signature was made over this content with the key of the first certificate."""
        key = self.chain[0].public_key()
        try:
            match key, self.algorithm:
                case ec.EllipticCurvePublicKey(curve=ec.SECP256R1()), "ES256" if len(self.signature) == 2 * _HALF:
                    r, s = (int.from_bytes(half, "big") for half in (self.signature[:_HALF], self.signature[_HALF:]))
                    key.verify(encode_dss_signature(r, s), self.signing_input, ec.ECDSA(hashes.SHA256()))
                case rsa.RSAPublicKey(), "PS256":
                    key.verify(self.signature, self.signing_input, PSS, hashes.SHA256())
                case _:
                    return False
        except InvalidSignature:
            return False
        return True

    def to_bytes(self) -> bytes:
        """Return the file, UTF-8 JSON with sorted keys; a file that isn't just these bytes isn't taken."""
        stamp = None if self.timestamp is None else base64.b64encode(self.timestamp).decode("ascii")
        signature = {"protected": self.protected, "signature": _b64url(self.signature), "timestamp": stamp}
        document = {self.kind: self.content, "signature": signature}
        return (json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode("utf-8")


def sign_json(kind: str, content: object, key: Signs, stamp: Callable[[bytes], bytes] | None = None) -> SignedJson:
    """Sign a frozen value; `stamp` returns a time-stamp token over the SHA-256 that it is given."""
    said = parsed(canonical(plain(content)))
    chain = (key.certificate, *key.chain)[:MOST_CERTIFICATES]
    header = {
        "alg": _ALG[key.algorithm],
        "typ": _typ(kind),
        "x5c": [base64.b64encode(each.public_bytes(Encoding.DER)).decode("ascii") for each in chain],
    }
    protected = _b64url(canonical(header))
    raw = key.sign(_signing_input(protected, canonical(said)))
    if key.algorithm == ECDSA_P256:
        raw = b"".join(number.to_bytes(_HALF, "big") for number in decode_dss_signature(raw))
    return SignedJson(kind, said, protected, _ALG[key.algorithm], chain, raw, stamp(_sha256(raw)) if stamp else None)


def read_signed(data: bytes, kind: str) -> SignedJson:
    """Read a file as it may come from anybody; raises ValueError if it isn't just what `sign_json` makes.

    Whether the signature holds, and whose it is, must be asked for.
    """
    document = parsed(data)
    if not isinstance(document, dict) or set(document) != {kind, "signature"}:
        raise ValueError("not a signed file of this kind")
    signature = document["signature"]
    if not isinstance(signature, dict) or set(signature) != _PARTS:
        raise ValueError("no signature")
    protected, stamp = signature["protected"], signature["timestamp"]
    header = parsed(_from_b64url(protected))
    if not isinstance(header, dict) or set(header) != _HEADER or header["typ"] != _typ(kind):
        raise ValueError("another header")
    found = SignedJson(
        kind, document[kind], protected, str(header["alg"]), _certificates(header["x5c"]),
        _from_b64url(signature["signature"]), None if stamp is None else _from_b64(stamp),
    )  # fmt: skip
    if found.to_bytes() != data:
        raise ValueError("not as written")
    return found


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _typ(kind: str) -> str:
    return f"labcert-{kind}+json"


def _signing_input(protected: str, payload: bytes) -> bytes:
    return f"{protected}.{_b64url(payload)}".encode("ascii")


def _certificates(listed: object) -> tuple[x509.Certificate, ...]:
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_CERTIFICATES:
        raise ValueError("no certificates, or too many")
    try:
        return tuple(x509.load_der_x509_certificate(_from_b64(each)) for each in listed)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("a certificate that can't be read") from error


def _b64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def _from_b64url(text: object) -> bytes:
    if not isinstance(text, str) or "=" in text or not text.isascii() or set(text) & set("+/"):
        raise ValueError("not base64url")
    padded = (text + "=" * (-len(text) % 4)).translate(str.maketrans("-_", "+/"))
    return base64.b64decode(padded, validate=True)


def _from_b64(text: object) -> bytes:
    if not isinstance(text, str) or not text.isascii():
        raise ValueError("not base64")
    return base64.b64decode(text, validate=True)
