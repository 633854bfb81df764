"""What we sign, others confirm: poppler's pdfsig, and openssl for the JSON's signature, the time-stamp and the parties'."""

import base64
import json
import shutil
import subprocess

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from labcert.domain.events import SignOffStated
from labcert.session.authority import subject
from labcert.session.canonical import canonical, sha256_of
from labcert.session.certificates import pem_of
from labcert.session.demo_authority import DemoAuthority
from labcert.session.signing import read_signatures, sign
from tests.support.certified import MEDCOM, NOW, Issuer, certificate_of

openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not on this machine")
pdfsig = pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig (poppler-utils) is not on this machine")


def _run(*words, folder):
    return subprocess.run([str(word) for word in words], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module", params=["P-256", "RSA"])
def issuer(request):
    """MedCom with each kind of key."""
    made = Issuer.made()
    if request.param == "P-256":
        return made
    key = made.root.issue(subject(MEDCOM, MEDCOM, "TEST"), rsa.generate_private_key(65537, 2048))
    return Issuer(made.root, key, made.tsa)


@pdfsig
def test_pdfsig_confirms_the_pdf(issuer, tmp_path):
    """The signature is right, over the whole document, PAdES, and by MedCom; one changed byte, and it isn't."""
    data = issuer.pdf(issuer.json(certificate_of()))
    (tmp_path / "certificate.pdf").write_bytes(data)
    said = _run("pdfsig", "certificate.pdf", folder=tmp_path).stdout
    assert "Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "CN=MedCom TEST" in said
    assert said.count("Signature #") == 1
    place = data.index(b"BT ET")
    (tmp_path / "certificate.pdf").write_bytes(data[:place] + b"ET BT" + data[place + 5 :])
    assert "Signature is Valid." not in _run("pdfsig", "certificate.pdf", folder=tmp_path).stdout


@openssl
def test_openssl_confirms_the_jws(issuer, tmp_path):
    """With nothing but RFC 7515 and the canonical JSON of the certificate, as docs/verificering.md says."""
    document = json.loads(issuer.json(certificate_of()))
    protected, signature = document["signature"]["protected"], document["signature"]["signature"]
    payload = base64.urlsafe_b64encode(canonical(document["certificate"])).rstrip(b"=")
    (tmp_path / "data").write_bytes(protected.encode() + b"." + payload)
    raw = base64.urlsafe_b64decode(signature + "==")
    header = json.loads(base64.urlsafe_b64decode(protected + "=="))
    options = ()
    if header["alg"] == "ES256":
        raw = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    else:
        options = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")
    (tmp_path / "signature").write_bytes(raw)
    certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
    (tmp_path / "key.pem").write_bytes(certificate.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    command = ("openssl", "dgst", "-sha256", "-verify", "key.pem", *options, "-signature", "signature", "data")
    assert _run(*command, folder=tmp_path).stdout == "Verified OK\n"
    (tmp_path / "data").write_bytes(b"x")
    assert _run(*command, folder=tmp_path).returncode != 0


@openssl
def test_openssl_confirms_the_time_stamps(issuer, tmp_path):
    """That of the JSON's signature, by a server that the root vouches for; moved to other bytes it isn't right."""
    document = json.loads(issuer.json(certificate_of()))["signature"]
    (tmp_path / "root.pem").write_bytes(issuer.trust)
    (tmp_path / "token").write_bytes(base64.b64decode(document["timestamp"]))
    (tmp_path / "data").write_bytes(base64.urlsafe_b64decode(document["signature"] + "=="))
    at = str(int(NOW.timestamp()))
    command = ("openssl", "ts", "-verify", "-data", "data", "-in", "token", "-token_in", "-CAfile", "root.pem", "-attime", at)
    ran = _run(*command, folder=tmp_path)
    assert "Verification: OK" in ran.stdout + ran.stderr
    (tmp_path / "data").write_bytes(b"noget andet")
    assert _run(*command, folder=tmp_path).returncode != 0


@openssl
@pytest.mark.parametrize("kind", ["P-256", "RSA"])
def test_openssl_confirms_the_parties_signatures(kind, tmp_path):
    """manifest.sig, each signature over its statement."""
    stated = SignOffStated("4.2", "LPS", "Lis Åberg", "Chef", "Firma Æble", "Set", demo=True)
    signer = DemoAuthority(NOW).signer(stated, NOW.isoformat())
    options = ()
    if kind == "RSA":
        key = Issuer.made().root.issue(subject("Lis Åberg", "Firma Æble", "LPS"), rsa.generate_private_key(65537, 2048))
        signer = type(signer)(stated, NOW.isoformat(), key)
        options = ("-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32")
    manifest = b'{"format": "labcert-bundle/1"}\n'
    (signature,) = read_signatures(sign(manifest, [signer])).signatures
    (tmp_path / "data").write_bytes(signature.statement(sha256_of(manifest)))
    (tmp_path / "signature").write_bytes(base64.b64decode(signature.signature))
    (tmp_path / "cert.pem").write_text(pem_of([signer.key.certificate]))
    (tmp_path / "key.pem").write_text(_run("openssl", "x509", "-in", "cert.pem", "-pubkey", "-noout", folder=tmp_path).stdout)
    command = ("openssl", "dgst", "-sha256", "-verify", "key.pem", *options, "-signature", "signature", "data")
    assert _run(*command, folder=tmp_path).stdout == "Verified OK\n"
