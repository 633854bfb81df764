"""Allure's generator in the user's cache: fetched once by its lock file, used offline from then on.

A cache folder is named after the hash of the lock file and our own scripts, so another version gets another folder. It
is made whole beside its place and renamed, so a folder that is there is complete; two that fetch at once both succeed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.reporting.allure_html.node import OLDEST_NODE, Node, find_node

__all__ = ["Generator", "Missing", "default_cache", "ensure_generator"]

SOURCE = Path(__file__).parent.parent / "allure_generator"
FILES = ("package.json", "package-lock.json", "make.mjs", "iterators.mjs")
FETCH_SECONDS = 600
PROOF = Path("node_modules") / "@allurereport" / "core" / "package.json"


@dataclass(frozen=True)
class Generator:
    """A generator that is ready: its folder, which holds make.mjs and node_modules, and the Node.js to run it."""

    folder: Path
    node: Node


@dataclass(frozen=True)
class Missing:
    """What is missing, and what to do about it: two plain sentences."""

    reason: str
    remedy: str

    def __str__(self) -> str:
        """Both sentences as one text."""
        return f"{self.reason} {self.remedy}"


def default_cache() -> Path:
    """Return the user's cache folder for labcert: LOCALAPPDATA on Windows, else XDG_CACHE_HOME or ~/.cache."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
        return (Path(base) if base else Path.home() / "AppData" / "Local") / "labcert" / "cache"
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "labcert"


def ensure_generator(cache: Path, *, allow_network: bool) -> Generator | Missing:
    """Return the generator from the cache, fetching it by npm first where it is not there and that is allowed."""
    folder = cache / f"allure-{_digest()}"
    ready = (folder / PROOF).is_file()
    if not ready and not allow_network:
        return Missing(
            _("Allures generator er ikke hentet, så allure.html bliver ikke lavet."),
            _("Kør “labcert setup” én gang med adgang til npm's pakker."),
        )
    node = find_node(with_npm=not ready)
    if node is None:
        return _no_node()
    if not ready:
        missing = _fetch(node, folder)
        if missing is not None:
            return missing
    return Generator(folder, node)


def _no_node() -> Missing:
    return Missing(
        _("Allures generator kræver Node.js {version} eller nyere med npm, og det findes ikke her.").format(
            version=OLDEST_NODE
        ),
        _("Kør: pip install “labcert[allure]”, eller installér Node.js.").replace("“", '"').replace("”", '"'),
    )


def _digest() -> str:
    """Return the name of this version: what npm would fetch, and our scripts that stand beside it."""
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((SOURCE / name).read_bytes())
    return digest.hexdigest()[:16]


def _fetch(node: Node, folder: Path) -> Missing | None:
    """Fetch into a folder of its own beside the place, then rename; whoever comes second takes the first one's."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
    except OSError as error:
        return Missing(
            _("Mappen {place} til Allures generator kan ikke skrives: {why}.").format(
                place=folder.parent, why=system_words(error)
            ),
            _("Giv skriveadgang til den, eller vælg en anden med XDG_CACHE_HOME."),
        )
    try:
        for name in FILES:
            shutil.copyfile(SOURCE / name, making / name)
        missing = _npm_ci(node, making)
        if missing is None:
            with suppress(OSError):  # another process was first, and what it fetched is the same
                making.rename(folder)
            if not (folder / PROOF).is_file():
                missing = _not_fetched(_("mappen {place} kunne ikke tages i brug").format(place=folder))
        return missing
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _npm_ci(node: Node, folder: Path) -> Missing | None:
    """Let npm fetch exactly what the lock file names; no package runs a script of its own."""
    npm = node.npm or ()
    options = ("--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    path = f"{node.program.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    try:
        done = subprocess.run(
            [*npm, "ci", *options],
            cwd=folder,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=FETCH_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _not_fetched(_("npm blev ikke færdig inden for {seconds} sekunder").format(seconds=FETCH_SECONDS))
    except OSError as error:
        return _not_fetched(_("npm kunne ikke startes ({why})").format(why=system_words(error)))
    if done.returncode or not (folder / PROOF).is_file():
        return _not_fetched(_("npm svarede “{word}”").format(word=_first_word(done.stderr or done.stdout)))
    return None


def _first_word(output: str) -> str:
    """Return the line of npm's output that says why: the first that is not only a code."""
    lines = [line.removeprefix("npm error").strip() for line in output.splitlines()]
    told = [line for line in lines if line and not line.startswith(("code ", "errno ", "syscall "))]
    return (told or lines or [""])[0][:300]


def _not_fetched(why: str) -> Missing:
    return Missing(
        _("Allures generator kunne ikke hentes: {why}.").format(why=why),
        _("Kør “labcert setup” igen, når der er adgang til npm's pakker; alt andet end allure.html bliver lavet."),
    )
