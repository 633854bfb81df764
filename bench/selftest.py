"""The self-test of a vendor's program beside that of the reference system, which lives in the run's own process."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import Line
from labcert.domain.events import StepFinished
from labcert.domain.suite import suite_root
from labcert.session import read_log

__all__ = ["selftest_lines"]

MOST_SLOWER = 1.30
ROUNDS = 3
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - where Linux keeps files in memory
WHO = "vendor: {name: Bench}\nsystem: {name: LPS, version: '1'}\nstandards: [XRPT01, XRPT05]\n"


def selftest_lines(folder: Path) -> list[Line]:
    """Run the programme both ways and compare the quickest of each: the steps alone, for all else is the same.

    The program keeps its outbox in memory where the machine can, as the reference system does here: what a vendor's
    disk costs is the vendor's.
    """
    taken: dict[str, list[float]] = {"reference": [], "program": []}
    for number in range(ROUNDS):  # in turn, so that what else the machine does falls on both
        taken["reference"].append(_steps_seconds(folder / f"reference-{number}", "{kind: reference}"))
        with _kept_in_memory() as outbox:
            taken["program"].append(_steps_seconds(folder / f"program-{number}", _program(outbox)))
    reference, program = min(taken["reference"]), min(taken["program"])
    beside = f"{program:.1f} s of steps; {reference:.1f} s with the reference in the same process"
    return [Line("selftest pilot, a program line by line", program / reference, "times", MOST_SLOWER, beside=beside)]


@contextmanager
def _kept_in_memory() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="labcert-bench-", dir=IN_MEMORY if IN_MEMORY.is_dir() else None))
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _program(outbox: Path) -> str:
    return json.dumps({
        "kind": "executable", "command": [sys.executable, "-m", "sut.reference"], "folder": str(suite_root()),
        "can": ["send", "correct", "delete", "work", "outbox"], "mode": "lines",
        "environment": {"REFERENCE_LPS_DATA": str(outbox)},
    })  # fmt: skip


def _steps_seconds(out: Path, adapter: str) -> float:
    """Run a self-test in a process of its own and return the seconds that its steps took together."""
    out.parent.mkdir(parents=True, exist_ok=True)
    sut = out.with_suffix(".yaml")
    sut.write_text(f"{WHO}adapter: {adapter}\n", encoding="utf-8")
    words = ("selftest", "pilot", "--sut", str(sut), "--out", str(out), "--no-allure")
    environment = {name: value for name, value in os.environ.items() if name != "REFERENCE_LPS_DATA"}
    subprocess.run(  # its exit code says that steps wait for people's eyes
        [sys.executable, "-m", "labcert", *words], check=False, capture_output=True, env=environment,
        stdin=subprocess.DEVNULL,
    )  # fmt: skip
    ended = [entry.event for entry in read_log(out / "events.jsonl").entries if isinstance(entry.event, StepFinished)]
    return sum(event.duration_ms for event in ended) / 1000
