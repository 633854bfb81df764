"""PAdES: poppler and openssl, who know nothing of us, find the signature right, and a changed byte wrong."""

import asyncio
import hashlib
import shutil
import subprocess
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pytest
from asn1crypto import cms
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.reader import PdfFileReader

from labcert.domain.errors import SetupFault
from labcert.session.authority import Authority, subject
from labcert.session.certificates import pem_of
from labcert.session.pades import FIELD, sign_pdf
from labcert.session.timestamps import read_token
from tests.support.certified import Issuer, page

NOW = datetime.now(UTC)


@cache
def _root():
    return Authority(NOW, subject("TEST rod", "TEST", "TEST"))


@pytest.fixture(scope="module", params=["ec", "rsa"])
def key(request):
    """A key of either kind."""
    made = rsa.generate_private_key(65537, 2048) if request.param == "rsa" else None
    return _root().issue(subject("MedCom TEST", "MedCom TEST", "TEST"), made)


def _signature(pdf):
    return PdfFileReader(BytesIO(pdf)).embedded_signatures[0]


def _pdfsig(path):
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig findes ikke på denne maskine")
    return subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True, check=False).stdout


def test_poppler_finds_it_right_and_a_change_wrong(key, tmp_path):
    """The whole document is signed, as PAdES, with SHA-256."""
    pdf = sign_pdf(page(), key, "Certifikat")
    path = tmp_path / "c.pdf"
    path.write_bytes(pdf)
    told = _pdfsig(path)
    assert "Signature Validation: Signature is Valid." in told
    assert f"Signature Field Name: {FIELD}" in told
    assert "Signature Type: ETSI.CAdES.detached" in told
    assert "Total document signed" in told
    path.write_bytes(pdf.replace(b"200 200", b"200 201", 1))
    assert "Signature is Valid" not in _pdfsig(path)


def test_openssl_finds_the_cms_right(key, tmp_path):
    """The CMS in the PDF is over the bytes that the PDF says, by the key's certificate."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl findes ikke på denne maskine")
    pdf = sign_pdf(page(), key, "Certifikat")
    embedded = _signature(pdf)
    first, length, second, rest = (int(number) for number in embedded.sig_object["/ByteRange"])
    (tmp_path / "s.der").write_bytes(cms.ContentInfo.load(embedded.pkcs7_content).dump())
    (tmp_path / "signed").write_bytes(pdf[first : first + length] + pdf[second : second + rest])
    (tmp_path / "root.pem").write_text(pem_of([_root().certificate]))
    words = [
        "openssl", "cms", "-verify", "-inform", "DER", "-in", "s.der", "-content", "signed", "-binary", "-CAfile",
        "root.pem", "-purpose", "any", "-out", "/dev/null",
    ]  # fmt: skip
    assert subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode == 0
    (tmp_path / "signed").write_bytes(pdf[first : first + length] + pdf[second : second + rest - 1] + b"x")
    assert subprocess.run(words, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_time_stamp_is_over_the_signature():
    """PAdES B-T: the token in the signature is over the signature's own bytes."""
    issuer = Issuer.made(NOW)
    signer = _signature(sign_pdf(page(), issuer.key, "Certifikat", issuer.stamp)).signer_info
    (attribute,) = [each for each in signer["unsigned_attrs"] if each["type"].native == "signature_time_stamp_token"]
    token = attribute["values"][0].dump()
    assert read_token(token, hashlib.sha256(signer["signature"].native).digest()).chain[0] == issuer.tsa.certificate


def test_fault_of_the_time_stamp_server_comes_through(key):
    """What the server's fault says is told, not a fault of the library."""

    def away(_digest):
        raise SetupFault("Tidsstempelserveren kan ikke nås.")

    with pytest.raises(SetupFault, match="kan ikke nås"):
        sign_pdf(page(), key, "Certifikat", away)


def test_nothing_may_be_added_afterwards(key):
    """The signature certifies the document, with the strictest of the three permissions."""
    reader = PdfFileReader(BytesIO(sign_pdf(page(), key, "Certifikat")))
    assert reader.root["/Perms"]["/DocMDP"]["/Reason"] == "Certifikat"
    reference = reader.root["/Perms"]["/DocMDP"]["/Reference"][0]
    assert int(reference["/TransformParams"]["/P"]) == 1


def test_screen_reader_has_a_name_for_the_field(key):
    """PDF/UA-1, 7.18.4: a field has a name for people, beside its own."""
    (field,) = PdfFileReader(BytesIO(sign_pdf(page(), key, "Certifikat"))).root["/AcroForm"]["/Fields"]
    assert field.get_object()["/TU"] == "Udstederens digitale underskrift"


def test_room_for_the_token_is_asked_for():
    """A server with a long chain needs more room than most; what is left is not much."""
    issuer = Issuer.made(NOW)
    size = len(issuer.stamp(hashlib.sha256(b"x").digest()))
    small, large = (len(sign_pdf(page(), issuer.key, "C", issuer.stamp, room)) for room in (size + 500, size + 9_500))
    assert 17_000 < large - small < 19_000


def test_a_page_is_signed_within_an_event_loop_too(key):
    """A server has one, and so has pyHanko."""

    async def within():
        return sign_pdf(page(), key, "Certifikat")

    assert _signature(asyncio.run(within())).field_name == FIELD
