"""PAdES: the signature in a certificate's PDF (ETSI EN 319 142-1: B-B, and B-T with a time-stamp).

Whoever opens the PDF in a reader sees it, without labcert. It certifies the document: nothing may be added afterwards.
Import this module only where a PDF is signed: pyHanko takes its time.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from io import BytesIO

from asn1crypto import algos, cms, x509  # type: ignore[import-untyped]
from cryptography import x509 as pyca
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from labcert.session.keys import ECDSA_P256, Signs

__all__ = ["FIELD", "sign_pdf"]

FIELD = "labcert"
"""the name of the signature field"""
READ_ALOUD = "Udstederens digitale underskrift"
"""what a screen reader calls the field (PDF/UA-1, 7.18.4); the certificate is a Danish document"""
ROOM_FOR_ATTRIBUTES, ROOM_FOR_TOKEN = 4 << 10, 16 << 10
"""bytes in the PDF for the signature, besides its certificates, and for a time-stamp of a server that one knows
nothing of; what is left over is zeros"""


def sign_pdf(
    pdf: bytes,
    key: Signs,
    reason: str,
    stamp: Callable[[bytes], bytes] | None = None,
    room_for_token: int = ROOM_FOR_TOKEN,
) -> bytes:
    """Return the PDF with a signature added; `stamp` returns a time-stamp token (RFC 3161) over a SHA-256.

    `room_for_token` is how many bytes a token of this server may have. Whatever `stamp` raises comes through.
    """
    metadata = PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason,
        certify=True, docmdp_permissions=MDPPerm.NO_CHANGES,
    )  # fmt: skip
    field = SigFieldSpec(FIELD, readable_field_name=READ_ALOUD)
    signer = PdfSigner(
        metadata, _KeySigner(key), timestamper=_Stamper(stamp) if stamp else None, new_field_spec=field
    )
    chain = sum(len(each.public_bytes(Encoding.DER)) for each in (key.certificate, *key.chain))
    reserved = 2 * (chain + ROOM_FOR_ATTRIBUTES + (room_for_token if stamp else 0))
    out = BytesIO()

    def sign() -> None:
        signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), bytes_reserved=reserved, output=out)

    with ThreadPoolExecutor(1) as apart:  # pyHanko runs an event loop of its own, and the caller may be within one
        apart.submit(copy_context().run, sign).result()
    return out.getvalue()


def _asn1(certificate: pyca.Certificate) -> x509.Certificate:
    return x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def _mechanism(key: Signs) -> algos.SignedDigestAlgorithm:
    if key.algorithm == ECDSA_P256:
        return algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa"})
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    parameters = algos.RSASSAPSSParams({
        "hash_algorithm": sha256,
        "mask_gen_algorithm": algos.MaskGenAlgorithm({"algorithm": "mgf1", "parameters": sha256}),
        "salt_length": SHA256.digest_size,
    })  # fmt: skip
    return algos.SignedDigestAlgorithm({"algorithm": "rsassa_pss", "parameters": parameters})


class _KeySigner(Signer):
    """Hands the bytes to a key of ours, wherever that is."""

    def __init__(self, key: Signs) -> None:
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call] # pyHanko says nothing of it
        registry.register_multiple([_asn1(each) for each in key.chain])
        super().__init__(
            signing_cert=_asn1(key.certificate), cert_registry=registry, signature_mechanism=_mechanism(key)
        )
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: ARG002, FBT001, FBT002 - pyHanko's signature
        return self._key.sign(data)


class _Stamper(TimeStamper):
    """Hands the hash to a time-stamp server of ours."""

    def __init__(self, stamp: Callable[[bytes], bytes]) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # pyHanko says nothing of it
        self._stamp = stamp

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        if md_algorithm != "sha256":
            raise ValueError(md_algorithm)
        return cms.ContentInfo.load(self._stamp(message_digest))
