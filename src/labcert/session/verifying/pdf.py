"""The check of `certificate.pdf`: signed once and as a whole (PAdES), with the certificate for machines inside.

What is printed can't be held against the machine's words; it is covered by a signature with the same certificate.
pyHanko reads the file, in bounds. Its own check of signatures isn't called, for that alone takes as long to import as
the rest of a bundle to check; tests hold ours against it and against poppler's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography import x509

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session.cms import signers_of
from labcert.session.report import BundleBroken, Reason
from labcert.session.verifying.documents import SignedBy, signed_by
from labcert.session.verifying.question import CERTIFICATE_JSON, Question

__all__ = ["LARGEST_PDF", "PdfCheck", "check_pdf"]

LARGEST_PDF = 32 << 20
LARGEST_EMBEDDED = 8 << 20
MOST_NODES = 1_000
PADES = "/ETSI.CAdES.detached"


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
    signatures = list(_signatures(reader))
    attached = list(_attached(reader, CERTIFICATE_JSON))
    if not signatures:
        if not attached:
            raise UsageMistake(
                _("{name} er en PDF, men ikke et certifikat fra labcert.").format(name=name),
                remedy=_("Angiv certificate.pdf, som den blev udleveret."),
            )
        text = _("{name} er ikke underskrevet. Bed om den igen.")
        return PdfCheck((Reason("signature_missing", name, text.format(name=name)),))
    covered = _covered(data, signatures[0]) if len(signatures) == 1 else None
    if covered is None:
        text = _("{name} er ændret, efter at den blev underskrevet: der er føjet noget til. Bed om den igen.")
        return PdfCheck((Reason("pdf_changed", name, text.format(name=name)),))
    try:
        made = _made(covered)
    except ValueError:
        text = _("Underskriften i {name} passer ikke til resten af filen; den er ændret. Bed om den igen.")
        return PdfCheck((Reason("signature_wrong", name, text.format(name=name)),))
    _stamped, reasons = signed_by(made, name, question, stamp_needed=True)
    if len(attached) != 1:
        text = _("{name} skal indeholde én certificate.json, men har {count}.")
        reasons.append(Reason("certificate_missing", name, text.format(name=name, count=len(attached))))
    return PdfCheck(tuple(reasons), attached[0] if len(attached) == 1 else None, made.chain[0])


@dataclass(frozen=True)
class _Covered:
    """A signature over a whole file: its bytes (DER, and zeros), and what it is over, in two pieces."""

    contents: bytes
    pieces: tuple[bytes, bytes]


def _nodes(roots: Iterable[Any]) -> Iterator[Any]:
    """Yield the nodes of a tree, which a forger may have bent into a ring; raises ValueError for more than any has."""
    waiting, count = list(roots), 0
    while waiting:
        node, count = waiting.pop().get_object(), count + 1
        if count > MOST_NODES:
            raise ValueError("too many nodes")
        yield node
        waiting += list(_at(node, "/Kids") or ())[: MOST_NODES + 1]


def _signatures(reader: Any) -> Iterator[Any]:
    """Yield the dictionary of each signed signature field (ISO 32000-2, 12.7.5.5)."""
    for field in _nodes(_at(_at(reader.root, "/AcroForm"), "/Fields") or ()):
        if _at(field, "/FT") == "/Sig" and _at(field, "/V") is not None:
            yield field["/V"]


def _covered(data: bytes, signature: Any) -> _Covered | None:
    """Return what the signature is over; None unless that is the whole file but the very place of the signature."""
    if signature["/SubFilter"] != PADES:
        return None
    contents = bytes(signature.raw_get("/Contents").original_bytes)
    begin, first, second, rest = (int(number) for number in signature["/ByteRange"])
    if begin != 0 or not 0 < first < second or second + rest != len(data):
        return None
    if data[first:second].lower() != b"<" + contents.hex().encode("ascii") + b">":
        return None
    return _Covered(contents, (data[:first], data[second:]))


def _made(covered: _Covered) -> SignedBy:
    """Return who signed; raises ValueError where the signature is wrong."""
    from asn1crypto import cms  # type: ignore[import-untyped]

    length = _der_length(covered.contents)
    if covered.contents[length:].strip(b"\0"):
        raise ValueError("something follows the signature")
    content = cms.ContentInfo.load(covered.contents[:length], strict=True)
    if content["content_type"].native != "signed_data":
        raise ValueError("no signed data")
    signed = content["content"]
    if signed["encap_content_info"]["content"].native is not None:
        raise ValueError("another content of its own")
    chain = signers_of(signed, "data", covered.pieces)
    signer = signed["signer_infos"][0]
    # PAdES has its only time in the time-stamp and in the PDF's /M, which nothing here rests on
    return SignedBy(chain, bytes(signer["signature"].native), _token(signer), datetime.now().astimezone())


def _der_length(content: bytes) -> int:
    """Return how long the first DER value is, its head included (X.690, 8.1.3)."""
    size = content[1]
    if size < 0x80:
        return 2 + size
    count = size & 0x7F
    return 2 + count + int.from_bytes(content[2 : 2 + count], "big")


def _token(signer_info: Any) -> bytes | None:
    """Return the time-stamp over the signature; raises ValueError for more than one."""
    unsigned = signer_info["unsigned_attrs"]
    found = [
        bytes(value.dump())
        for attribute in (unsigned if unsigned.native else ())
        if attribute["type"].native == "signature_time_stamp_token"
        for value in attribute["values"]
    ]
    if len(found) > 1:
        raise ValueError("several time-stamps")
    return found[0] if found else None


def _attached(reader: Any, wanted: str) -> Iterator[bytes]:
    """Yield the attached files with that name (ISO 32000-2, 7.11.4 and 7.9.6)."""
    tree = _at(_at(reader.root, "/Names"), "/EmbeddedFiles")
    for node in _nodes([] if tree is None else [tree]):
        for value in list(_at(node, "/Names") or ())[1::2]:
            specification = value.get_object()
            if wanted in (str(_at(specification, "/UF")), str(_at(specification, "/F"))):
                data = bytes(specification["/EF"]["/F"].data)
                if len(data) > LARGEST_EMBEDDED:
                    raise ValueError("too large")
                yield data


def _at(node: Any, key: str) -> Any:
    """Return what stands there, references followed, or None."""
    return node[key] if node is not None and key in node else None
