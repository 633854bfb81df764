"""One digest over everything that judges: protocols, features, sentences and fixtures. Line endings don't count."""

import hashlib
from pathlib import Path

__all__ = ["suite_digest"]

FOLDERS = ("features", "steps", "protocols", "fixtures")
FILES = ("conftest.py", "suite.ini")
SKIPPED = frozenset({"__pycache__"})


def suite_digest(root: Path) -> str:
    """Return sha256, in hexadecimal, over the names and contents of the suite's files."""
    files = [path for folder in FOLDERS for path in (root / folder).rglob("*") if path.is_file()]
    files += [root / name for name in FILES]
    digest = hashlib.sha256()
    names = {path.relative_to(root).as_posix(): path for path in files}
    for name, path in sorted(names.items()):  # by the name as a text: the same order on every system
        if not SKIPPED.isdisjoint(name.split("/")):
            continue
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(b"%d %b %d " % (len(name.encode()), name.encode(), len(content)) + content)
    return digest.hexdigest()
