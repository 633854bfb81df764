"""Set the house up for `make`: a virtual environment from the lock file, and the programs that tests are run against.

Runs on the machine's own Python with nothing but its standard library. The commands say nothing and return at once
when there is nothing to do: a stamp under `.setup/` carries the hash of all that decides what is installed.

    python3 tools/house.py environment      .venv as requirements/dev.txt says, with labcert itself editable
    python3 tools/house.py browser          chromium, installed by apt-get where it is missing and we are root
    python3 tools/house.py databases        PostgreSQL's server, likewise: the store is tested in a real one
    python3 tools/house.py checkers         pdfsig, pdftoppm and openssl, likewise: they check what we sign
"""

from __future__ import annotations  # so that an older Python gets as far as being told that it is too old

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMPS = ROOT / ".setup"
LOCK = ROOT / "requirements" / "dev.txt"
OLDEST = (3, 11)
POSTGRESQL = Path("/usr/lib/postgresql")
"""where Debian keeps the server's programs, a folder a version: they are on nobody's PATH"""
CHECKERS = {"pdfsig": "poppler-utils", "pdftoppm": "poppler-utils", "openssl": "openssl"}
"""program -> the Debian package that has it"""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class CannotSetUpError(Exception):
    """One sentence that says what is missing and what to install."""


def say(text: str) -> None:
    """Tell how far we are, on stderr, because stdout belongs to the command that follows."""
    print(text, file=sys.stderr, flush=True)


def run(*command: str | Path) -> None:
    """Run a command to its end; where it fails, its own last words come first, and then one sentence."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    words = [str(part) for part in command]
    done = subprocess.run(
        words, env=env, cwd=ROOT, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        say(done.stdout[-2000:])
        raise CannotSetUpError(f"`{' '.join(words)}` failed with exit code {done.returncode}; see above.")


def may_install() -> bool:
    """Say whether this user may install Debian packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_debian(*packages: str) -> None:
    """Install Debian packages without questions."""
    say(f"Installing {', '.join(packages)} with apt-get …")
    run("apt-get", "update", "-qq")
    run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages)


def python_of(venv: Path) -> Path:
    """Return a virtual environment's interpreter."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def works(interpreter: Path) -> bool:
    """Say whether an interpreter starts and has pip: a moved or half-made environment does not."""
    if not interpreter.exists():
        return False
    done = subprocess.run([str(interpreter), "-c", "import pip"], check=False, capture_output=True)
    return done.returncode == 0


def make_venv() -> None:
    """Make .venv; Debian keeps the parts it needs in a package of their own."""
    shutil.rmtree(VENV, ignore_errors=True)
    command = (sys.executable, "-m", "venv", str(VENV))
    first = subprocess.run(command, check=False, capture_output=True, text=True)
    if first.returncode == 0:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not may_install():
        raise CannotSetUpError(f"Python has no working venv module: install Debian's {package} and run make again.")
    shutil.rmtree(VENV, ignore_errors=True)
    install_debian(package)
    run(*command)


def environment() -> None:
    """Install the lock file's packages by hash, and labcert itself as editable."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        raise CannotSetUpError(
            f"labcert needs Python 3.11 or later, and this is {found}: "
            "name a newer one, as in `make test PYTHON=python3.12`."
        )
    interpreter = python_of(VENV)
    stamp = stamp_of(LOCK, ROOT / "pyproject.toml")
    if stamp.exists() and interpreter.exists():
        return
    if not works(interpreter):
        say("Making .venv …")
        make_venv()
    say("Installing the locked packages (about a minute the first time) …")
    pip = (interpreter, "-m", "pip", "install", "--quiet", "--no-input")
    run(*pip, "--require-hashes", "--no-deps", "-r", LOCK)
    run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
    put(stamp)


def stamp_of(*files: Path) -> Path:
    """Return the stamp that stands for these files' content and this Python."""
    digest = hashlib.sha256(sys.version.encode())
    for file in files:
        digest.update(file.read_bytes())
    return STAMPS / f"environment-{digest.hexdigest()[:20]}"


def put(stamp: Path) -> None:
    """Write a stamp and take its predecessors away: going back to an older lock must install again."""
    STAMPS.mkdir(exist_ok=True)
    for old in STAMPS.glob("environment-*"):
        old.unlink()
    stamp.touch()


def browser() -> None:
    """Make sure that a Chromium is there, as the browser tests look for it."""
    named = os.environ.get("LABCERT_CHROMIUM")
    if named and Path(named).is_file():
        return
    if any(shutil.which(name) for name in BROWSERS):
        return
    if not may_install():
        raise CannotSetUpError(
            "The browser tests need Chromium: install Debian's package chromium (or name one in LABCERT_CHROMIUM) "
            "and run make again."
        )
    install_debian("chromium", "fonts-dejavu-core")


def postgresql() -> Path | None:
    """Return the folder of PostgreSQL's server programs, the newest where there are several; None for none."""
    found = shutil.which("initdb")
    on_path = [Path(found).parent] if found else []
    versions = [place for place in POSTGRESQL.glob("*/bin") if place.parent.name.isdigit()]
    places = on_path + sorted(versions, key=lambda place: int(place.parent.name), reverse=True)
    return next((place for place in places if all((place / name).exists() for name in ("initdb", "postgres"))), None)


def databases() -> None:
    """Make sure that a PostgreSQL server is there, for the tests to start one of their own."""
    if postgresql():
        return
    if not may_install():
        raise CannotSetUpError(
            "The store is tested in a real PostgreSQL: install its server (Debian's package postgresql) "
            "and run make again."
        )
    install_debian("postgresql")


def checkers() -> None:
    """Make sure that the programs are there that check what labcert signs."""
    missing = {program: package for program, package in CHECKERS.items() if not shutil.which(program)}
    if not missing:
        return
    packages = sorted(set(missing.values()))
    if not may_install():
        raise CannotSetUpError(
            f"The tests check signatures with {', '.join(missing)}: install {' and '.join(packages)} (Debian's names) "
            "and run make again."
        )
    install_debian(*packages)


COMMANDS: dict[str, Callable[[], None]] = {
    "environment": environment, "browser": browser, "databases": databases, "checkers": checkers,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Run the named commands in turn; exit code 2 with a sentence where one cannot be carried out."""
    unknown = [name for name in arguments if name not in COMMANDS]
    if unknown or not arguments:
        say(f"usage: python3 tools/house.py {' | '.join(COMMANDS)}")
        return 2
    try:
        for name in arguments:
            COMMANDS[name]()
    except CannotSetUpError as reason:
        say(f"labcert: {reason}")
        return 2
    except KeyboardInterrupt:
        say("labcert: interrupted; run the same command again to go on.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
