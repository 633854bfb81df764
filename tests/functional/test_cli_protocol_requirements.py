"""`labcert requirements` from the outside."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from labcert.domain.suite import suite_root

SMALL = Path(__file__).parents[1] / "unit/protocol/small_suite"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small suite of the unit tests, with the product's tables."""
    root = tmp_path / "suite"
    shutil.copytree(SMALL, root)
    for table in ("codes", "persons", "parties"):
        shutil.copytree(suite_root() / "fixtures" / table, root / "fixtures" / table)
    return root


def requirements(folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """Run `labcert requirements` on a suite."""
    path = os.pathsep.join(str(suite_root() / each) for each in ("src", "."))
    command = [sys.executable, "-c", "from labcert.cli import main; main()", "requirements", *words, "--suite", str(folder)]
    return subprocess.run(command, capture_output=True, check=False, timeout=60, env={**os.environ, "PYTHONPATH": path})


def test_list_shows_each_requirement_with_its_source(folder: Path):
    """Text for people, JSON for machines."""
    assert "tabel: xrpt01, Result/Unit" in requirements(folder, "list").stdout.decode()
    data = json.loads(requirements(folder, "list", "--format", "json").stdout)
    assert [each["id"] for each in data["requirements"]] == ["SAM-01", "IND-01", "VIS-01", "TRA-01"]


def test_coverage_names_the_steps_or_the_reason(folder: Path):
    """With everything covered --check is content."""
    done = requirements(folder, "coverage", "--check")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "SAM-01  TP-4.2.52\n" in done.stdout.decode()
    assert "TRA-01  Kravet er ikke offentligt.\n" in done.stdout.decode()


def test_a_requirement_that_nothing_shows_fails_the_check_alone(folder: Path):
    """Without --check it is only told; with it the exit code is 1."""
    path = folder / "protocols/krav.yaml"
    path.write_text(path.read_text("utf-8").replace("  ikke_testet: Kravet er ikke offentligt.\n", ""), "utf-8")
    told = "protocols/krav.yaml:19: Kravet TRA-01 vises af intet trin"
    for words, code in (([], 0), (["--check"], 1)):
        done = requirements(folder, "coverage", *words)
        assert done.returncode == code
        assert done.stderr.decode().startswith(told)
    data = json.loads(requirements(folder, "coverage", "--format", "json").stdout)
    assert data["summary"] == {"requirements": 4, "shown": 3, "not_tested": 0, "problems": 1}
