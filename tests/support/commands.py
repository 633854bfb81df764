"""Whole `labcert` commands, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def labcert(*words: object, cwd: Path | None = None, **env: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end and give back what it said."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "LABCERT"))}
    return subprocess.run(
        [sys.executable, "-m", "labcert", *map(str, words)], cwd=cwd, env=settings | env, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
