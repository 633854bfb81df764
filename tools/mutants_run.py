"""Try mutants inside one pytest session: a pytest plugin that collects once and forks for each mutant.

The session's process only collects; every mutant is tried in a process forked from it, so what one has cached or
broken no other sees. A mutant is tried by the tests that reach its function, those of its own test file first, until
one fails. Started by tools/mutants.py, in the copy; what is wanted and what is found are lines of JSON in files.
"""

import gc
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

PLACE = Path(os.environ["MUTANTS_PLACE"])
WORKERS = int(os.environ.get("MUTANTS_WORKERS", "2"))
ENDS = float(os.environ.get("MUTANTS_ENDS", "inf"))
ENOUGH = 3.0
"""seconds of tests (CPU) that a mutant is tried by: one that no test kills in that time has survived"""
KILLERS = 12
"""tests that killed mutants of a module are tried first on its next ones, so many of them"""
PATIENCE = (10, 10)
"""a mutant is stopped after so many seconds (CPU) more, or so many times as many, as its tests take without it"""
MEMORY = 3 << 30


class Told:
    """Hears of failed tests."""

    def __init__(self) -> None:
        """Nothing has failed."""
        self.failed = False

    @pytest.hookimpl
    def pytest_runtest_logreport(self, report: Any) -> None:
        """Note a failure in set-up, call or tear-down."""
        self.failed = self.failed or report.failed


def forked(job: Callable[[int], None]) -> tuple[int, int]:
    """Start a job in a process of its own, silent; return its id and the end of the pipe that it writes to."""
    read, write = os.pipe()
    pid = os.fork()
    if pid:
        os.close(write)
        return pid, read
    code = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(nothing, number)
        job(write)
        code = 0
    finally:
        os._exit(code)


def run(items: list[Any], told: Told) -> Iterator[tuple[Any, bool, float]]:
    """Run tests one by one; yield each with whether it failed and the seconds it took."""
    for item, following in pairwise([*items, None]):
        told.failed, began = False, time.process_time()
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        yield item, told.failed, time.process_time() - began


def measure(session: Any, told: Told, files: set[str]) -> None:
    """Run the tests of these files unmutated; write what each reaches, how long it takes, and whether it fails."""

    def job(_pipe: int) -> None:
        set_mutant_under_test("stats")
        with (PLACE / "reached.new").open("w", encoding="utf-8") as out:
            items = [item for item in session.items if item.nodeid.partition("::")[0] in files]
            for item, failed, seconds in run(items, told):
                reached = sorted(state()._stats)  # noqa: SLF001 - mutmut offers no other way
                state()._stats.clear()  # noqa: SLF001
                found = {"test": item.nodeid, "failed": failed, "seconds": seconds, "reached": reached}
                out.write(json.dumps(found) + "\n")

    pid, read = forked(job)
    os.close(read)
    if os.waitpid(pid, 0)[1]:
        raise SystemExit("The tests could not be run unmutated.")


def chosen(items: list[Any], seconds: dict[str, float], own: str, killers: list[str]) -> list[Any]:
    """Return the tests to try a mutant by: killers of its neighbours, its own file's, then quick ones up to enough."""
    latest = {test: number for number, test in enumerate(killers)}

    def turn(item: Any) -> tuple[int, bool, float]:
        return -latest.get(item.nodeid, -1), own not in item.nodeid, seconds[item.nodeid]

    spent, taken = 0.0, []
    for item in sorted(items, key=turn):
        spent += seconds[item.nodeid]
        if own in item.nodeid or item.nodeid in latest or spent <= ENOUGH:
            taken.append(item)
    return taken


def trial(name: str, items: list[Any], estimate: float, told: Told) -> Callable[[int], None]:
    """Return the job of trying a mutant: it writes the id of the test that killed it, or nothing."""

    def job(pipe: int) -> None:
        limit = int(time.process_time() + PATIENCE[0] + PATIENCE[1] * estimate) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        set_mutant_under_test(name)
        for item, failed, _seconds in run(items, told):
            if failed:
                os.write(pipe, item.nodeid.encode()[:4000])
                return

    return job


def verdict(status: int, killer: str) -> str:
    """Return what became of a mutant."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}:
        return "timeout"
    if killer:
        return "killed"
    return "broke off" if status else "survived"


def attempt(session: Any, told: Told) -> None:
    """Try what is wanted, a few at a time; write a line for each as it is known."""
    wanted = json.loads((PLACE / "wanted").read_text("utf-8"))
    seconds, tests = wanted["seconds"], wanted["tests"]
    by_id = {item.nodeid: item for item in session.items}
    killers: dict[str, list[str]] = {}
    running: dict[int, tuple[int, dict[str, Any], float]] = {}
    gc.freeze()
    with (PLACE / "found").open("a", encoding="utf-8", buffering=1) as out:

        def reap() -> None:
            pid, status = os.waitpid(-1, 0)
            if pid not in running:
                return
            read, mutant, began = running.pop(pid)
            killer = os.read(read, 4000).decode()
            os.close(read)
            if killer:
                known = killers.setdefault(mutant["own"], [])
                known[:] = [*(one for one in known if one != killer), killer][-KILLERS:]
            found = {"key": mutant["key"], "became": verdict(status, killer), "by": killer}
            out.write(json.dumps(found | {"seconds": round(time.time() - began, 2)}) + "\n")

        for mutant in wanted["mutants"]:
            if time.time() > ENDS:
                break
            while len(running) >= WORKERS:
                reap()
            reaching = [by_id[test] for test in tests[mutant["function"]] if test in by_id]
            items = chosen(reaching, seconds, mutant["own"], killers.get(mutant["own"], []))
            estimate = sum(seconds[item.nodeid] for item in items)
            pid, read = forked(trial(mutant["name"], items, estimate, told))
            running[pid] = (read, mutant, time.time())
        while running:
            reap()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: Any) -> bool:
    """Do what is asked instead of running the tests."""
    told = Told()
    session.config.pluginmanager.register(told)
    files = os.environ.get("MUTANTS_MEASURE")
    if files is not None:
        measure(session, told, set(json.loads(files)))
    else:
        attempt(session, told)
    sys.stdout.flush()
    return True
