"""The process that has read pytest, the suite and the hosts once, and runs each system in a copy of itself.

To read them takes a second; a copy is there in a few milliseconds, and knows nothing of the systems before it. Each
has hosts of its own, a copy as well, over a folder of their own: whatever one system leaves there meets no other.
"""

import gc
import importlib
import json
import os
import select
import signal
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from labcert.domain.errors import LabcertError
from labcert.domain.language import _, set_language
from labcert.runner.mutation.order import HOSTS_LOG, OUT_OF_TIME, WORDS, Ending, Order
from labcert.runner.settings import RunSettings
from labcert.validation import load_rule_book
from labcert.validation.profiles import load_profile

__all__ = ["settings_of_a_copy"]

STDIN, STDOUT, STDERR = 0, 1, 2
PARENT_GONE = 87
READY_SECONDS = 15.0
USED_BY_COPIES = (
    "mock_databanks.host", "sut.defective", "uvicorn.loops.asyncio", "uvicorn.lifespan.off", "anyio._backends._asyncio",
)
"""what is otherwise read first when it is needed, and so by each copy"""


@dataclass(frozen=True)
class _Copy:
    """A copy of this process. Its standard input is `alive`: it ends when that is closed, so also when we are gone.

    `said` can be read for what it writes, and for its end.
    """

    pid: int
    alive: int
    said: int

    def end(self) -> int:
        """End it if it still runs; return its exit code, that of a signal as a negative number."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.wait()

    def wait(self) -> int:
        """Return its exit code when it has ended."""
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self.alive)
        os.close(self.said)
        return os.waitstatus_to_exitcode(status)


def settings_of_a_copy(root: Path) -> RunSettings:
    """Carry out orders until standard input closes. Returns in the copies only: with the settings that a copy runs."""
    for module in USED_BY_COPIES:
        importlib.import_module(module)
    with suppress(LabcertError, OSError):  # what is wrong with the rules is told by the step that asks them
        load_rule_book(root, load_profile(root, "test"), clock=None)
    answers = os.dup(STDOUT)
    os.dup2(STDERR, STDOUT)
    gc.collect()
    gc.freeze()  # what all copies share stays shared
    while True:
        order = Order.from_line(_line_from(STDIN))
        done = _carried_out(order, answers)
        if isinstance(done, RunSettings):
            return done
        os.write(answers, done.to_line())


def _line_from(pipe: int) -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        piece = os.read(pipe, 65_536)
        if not piece:
            os._exit(PARENT_GONE)
        line += piece
    return line


def _carried_out(order: Order, answers: int) -> RunSettings | Ending:
    """Run an order in a copy; return how it ended. In the copy itself: return its settings."""
    hosts = _copied(order.folder / HOSTS_LOG)
    if hosts is None:
        _be_hosts(order.folder / "hosts")
    try:
        ready = json.loads(_first_line(hosts.said))
        settings = replace(order.settings, addresses=ready["addresses"], token=ready["token"])
    except ValueError:
        hosts.end()
        return Ending(1, _("De simulerede værter startede ikke."))
    run = _copied(order.folder / WORDS, told=False)
    if run is None:
        for mine in (answers, hosts.alive, hosts.said):
            os.close(mine)
        return settings
    ending = _watched(run, order.seconds)
    hosts.end()
    return ending


def _copied(words: Path, *, told: bool = True) -> _Copy | None:
    """Copy this process; return the copy, or None in the copy itself, whose words go to the file (or, told, to us)."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    theirs, alive = os.pipe()
    said, saying = os.pipe()
    pid = os.fork()
    if pid:
        os.close(theirs)
        os.close(saying)
        return _Copy(pid, alive, said)
    gc.disable()  # it is soon gone, and what it holds with it
    os.close(alive)
    os.close(said)
    file = os.open(words, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for wanted, given in ((STDIN, theirs), (STDOUT, saying if told else file), (STDERR, file)):
        os.dup2(given, wanted)
    for given in (theirs, file, *([saying] if told else [])):
        os.close(given)  # `saying` stays open in one that does not tell: its end is the end of the copy
    return None


def _be_hosts(folder: Path) -> NoReturn:
    """Serve until the process that started us is gone, or ends us."""
    code = 1
    try:
        set_language("da")  # the hosts play Danish systems, as in `start_hosts`
        code = importlib.import_module("mock_databanks.host").main(data=folder, stop_with_parent=True)
    finally:
        os._exit(code)


def _first_line(pipe: int) -> bytes:
    """Return what comes until a line ends; b"" where nothing does in time."""
    line = b""
    while not line.endswith(b"\n"):
        if not select.select([pipe], [], [], READY_SECONDS)[0]:
            return b""
        piece = os.read(pipe, 65_536)
        if not piece:
            return b""
        line += piece
    return line


def _watched(run: _Copy, seconds: float) -> Ending:
    """Wait until a copy has ended or its time is up; where we are no longer wanted, end it and ourselves."""
    ready = select.select([run.said, STDIN], [], [], seconds)[0]
    if run.said in ready:
        return Ending(run.wait())
    run.end()
    if not ready:
        return Ending(OUT_OF_TIME)
    os._exit(PARENT_GONE)
