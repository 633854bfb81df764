"""Remake the lock files from pyproject.toml: one version and every platform's hashes, and no registry's address.

python tools/lock.py              what changed least: versions stay where they still fit
python tools/lock.py --upgrade    newest versions
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = "pyproject.toml"
LOCKS: dict[str, tuple[str, ...]] = {
    "requirements/runtime.txt": (RUNTIME,),
    "requirements/dev.txt": (
        RUNTIME, "--extra", "allure", "--extra", "postgresql", "--group", "dev",
        "--constraint", "requirements/runtime.txt",
    ),
    "requirements/fuzz.txt": ("--group", "fuzz"),
    "requirements/mutants.txt": ("--group", "mutants", "--constraint", "requirements/dev.txt"),
}  # fmt: skip
"""lock file -> what it holds"""


def command(target: str, held: tuple[str, ...], further: list[str]) -> list[str]:
    """Return the resolver's command for one lock file."""
    return [
        sys.executable, "-m", "uv", "pip", "compile", *held, "--output-file", target, *further,
        "--universal", "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links",
        "--no-config", "--custom-compile-command", "make lock", "--quiet",
    ]  # fmt: skip


def main(further: list[str]) -> int:
    """Remake every lock file; stop at the first that cannot be resolved."""
    for target, held in LOCKS.items():
        done = subprocess.run(command(target, held, further), cwd=ROOT, check=False)
        if done.returncode:
            return done.returncode
        print(f"{target}: {sum('==' in line for line in (ROOT / target).read_text().splitlines())} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
