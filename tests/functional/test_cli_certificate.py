"""`labcert certificate`, whole: keys, issue, show, revoke, and what is told when it can't be done."""

import json
import shutil
import subprocess

import pytest

from labcert.cli import main
from tests.support.approved import really_ready_in
from tests.support.commands import labcert as whole_command
from tests.support.tsa import time_stamp_server

PASSWORD = "hemmelighed æøå"
SESSION = "live-20261123-0900-k7f2"
CERTIFICATE = f"labcert-cert-{SESSION}-v1"


@pytest.fixture
def labcert(capsys, monkeypatch, tmp_path):
    """Run a command in a folder of its own; return exit code, stdout and stderr."""
    monkeypatch.setenv("LABCERT_KEY_PASSWORD", PASSWORD)
    monkeypatch.setenv("LABCERT_STORE", f"sqlite:///{tmp_path / 'lager.db'}")
    monkeypatch.delenv("LABCERT_TSA", raising=False)
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """The files of `certificate keys`."""
    folder = tmp_path_factory.mktemp("nøgler") / "k"
    done = whole_command("certificate", "keys", "--out", folder, LABCERT_KEY_PASSWORD=PASSWORD)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def session(tmp_path):
    """A store with an approved and signed session."""
    return really_ready_in(tmp_path)


def test_keys_are_made_for_everybody(labcert, keys):
    """One for each party of the programmes, MedCom's, a time-stamp server's, and the certificate to trust."""
    names = {path.name for path in keys.iterdir()}
    assert {"rod.pem", "medcom.p12", "tidsstempel.pem", "tidsstempel.key", "part-lps.p12", "part-medcom.p12"} <= names
    code, out, err = labcert("certificate", "keys", "--out", "nye", "--party", "LPS=Lis Larsen, Firma A/S")
    assert (code, "part-lps.p12" in out, "Lis Larsen" in out, "Firma A/S" in out) == (0, True, True, True)
    assert "Alt er TEST" in err
    assert labcert("certificate", "keys", "--out", "nye")[0] == 2
    assert labcert("certificate", "keys", "--out", "x", "--party", "LPS")[0] == 2


def test_from_issue_to_revoke(labcert, keys, session, tmp_path):
    """Issued with a time-stamp it verifies, is listed and shown; revoked it is BROKEN by the list that is written."""
    key = ("--key", keys / "medcom.p12")
    server = time_stamp_server(tmp_path / "tsa", keys / "tidsstempel.pem", keys / "tidsstempel.key", keys / "rod.pem")
    with server as url:
        code, out, err = labcert("certificate", "issue", session, *key, "--tsa", url, "--out", "ud")
    assert code == 0, err
    assert out.splitlines()[0] == (
        f"Certifikatet {CERTIFICATE} er udstedt for Æskulap, version 7.4, fra Æble & Søn A/S."
    )
    assert "certificerer intet" in out
    verify = ("verify", f"ud/{CERTIFICATE}.pdf", "--trust", keys / "rod.pem")
    assert labcert(*verify)[0] == 0
    assert "gælder" in labcert("certificate", "show")[1]
    shown = labcert("certificate", "show", session)[1]
    assert all(word in shown for word in (CERTIFICATE, "TEST, gælder", "37 Ok", "LPS: Lis Larsen"))
    code, out, _err = labcert("certificate", "revoke", CERTIFICATE, "--reason", "Fejl i visningen", *key)
    assert (code, "er tilbagekaldt" in out, "Liste nr. 1 med 1 certifikat" in out) == (0, True, True)
    code, out, _err = labcert(*verify, "--revocations", "revocations.json")
    assert (code, "Fejl i visningen" in out) == (1, True)
    before = (tmp_path / "revocations.json").read_bytes()
    code, out, _err = labcert("certificate", "revoke", CERTIFICATE, "--reason", "Igen", *key)
    assert (code, "allerede tilbagekaldt" in out, "Fejl i visningen" in out) == (0, True, True)
    assert (tmp_path / "revocations.json").read_bytes() == before
    code, out, _err = labcert("certificate", "revocations", *key, "--out", "ny.json", "--next-days", 7)
    assert (code, json.loads((tmp_path / "ny.json").read_bytes())["revocations"]["number"]) == (0, 2)
    assert "tilbagekaldt" in labcert("certificate", "show", CERTIFICATE)[1]


def test_for_machines(labcert, keys, session):
    """--format json prints certificate.json itself, and of the list what each is worth; nothing else on stdout."""
    code, out, _err = labcert("certificate", "issue", session, "--key", keys / "medcom.p12", "--format", "json")
    assert (code, json.loads(out)["certificate"]["id"]) == (0, CERTIFICATE)
    (listed,) = json.loads(labcert("certificate", "show", "--format", "json")[1])["certificates"]
    assert (listed["certificate"]["id"], listed["state"], listed["revocation"]) == (CERTIFICATE, "in_force", None)
    one = json.loads(labcert("certificate", "show", CERTIFICATE, "--format", "json", "--out", "her")[1])
    assert one["content"]["session"] == session


def test_certificate_without_a_time_stamp_is_told_so(keys, session, tmp_path):
    """In a process of its own, as another machine has it: every byte is right, and only the time-stamp is missing."""
    settings = {"LABCERT_KEY_PASSWORD": PASSWORD, "LABCERT_STORE": f"sqlite:///{tmp_path / 'lager.db'}"}
    issued = whole_command("certificate", "issue", session, "--key", keys / "medcom.p12", "--out", tmp_path, **settings)
    assert (issued.returncode, "intet tidsstempel" in issued.stdout) == (0, True)
    told = whole_command("verify", tmp_path / f"{CERTIFICATE}.pdf", "--trust", keys / "rod.pem", "--format", "json")
    codes = {reason["code"] for reason in json.loads(told.stdout)["reasons"]}
    assert (told.returncode, codes) == (4, {"no_timestamp", "test_certificate", "revocation_not_checked"})


def test_poppler_agrees(labcert, keys, session, tmp_path):
    """pdfsig, which knows nothing of us, finds the signature of the issued PDF valid."""
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig findes ikke på denne maskine")
    labcert("certificate", "issue", session, "--key", keys / "medcom.p12", "--out", "ud")
    done = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "ud" / f"{CERTIFICATE}.pdf"], capture_output=True, text=True, check=False
    )
    assert "Signature is Valid" in done.stdout
    assert "Total document signed" in done.stdout


def test_what_is_wrong_with_a_key_is_one_sentence(labcert, keys, session, tmp_path, monkeypatch):
    """Wrong password, no file, no key file, hardware, nobody to ask: exit 2, and nothing is kept."""
    (tmp_path / "tom.p12").write_bytes(b"")
    for file, told in (
        ("findes-ikke.p12", "kan ikke læses"), ("tom.p12", "er tom"), (keys / "rod.pem", "PKCS#12"),
        ("pkcs11:token=medcom", "hardwareboks"),
    ):  # fmt: skip
        code, out, err = labcert("certificate", "issue", session, "--key", file)
        assert (code, out, told in err, err.count("\n")) == (2, "", True, 1), err
    monkeypatch.setenv("LABCERT_KEY_PASSWORD", "forkert")
    assert "Adgangskoden passer ikke" in labcert("certificate", "issue", session, "--key", keys / "medcom.p12")[2]
    monkeypatch.delenv("LABCERT_KEY_PASSWORD")
    done = whole_command("certificate", "issue", session, "--key", keys / "medcom.p12", cwd=tmp_path)
    assert (done.returncode, "ingen terminal" in done.stderr) == (2, True)
    assert "ingen certifikater" in labcert("certificate", "show")[1]


def test_time_stamp_server_that_does_not_answer(labcert, keys, session, monkeypatch):
    """Exit 3 with its address, from the option or the environment; nothing is kept."""
    issue = ("certificate", "issue", session, "--key", keys / "medcom.p12")
    code, _out, err = labcert(*issue, "--tsa", "http://127.0.0.1:9/tsa")
    assert (code, "http://127.0.0.1:9/tsa" in err, "kan ikke nås" in err) == (3, True, True)
    monkeypatch.setenv("LABCERT_TSA", "ftp://x")
    code, _out, err = labcert(*issue)
    assert (code, "adresse kan ikke bruges" in err) == (2, True)
    assert "ingen certifikater" in labcert("certificate", "show")[1]


def test_refusal_names_everything(labcert, keys, session):
    """A second certificate without --supersedes is refused with how to do it, and then it is version 2."""
    issue = ("certificate", "issue", session, "--key", keys / "medcom.p12")
    assert labcert(*issue)[0] == 0
    code, out, err = labcert(*issue)
    assert (code, out) == (2, "")
    assert f"--supersedes {CERTIFICATE}" in err
    assert "-v2 er udstedt" in labcert(*issue, "--supersedes", CERTIFICATE)[1]


def test_folder_that_cannot_be_written(labcert, keys, session, tmp_path):
    """The certificate stands in the store, and is written out again where there is room."""
    (tmp_path / "fil").write_text("")
    code, _out, err = labcert("certificate", "issue", session, "--key", keys / "medcom.p12", "--out", "fil/ud")
    assert (code, "Mappen kan ikke laves" in err) == (2, True)
    assert labcert("certificate", "show", session, "--out", "ud")[0] == 0
    assert sorted(path.name for path in (tmp_path / "ud").iterdir()) == [f"{CERTIFICATE}.json", f"{CERTIFICATE}.pdf"]
    assert labcert("certificate", "show", "--out", "ud")[0] == 2
    assert labcert("certificate", "show", "findes-ikke")[0] == 2


def test_help_needs_nothing_heavy():
    """The help of the commands loads neither pyHanko, typst nor the store."""
    code = "import sys; from labcert.cli import main\ntry: main(['certificate', '--help'])\nexcept SystemExit: pass\n"
    code += "print([each for each in ('pyhanko', 'typst', 'sqlalchemy', 'cryptography', 'asn1crypto') if each in sys.modules])"
    import sys

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
