"""What must never stand in a file of the project."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REGISTRY = re.compile(
    r"""https?://[^\s"'`)]*/(?:simple|packages)/|"resolved":\s*"https?:"""
    r"""|--(?:extra-)?index-url[ =]|--find-links[ =]|(?:files\.pythonhosted|registry\.npmjs|pypi)\.org/""",
    re.IGNORECASE,
)
MACHINE = re.compile(r"(?<![\w.])/(?:home/\w+|root|Users/\w+|work)/|[A-Z]:\\Users\\\w+", re.ASCII)
LOCKS = ("requirements/runtime.txt", "requirements/dev.txt")
NAME = re.compile(r"^([A-Za-z0-9._-]+)==\S+", re.MULTILINE)


def tracked():
    """Every file that git keeps or would keep; where there is no git, every file that is not made."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def lines_with(pattern):
    """Every line of a tracked text file in which the pattern is found; this file, which holds it, apart."""
    for path in tracked():
        data = path.read_bytes()
        if path != Path(__file__) and b"\0" not in data:
            for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
                if pattern.search(line):
                    yield f"{path.relative_to(ROOT)}:{number} {line.strip()[:120]}"


def test_no_registry_address_is_written_down():
    """Where packages come from is each machine's own setting and never a file's."""
    assert list(lines_with(REGISTRY)) == []


def test_no_path_of_a_machine_is_written_down():
    """What is written works on every machine, so it names no place on one."""
    assert list(lines_with(MACHINE)) == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_by_hash(name):
    """Every requirement of a lock has an exact version and at least one hash, and the lock names no address."""
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"\n(?=\S)", "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#")))
    pinned = [entry for entry in entries if entry.strip()]
    assert pinned
    assert [entry for entry in pinned if not (NAME.match(entry) and "--hash=sha256:" in entry)] == []
    assert "://" not in text


def test_the_locks_agree():
    """The development lock holds the runtime's packages in the runtime's versions."""
    runtime, dev = (dict(re.findall(r"^(\S+)==(\S+)", (ROOT / name).read_text(), re.MULTILINE)) for name in LOCKS)
    assert {name: dev.get(name) for name in runtime} == runtime


def test_the_locks_hold_what_the_project_asks_for():
    """A dependency that is added to pyproject.toml is also in the lock (`make lock`)."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    def names(wanted):
        return {re.match(r"[A-Za-z0-9._-]+", item)[0].lower().replace("_", "-") for item in wanted}

    runtime, dev = ({found.lower() for found in NAME.findall((ROOT / name).read_text())} for name in LOCKS)
    assert names(project["project"]["dependencies"]) <= runtime
    assert names(project["dependency-groups"]["dev"]) <= dev
    assert names(project["project"]["optional-dependencies"]["allure"]) <= dev


def test_development_tools_stay_out_of_the_runtime():
    """What only a developer needs is not installed at a vendor's."""
    runtime = {found.lower() for found in NAME.findall((ROOT / LOCKS[0]).read_text())}
    assert not {"ruff", "mypy", "hypothesis", "playwright", "import-linter", "build", "uv", "babel"} & runtime
