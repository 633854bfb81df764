"""A program run to its end: within a time limit, with all it started, and with no more of its output than fits.

No shell is ever in between. The child leads a process group of its own, so that whatever it started is ended with it.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from labcert.domain.errors import SetupFault
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["PIECE_BYTES", "PIPE_SECONDS", "Captured", "Child", "Ended", "describe_end", "reader", "run", "start"]

HEAD_BYTES = 8 * 1024 * 1024
"""as much of an output's beginning as is kept to be read; an outbox of thousands of answers fits"""
TAIL_BYTES = 64 * 1024
SHOWN_BYTES = 64 * 1024
"""as much of an output's beginning, and of its end, as becomes evidence"""
PIECE_BYTES = 64 * 1024
PIPE_SECONDS = 1.0
"""a process that the program left behind may hold its pipes open for ever; that is not waited for"""
TERM_SECONDS = 1.0
NOT_RUNNABLE = (126, 127)
"""what a shell or `env` ends with where it could not find, or not run, what it was to start"""


class Captured:
    """The bytes of an output: its beginning, its end, and how many there were. Written by one thread."""

    def __init__(self) -> None:
        self._head, self._tail, self.size = bytearray(), bytearray(), 0

    def add(self, data: bytes) -> None:
        """Take more bytes."""
        self.size += len(data)
        room = HEAD_BYTES - len(self._head)
        self._head += data[:room]
        if rest := data[room:]:
            self._tail = (self._tail + rest)[-TAIL_BYTES:]

    @property
    def whole(self) -> bytes | None:
        """Every byte, or None where there were too many to keep."""
        return bytes(self._head) if self.size == len(self._head) else None

    def excerpt(self) -> bytes:
        """Return what becomes evidence: all of a short output, of a long one both ends and how much lies between."""
        kept = bytes(self._head + self._tail)
        left_out = self.size - 2 * SHOWN_BYTES
        if left_out <= 0:
            return kept
        told = _("… {count} byte er udeladt …").format(count=left_out)
        return b"".join((kept[:SHOWN_BYTES], f"\n\n{told}\n\n".encode(), kept[-SHOWN_BYTES:]))


@dataclass(frozen=True)
class Ended:
    """How a program ended: its exit code (negative: the signal that ended it; None: the time was up), and what it said.

    `left_behind` says that processes which it had started still ran, and were ended; `out_of_turn` that what it said
    came before anything was asked.
    """

    code: int | None
    out: Captured
    err: Captured
    seconds: float
    left_behind: bool = False
    out_of_turn: bool = False


class Child:
    """A program that runs, and everything it starts."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self.process = process

    def wait(self, seconds: float) -> int | None:
        """Return its exit code, None where it has not ended in time."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> bool:
        """End it and all it started, at once and for certain; say whether something still ran."""
        if sys.platform == "win32":
            ran = self.process.poll() is None
            if ran:
                subprocess.run(
                    ["taskkill", "/T", "/F", "/PID", str(self.process.pid)], capture_output=True, check=False
                )
        else:
            ran = self._signal(signal.SIGTERM)
            if ran:  # a system that keeps files gets a moment to close them
                deadline = time.monotonic() + TERM_SECONDS
                while self._signal(0) and time.monotonic() < deadline:
                    self.process.poll()
                    time.sleep(0.01)
                self._signal(signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(TERM_SECONDS)
        return ran

    def _signal(self, number: int) -> bool:
        """Send a signal to the group; say whether there was anybody in it."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return False
        except PermissionError:  # somebody is there who is not ours to end: a program that changed its user
            return number == 0
        return True


def start(command: Sequence[str], folder: Path, environment: Mapping[str, str], *, talk: bool = False) -> Child:
    """Start a program in a folder; `talk` opens its standard input, which is empty otherwise.

    A first word with a slash in it is a path from the folder, one without is looked for in PATH. Raises SetupFault
    where it can't be started: that says nothing about the system.
    """
    if not folder.is_dir():
        raise SetupFault(
            _("Mappen, som programmet skal køre i, findes ikke."),
            where=folder.name,
            remedy=_("Ret “folder” under “adapter” i sut.yaml."),
        )
    first = command[0]
    place = str(folder / first) if os.path.dirname(first) else first  # noqa: PTH120 - "./x" has one, "x" has none
    try:
        process = subprocess.Popen(
            [place, *command[1:]],
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE if talk else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        raise _not_started(error, Path(first).name) from error
    return Child(process)


def _not_started(error: OSError | ValueError, name: str) -> SetupFault:
    """Tell why; by the program's name, because what goes into a bundle tells nothing of the machine."""
    match error:
        case FileNotFoundError():
            told, remedy = _("Programmet findes ikke."), _("Ret “command” under “adapter” i sut.yaml.")
        case PermissionError():
            told = _("Programmet må ikke køres.")
            remedy = _("Giv filen ret til at blive kørt (chmod +x), eller skriv fortolkeren først i “command”.")
        case OSError():
            told = _("Programmet kan ikke startes: {why}.").format(why=system_words(error))
            remedy = _("Skriv fortolkeren først i “command” (for eksempel python3 eller sh), hvis filen er et script.")
        case _:  # a zero byte in a word
            told, remedy = _("Programmet kan ikke startes."), _("Ret “command” og “environment” i sut.yaml.")
    return SetupFault(told, where=name, remedy=remedy)


def reader(stream: IO[bytes] | None, take: Callable[[bytes], None]) -> threading.Thread:
    """Read a pipe to its end in a thread of its own, so that a program that says much is never held up."""
    assert stream is not None

    def read() -> None:
        with contextlib.suppress(OSError, ValueError), stream:  # closed under our feet: there is no more to read
            while data := stream.read(PIECE_BYTES):
                take(data)

    thread = threading.Thread(target=read, daemon=True)
    thread.start()
    return thread


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str], seconds: float) -> Ended:
    """Run a program to its end, or until the time is up; nothing that it started is left when this returns.

    Raises SetupFault where it can't be started.
    """
    began = time.monotonic()
    child = start(command, folder, environment)
    out, err = Captured(), Captured()
    readers = [reader(child.process.stdout, out.add), reader(child.process.stderr, err.add)]
    try:
        code = child.wait(seconds)
    finally:  # also where a person interrupts the run
        took = time.monotonic() - began
        left_behind = child.end()
        for each in readers:
            each.join(PIPE_SECONDS)
    if code in NOT_RUNNABLE:
        raise SetupFault(
            _("Programmet kunne ikke køres (det sluttede med kode {code}).").format(code=code),
            where=Path(command[0]).name,
            remedy=_("Kør det i hånden i samme mappe, og se, hvad der mangler."),
        )
    return Ended(code, out, err, took, left_behind and code is not None)


def describe_end(code: int) -> str:
    """Say how a program ended: with an exit code, or by a signal and which."""
    if code >= 0:
        return _("sluttede med kode {code}").format(code=code)
    try:
        name = signal.Signals(-code).name
    except ValueError:
        name = str(-code)
    return _("blev afbrudt af signalet {name}").format(name=name)
