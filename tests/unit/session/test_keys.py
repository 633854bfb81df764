"""Keys from PKCS#12: each thing that can be wrong with a file is one sentence."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption, pkcs12

from labcert.domain.errors import UsageMistake
from labcert.session.authority import Authority, Signatory, is_test, make_authority, subject
from labcert.session.keys import ECDSA_P256, RSA_PSS, SigningKey, load_pkcs12, require_in_force

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PASSWORD = b"hemmelig \xc3\xa6\xc3\xb8\xc3\xa5"
LOCK = BestAvailableEncryption(PASSWORD)


@pytest.fixture(scope="module")
def authority():
    """An authority in force from a day before NOW."""
    return Authority(NOW, subject("TEST rod", "TEST", "TEST"))


def _write(path, key, certificate, others=(), lock=LOCK):
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"n", key, certificate, list(others), lock))
    return path


@pytest.fixture
def file(tmp_path, authority):
    """A key file of a person."""
    made = authority.issue(subject("Lis", "Firma", "TEST", "LPS"))
    return _write(tmp_path / "lis.p12", made.key, made.certificate, [authority.certificate])


def test_key_comes_with_its_certificates(file, authority):
    """The person's own, then those who vouch for it, in order."""
    found = load_pkcs12(file, PASSWORD, NOW)
    assert (found.algorithm, found.chain) == (ECDSA_P256, (authority.certificate,))
    found.certificate.public_key().verify(found.sign(b"m"), b"m", ec.ECDSA(hashes.SHA256()))


def test_chain_is_ordered_and_strangers_are_left_out(tmp_path, authority):
    """A file holds certificates in any order, and some that vouch for nobody here."""
    between_key = ec.generate_private_key(ec.SECP256R1())
    between = authority.issue(subject("Mellem", "TEST", "TEST"), between_key)
    leaf_key = ec.generate_private_key(ec.SECP256R1())
    leaf = (
        x509.CertificateBuilder().subject_name(subject("Lis", "Firma")).issuer_name(between.certificate.subject)
        .public_key(leaf_key.public_key()).serial_number(7).not_valid_before(NOW).not_valid_after(NOW + timedelta(9))
        .sign(between_key, hashes.SHA256())
    )  # fmt: skip
    stranger = Authority(NOW, subject("Fremmed", "TEST")).certificate
    others = [authority.certificate, stranger, between.certificate]
    found = load_pkcs12(_write(tmp_path / "k.p12", leaf_key, leaf, others), PASSWORD, NOW)
    assert found.chain == (between.certificate, authority.certificate)


def test_key_of_a_file_without_password(tmp_path, authority):
    """No password and an empty one open a file that has none."""
    made = authority.issue(subject("Lis", "Firma"))
    path = _write(tmp_path / "k.p12", made.key, made.certificate, lock=NoEncryption())
    assert load_pkcs12(path, b"").certificate == load_pkcs12(path, None).certificate == made.certificate


@pytest.mark.parametrize("password", [b"forkert", b"", None])
def test_wrong_password(file, password):
    """One sentence with what to do about it."""
    with pytest.raises(UsageMistake, match=r"Adgangskoden passer ikke.*LABCERT_KEY_PASSWORD"):
        load_pkcs12(file, password)


def test_file_that_is_none(tmp_path, file):
    """Missing, empty, PEM, half, and one of a megabyte more than any key is."""
    for data, told in (
        (None, "kan ikke læses"),
        (b"", "er tom"),
        (b"-----BEGIN CERTIFICATE-----\n", "PKCS#12"),
        (file.read_bytes()[:200], "PKCS#12"),
        (file.read_bytes() + b"0" * (1 << 20), "PKCS#12"),
    ):
        path = tmp_path / "x.p12"
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)
        with pytest.raises(UsageMistake, match=told):
            load_pkcs12(path, PASSWORD)


def test_file_without_a_key(tmp_path, authority):
    """Certificates alone sign nothing."""
    path = tmp_path / "k.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(None, None, None, [authority.certificate], NoEncryption()))
    with pytest.raises(UsageMistake, match="ingen privat nøgle"):
        load_pkcs12(path, None)


@pytest.mark.parametrize(
    "make",
    [
        lambda: ec.generate_private_key(ec.SECP384R1()),
        ed25519.Ed25519PrivateKey.generate,
        lambda: rsa.generate_private_key(65537, 1024),
    ],
)
def test_kinds_of_keys_that_we_do_not_sign_with(tmp_path, make):
    """Another curve, another algorithm, an RSA key that is too short."""
    key, name = make(), subject("Lis", "Firma")
    builder = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(NOW).not_valid_after(NOW + timedelta(9))
    )  # fmt: skip
    certificate = builder.sign(key, None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256())
    with pytest.raises(UsageMistake, match="RSA-nøgler på mindst 2048 bit"):
        load_pkcs12(_write(tmp_path / "k.p12", key, certificate), PASSWORD)


def test_certificate_that_is_not_for_signing(tmp_path, authority):
    """An authority's certificate vouches for others and signs nothing else."""
    path = _write(tmp_path / "k.p12", authority._key, authority.certificate)
    with pytest.raises(UsageMistake, match="ikke til at underskrive med"):
        load_pkcs12(path, PASSWORD)


def test_certificate_that_is_not_in_force(file):
    """Expired and not yet valid are two sentences, each with its day."""
    with pytest.raises(UsageMistake, match=r"“Lis” udløb 19\.11\.2036"):
        load_pkcs12(file, PASSWORD, NOW + timedelta(days=4000))
    with pytest.raises(UsageMistake, match=r"“Lis” gælder først fra 22\.11\.2026"):
        load_pkcs12(file, PASSWORD, NOW - timedelta(days=2))
    certificate = load_pkcs12(file, PASSWORD, NOW).certificate
    require_in_force(certificate, certificate.not_valid_after_utc)


def test_key_in_hardware_is_told_plainly():
    """It can't be done today, and the documentation says what it would take."""
    with pytest.raises(UsageMistake, match=r"hardwareboks \(PKCS#11\).*docs/certifikat\.md"):
        load_pkcs12("pkcs11:token=medcom", None)


def test_key_must_be_its_certificates(authority):
    """Somebody else's certificate with one's own key is no signing key, and a key isn't shown."""
    made = authority.issue(subject("Lis", "Firma"))
    with pytest.raises(ValueError):
        SigningKey(ec.generate_private_key(ec.SECP256R1()), made.certificate)
    assert "EllipticCurvePrivateKey" not in repr(made)


# ------------------------------------------------------------------------------------------------------- a TEST authority
def test_made_authority_is_a_set_of_files_nobody_else_may_read(tmp_path):
    """MedCom's key is RSA of 3072 bits as in OCES3, every name says TEST, keys are for their owner alone."""
    people = [Signatory("LPS", "Lis Larsen", "Æble & Søn A/S"), Signatory("Team RN", "Rikke"), Signatory("LPS", "Ole")]
    made = make_authority(tmp_path / "ny" / "mappe", people, NOW, PASSWORD)
    issuer = load_pkcs12(made.issuer, PASSWORD, NOW)
    assert (issuer.algorithm, issuer.key.key_size, issuer.chain[0]) == (
        RSA_PSS, 3072, x509.load_pem_x509_certificate(made.trust.read_bytes()),
    )  # fmt: skip
    assert [path.name for path in made.people] == ["part-lps.p12", "part-team-rn.p12", "part-lps-2.p12"]
    found = [load_pkcs12(path, PASSWORD, NOW).certificate for path in made.people]
    assert [each.subject.rfc4514_string() for each in found] == [
        "CN=Lis Larsen,OU=LPS,OU=TEST,O=Æble & Søn A/S,C=DK", "CN=Rikke,OU=Team RN,OU=TEST,O=Team RN,C=DK",
        "CN=Ole,OU=LPS,OU=TEST,O=LPS,C=DK",
    ]  # fmt: skip
    for each in (*found, issuer.certificate, *issuer.chain):
        assert is_test(each)
    secret = {path.name: path.stat().st_mode & 0o777 for path in (made.issuer, made.time_stamps[1], *made.people)}
    assert set(secret.values()) == {0o600}


def test_nothing_is_overwritten(tmp_path):
    """A folder that holds keys keeps them."""
    make_authority(tmp_path, [Signatory("LPS", "Lis")], NOW, PASSWORD)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(UsageMistake, match="overskriver labcert ikke"):
        make_authority(tmp_path, [Signatory("LPS", "Lis")], NOW, PASSWORD)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_name_too_long_for_a_certificate_writes_nothing(tmp_path):
    """X.509 has room for 64 characters."""
    with pytest.raises(UsageMistake, match="64 tegn"):
        make_authority(tmp_path / "k", [Signatory("LPS", "x" * 65)], NOW, PASSWORD)
    assert not (tmp_path / "k").exists()


@pytest.mark.parametrize(
    ("name", "organisation", "expected"),
    [("MedCom", "MedCom", False), ("MedCom TEST", "MedCom", True), ("Testesen", "TESTA", False), ("A", "x-DEMO", True)],
)
def test_which_certificates_are_of_a_test(name, organisation, expected):
    """The word alone says it, not a name that holds the letters."""
    assert is_test(Authority(NOW, subject(name, organisation)).certificate) is expected
