"""certificate.pdf alone: signed once, as a whole, with one certificate for machines inside, by the same signer."""

import dataclasses
import io
import json
import resource
import time
import zipfile
import zlib
from datetime import date

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from labcert.domain.errors import UsageMistake
from labcert.session.authority import subject
from labcert.session.pades import _KeySigner, sign_pdf
from labcert.session.report import Kind, Result
from labcert.session.verifying import pdf as pdf_module
from labcert.session.verifying import verify
from tests.support.certified import MEDCOM, NOW, certificate_of, page

NAME = "certificate.pdf"


@pytest.fixture(scope="module")
def machine(issuer):
    """The certificate for machines."""
    return issuer.json(certificate_of())


@pytest.fixture(scope="module")
def right(issuer, machine):
    """A right PDF."""
    return issuer.pdf(machine)


def test_a_right_pdf_is_valid(right, ask):
    """And what its certificate for machines says is told."""
    report = ask(right, NAME)
    assert (report.result, report.against, report.kind) == (Result.VALID, (), Kind.CERTIFICATE_PDF)
    assert report.certificate.system == "System"
    assert {reason.file for reason in report.notices} == {"certificate.pdf/certificate.json"}


def test_without_trust_both_signatures_are_unknown(right, ask, stranger, words):
    """The PDF's own and that inside."""
    assert words.told(ask(right, NAME, trust=[])) == {
        ("untrusted_key", NAME), ("untrusted_key", f"{NAME}/certificate.json"),
    }  # fmt: skip
    assert ask(right, NAME, trust=[stranger.trust]).result is Result.UNKNOWN


def test_without_time_stamp_it_is_unknown(issuer, machine, ask, words):
    """PAdES B-B says when only in the signer's own words."""
    assert words.told(ask(issuer.pdf(machine, stamped=False), NAME)) == {("no_timestamp", NAME)}


def test_one_certificate_must_be_inside(issuer, machine, ask, words):
    """None, and two, are broken; one that is forged is broken itself."""
    assert words.told(ask(issuer.pdf(), NAME)) == {("certificate_missing", NAME)}
    assert words.told(ask(issuer.pdf(machine, machine), NAME)) == {("certificate_missing", NAME)}
    forged = machine.replace(b"Firma", b"Firme")
    assert words.told(ask(issuer.pdf(forged), NAME)) == {("signature_wrong", f"{NAME}/certificate.json")}


def test_both_must_be_signed_by_the_same(issuer, machine, ask, words):
    """Another's PDF around MedCom's certificate, though the same authority vouches for both."""
    other = issuer.root.issue(subject("Firma Æble", "Firma Æble", "TEST"))
    data = dataclasses.replace(issuer, key=other).pdf(machine)
    assert words.told(ask(data, NAME)) == {("certificates_differ", NAME)}


def test_second_signature_is_told(machine, issuer, ask, words):
    """Whoever signs afterwards changes what MedCom signed, though both signatures are right."""
    data = page(machine)
    for number in ("1", "2"):
        out = io.BytesIO()
        metadata = PdfSignatureMetadata(field_name=number, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256")
        signer = PdfSigner(metadata, _KeySigner(issuer.key))
        signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), output=out, bytes_reserved=20_000)
        data = out.getvalue()
        assert words.told(ask(data, NAME)) == {("no_timestamp", NAME) if number == "1" else ("pdf_changed", NAME)}


def test_incremental_update_is_told(right, ask, words):
    """A page's content replaced by an update after the signature, as any PDF editor writes it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(right))
    only = writer.root["/Pages"]["/Kids"][0]
    only["/Contents"] = writer.add_object(generic.StreamObject(stream_data=b"BT (Godkendt) Tj ET"))
    writer.update_container(only)
    out = io.BytesIO()
    writer.write(out)
    data = out.getvalue()
    assert data.startswith(right)
    assert words.told(ask(data, NAME)) == {("pdf_changed", NAME)}


def test_bytes_after_the_end_are_told(right, ask):
    """A comment, and a whole zip: a file that is two things at once is neither."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.json", "{}")
    for more in (b"\n", b"% noget", packed.getvalue()):
        report = ask(right + more, NAME)
        assert report.result is Result.BROKEN
        assert {reason.code for reason in report.against} <= {"pdf_changed", "pdf_damaged"}


def test_zip_before_the_pdf_is_no_bundle(right, ask):
    """What begins as a zip is read as one, and it holds no bundle."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UsageMistake):
        ask(packed.getvalue() + right, NAME)
    with pytest.raises(UsageMistake):
        ask(b"\n" + right, NAME)


def test_room_for_the_signature_holds_nothing_else(right, ask):
    """The zeros after the signature aren't signed, so they must be zeros; what stands there is told."""
    start = right.index(b"/Contents <") + len(b"/Contents <")
    end = right.index(b">", start)
    spoilt = right[: end - 40] + b"41" * 20 + right[end:]
    assert ask(spoilt, NAME).result is Result.BROKEN


def test_unsigned_pdf_is_told(machine, ask, words):
    """The signature taken away: broken; a PDF that never was ours: a usage mistake."""
    assert words.told(ask(page(machine), NAME)) == {("signature_missing", NAME)}
    with pytest.raises(UsageMistake, match="ikke et certifikat"):
        ask(page(), NAME)


def test_forged_with_ones_own_key_is_unknown(stranger, ask):
    """A certificate that somebody made for themselves with MedCom's name."""
    report = ask(stranger.pdf(stranger.json(certificate_of())), NAME)
    assert report.result is Result.UNKNOWN
    assert {reason.code for reason in report.against} == {"untrusted_key", "untrusted_timestamp"}


def test_expired_and_revoked_are_told_of_the_pdf_too(right, ask, words, issuer):
    """What is asked of the certificate for machines is asked of the PDF."""
    assert words.told(ask(right, NAME, on=date(2030, 1, 1))) == {("certificate_expired", f"{NAME}/certificate.json")}
    assert ask(right, NAME, revocations=issuer.revocations()).result is Result.VALID
    assert ask(right, NAME, issuer=MEDCOM).result is Result.VALID


def test_cut_every_thousandth_byte_it_is_broken(right, ask):
    """A transfer that stopped half way; nothing that is cut passes."""
    for length in range(1000, len(right), 1000):
        report = ask(right[:length], NAME)
        assert report.result is Result.BROKEN
        assert {reason.code for reason in report.against} <= {"pdf_damaged", "signature_missing"}


def test_a_bomb_inside_is_not_unpacked(issuer, ask, words):
    """An attached file that is packed twice and unpacks to 100 MB: told, and memory is left alone."""
    packer = zlib.compressobj()
    bomb = zlib.compress(b"".join([*(packer.compress(bytes(1 << 20)) for _mb in range(100)), packer.flush()]), 9)
    assert len(bomb) < 10_000

    def packed_twice(attached):
        attached._encoded_data = bomb
        attached["/Filter"] = generic.ArrayObject([generic.NameObject("/FlateDecode")] * 2)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    signed = sign_pdf(page(b"{}", change=packed_twice), issuer.key, "x")
    assert bomb in signed
    assert words.told(ask(signed, NAME)) == {("pdf_damaged", NAME)}
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10  # kB


def test_a_tree_bent_into_a_ring_ends(machine, ask, words):
    """Attached files listed in a tree, and fields of a form, whose branches lead back to themselves: told, and soon."""
    for place in ("/Names", "/AcroForm"):
        writer = IncrementalPdfFileWriter(io.BytesIO(page(machine)))
        node = generic.DictionaryObject()
        reference = writer.add_object(node)
        node["/Kids"] = generic.ArrayObject([reference] * 10)
        top = {"/EmbeddedFiles": reference} if place == "/Names" else {"/Fields": generic.ArrayObject([reference])}
        writer.root[place] = generic.DictionaryObject({generic.pdf_name(key): value for key, value in top.items()})
        writer.update_root()
        out = io.BytesIO()
        writer.write(out)
        begun = time.monotonic()
        assert words.told(ask(out.getvalue(), NAME)) == {("pdf_damaged", NAME)}
        assert time.monotonic() - begun < 5


def test_a_table_that_leads_back_to_itself_ends(right, ask):
    """The chain of cross-references bent into a ring by an update."""
    ring = right + b"\nxref\n0 0\ntrailer\n<</Size 1/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(right) + 1, len(right) + 1)
    begun = time.monotonic()
    assert ask(ring, NAME).result is Result.BROKEN
    assert time.monotonic() - begun < 5


def test_too_large_is_told(right, ask, monkeypatch, words):
    """More than a certificate can be isn't read."""
    monkeypatch.setattr(pdf_module, "LARGEST_PDF", 1000)
    assert words.told(ask(right, NAME)) == {("too_large", NAME)}


def _pyhanko_agrees(data, root):
    """What pyHanko's own validation says of the only signature, offline, with the same trust."""
    trusted = asn1_x509.Certificate.load(root.public_bytes(Encoding.DER))
    context = [ValidationContext(trust_roots=[trusted], allow_fetching=False, moment=NOW) for _use in range(2)]
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    status = validate_pdf_signature(signature, *context)
    return status.bottom_line and status.coverage is SignatureCoverageLevel.ENTIRE_FILE


@pytest.mark.parametrize("key", ["P-256", "RSA"])
def test_pyhanko_says_the_same(issuer, machine, ask, key):
    """Right, changed in what is signed, changed in the signature, changed in the stamp: both say so, or both do not."""
    if key == "RSA":
        made = issuer.root.issue(subject(MEDCOM, MEDCOM, "TEST"), rsa.generate_private_key(65537, 2048))
        issuer = dataclasses.replace(issuer, key=made)
        machine = issuer.json(certificate_of())
    data = issuer.pdf(machine)
    assert ask(data, NAME).result is Result.VALID
    assert _pyhanko_agrees(data, issuer.root.certificate)
    begin = data.index(b"/Contents <") + len(b"/Contents <")
    length = len(data[begin : data.index(b">", begin)].rstrip(b"0"))
    for place in (data.index(b"BT ET"), begin + length - 1000, begin + length - 3, begin + 2 * (length // 4)):
        changed = data[:place] + (b"0" if data[place : place + 1] != b"0" else b"1") + data[place + 1 :]
        try:
            theirs = _pyhanko_agrees(changed, issuer.root.certificate)
        except (SignatureValidationError, ValueError):
            theirs = False
        assert (ask(changed, NAME).result is Result.VALID) is theirs


def test_any_changed_byte_is_told(right, machine, issuer, tmp_path_factory, words):
    """Flipped anywhere: never VALID with another content, never a crash."""
    path = tmp_path_factory.mktemp("b") / NAME
    begin = right.index(b"/Contents <")
    end = right.index(b">", begin)

    @settings(max_examples=40, deadline=None)
    @given(st.one_of(st.integers(0, begin), st.integers(begin, begin + 9000), st.integers(end, len(right) - 1)), st.integers(1, 255))
    def changed(place, change):
        path.write_bytes(right[:place] + bytes([right[place] ^ change]) + right[place + 1 :])
        try:
            report = verify(path, [issuer.trust], on=words.day)
        except UsageMistake:
            assert place < len(b"%PDF-")
            return
        if report.result is Result.VALID:  # a letter's case in the signature's hexadecimal, or a bit nobody signs
            assert begin < place < end
            assert report.certificate.id == json.loads(machine)["certificate"]["id"]

    changed()
