"""Certificates of sut.yaml: readable, a pair, in force, and from the authority that is named."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from labcert.domain.errors import SetupFault
from labcert.domain.sut import Security
from labcert.runner.preflight.certificates import certificate_check

NOW = datetime(2026, 3, 18, 12, tzinfo=UTC)


def name(text: str) -> x509.Name:
    """A subject."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def make(folder: Path, subject: str, issuer: str = "", signer=None, days: tuple[int, int] = (-10, 300), password: bytes = b""):
    """Write a certificate and its key; return the key."""
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name(subject)).issuer_name(name(issuer or subject)).public_key(key.public_key()).serial_number(7)
        .not_valid_before(NOW + timedelta(days[0])).not_valid_after(NOW + timedelta(days[1]))
        .sign(signer or key, hashes.SHA256())
    )  # fmt: skip
    (folder / f"{subject}.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    hidden = BestAvailableEncryption(password) if password else NoEncryption()
    (folder / f"{subject}.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, hidden))
    return key


@pytest.fixture
def folder(tmp_path):
    """An authority, one that is not asked, and certificates of all kinds."""
    ca = make(tmp_path, "ca")
    make(tmp_path, "anden-ca")
    make(tmp_path, "lps", "ca", ca)
    make(tmp_path, "snart", "ca", ca, (-10, 5))
    make(tmp_path, "udløbet", "ca", ca, (-10, -1))
    make(tmp_path, "endnu-ikke", "ca", ca, (1, 10))
    make(tmp_path, "låst", "ca", ca, password=b"kode")
    (tmp_path / "tekst.pem").write_text("x")
    return tmp_path


def check(folder: Path, ca: str, certificate: str = "", key: str = "") -> str:
    """Check files of the folder by name."""
    places = [str(folder / word) if word else "" for word in (ca, certificate, key)]
    return certificate_check(Security(*places), NOW)


def test_a_right_pair_is_told_with_its_name_and_its_end(folder):
    """With the authority and without it; an authority alone is enough for a token."""
    assert check(folder, "ca.pem", "lps.pem", "lps.key") == "CN=lps, gælder til 2027-01-12."
    assert check(folder, "", "lps.pem", "lps.key").startswith("CN=lps")
    assert check(folder, "ca.pem") == "Udstederens certifikat kan læses."
    assert check(folder, "ca.pem", "snart.pem", "snart.key").endswith("Det udløber snart.")


@pytest.mark.parametrize(
    ("files", "says"),
    [
        (("ingen.pem",), "kan ikke læses"),
        (("tekst.pem",), "ikke et certifikat i PEM"),
        (("udløbet.pem",), "altså ikke nu"),
        (("ca.pem", "udløbet.pem", "udløbet.key"), "altså ikke nu"),
        (("ca.pem", "endnu-ikke.pem", "endnu-ikke.key"), "altså ikke nu"),
        (("ca.pem", "lps.pem", "snart.key"), "hører ikke til certifikatet"),
        (("ca.pem", "lps.pem", "ingen.key"), "Nøglen kan ikke læses"),
        (("ca.pem", "lps.pem", "tekst.pem"), "ikke en nøgle i PEM"),
        (("ca.pem", "låst.pem", "låst.key"), "uden kodeord"),
        (("anden-ca.pem", "lps.pem", "lps.key"), "ikke udstedt af den udsteder"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_a_remedy(folder, files, says):
    """Each has its own sentence."""
    with pytest.raises(SetupFault, match=says) as raised:
        check(folder, *files)
    assert raised.value.where.startswith(str(folder))
    assert raised.value.remedy
