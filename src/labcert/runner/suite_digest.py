"""Digests of what judges: protocols, features, sentences, fixtures and our rules. Line endings don't count."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

__all__ = ["digest_of", "judging_files", "suite_digest"]

FOLDERS = ("features", "steps", "protocols", "fixtures")
FILES = ("conftest.py", "suite.ini")
CODE = ("checks", "validation")
"""packages of labcert that judge; the rest of it drives, keeps and shows"""
SHOWN = ("fixtures/corpus/", "fixtures/rules/", "protocols/plan.yaml", "protocols/regler.json")
"""examples that explain the rules and try them in our own tests, the plan's dates, and the rules told for machines:
nothing is judged by them"""
LEFT_BEHIND = frozenset({"__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini"})
"""what Python and file managers leave in any folder"""


def judging_files(root: Path) -> dict[str, str]:
    """Return name -> sha256 in hexadecimal, sorted by name, for each file that judges.

    `root` is the suite's folder. Names have "/" on every system; those of our own code begin with labcert/.
    """
    found = {name: path for name, path in _found(root) if LEFT_BEHIND.isdisjoint(name.split("/"))}
    return {
        name: hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
        for name, path in sorted(found.items())
    }


def _found(root: Path) -> Iterator[tuple[str, Path]]:
    package = Path(__file__).resolve().parent.parent
    for place, folders in ((root, FOLDERS), (package, CODE)):
        start = root if place is root else package.parent
        for folder in folders:
            for path in (place / folder).rglob("*"):
                name = path.relative_to(start).as_posix()
                if not name.startswith(SHOWN) and path.is_file():
                    yield name, path
    yield from ((name, root / name) for name in FILES)


def digest_of(files: Mapping[str, str]) -> str:
    """Return one sha256, in hexadecimal, over names and digests."""
    digest = hashlib.sha256()
    for name, content in sorted(files.items()):
        digest.update(b"%d %b %b " % (len(name.encode()), name.encode(), content.encode()))
    return digest.hexdigest()


def suite_digest(root: Path) -> str:
    """Return one sha256, in hexadecimal, over everything that judges."""
    return digest_of(judging_files(root))
