"""A bundle that an earlier version made and demo persons signed still verifies."""

import json
import zipfile

from tests.support.commands import ROOT, labcert

GOLDEN = ROOT / "reports" / "golden" / "pilot-demo.zip"
TRUST = ROOT / "reports" / "golden" / "demo-trust.pem"


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
