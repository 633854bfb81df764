"""Two kinds of workers: one that copies a warmed-up process for each system, and one that starts anew each time."""

import os
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from labcert.domain.errors import SetupFault, ToolFault
from labcert.domain.language import _
from labcert.runner.early import Children
from labcert.runner.execution import child_environment, feature_command
from labcert.runner.mutation.order import OUT_OF_TIME, Ending, Order, Worker
from labcert.runner.settings import ALL_RAN, SETUP_BROKE

__all__ = ["CopyingWorker", "StartingWorker", "new_worker"]

MANY = "--labcert-many"
GRACE_SECONDS = 5.0


class CopyingWorker:
    """Has a process that runs each system in a copy of itself; where it dies, the next system gets a new one."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._folder = tempfile.TemporaryDirectory(prefix="labcert-worker-", ignore_cleanup_errors=True)
        self._process = self._started()

    def _started(self) -> "subprocess.Popen[bytes]":
        with (Path(self._folder.name) / "words.txt").open("ab") as words:
            return subprocess.Popen(
                [*feature_command(self._root), MANY],
                cwd=self._folder.name,
                env=child_environment(self._root),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=words,
            )

    def run(self, order: Order) -> Ending:
        """Run a system in a copy."""
        if self._process.poll() is not None:
            self._end()
            self._process = self._started()
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        line = b""
        with suppress(OSError):  # it is dead, and says so by saying nothing
            self._process.stdin.write(order.to_line())
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        if line.endswith(b"\n"):
            return Ending.from_line(line)
        code = self._process.wait()
        return Ending(code, _("Processen, som kører systemerne, døde (kode {code}).").format(code=code))

    def close(self) -> None:
        """End the process, and what it has started."""
        self._end()
        self._folder.cleanup()

    def _end(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        try:
            self._process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _OutOfTimeError(Exception):
    """The run took too long."""


class StartingWorker:
    """Starts hosts and features anew for each system, where a process can't be copied (Windows)."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def run(self, order: Order) -> Ending:
        """Run a system in processes of its own."""
        deadline = time.monotonic() + order.seconds

        def watch() -> None:
            if time.monotonic() > deadline:
                raise _OutOfTimeError

        try:
            with Children(self._root) as children:
                hosts = children.hosts.ready()
                settings = replace(order.settings, addresses=dict(hosts.addresses), token=hosts.token)
                children.features.run(settings, watch=watch)
        except _OutOfTimeError:
            return Ending(OUT_OF_TIME)
        except SetupFault as fault:
            return Ending(SETUP_BROKE, fault.message)
        except ToolFault as fault:
            return Ending(1, fault.message)
        return Ending(ALL_RAN)

    def close(self) -> None:
        """Nothing is left."""


def new_worker(root: Path) -> Worker:
    """Return the fastest worker that this system can have."""
    return CopyingWorker(root) if hasattr(os, "fork") else StartingWorker(root)
