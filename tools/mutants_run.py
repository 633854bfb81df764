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
from hypothesis import Phase, settings
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

PLACE = Path(os.environ["MUTANTS_PLACE"])
WORKERS = int(os.environ.get("MUTANTS_WORKERS", "2"))
ENDS = float(os.environ.get("MUTANTS_ENDS", "inf"))
ENOUGH = float(os.environ.get("MUTANTS_ENOUGH", "4"))
"""seconds of tests (CPU) that a mutant is tried by, beside its own file's and those that killed its neighbours"""
KILLERS = 12
"""tests that killed mutants of a module are tried first on its next ones, so many of them"""
PATIENCE = (1.5, 6)
"""a test is stopped after so many seconds (CPU), and so many times as many as it takes unmutated, together"""
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


def run(items: list[Any], told: Told, known: dict[str, float] | None = None) -> Iterator[tuple[Any, bool, float]]:
    """Run tests one by one; yield each with whether it failed and the seconds it took.

    Where it is known what they take, the process ends by SIGPROF in a test that takes far longer.
    """
    for item, following in pairwise([*items, None]):
        if known is not None:
            signal.setitimer(signal.ITIMER_PROF, PATIENCE[0] + PATIENCE[1] * known[item.nodeid])
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


def in_turn(items: list[Any], seconds: dict[str, float], own: list[str]) -> list[Any]:
    """Return the tests to try a function's mutants by: its module's own, then of every file in turn until it is enough.

    Quick tests go before slow ones.
    """
    is_own = {item.nodeid: any(part in item.nodeid for part in own) for item in items}
    place: dict[str, int] = {}
    of_file: dict[str, int] = {}
    for item in sorted(items, key=lambda item: seconds[item.nodeid]):
        file = item.nodeid.partition("::")[0]
        place[item.nodeid] = of_file[file] = of_file.get(file, 0) + 1
    spent, taken = 0.0, []
    for item in sorted(items, key=lambda item: (not is_own[item.nodeid], place[item.nodeid], seconds[item.nodeid])):
        spent += 0.0 if is_own[item.nodeid] else seconds[item.nodeid]
        if spent <= ENOUGH:
            taken.append(item)
    return taken


def forget() -> None:
    """Empty the caches: what a test file has loaded while it was collected was made without the mutant.

    The rules themselves load nothing, and are tried much faster with the tables at hand.
    """
    for module in [one for name, one in sys.modules.items() if name.startswith("labcert.")]:
        for value in list(vars(module).values()):
            if callable(clear := getattr(value, "cache_clear", None)):
                clear()


def trial(name: str, items: list[Any], seconds: dict[str, float], told: Told) -> Callable[[int], None]:
    """Return the job of trying a mutant: it writes the id of the test that killed it, or nothing."""

    def job(pipe: int) -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        set_mutant_under_test(name)
        if not name.startswith("labcert.validation.rules."):
            forget()
        for item, failed, _seconds in run(items, told, seconds):
            if failed:
                os.write(pipe, item.nodeid.encode()[:4000])
                return

    return job


def verdict(status: int, killer: str) -> str:
    """Return what became of a mutant."""
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in {signal.SIGPROF, signal.SIGKILL}:
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
    function, reaching = "", []
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
                known = killers.setdefault(mutant["own"][0], [])
                known[:] = [*(one for one in known if one != killer), killer][-KILLERS:]
            found = {"key": mutant["key"], "became": verdict(status, killer), "by": killer}
            out.write(json.dumps(found | {"seconds": round(time.time() - began, 2)}) + "\n")

        for mutant in wanted["mutants"]:
            if time.time() > ENDS:
                break
            while len(running) >= WORKERS:
                reap()
            if mutant["function"] != function:
                function = mutant["function"]
                items = [by_id[test] for test in tests[function] if test in by_id]
                reaching = in_turn(items, seconds, mutant["own"])
            latest = {test: number for number, test in enumerate(killers.get(mutant["own"][0], []))}
            items = sorted(reaching, key=lambda item: -latest.get(item.nodeid, -1))
            pid, read = forked(trial(mutant["name"], items, seconds, told))
            running[pid] = (read, mutant, time.time())
        while running:
            reap()


def pytest_configure() -> None:
    """Let generated tests stop at the first failure: nobody reads the smallest one."""
    settings.register_profile("mutants", phases=(Phase.explicit, Phase.generate), database=None)
    settings.load_profile("mutants")


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
