"""Bundles that earlier versions made, and the certificate of one, still verify."""

import hashlib
import json
import zipfile

import pytest

from labcert.session.bundle import zip_bundle
from tests.support.commands import ROOT, labcert

GOLDEN = ROOT / "reports" / "golden" / "pilot-demo.zip"
TRUST = ROOT / "reports" / "golden" / "demo-trust.pem"
CERTIFIED = ROOT / "reports" / "golden" / "laba-test.zip"
CERTIFIED_TRUST = ROOT / "reports" / "golden" / "laba-test-trust.pem"
AS_EXPORTED = "a22c8fa8125010b4eb55ad104b4644e28505a9fb76abde9882fa897da1138aba"
"""sha256 of the zip that labcert itself made of the certified bundle; the kept one is compressed, for it lies in git"""


def test_the_golden_bundle_verifies():
    """With its certificate the golden bundle is VALID, without it UNKNOWN."""
    valid = labcert("verify", GOLDEN, "--trust", TRUST, "--format", "json")
    assert (valid.returncode, json.loads(valid.stdout)["result"]) == (0, "VALID")
    unknown = labcert("verify", GOLDEN, "--format", "json")
    assert (unknown.returncode, json.loads(unknown.stdout)["result"]) == (4, "UNKNOWN")


def test_a_changed_golden_bundle_is_broken(tmp_path):
    """One byte of its verdict changed, and the file is named."""
    changed = tmp_path / "pakke.zip"
    with zipfile.ZipFile(GOLDEN) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b'"approved": true', b'"approved": TRUE') if name == "verdict.json" else data)
    answer = json.loads(labcert("verify", changed, "--trust", TRUST, "--format", "json").stdout)
    assert answer["result"] == "BROKEN"
    assert "verdict.json" in {reason["file"] for reason in answer["reasons"]}


def _asked(path, *words):
    done = labcert("verify", path, "--format", "json", *words)
    found = json.loads(done.stdout)
    return done.returncode, found["result"], {reason["code"] for reason in found["reasons"]}, found["certificate"]


@pytest.fixture(scope="module")
def certified(tmp_path_factory):
    """The certified golden bundle as a folder."""
    folder = tmp_path_factory.mktemp("pakke")
    with zipfile.ZipFile(CERTIFIED) as archive:
        archive.extractall(folder)
    return folder


def test_the_certified_bundle_verifies_on_a_day_in_its_term():
    """Closed, signed by all, and with a TEST certificate: VALID, and who it is about is told; expired afterwards."""
    code, result, reasons, certificate = _asked(CERTIFIED, "--trust", CERTIFIED_TRUST, "--at", "2027-06-01")
    assert (code, result, reasons) == (0, "VALID", {"test_certificate", "revocation_not_checked"})
    assert (certificate["system"], certificate["issuer"], certificate["test"]) == ("Æskulap", "MedCom TEST", True)
    code, result, reasons, _certificate = _asked(CERTIFIED, "--trust", CERTIFIED_TRUST, "--at", "2035-01-01")
    assert (code, result) == (4, "UNKNOWN")
    assert "certificate_expired" in reasons
    assert _asked(CERTIFIED, "--at", "2027-06-01")[:2] == (4, "UNKNOWN")


def test_its_certificate_verifies_alone(certified):
    """The PDF and the JSON, as somebody gets them without the bundle."""
    for name in ("certificate.pdf", "certificate.json"):
        code, result, _reasons, certificate = _asked(
            certified / name, "--trust", CERTIFIED_TRUST, "--at", "2027-06-01", "--issuer", "MedCom TEST"
        )
        assert (code, result, certificate["vendor"]) == (0, "VALID", "Æble & Søn A/S")


def test_a_zip_of_it_is_still_made_of_the_same_bytes(certified, tmp_path):
    """The zip of a bundle never changes, whatever version makes it."""
    zip_bundle(certified, tmp_path / "pakke.zip")
    assert hashlib.sha256((tmp_path / "pakke.zip").read_bytes()).hexdigest() == AS_EXPORTED
    assert _asked(tmp_path / "pakke.zip", "--trust", CERTIFIED_TRUST, "--at", "2027-06-01")[1] == "VALID"


def test_the_keys_that_made_it_are_gone():
    """No private key was ever kept with it."""
    for path in (ROOT / "reports" / "golden").iterdir():
        assert b"PRIVATE KEY" not in path.read_bytes()
    with zipfile.ZipFile(CERTIFIED) as archive:
        assert not [name for name in archive.namelist() if name.endswith((".p12", ".key", ".pfx"))]
