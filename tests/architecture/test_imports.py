"""Who may import whom, as docs/ARCHITECTURE.md draws it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
LINTER = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"
ALLOWED = {
    "mock-databanks": {"labcert.domain", "labcert.validation"},
    "steps": {"labcert.domain", "labcert.checks", "labcert.ports"},
}


def packages_of_labcert():
    """Every package of the tool, by its full name."""
    return {f"labcert.{path.parent.name}" for path in (ROOT / "src/labcert").glob("*/__init__.py")}


def test_every_contract_is_kept():
    """No import goes against the layers, between siblings, or from outside into what it may not know."""
    done = subprocess.run([sys.executable, "-c", LINTER], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", ALLOWED)
def test_a_new_package_is_forbidden_until_it_is_allowed(name):
    """The contracts list what is forbidden; a package that came later is on the list too."""
    (contract,) = [contract for contract in CONTRACTS if contract["id"] == name]
    assert packages_of_labcert() - set(contract["forbidden_modules"]) == ALLOWED[name]


def test_the_picture_of_the_layers_is_the_contract():
    """docs/ARCHITECTURE.md draws the layers as the contract has them."""
    (contract,) = [contract for contract in CONTRACTS if contract["id"] == "layers"]
    picture = (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8")
    drawn = [
        line.split("  ")[0].strip() for line in picture.partition("```layers\n")[2].partition("```")[0].splitlines()
    ]
    assert drawn == contract["layers"]
