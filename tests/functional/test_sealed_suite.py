"""A self-test with changed tests, whole: the change is named in the report, in verdict.json, by verify and on the screen."""

import json
import os
import shutil
import subprocess
import sys

import pytest

from labcert import __version__
from tests.support.commands import ROOT

COPIED = ("src", "features", "steps", "protocols", "fixtures", "sut", "mock_databanks", "conftest.py", "suite.ini", "tools")
SUT = "vendor: {name: Leverandøren A/S}\nsystem: {name: LægeSystemet, version: '1.0'}\nstandards: [XRPT01, XRPT05]\nadapter: {kind: reference}\n"
STEP = "TP-4.3.13"


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    """A copy of the checkout with a seal of its own."""
    root = tmp_path_factory.mktemp("checkout")
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__", "corpus"))
        else:
            shutil.copy(ROOT / name, root / name)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    python(root, "tools/seal.py")
    (root / "sut.yaml").write_text(SUT, "utf-8")
    return root


def python(root, *words):
    """Run Python with the copy's packages."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "LABCERT"))}
    return subprocess.run(
        [sys.executable, *map(str, words)], cwd=root, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        encoding="utf-8", env=settings | {"PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}, timeout=300, check=False,
    )  # fmt: skip


def self_tested(root, name):
    """Run one step of the self-test into a folder of that name."""
    done = python(root, "-m", "labcert", "selftest", "laba", "--sut", "sut.yaml", "--out", name, "--no-allure", "--only", STEP)
    return done, root / name


def verified(root, name):
    """What `labcert verify` says of a bundle."""
    return json.loads(python(root, "-m", "labcert", "verify", name, "--format", "json").stdout)


def test_a_run_of_the_releases_own_tests_says_nothing(checkout):
    """Sealed: true in verdict.json, no heading in the report, no reason of verify, no line on the screen."""
    done, folder = self_tested(checkout, "uændret")
    assert done.returncode == 0, done.stdout + done.stderr
    verdict = json.loads((folder / "verdict.json").read_bytes())
    assert (verdict["sealed"], verdict["suite"]["release"]) == (True, __version__)
    assert "ÆNDRET" not in (folder / "report.html").read_text("utf-8")
    assert [reason["code"] for reason in verified(checkout, folder)["reasons"]] == ["not_signed"]
    assert f"ikke som i labcert {__version__}" not in done.stderr


def test_a_changed_file_is_named_and_does_not_fail_the_system(checkout):
    """One feature changed, and one with other line endings, which is none: the step passes as before and all say it."""
    features = sorted(checkout.glob("features/**/*.feature"))
    (changed,) = [path for path in features if f"@{STEP}" in path.read_text("utf-8")]
    text = changed.read_bytes()
    changed.write_bytes(text + b"\n# en note\n")
    other = next(path for path in features if path != changed)
    other.write_bytes(other.read_bytes().replace(b"\n", b"\r\n"))
    name = changed.relative_to(checkout).as_posix()
    try:
        done, folder = self_tested(checkout, "ændret")
    finally:
        changed.write_bytes(text)
    assert done.returncode == 0, done.stdout + done.stderr
    verdict = json.loads((folder / "verdict.json").read_bytes())
    assert verdict["sealed"] is False
    assert verdict["suite"] == {"release": __version__, "changed": [name], "added": [], "missing": []}
    page = (folder / "report.html").read_text("utf-8")
    assert "EGENTEST MED ÆNDRET PROTOKOL" in page
    assert f"<li>Ændret: <code>{name}</code></li>" in page
    told = [reason for reason in verified(checkout, folder)["reasons"] if reason["code"] == "suite_not_sealed"]
    assert [name in reason["message"] for reason in told] == [True]
    assert [line for line in done.stderr.splitlines() if f"ikke som i labcert {__version__}" in line] == [
        f"1 fil i testene er ikke som i labcert {__version__}; rapporten nævner den."
    ]


def test_an_unsigned_bundle_with_changed_tests_is_still_only_unsigned(checkout):
    """A notice is no flaw of the bundle: the result is UNKNOWN because nobody signed, not BROKEN."""
    assert verified(checkout, checkout / "ændret")["result"] == "UNKNOWN"
