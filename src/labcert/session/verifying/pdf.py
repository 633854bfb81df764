"""The check of `certificate.pdf`: signed once and as a whole (PAdES), with the certificate for machines inside.

What is printed can't be held against the machine's words; it is covered by a signature with the same certificate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography import x509

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.report import BundleBroken, Reason
from labcert.session.verifying.documents import SignedBy, signed_by
from labcert.session.verifying.question import CERTIFICATE_JSON, Question

__all__ = ["LARGEST_PDF", "PdfCheck", "check_pdf"]

LARGEST_PDF = 32 << 20
LARGEST_EMBEDDED = 8 << 20
DEEPEST_TREE = 20
DIGESTS = ("sha256", "sha384", "sha512")


@dataclass(frozen=True)
class PdfCheck:
    """What was found; `embedded` is the certificate.json inside, `signer` who signed: None where it came not so far."""

    reasons: tuple[Reason, ...]
    embedded: bytes | None = None
    signer: x509.Certificate | None = None


def check_pdf(data: bytes, name: str, question: Question) -> PdfCheck:
    """Check a file that may come from anybody; raises UsageMistake for a PDF that has nothing to do with us."""
    if len(data) > LARGEST_PDF:
        return PdfCheck((Reason("too_large", name, _("{name} er større, end den må være.").format(name=name)),))
    try:
        return _checked(data, name, question)
    except BundleBroken as broken:
        return PdfCheck(broken.reasons)
    except UsageMistake:
        raise
    except Exception:  # noqa: BLE001 - a hostile PDF makes its reader fail in every way there is
        text = _("{name} kan ikke læses som en PDF, der er underskrevet; den er ændret eller beskadiget.")
        return PdfCheck((Reason("pdf_damaged", name, text.format(name=name)),))


def _checked(data: bytes, name: str, question: Question) -> PdfCheck:
    from pyhanko.pdf_utils.reader import PdfFileReader

    reader = PdfFileReader(BytesIO(data), strict=True)
    signatures = list(reader.embedded_signatures)
    attached = list(_attached(reader, CERTIFICATE_JSON))
    if not signatures:
        if not attached:
            raise UsageMistake(
                _("{name} er en PDF, men ikke et certifikat fra labcert.").format(name=name),
                remedy=_("Angiv certificate.pdf, som den blev udleveret."),
            )
        text = _("{name} er ikke underskrevet. Bed om den igen.")
        return PdfCheck((Reason("signature_missing", name, text.format(name=name)),))
    if len(signatures) != 1 or len(reader.embedded_regular_signatures) != 1 or not _covers(data, signatures[0]):
        text = _("{name} er ændret, efter at den blev underskrevet: der er føjet noget til. Bed om den igen.")
        return PdfCheck((Reason("pdf_changed", name, text.format(name=name)),))
    return _vouched(signatures[0], attached, name, question)


def _covers(data: bytes, signature: Any) -> bool:
    """Say whether the signature is over the whole file but its own place, which holds nothing but the signature."""
    try:
        begin, first, second, rest = (int(number) for number in signature.byte_range)
    except (TypeError, ValueError):
        return False
    if begin != 0 or not 0 < first < second or second + rest != len(data):
        return False
    hole, contents = data[first:second], bytes(signature.pkcs7_content)
    whole = signature.evaluate_signature_coverage().name == "ENTIRE_FILE"
    return whole and hole.lower() == b"<" + contents.hex().encode("ascii") + b">"


def _vouched(signature: Any, attached: list[bytes], name: str, question: Question) -> PdfCheck:
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity

    wrong = _("Underskriften i {name} passer ikke til resten af filen; den er ændret. Bed om den igen.")
    spoilt = PdfCheck((Reason("signature_wrong", name, wrong.format(name=name)),))
    if signature.md_algorithm not in DIGESTS or not _is_alone(signature):
        return spoilt
    try:
        signature.compute_integrity_info()
        digest = signature.compute_digest()
        right = validate_sig_integrity(signature.signer_info, signature.signer_cert, "data", digest)
    except SignatureValidationError:
        return spoilt
    if right != (True, True):
        return spoilt
    chain = tuple(
        x509.load_der_x509_certificate(each.dump()) for each in (signature.signer_cert, *signature.other_embedded_certs)
    )
    claimed = signature.self_reported_timestamp or datetime.now().astimezone()
    made = SignedBy(chain, bytes(signature.signer_info["signature"].native), _token(signature.signer_info), claimed)
    _stamped, reasons = signed_by(made, name, question, stamp_needed=True)
    if len(attached) != 1:
        text = _("{name} skal indeholde én certificate.json, men har {count}.")
        reasons.append(Reason("certificate_missing", name, text.format(name=name, count=len(attached))))
    return PdfCheck(tuple(reasons), attached[0] if len(attached) == 1 else None, chain[0])


def _is_alone(signature: Any) -> bool:
    """One signer, and after the signature nothing but the zeros that fill its place."""
    content = bytes(signature.pkcs7_content)
    return len(signature.signed_data["signer_infos"]) == 1 and not content[_der_length(content) :].strip(b"\0")


def _der_length(content: bytes) -> int:
    """Return how long the first DER value is, its head included (X.690, 8.1.3)."""
    size = content[1]
    if size < 0x80:
        return 2 + size
    count = size & 0x7F
    return 2 + count + int.from_bytes(content[2 : 2 + count], "big")


def _token(signer_info: Any) -> bytes | None:
    """Return the time-stamp over the signature; raises ValueError for more than one."""
    found = [
        bytes(value.dump())
        for attribute in signer_info["unsigned_attrs"] or ()
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]
    if len(found) > 1:
        raise ValueError("several time-stamps")
    return found[0] if found else None


def _attached(reader: Any, wanted: str) -> Iterator[bytes]:
    """Yield the attached files with that name (ISO 32000-2, 7.11.4 and 7.9.6)."""
    tree = _at(_at(reader.root, "/Names"), "/EmbeddedFiles")
    for specification in _leaves(tree, 0):
        if wanted in (str(_at(specification, "/UF")), str(_at(specification, "/F"))):
            data = bytes(specification["/EF"]["/F"].data)
            if len(data) > LARGEST_EMBEDDED:
                raise ValueError("too large")
            yield data


def _at(node: Any, key: str) -> Any:
    """Return what stands there, references followed, or None."""
    return node[key] if node is not None and key in node else None


def _leaves(node: Any, depth: int) -> Iterator[Any]:
    if depth > DEEPEST_TREE:
        raise ValueError("too deep")
    for value in list(_at(node, "/Names") or ())[1::2]:
        yield value.get_object()
    for kid in _at(node, "/Kids") or ():
        yield from _leaves(kid.get_object(), depth + 1)
