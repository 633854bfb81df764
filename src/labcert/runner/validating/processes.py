"""Spreads files over worker processes and gives their reports back in order, whatever becomes of a worker.

A worker gets chunks of files down a pipe and sends each chunk's reports back in one piece. A worker that dies takes
only what it had not sent: its first chunk is tried again one file at a time in a fresh process, and the file that ends
that one too is told as a fault of ours.

On Linux the first workers are forked, from a process with one thread, and share what is loaded. Elsewhere, and where a
worker is replaced (a progress bar may have started a thread by then), they are spawned and load it themselves.
"""

import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from labcert.domain.language import _, set_language
from labcert.reporting.findings.model import unread
from labcert.runner.validating.checking import Checked, Engine, Settings, load_engine
from labcert.runner.validating.listing import Entry
from labcert.validation.rules.versions import LetterFacts

__all__ = ["CHUNK", "Packed", "checked_by_processes", "packed"]

CHUNK = 32
"""files that travel together"""
AHEAD = 2
"""chunks a worker has at a time, so that it never waits for the next"""
WINDOW = 8
"""chunks that may be done or under way for each worker before the first that is not done"""

Packed = tuple[bytes, tuple[LetterFacts, ...]]
"""a FileReport, pickled so that it passes through pipes and files as it is, and what other files are held against"""


def packed(checked: Checked) -> Packed:
    """Return what was checked, ready to travel."""
    return pickle.dumps(checked.report, pickle.HIGHEST_PROTOCOL), checked.letters


@dataclass
class _Worker:
    process: BaseProcess
    pipe: "Connection[Any, Any]"
    chunks: deque[int] = field(default_factory=deque)
    """numbers of the chunks it has, in the order in which it will answer"""


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """Let what is started meanwhile not hear Ctrl-C, which a terminal sends to all: the parent ends its workers."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _child(
    pipe: "Connection[Any, Any]",
    made: Engine | Settings,
    entries: Sequence[Entry],
    parents: "Connection[Any, Any] | None",
) -> None:
    """Answer span after span of the entries until the parent closes the pipe, or is gone.

    A forked child closes the parent's end, or it would never see that the parent is gone, and leaves alone what the
    parent had not yet written to standard output.
    """
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open for as long as the process lives
    if parents is not None:
        parents.close()
    try:
        engine = _loaded(made) if isinstance(made, Settings) else made
        while True:
            start, stop = pipe.recv()
            pipe.send([packed(engine.check(entry)) for entry in entries[start:stop]])
    except Exception:  # noqa: BLE001 - the pipe's end is all that the parent looks at, and nobody sees a stack trace
        return


def _loaded(settings: Settings) -> Engine:
    set_language(settings.language)
    return load_engine(settings)


def _may_fork() -> bool:
    return sys.platform == "linux" and threading.active_count() == 1


class _Pool:
    """Workers, the chunks they have, and what has come back but is not told yet."""

    def __init__(self, entries: Sequence[Entry], engine: Engine, jobs: int) -> None:
        self._engine, self._entries = engine, entries
        self._chunks = [(start, min(start + CHUNK, len(entries))) for start in range(0, len(entries), CHUNK)]
        self._waiting = deque(range(len(self._chunks)))
        self._done: dict[int, list[Packed]] = {}
        self._next = 0
        self._jobs = min(jobs, len(self._chunks))
        self._workers = [self._start(fork=_may_fork()) for _number in range(self._jobs)]

    def _start(self, *, fork: bool) -> _Worker:
        context: Any = multiprocessing.get_context("fork" if fork else "spawn")
        ours, theirs = context.Pipe()
        made = self._engine if fork else self._engine.settings
        process: BaseProcess = context.Process(
            target=_child, args=(theirs, made, self._entries, ours if fork else None), daemon=True
        )
        with _deaf_to_interrupts():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def close(self) -> None:
        """End every worker."""
        for worker in self._workers:
            worker.pipe.close()
            worker.process.terminate()
        for worker in self._workers:
            worker.process.join()

    def results(self, stopped: Callable[[], bool]) -> Iterator[list[Packed]]:
        """Yield the results of each chunk, in order, until all are told or `stopped` says so."""
        while self._next < len(self._chunks) and not stopped():
            self._feed()
            if self._next not in self._done:
                self._collect()
            while self._next in self._done:
                yield self._done.pop(self._next)
                self._next += 1

    def _feed(self) -> None:
        for worker in self._workers:
            while self._waiting and len(worker.chunks) < AHEAD and self._waiting[0] < self._next + WINDOW * self._jobs:
                number = self._waiting.popleft()
                worker.chunks.append(number)
                try:
                    worker.pipe.send(self._chunks[number])
                except OSError:  # it died: its pipe tells when it is read
                    break

    def _collect(self) -> None:
        """Take what has come; look up now and then, so that Ctrl-C is heard."""
        by_pipe = {worker.pipe: worker for worker in self._workers if worker.chunks}
        for pipe in wait(list(by_pipe), timeout=0.2):
            worker = by_pipe[pipe]  # type: ignore[index]  # wait gives back what it was given
            try:
                result: list[Packed] = worker.pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError):
                self._bury(worker)
            else:
                self._done[worker.chunks.popleft()] = result

    def _bury(self, worker: _Worker) -> None:
        """A worker died: try what it was at again, file by file, and give the rest of its chunks to others."""
        worker.pipe.close()
        worker.process.join()
        tried, *others = worker.chunks
        self._waiting.extendleft(reversed(others))
        self._workers.remove(worker)
        self._done[tried] = self._one_by_one(*self._chunks[tried])
        self._workers.append(self._start(fork=False))

    def _one_by_one(self, start: int, stop: int) -> list[Packed]:
        results: list[Packed] = []
        worker = self._start(fork=False)
        self._workers.append(worker)  # so that `close` ends it too
        for number in range(start, stop):
            try:
                worker.pipe.send((number, number + 1))
                results += worker.pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError):
                worker.process.join()
                reason = _killed(worker.process.exitcode)
                results.append(packed(Checked(unread(self._entries[number].shown, reason, fault=True))))
                self._workers.remove(worker)
                worker.pipe.close()
                worker = self._start(fork=False)
                self._workers.append(worker)
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.join()
        return results


def _killed(code: int | None) -> str:
    return _(
        "Fejl i labcert: processen, der efterprøvede filen, døde to gange (kode {code}). Det er ikke filens fejl. "
        "Har maskinen for lidt hukommelse, så prøv med --jobs 1."
    ).format(code=code)


def checked_by_processes(
    entries: Sequence[Entry], engine: Engine, jobs: int, stopped: Callable[[], bool]
) -> Iterator[Packed]:
    """Yield what came of each file, in order; stops early when `stopped` says so."""
    pool = _Pool(entries, engine, jobs)
    try:
        for results in pool.results(stopped):
            yield from results
    finally:
        pool.close()
