"""`labcert certificates` from the outside: what it writes, who may read it, and what it says of a certificate."""

import json
import os
import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.support.commands import labcert


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder as the command makes it for two systems and a hub that others reach."""
    folder = tmp_path_factory.mktemp("x") / "certifikater"
    run = labcert(
        "certificates", "make", "--out", folder, "--name", "Æskulap Journal", "--name", "LPS 2", "--host", "hub.example"
    )
    assert (run.returncode, run.stderr.count("labcert mock --tls-ca")) == (0, 1), run.stderr
    assert "Æskulap Journal" in run.stdout
    return folder


def read(folder, stem):
    """Return a certificate."""
    return x509.load_pem_x509_certificate((folder / f"{stem}.pem").read_bytes())


def test_what_is_written(made):
    """A certificate and a key each for the authority, the hub, labcert and each system; names of files are plain."""
    stems = ("aeskulap-journal", "ca", "hub", "labcert", "lps-2")
    assert sorted(path.name for path in made.iterdir()) == sorted(f"{stem}.{end}" for stem in stems for end in ("key", "pem"))


def test_each_says_that_it_is_a_test_and_holds_for_a_year(made):
    """Nobody can take one for a certificate that says something; every one is issued by the authority."""
    for path in made.glob("*.pem"):
        certificate = x509.load_pem_x509_certificate(path.read_bytes())
        assert "TEST" in certificate.subject.rfc4514_string()
        certificate.verify_directly_issued_by(read(made, "ca"))
        left = certificate.not_valid_after_utc - datetime.now(UTC)
        assert timedelta(days=364) < left <= timedelta(days=365)


def test_what_each_may_be_used_for(made):
    """A system's certificate is a client's; the hub's is both, for this machine and the names that were asked for."""
    purposes = {
        stem: {*read(made, stem).extensions.get_extension_for_class(x509.ExtendedKeyUsage).value}
        for stem in ("hub", "lps-2")
    }
    client, server = ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.SERVER_AUTH
    assert purposes == {"hub": {client, server}, "lps-2": {client}}
    names = read(made, "hub").extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost", "hub.example"]
    assert [str(each) for each in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_nobody_else_may_read_a_key(made):
    """Keys are for their owner alone."""
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.glob("*.key")} == {0o600}


def test_nothing_is_overwritten(made):
    """A second call names what is there, changes nothing, and writes nothing beside it."""
    before = {path.name: path.read_bytes() for path in made.iterdir()}
    run = labcert("certificates", "make", "--out", made, "--name", "Et tredje")
    assert (run.returncode, "ca.pem" in run.stderr, "--out" in run.stderr) == (2, True, True)
    assert {path.name: path.read_bytes() for path in made.iterdir()} == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "!!!"), "kan ikke stå i et certifikat"),
        (("--name", "a" * 65), "højst 64 tegn"),
        (("--name", "LPS", "--name", "lps"), "lps.pem"),
        (("--name", "hub"), "optaget"),
        (("--host", "https://hub.example"), "hverken et maskinnavn"),
        (("--host", "a..b"), "hverken et maskinnavn"),
    ],
)
def test_what_cannot_be_made(tmp_path, words, said):
    """A name that can't stand in a certificate or a file is told, and nothing is written."""
    run = labcert("certificates", "make", "--out", tmp_path / "ny", *words)
    assert (run.returncode, said in run.stderr) == (2, True), run.stderr
    assert not (tmp_path / "ny").exists()


def test_whose_it_is(made):
    """Whose, by whom, until when; the same for machines."""
    run = labcert("certificates", "show", made / "aeskulap-journal.pem")
    assert run.returncode == 0
    for word in ("Æskulap Journal (TEST – kun til prøve)", "labcert TEST-udsteder", "Gælder til", "SHA-256"):
        assert word in run.stdout
    (one,) = json.loads(labcert("certificates", "show", made / "lps-2.pem", "--format", "json").stdout)["certificates"]
    certificate = read(made, "lps-2")
    assert (one["name"], one["issuer"]) == ("LPS 2", "labcert TEST-udsteder")
    assert (one["ends"], one["serial"]) == (
        certificate.not_valid_after_utc.isoformat(), f"{certificate.serial_number:x}",
    )  # fmt: skip


def test_what_is_no_certificate(made, tmp_path):
    """A key, and a file that is not there, are told in a sentence; the key's content never is."""
    run = labcert("certificates", "show", made / "ca.key")
    assert (run.returncode, "en nøgle er ikke et certifikat" in run.stderr, run.stdout) == (2, True, "")
    run = labcert("certificates", "show", tmp_path / "no.pem")
    assert (run.returncode, "kan ikke læses" in run.stderr) == (2, True)
