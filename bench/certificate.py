"""A certificate for the demonstration's session, whole command, and the sealing of that session's folder."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from bench.measure import Line, command_seconds, timed
from labcert.domain.events import RunStarted
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.certificate import Order, issue
from labcert.session import SessionFolder, read_log
from labcert.session.authority import Made, make_authority
from labcert.session.contents import FolderContents
from labcert.session.keys import load_pkcs12
from labcert.session.manifest import digest_of
from labcert.session.sealing import facts_of, seal
from labcert.session.store import open_store

__all__ = ["certificate_lines"]

PASSWORD = b"hemmelighed"
ROUNDS = 3
SIGNED_GOAL, SEALED_GOAL = 1.5, 50.0
GOAL_STEPS = 60
"""steps of the session that the goal of sealing is for; the demonstration has more"""


def certificate_lines(demo: Path, folder: Path) -> list[Line]:
    """Measure with the bundle of a finished demonstration; `folder` is for what is made here."""
    folder.mkdir(parents=True, exist_ok=True)
    keys = make_authority(folder / "keys", [], datetime.now(UTC), PASSWORD)
    return [*_issuing(demo, folder, keys), _sealing(demo, folder)]


def _issuing(demo: Path, folder: Path, keys: Made) -> list[Line]:
    url, suite = f"sqlite:///{folder / 'store.db'}", load_suite(suite_root())
    key = load_pkcs12(keys.issuer, PASSWORD)
    with open_store(url) as store:
        session = store.take_in(SessionFolder.open(demo)).id
        order = Order(session, key, datetime.now().astimezone())
        first = issue(store, suite, order).certificate

        def again() -> None:
            newest = store.certificates()[0].id
            issue(store, suite, Order(session, key, datetime.now().astimezone(), supersedes=newest))

        seconds = timed(again, ROUNDS)
    bare = command_seconds("--help")
    begun = timed(lambda: _command(url, session, keys), 1)
    steps = f"{len(first.steps)} steps"
    return [
        Line(f"a certificate for {steps}, signed and kept", seconds, "s", SIGNED_GOAL, beside="in a running process"),
        Line("labcert certificate issue", begun, "s", SIGNED_GOAL, beside=f"{begun / bare:.0f} times labcert --help"),
    ]


def _command(url: str, session: str, keys: Made) -> None:
    with open_store(url) as store:
        newest = store.certificates()[0].id
    words = ["certificate", "issue", session, "--key", str(keys.issuer), "--store", url, "--supersedes", newest]
    environment = os.environ | {"LABCERT_KEY_PASSWORD": PASSWORD.decode()}
    subprocess.run([sys.executable, "-m", "labcert", *words], check=True, capture_output=True, env=environment)


def _sealing(demo: Path, folder: Path) -> Line:
    """Everything in the folder read and listed, and the two files on disk; beside reading and hashing alone."""
    place = SessionFolder(folder / "sealed")
    shutil.copytree(demo, place.path)
    entries = read_log(place.events).entries
    taken = []
    for _round in range(ROUNDS):
        place.manifest.unlink()
        place.signatures.unlink()
        taken.append(timed(lambda: seal(place, facts_of(entries, ()), ())))
    contents = FolderContents(place.path)
    alone = timed(lambda: [digest_of(contents, name) for name in contents.names], ROUNDS)
    steps = max(len(entry.event.steps) for entry in entries if isinstance(entry.event, RunStarted))
    seconds = sorted(taken)[len(taken) // 2]
    beside = f"{steps} steps, {len(contents.names)} files; {seconds / alone:.1f} times hashing them alone"
    return Line("sealing a run, for 60 steps", seconds * 1000 * GOAL_STEPS / steps, "ms", SEALED_GOAL, beside=beside)
