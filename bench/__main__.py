"""`make bench`: the programme, its reports, the hosts and the commands, as a table; exit code 1 if a goal is missed."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import requests

from bench.certificate import certificate_lines
from bench.measure import Line, command_seconds, table, timed
from bench.report import report_lines
from bench.selftest import selftest_lines
from bench.store import store_lines
from bench.validation import numbered, sample, validation_lines
from bench.verify import verify_lines
from labcert.adapters.hosts import start_hosts
from labcert.domain.mutation import Kind, Status
from labcert.domain.suite import suite_root
from labcert.reporting.score import read_score

MESSAGES = 1_000
LARGEST_REPORT = 1_000_000
ALL = "all"
"""the value of BENCH with which what takes minutes is measured too"""


def _said(text: str) -> None:
    print(f"… {text}", file=sys.stderr, flush=True)


def demo_lines(folder: Path) -> list[Line]:
    """The whole demonstration, with Allure's page and without, and the size of the Danish report."""
    lines = []
    seconds: dict[str, float] = {}
    for name, option, goal in (("with both reports", "--allure", 20.0), ("without Allure's page", "--no-allure", 8.0)):
        _said(f"labcert demo, {name}")
        out = folder / option.strip("-")
        seconds[option] = command_seconds("demo", "--out", str(out), option, "--no-fetch", times=1)
        beside = "" if option == "--allure" else f"{seconds['--allure'] / seconds[option]:.1f} times as fast as with it"
        if option == "--allure" and not (out / "allure.html").exists():
            beside = "allure.html was NOT made: run `labcert setup` first"
        lines.append(Line(f"labcert demo, {name}", seconds[option], "s", goal, beside=beside))
    report = (folder / "allure" / "report.html").stat().st_size
    allure = folder / "allure" / "allure.html"
    beside = f"{allure.stat().st_size / report:.1f} times as large: allure.html" if allure.exists() else ""
    lines.append(Line("report.html", report / 1_000_000, "MB", LARGEST_REPORT / 1_000_000, beside=beside))
    return lines


def command_lines() -> list[Line]:
    """How long the smallest command takes, beside Python alone."""
    _said("labcert --help")
    helped = command_seconds("--help", times=7)
    bare = timed(lambda: subprocess.run([sys.executable, "-c", "import click"], check=True), 7)
    return [Line("labcert --help", helped, "s", 0.25, beside=f"{helped / bare:.1f} times `python -c 'import click'`")]


def _fsynced(folder: Path, messages: list[bytes]) -> None:
    """The least a host must do for 1,000 messages: write each to disk and wait for it, three times (PLSP keeps the
    message and its journal line, LABA its answer).
    """
    with (folder / "alone").open("wb") as file:
        for message in messages * 3:
            file.write(message)
            file.flush()
            os.fsync(file.fileno())


def host_lines(folder: Path) -> list[Line]:
    """How soon the hosts are up, and 1,000 messages posted one after another, all on disk and forwarded."""
    _said("the hosts")
    messages = [numbered(sample(suite_root()), number) for number in range(MESSAGES)]
    begun = time.perf_counter()
    with start_hosts(folder / "hosts") as hosts:
        up = time.perf_counter() - begun
        session, address = requests.Session(), hosts.addresses["plsp"]
        session.headers["Authorization"] = f"Bearer {hosts.token}"
        begun = time.perf_counter()
        for message in messages:
            answer = session.post(f"{address}/plsp/messages", data=message, headers={"Content-Type": "application/xml"})
            if answer.status_code != 202:
                raise SystemExit(f"PLSP answered {answer.status_code}: {answer.text[:300]}")
        answered = MESSAGES / (time.perf_counter() - begun)
        _await_stored(session, hosts.addresses["all"])
        forwarded = MESSAGES / (time.perf_counter() - begun)
    alone = MESSAGES / timed(lambda: _fsynced(folder, messages))
    return [
        Line("hosts up", up, "s", 1.0),
        Line(
            "messages answered by PLSP (on its disk)", answered, "/s", beside=f"{answered / alone:.3f} of writing alone"
        ),
        Line(
            "messages posted, kept, forwarded and held by LABA",
            forwarded,
            "/s",
            100.0,
            more_is_better=True,
            beside=f"{forwarded / alone:.3f} of writing alone ({alone:,.0f}/s)",
        ),
    ]


def _await_stored(session: requests.Session, address: str) -> None:
    """Wait until LABA's journal has as many stored answers as messages were sent; gives up after a minute."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        lines = session.get(f"{address}/journal", params={"host": "laba"}).text.splitlines()
        if sum('"received"' in line for line in lines) >= MESSAGES:
            return
        time.sleep(0.2)
    raise SystemExit("LABA did not get every message within a minute")


def mutation_lines(folder: Path) -> list[Line]:
    """The protocols tried on every wrong and every harmless system, two at a time."""
    _said("labcert mutation pilot (minutes)")
    out = folder / "mutation"
    command = [sys.executable, "-m", "labcert", "mutation", "pilot", "--jobs", "2", "--out", str(out)]
    seconds = timed(lambda: subprocess.run(command, check=False, capture_output=True))
    score = read_score(out / "mutation.json")
    wrong, harmless = len(score.of(Kind.DEFECTIVE)), len(score.of(Kind.HARMLESS))
    return [
        Line("labcert mutation pilot", seconds, "s", 300.0, beside=f"{wrong} wrong systems, {harmless} harmless ones"),
        Line("defects caught", 100 * score.count(Status.CAUGHT) / wrong, "%", 100.0, more_is_better=True),
        Line("harmless systems passed", 100 * score.count(Status.PASSED) / harmless, "%", 100.0, more_is_better=True),
    ]


def main() -> int:
    """Measure everything and print the table; what takes minutes only where BENCH=all."""
    with tempfile.TemporaryDirectory(prefix="labcert-bench-") as folder:
        _said("labcert validate")
        lines = command_lines() + validation_lines(Path(folder)) + host_lines(Path(folder)) + demo_lines(Path(folder))
        _said("the report of 60 steps")
        lines += report_lines(Path(folder) / "allure")
        _said("a certificate")
        lines += certificate_lines(Path(folder) / "allure", Path(folder) / "certificate")
        _said("a store with 1,000 sessions")
        lines += store_lines(Path(folder) / "store")
        _said("labcert verify")
        lines += verify_lines(Path(folder) / "verify")
        _said("labcert selftest")
        lines += selftest_lines(Path(folder) / "selftest")
        if os.environ.get("BENCH") == ALL:
            lines += mutation_lines(Path(folder))
    print(table(lines))
    return 1 if any("MISSED" in line.verdict for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
