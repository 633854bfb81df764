"""The Danish report of 60 steps, and of the whole programme, made anew from a demonstration's session."""

from dataclasses import replace
from pathlib import Path

from bench.measure import Line, timed
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.delivery import Finished, html_of, model_of
from labcert.session import SessionFolder, read_log
from labcert.session.verdict import compute

__all__ = ["report_lines"]

STEPS = 60
SECONDS, MEGABYTES = 0.5, 1.0
TIMES = 5


def report_lines(session: Path) -> list[Line]:
    """Measure report.html from the log to its last byte: the model, every message's fields, the page."""
    suite = load_suite(suite_root())
    programme = suite.programme("pilot")
    folder = SessionFolder(session)
    entries = tuple(read_log(folder.events).entries)
    whole = Finished(folder, suite, programme, entries, compute(suite, programme, entries))
    some = replace(whole, verdict=replace(whole.verdict, steps=whole.verdict.steps[:STEPS]))
    made: dict[str, bytes] = {}

    def make(name: str, finished: Finished) -> None:
        made[name] = html_of(finished, model_of(finished))

    short = timed(lambda: make("short", some), TIMES)
    long = timed(lambda: make("long", whole), TIMES)
    beside = f"all {len(whole.verdict.steps)} steps: {long:.2f} s, {len(made['long']) / 1_000_000:.2f} MB"
    return [
        Line(f"report.html of {STEPS} steps", short, "s", SECONDS, beside=beside),
        Line(f"report.html of {STEPS} steps", len(made["short"]) / 1_000_000, "MB", MEGABYTES),
    ]
