"""A run of a session that is killed at any point: nothing that was finished is lost, and the next run goes on from it."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from labcert.domain.casework import TestType as Kind
from labcert.domain.outcome import Outcome
from labcert.protocol.load import load_suite
from labcert.runner.casework.opening import Wished, open_session
from labcert.runner.casework.standing import standing_of
from labcert.session.store import Store, open_store
from tests.harness.small import build
from tests.harness.small_run import SUT, run_small
from tests.support.commands import ROOT

FIRST, FINDS, LOOKED_AT, TWO, LAST = STEPS = [f"TP-4.2.0{number}" for number in range(1, 6)]
SCENARIOS = f"""
  @{FIRST}
  Scenarie: Består
    Når der gemmes et bevis
  @{FINDS}
  Scenarie: Finder en fejl
    Når der gemmes et bevis om "fejlen"
    Så er "17" det ventede
  @{LOOKED_AT}
  Scenarie: Skal ses
    Når der gemmes en side
    Så afventer trinnet LPS og PLSP
  @{TWO}
  Abstrakt Scenario: To eksempler
    Når der gemmes et bevis om "<hvad>"
    Eksempler:
      | hvad |
      | et   |
      | to   |
  @{LAST}
  Scenarie: Består til sidst
    Når der gemmes et bevis
"""
EXAMPLES = {step: 2 if step == TWO else 1 for step in STEPS}
DONE = {FIRST: Outcome.PASSED, FINDS: Outcome.FAILED, LOOKED_AT: Outcome.WAITING, TWO: Outcome.PASSED, LAST: Outcome.PASSED}

SEALED = "forseglet"
"""the point at which everything is written, and the folder is being taken into the store"""
POINTS = [
    ("RunStarted", 1), ("StepStarted", 1), ("StepStarted", 4), ("SentenceRun", 1), ("SentenceRun", 3), ("EvidenceKept", 1),
    ("EvidenceKept", 4), ("FindingMade", 1), ("StepFinished", 1), ("StepFinished", 2), ("StepFinished", 3),
    ("StepFinished", 4), ("StepFinished", 5), ("StepFinished", 6), ("RunFinished", 1), (SEALED, 1),
]  # fmt: skip
"""kind of event, and how many of them are on disk when the run is killed"""
QUICK = [("EvidenceKept", 1), ("StepFinished", 3), ("RunFinished", 1)]


@dataclass
class Bench:
    """A store with one session of a small suite."""

    root: Path
    url: str
    session: str

    @property
    def log(self) -> Path:
        """The log of the working folder."""
        return Path(self.url.removeprefix("sqlite:///") + "-arbejde") / self.session / "events.jsonl"

    def start(self) -> "subprocess.Popen[bytes]":
        """Start a run in a process group of its own."""
        words = [sys.executable, "-m", "tests.harness.small_run", str(self.root), self.url, self.session]
        return subprocess.Popen(words, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def kill_after(self, kind: str, count: int) -> bytes:
        """Kill a run, and all it has started, when so many events of a kind are on disk; return the log as it was left."""
        child, mark = self.start(), f'"kind":"{kind}"'.encode()
        seen = b""
        while child.poll() is None:
            seen = self.log.read_bytes() if self.log.exists() else b""
            if seen.count(mark) >= count or (kind == SEALED and self.log.with_name("manifest.sig").exists()):
                break
            time.sleep(0.0005)
        assert child.poll() is None, child.stderr.read().decode()
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        child.stderr.close()
        return self.log.read_bytes() if self.log.exists() else seen


@pytest.fixture
def bench(tmp_path):
    """The suite of SCENARIOS, and a session of it that nothing was run in."""
    root = build(tmp_path / "suite", SCENARIOS, STEPS, attested=[LOOKED_AT])
    url = f"sqlite:///{tmp_path}/lager.db"
    with open_store(url) as store:
        session = open_session(store, load_suite(root), Wished("proeve", SUT, Kind.LIVE))
    return Bench(root, url, session)


def ended(events) -> set[str]:
    """The steps all of whose examples have ended."""
    told = [event.step for event in events if type(event).__name__ == "StepFinished"]
    return {step for step in STEPS if told.count(step) >= EXAMPLES[step]}


def log_of(store: Store, session: str):
    """The events that the store has."""
    return [entry.event for entry in store.entries(session)]


def goes_on(bench: Bench, left: bytes) -> None:
    """Run again: what was whole on disk is in the store, what had ended isn't run again, and everything is there at last."""
    told: list[str] = []
    whole = left[: left.rfind(b"\n") + 1].splitlines()
    with open_store(bench.url) as store:
        result = run_small(store, bench.root, bench.session, told.append)
        events, verdict = log_of(store, bench.session), standing_of(load_suite(bench.root), store.entries(bench.session))
        report = store.read(bench.session, "report.html")
        hashes = [entry.hash.encode() for entry in store.entries(bench.session)]
    assert all(digest in line for digest, line in zip(hashes, whole, strict=False))
    assert len(hashes) >= len(whole)
    finished = ended(events[: len(whole)])
    again = {event.step for event in events[len(whole) :] if type(event).__name__ == "StepStarted"}
    assert finished & again == set()
    assert {step.id: step.outcome for step in verdict.steps} == DONE
    runs = [event for event in events if type(event).__name__ == "RunStarted"]
    assert result.result is None or len(told) == 1  # None: everything was there, the reports too
    assert report.startswith(b"<!doctype html>")
    assert all(sentence.startswith("Kørsel ") for sentence in told)
    assert {run.system_version for run in runs} == {"1.0"}
    assert len({run.suite_digest for run in runs}) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to kill")
@pytest.mark.parametrize(("kind", "count"), QUICK)
def test_a_killed_run_loses_nothing_that_had_ended(bench, kind, count):
    """Killed after a piece of evidence, between two steps, and while its reports are written."""
    goes_on(bench, bench.kill_after(kind, count))


@pytest.mark.endurance
@pytest.mark.skipif(sys.platform == "win32", reason="there are no process groups to kill")
@pytest.mark.parametrize(("kind", "count"), POINTS)
def test_a_run_killed_after_any_kind_of_event_goes_on(bench, kind, count):
    """Killed after every kind of event that a run writes, twice in a row: the second run is killed just so."""
    left = bench.kill_after(kind, count)
    if left.count(b'"kind":"StepFinished"') < sum(EXAMPLES.values()):
        left = bench.kill_after("RunStarted", 2)
    goes_on(bench, left)
