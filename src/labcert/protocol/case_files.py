"""fixtures/cases: each step's case as a JSON file, for vendors who build against it."""

from pathlib import Path

from labcert.protocol.cases import case_to_json
from labcert.protocol.model import Suite

__all__ = ["CASES", "differing_cases", "write_cases"]

CASES = "fixtures/cases"


def _wanted(suite: Suite) -> dict[str, bytes]:
    """File name -> content."""
    return {f"{step.id}.json": case_to_json(step.case) for step in suite.steps}


def _there(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in sorted(folder.glob("*.json"))}


def differing_cases(suite: Suite) -> tuple[str, ...]:
    """Return the names of the files that are missing, stale or unlike their step's case."""
    wanted, there = _wanted(suite), _there(suite.root / CASES)
    return tuple(name for name in sorted({*wanted, *there}) if wanted.get(name) != there.get(name))


def write_cases(suite: Suite) -> int:
    """Write every step's case, remove files that belong to no step, and return the number of cases."""
    folder, wanted = suite.root / CASES, _wanted(suite)
    folder.mkdir(parents=True, exist_ok=True)
    for stale in set(_there(folder)) - set(wanted):
        (folder / stale).unlink()
    for name, content in wanted.items():
        (folder / name).write_bytes(content)
    return len(wanted)
