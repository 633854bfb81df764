"""Tries every system, several at a time, and counts what the protocols caught."""

import os
import queue
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.mutation import Kind, Scope, Score, Status, Tried, Variant
from labcert.protocol.load import load_suite
from labcert.protocol.model import Programme, Suite
from labcert.runner.certifying import new_mark, programme_of
from labcert.runner.marks import local_time
from labcert.runner.mutation.judged import Bench, judged
from labcert.runner.mutation.order import Ending, Order, Worker
from labcert.runner.mutation.variants import chosen, read_excuses, read_variants, within
from labcert.runner.mutation.workers import new_worker
from labcert.runner.people import demo_people
from labcert.runner.settings import RunSettings
from labcert.runner.suite_digest import suite_digest

__all__ = ["Wish", "cores", "tried_out"]

SECONDS_TO_BEGIN, SECONDS_A_STEP = 60.0, 2.0
"""how long a run may take: ten times what it does on a machine that is busy with other things"""
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
"""where Linux keeps files that no disk is to be waited for; hosts wait for theirs at every message"""


@dataclass(frozen=True)
class Wish:
    """What is asked for: a programme or a protocol, which systems (none named: all), how far, how many at a time."""

    what: str
    only: tuple[str, ...] = ()
    scope: Scope = Scope.FIRST
    jobs: int = 0
    seconds_to_begin: float = SECONDS_TO_BEGIN


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _nobody(*_told: object) -> None:
    """Tell nobody."""


def tried_out(
    root: Path,
    wish: Wish,
    begins: Callable[[int], None] = _nobody,
    ended: Callable[[Tried], None] = _nobody,
    worker: Callable[[Path], Worker] = new_worker,
) -> Score:
    """Try the systems of the suite in `root`; raises UsageMistake where there is nothing to try.

    `begins` is told how many systems there are, `ended` of each one when it has been judged.
    """
    from labcert import __version__

    begun = time.monotonic()
    suite = load_suite(root)
    programme = programme_of(suite, wish.what)
    bench = Bench(root, suite, programme, demo_people(root))
    every = read_variants(root)
    systems = tuple(within(chosen(every, wish.only), frozenset(bench.steps)))
    if not systems:
        raise UsageMistake(
            _("Ingen af de valgte systemer vedrører et trin i {programme}.").format(programme=programme.id)
        )
    excuses = read_excuses(root)
    begins(len(systems))
    results = _Trial(bench, wish, ended).run(systems, worker)
    return Score(
        programme=programme.id,
        title=programme.title,
        version=programme.version,
        suite_digest=suite_digest(root),
        tool_version=__version__,
        time=local_time().isoformat(timespec="seconds"),
        scope=wish.scope,
        steps=len(bench.steps),
        systems=results,
        unproved=None if wish.only else _unproved(suite, programme, results, excuses),
        excused=excuses,
        left_out=0 if wish.only else len(every) - len(systems),
        seconds=time.monotonic() - begun,
    )


def _unproved(
    suite: Suite, programme: Programme, results: Sequence[Tried], excuses: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the requirements of the programme's steps that no caught defect shows and nothing excuses."""
    asked = {requirement for step in suite.steps_of(programme) for requirement in step.requirement_ids}
    shown = {name for tried in results if tried.status is Status.CAUGHT for name in tried.variant.shows}
    return tuple(sorted(asked - shown - set(excuses)))


class _Trial:
    """The systems that wait, and the threads that take one after another, each with a worker of its own."""

    def __init__(self, bench: Bench, wish: Wish, ended: Callable[[Tried], None]) -> None:
        self._bench, self._wish, self._ended = bench, wish, ended
        self._waiting: queue.SimpleQueue[Variant] = queue.SimpleQueue()
        self._done: dict[str, Tried] = {}
        self._errors: list[BaseException] = []
        self._stop = threading.Event()
        self._telling = threading.Lock()

    def run(self, systems: Sequence[Variant], worker: Callable[[Path], Worker]) -> tuple[Tried, ...]:
        """Try them all; return what became of each, in their order."""
        for variant in sorted(systems, key=lambda each: each.kind is Kind.DEFECTIVE):  # the long ones first
            self._waiting.put(variant)
        jobs = min(self._wish.jobs or cores(), len(systems))
        place = _fast_folder()
        with tempfile.TemporaryDirectory(prefix="labcert-mutation-", dir=place, ignore_cleanup_errors=True) as base:
            workers = [worker(self._bench.root) for _job in range(jobs)]
            threads = [
                threading.Thread(target=self._work, args=(each, Path(base)), daemon=True) for each in workers
            ]
            try:
                for thread in threads:
                    thread.start()
                for thread in threads:
                    thread.join()
            finally:
                self._stop.set()
                for each in workers:
                    each.close()
        if self._errors:
            raise self._errors[0]
        return tuple(self._done[variant.id] for variant in systems)

    def _work(self, worker: Worker, base: Path) -> None:
        try:
            while not self._stop.is_set():
                with suppress(queue.Empty):
                    variant = self._waiting.get_nowait()
                    self._take(self._try(variant, worker, base))
                    continue
                return
        except BaseException as error:  # noqa: BLE001 - it is raised again by the thread that waits
            self._errors.append(error)
            self._stop.set()

    def _take(self, tried: Tried) -> None:
        if self._stop.is_set():  # its worker was ended in the middle: that says nothing of the system
            return
        with self._telling:
            self._done[tried.variant.id] = tried
            self._ended(tried)

    def _try(self, variant: Variant, worker: Worker, base: Path) -> Tried:
        """Try a system; a defective one first at the steps that must catch it, where no more is asked for."""
        if variant.kind is Kind.DEFECTIVE and self._wish.scope is Scope.FIRST:
            tried = self._once(variant, variant.expected_at, worker, base)
            if tried.status is not Status.ELSEWHERE and tried.status is not Status.MISSED:
                return tried
        return self._once(variant, self._bench.steps, worker, base)

    def _once(self, variant: Variant, steps: tuple[str, ...], worker: Worker, base: Path) -> Tried:
        begun = time.monotonic()
        folder = Path(tempfile.mkdtemp(dir=base))
        settings = RunSettings(
            root=str(self._bench.root.resolve()),
            session=str(folder),
            run=1,
            programme=self._bench.programme.id,
            steps=tuple(step for step in self._bench.steps if step in set(steps)),
            addresses={},
            token="",
            mark=new_mark(),
            lps=variant.id,
            brief=True,
        )
        order = Order(settings, self._wish.seconds_to_begin + SECONDS_A_STEP * len(steps))
        try:
            ending: Ending = worker.run(order)
            return judged(self._bench, variant, order, ending, time.monotonic() - begun)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _fast_folder() -> Path | None:
    """Return a folder in memory, or None where there is none that one may write in: then the usual one will do."""
    return IN_MEMORY if IN_MEMORY.is_dir() and os.access(IN_MEMORY, os.W_OK) else None
