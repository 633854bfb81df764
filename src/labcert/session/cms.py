"""CMS (RFC 5652) as time-stamps and PAdES have it: who signed, and is it right? Whether one trusts them isn't asked."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

if TYPE_CHECKING:
    from asn1crypto import cms  # type: ignore[import-untyped]

__all__ = ["signers_of"]

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512,
}  # fmt: skip


def signers_of(signed: "cms.SignedData", kind: str, content: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    """Return the certificates, the signer's first; raises ValueError where its signature is wrong.

    `kind` is the content's type (asn1crypto's name for it), `content` its bytes in pieces. Right means: one signer,
    whose certificate comes along and is named by its hash in what was signed, and a hash that isn't broken.
    """
    import asn1crypto.tsp  # type: ignore[import-untyped]  # noqa: F401 - it alone knows the attribute that names it

    try:
        return _checked(signed, kind, content)
    except (KeyError, IndexError, TypeError, AttributeError, OverflowError, UnsupportedAlgorithm) as error:
        raise ValueError("not signed data as it should be") from error


def _checked(signed: "cms.SignedData", kind: str, content: Iterable[bytes]) -> tuple[x509.Certificate, ...]:
    if len(signed["signer_infos"]) != 1 or signed["encap_content_info"]["content_type"].native != kind:
        raise ValueError("another kind of content, or several signers")
    signer = signed["signer_infos"][0]
    certificates = list(_certificates(signed))
    mine = next((each for each in certificates if _is_signer(each, signer["sid"].chosen)), None)
    if mine is None:
        raise ValueError("the signer's certificate is missing")
    algorithm = _HASHES.get(signer["digest_algorithm"]["algorithm"].native)
    if algorithm is None:
        raise ValueError("another hash")
    attributes = _attributes(signer)
    digest = hashes.Hash(algorithm())
    for piece in content:
        digest.update(piece)
    if attributes["content_type"].native != kind:
        raise ValueError("another content")
    if attributes["message_digest"].native != digest.finalize():
        raise ValueError("over another content")
    _require_named(attributes, mine)
    # a SET OF is what was signed, though it is stored with a tag of its own (RFC 5652, 5.4)
    _verify(mine, signer, signer["signed_attrs"].untag().dump(), algorithm())
    return (mine, *(each for each in certificates if each is not mine))


def _attributes(signer: Any) -> dict[str, Any]:
    """Return the signed attributes, each of which stands once and has one value."""
    found: dict[str, Any] = {}
    for each in signer["signed_attrs"]:
        name = each["type"].native
        if name in found or len(each["values"]) != 1:
            raise ValueError("an attribute twice")
        found[name] = each["values"][0]
    return found


def _require_named(attributes: dict[str, Any], mine: x509.Certificate) -> None:
    """The signature itself names the certificate by its hash (RFC 5816), so that nobody lays another in its place."""
    if "signing_certificate_v2" in attributes:
        named = attributes["signing_certificate_v2"]["certs"][0]
        algorithm = _HASHES.get(named["hash_algorithm"]["algorithm"].native)
    else:
        named, algorithm = attributes["signing_certificate"]["certs"][0], hashes.SHA1
    if algorithm is None or named["cert_hash"].native != mine.fingerprint(algorithm()):
        raise ValueError("another certificate than the named")


def _certificates(signed: "cms.SignedData") -> Iterator[x509.Certificate]:
    for each in signed["certificates"]:
        if each.name == "certificate":
            yield x509.load_der_x509_certificate(each.chosen.dump())


def _is_signer(certificate: x509.Certificate, identifier: Any) -> bool:
    try:
        serial, issuer = identifier["serial_number"].native, identifier["issuer"].dump()
    except TypeError:  # by key identifier
        found = certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
        return bool(found.digest == identifier.native)
    return bool(certificate.serial_number == serial and certificate.issuer.public_bytes() == issuer)


def _verify(certificate: x509.Certificate, signer: Any, statement: bytes, algorithm: hashes.HashAlgorithm) -> None:
    key, signature = certificate.public_key(), signer["signature"].native
    try:
        match key:
            case ec.EllipticCurvePublicKey():
                key.verify(signature, statement, ec.ECDSA(algorithm))
            case rsa.RSAPublicKey() if signer["signature_algorithm"].signature_algo == "rsassa_pss":
                salt = signer["signature_algorithm"]["parameters"]["salt_length"].native
                key.verify(signature, statement, padding.PSS(padding.MGF1(algorithm), salt), algorithm)
            case rsa.RSAPublicKey():
                key.verify(signature, statement, padding.PKCS1v15(), algorithm)
            case _:
                raise ValueError("another kind of key")
    except InvalidSignature as error:
        raise ValueError("the signature is wrong") from error
