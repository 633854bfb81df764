"""`labcert verify`, whole: what is printed, where, and with which exit code."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from labcert.cli import main
from labcert.domain.events import SessionOpened, SignOffStated
from labcert.session.bundle import zip_bundle
from labcert.session.demo_authority import DemoAuthority
from labcert.session.folder import SessionFolder
from labcert.session.log import EventLog, read_log
from labcert.session.manifest import RequiredSigner
from labcert.session.sealing import facts_of, seal

NOW = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
BUNDLE = {"kind": "bundle", "session": "demo-1", "demo": True, "test_type": "", "certificate": None}


@pytest.fixture
def bundle(tmp_path):
    """A sealed demo session in `pakke`, and its authority's certificate in `demo-trust.pem` beside it."""
    folder, authority = SessionFolder.create(tmp_path / "pakke"), DemoAuthority(NOW)
    stated = SignOffStated("4.2", "LPS", "Demoperson Lis", "Chef", "Firma", "", demo=True)
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(
            SessionOpened("demo-1", "pilot", "1.0.0", {}, "Firma", "System", "1", "0.1.0", "", "", "standard", demo=True)
        )
        log.append(stated)
    folder.verdict.write_text("{}")
    (tmp_path / "demo-trust.pem").write_bytes(authority.certificate_pem)
    facts = facts_of(read_log(folder.events).entries, [RequiredSigner("4.2", "LPS")])
    seal(folder, facts, [authority.signer(stated, NOW.isoformat())])
    return folder.path


@pytest.fixture
def labcert(capsys):
    """Run a command; return exit code, stdout and stderr."""

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return left.value.code, said.out, said.err

    return run


def test_valid_bundle(labcert, bundle, tmp_path):
    """Exit 0, and the first line says so in words; the zip gives the same."""
    zip_bundle(bundle, tmp_path / "pakke.zip")
    for path in (bundle, tmp_path / "pakke.zip"):
        code, out, err = labcert("verify", path, "--trust", tmp_path / "demo-trust.pem")
        assert (code, err) == (0, "")
        assert out.splitlines()[0].startswith("Gyldig: ")
        assert "demonstration" in out


def test_unknown_bundle_tells_what_to_do(labcert, bundle):
    """Exit 4 without a trusted certificate, and --trust is named."""
    code, out, _err = labcert("verify", bundle)
    assert (code, out.splitlines()[0][:8]) == (4, "Ukendt: ")
    assert "--trust" in out


def test_broken_bundle_names_the_file(labcert, bundle, tmp_path):
    """Exit 1, and one line a reason, with the file first."""
    (bundle / "verdict.json").write_text("{} ")
    (bundle / "ny.txt").write_text("")
    code, out, _err = labcert("verify", bundle, "--trust", tmp_path / "demo-trust.pem")
    assert (code, out.splitlines()[0][:6]) == (1, "Brudt:")
    assert "- verdict.json: verdict.json er ændret" in out
    assert "- ny.txt: ny.txt stod ikke i pakken" in out


def test_json_is_the_only_thing_on_stdout(labcert, bundle, tmp_path):
    """The fixed shape, for each result."""
    code, out, err = labcert("verify", bundle, "--format", "json", "--trust", tmp_path / "demo-trust.pem")
    assert (code, json.loads(out), err) == (0, BUNDLE | {"result": "VALID", "reasons": []}, "")
    code, out, _err = labcert("verify", bundle, "--format", "json")
    assert (code, json.loads(out)["result"]) == (4, "UNKNOWN")
    (bundle / "events.jsonl").unlink()
    code, out, _err = labcert("verify", bundle, "--format", "json")
    found = json.loads(out)
    assert (code, found["result"]) == (1, "BROKEN")
    assert {frozenset(reason) for reason in found["reasons"]} == {frozenset({"code", "file", "message"})}
    assert ("file_missing", "events.jsonl") in {(reason["code"], reason["file"]) for reason in found["reasons"]}


def test_what_is_no_bundle_is_a_usage_mistake(labcert, tmp_path, bundle):
    """Exit 2 and one sentence on stderr: nothing there, another folder, another file, a certificate that isn't one."""
    (tmp_path / "brev.txt").write_text("Kære MedCom")
    (tmp_path / "tom").mkdir()
    for path in ("findes-ikke", "brev.txt", "tom"):
        code, out, err = labcert("verify", tmp_path / path)
        assert (code, out) == (2, "")
        assert len(err.splitlines()) == 1
    for trust in ("brev.txt", "findes-ikke.pem"):
        code, out, err = labcert("verify", bundle, "--trust", tmp_path / trust)
        assert (code, out) == (2, "")
        assert "ertifikat" in err


def test_works_in_a_process_of_its_own_and_moved(bundle, tmp_path):
    """A bundle moved to another folder is as valid, and the command's exit code reaches the shell."""
    shutil.move(bundle, tmp_path / "andet sted")
    ran = subprocess.run(
        [sys.executable, "-c", "from labcert.cli import main; main()", "verify", "andet sted", "--trust", "demo-trust.pem"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().startswith("Gyldig")
