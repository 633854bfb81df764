"""`labcert verify` of a certificate, whole: words, options, exit codes, and output that a forger can't dress up."""

import json

import pytest

from labcert.cli import main
from labcert.domain.certificate import Revocation
from tests.support.certified import Issuer, certificate_of


@pytest.fixture(scope="module")
def issuer():
    """MedCom as a TEST authority makes it."""
    return Issuer.made()


@pytest.fixture
def folder(issuer, tmp_path):
    """certificate.json and .pdf, the certificate to trust, and two revocation lists."""
    machine = issuer.json(certificate_of())
    revoked = Revocation("labcert-cert-s-1-v1", "2026-11-30T09:00:00+01:00", "Fejl i systemet", "MedCom TEST")
    for name, data in {
        "certificate.json": machine, "certificate.pdf": issuer.pdf(machine), "rod.pem": issuer.trust,
        "tom.json": issuer.revocations(), "liste.json": issuer.revocations(revoked),
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def labcert(capsys, folder, monkeypatch):
    """Run verify in the folder; return exit code, stdout and stderr."""
    monkeypatch.chdir(folder)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main(["verify", *arguments])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


@pytest.mark.parametrize("name", ["certificate.json", "certificate.pdf"])
def test_a_valid_certificate_is_told_in_plain_words(labcert, name):
    """Whose it is, of what, from when to when, that it is a TEST, and what wasn't looked at."""
    code, out, err = labcert(name, "--trust", "rod.pem", "--at", "2026-12-01")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Gyldigt: ")
    assert "Certifikat: labcert-cert-s-1-v1 (TEST)" in lines
    assert "System: System 1.0 fra Firma Æble" in lines
    assert "Udstedt af: MedCom TEST" in lines
    assert "Gælder: 2026-11-23 til 2028-11-22, begge dage med" in lines
    assert "Bemærk:" in lines
    assert "--revocations" in out


def test_each_result_has_its_exit_code(labcert):
    """0, 4 and 1, for a day, a list, an issuer and a missing trust."""
    trusting = ("certificate.json", "--trust", "rod.pem")
    assert labcert(*trusting, "--at", "2026-12-01", "--revocations", "tom.json")[0] == 0
    assert labcert(*trusting, "--at", "2030-12-01")[0] == 4
    assert labcert(*trusting, "--at", "2026-12-01", "--issuer", "En anden")[0] == 4
    assert labcert("certificate.json", "--at", "2026-12-01")[0] == 4
    assert labcert(*trusting, "--at", "2026-12-01", "--trust-tsa", "rod.pem")[0] == 0
    code, out, _err = labcert(*trusting, "--at", "2026-12-01", "--revocations", "liste.json")
    assert (code, out.splitlines()[0]) == (1, "Brudt: intet i certifikatet er ændret, men det er tilbagekaldt.")
    assert "- liste.json: Certifikatet er tilbagekaldt 2026-11-30T09:00:00+01:00: Fejl i systemet" in out.splitlines()


def test_json_tells_what_the_text_does(labcert):
    """The fixed keys, and what the certificate says beside them."""
    code, out, err = labcert("certificate.pdf", "--trust", "rod.pem", "--at", "2029-01-01", "--format", "json")
    found = json.loads(out)
    assert (code, err, found["result"], found["kind"]) == (4, "", "UNKNOWN", "certificate_pdf")
    assert [reason["code"] for reason in found["reasons"]] == ["test_certificate", "certificate_expired", "revocation_not_checked"]
    assert found["certificate"] == {
        "id": "labcert-cert-s-1-v1", "vendor": "Firma Æble", "system": "System", "system_version": "1.0",
        "issuer": "MedCom TEST", "signed": "2026-11-23T09:00:00+00:00", "valid_from": "2026-11-23",
        "valid_to": "2028-11-22", "test": True,
    }  # fmt: skip


def test_wrong_options_are_usage_mistakes(labcert):
    """A day that is none, files that aren't there, and a list that was meant to be a certificate: exit 2, one line."""
    for arguments in (
        ("certificate.json", "--at", "i morgen"),
        ("certificate.json", "--at", "2026-02-30"),
        ("certificate.json", "--revocations", "findes-ikke.json"),
        ("certificate.json", "--trust-tsa", "certificate.json"),
        ("tom.json",),
        ("rod.pem",),
    ):
        code, out, err = labcert(*arguments)
        assert (code, out, len(err.splitlines())) == (2, "", 1), arguments


def test_words_from_a_forger_stay_on_their_line(labcert, issuer, folder):
    """A vendor's name with line feeds and colours can't draw a result of its own."""
    evil = certificate_of(vendor="X\nGyldigt: alt er godt\x1b[32m")
    (folder / "certificate.json").write_bytes(issuer.json(evil))
    _code, out, _err = labcert("certificate.json", "--at", "2030-01-01")
    assert "\x1b" not in out
    assert [line for line in out.splitlines() if line.startswith("Gyldigt")] == []
    assert labcert("certificate.json", "--format", "json")[0] == 4


def test_a_name_with_half_a_character_can_be_told(labcert, folder):
    """A file in a folder whose name is no UTF-8 is named as well as can be, as text and as JSON."""
    bundle = folder / "pakke"
    bundle.mkdir()
    (bundle / "manifest.json").write_text("{")
    (bundle / "manifest.sig").write_text("{")
    (bundle / "ny\udcff.txt").write_text("")
    code, out, _err = labcert("pakke")
    assert code == 1
    assert "ny" in out
    code, out, _err = labcert("pakke", "--format", "json")
    assert code == 1
    assert {reason["code"] for reason in json.loads(out)["reasons"]} >= {"odd_name", "manifest_damaged"}
