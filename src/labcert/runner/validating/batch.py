"""A whole batch: every file checked, the letters held against each other, and all of it told, in order."""

import os
import pickle
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from labcert import __version__
from labcert.domain.findings import Finding
from labcert.reporting.findings.model import CodeTableFacts, FileReport, RunFacts, Teller, Told, Totals, with_more
from labcert.runner.validating.checking import Checked, Engine
from labcert.runner.validating.listing import Entry

if TYPE_CHECKING:
    from labcert.runner.validating.processes import Packed

__all__ = ["Options", "run_batch", "run_facts", "workers_for"]

FEW = 64
"""files that one process checks sooner than others could be started"""


@dataclass(frozen=True)
class Options:
    """`key` joins an answer with its correction; empty for none of the checks between files."""

    jobs: int = 1
    key: tuple[str, ...] = ()


def workers_for(files: int, wanted: int | None) -> int:
    """Return how many processes to use: as wanted, else one for few files and one a processor for many."""
    if wanted is not None:
        return wanted
    if files <= FEW:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run_facts(engine: Engine, files: int) -> RunFacts:
    """Return what every file is held against."""
    book, schemas = engine.book, engine.schemas
    return RunFacts(
        version=__version__,
        schema_source=schemas.source,
        schema_digest=schemas.digest,
        profile=book.profile.name,
        profile_version=book.profile.version,
        files=files,
        changes=engine.changes,
        codes=tuple(CodeTableFacts(one.name, one.version) for one in book.tables.versions),
    )


class _Interrupt:
    """Hears Ctrl-C without being torn out of what is being written; a second one ends at once."""

    def __init__(self) -> None:
        self.heard = False

    def __call__(self) -> bool:
        return self.heard

    def hear(self, _signal: int, _frame: object) -> None:
        """Note the first; let the second through."""
        if self.heard:
            raise KeyboardInterrupt
        self.heard = True


@contextmanager
def _listening() -> Iterator[_Interrupt]:
    interrupt = _Interrupt()
    if threading.current_thread() is not threading.main_thread():
        yield interrupt
        return
    before = signal.signal(signal.SIGINT, interrupt.hear)
    try:
        yield interrupt
    finally:
        signal.signal(signal.SIGINT, before)


class _Spool:
    """Keeps reports on disk until everything between the files is known."""

    def __init__(self) -> None:
        import tempfile

        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="labcert-")  # noqa: SIM115 - closed by `close`

    def add(self, report: bytes) -> None:
        """Keep a report."""
        self._file.write(len(report).to_bytes(8, "big") + report)

    def reports(self) -> Iterator[FileReport]:
        """Yield the reports in the order in which they came."""
        self._file.seek(0)
        while size := self._file.read(8):
            yield pickle.loads(self._file.read(int.from_bytes(size, "big")))  # noqa: S301 - our own file, nameless

    def close(self) -> None:
        """Let the disk forget it."""
        self._file.close()


def _alone(entries: Sequence[Entry], engine: Engine, stopped: Callable[[], bool]) -> Iterator[Checked]:
    for entry in entries:
        if stopped():
            return
        yield engine.check(entry)


def _over_processes(
    entries: Sequence[Entry], engine: Engine, jobs: int, stopped: Callable[[], bool]
) -> "Iterator[Packed]":
    from labcert.runner.validating.processes import checked_by_processes

    return checked_by_processes(entries, engine, jobs, stopped)


def run_batch(
    entries: Sequence[Entry],
    engine: Engine,
    options: Options,
    teller: Teller,
    progress: Callable[[], None] = lambda: None,
) -> Totals:
    """Check every file and tell of each, in order; what is told is whole even where Ctrl-C stops it.

    `progress` is called once for each file that was checked.
    """
    totals = Totals()
    with _listening() as interrupt:
        teller.begin(run_facts(engine, len(entries)))
        try:
            for report in _reports(entries, engine, options, interrupt, progress):
                totals.count(report)
                teller.file(report)
        except BaseException:
            totals.interrupted = True
            with suppress(Exception):  # what is told first is what happened first
                teller.end(totals)
            raise
        totals.interrupted = interrupt.heard
        teller.end(totals)
    return totals


def _reports(
    entries: Sequence[Entry], engine: Engine, options: Options, stopped: _Interrupt, progress: Callable[[], None]
) -> Iterator[FileReport]:
    """Yield the report of each file: at once, or after all were seen where letters are held against each other."""
    if options.key and len(entries) > 1:
        yield from _together(entries, engine, options, stopped, progress)
        return
    if options.jobs == 1:
        for checked in _alone(entries, engine, stopped):
            progress()
            yield checked.report
        return
    for packed, _letters in _over_processes(entries, engine, options.jobs, stopped):
        progress()
        yield pickle.loads(packed)  # noqa: S301 - from a process of ours


def _together(
    entries: Sequence[Entry], engine: Engine, options: Options, stopped: _Interrupt, progress: Callable[[], None]
) -> Iterator[FileReport]:
    from labcert.validation.series import Series

    spool = _Spool()
    try:
        with Series(options.key) as series:
            for entry, (packed, letters) in zip(entries, _packed(entries, engine, options, stopped), strict=False):
                spool.add(packed)
                series.add(entry.shown, letters)
                progress()
            # of files that were not all seen, what lies between them can not be told
            between = {} if stopped() else _between(series.findings(), engine)
        for entry, report in zip(entries, spool.reports(), strict=False):
            more = between.get(entry.shown, ())
            yield with_more(report, _as_told(entry, report, tuple(more), engine)) if more else report
    finally:
        spool.close()


def _packed(
    entries: Sequence[Entry], engine: Engine, options: Options, stopped: _Interrupt
) -> "Iterator[Packed]":
    if options.jobs > 1:
        yield from _over_processes(entries, engine, options.jobs, stopped)
        return
    for checked in _alone(entries, engine, stopped):
        yield pickle.dumps(checked.report, pickle.HIGHEST_PROTOCOL), checked.letters


def _between(findings: Iterator[tuple[str, Finding]], engine: Engine) -> dict[str, list[Finding]]:
    """Return the findings between files by the file they are told of, as the profile has them."""
    found: dict[str, list[Finding]] = {}
    for file, finding in findings:
        for judged in engine.book.judged((finding,)):
            found.setdefault(file, []).append(judged)
    return found


def _as_told(entry: Entry, report: FileReport, findings: tuple[Finding, ...], engine: Engine) -> tuple[Told, ...]:
    """Read the file again for the lines, unless it has changed or gone since."""
    import hashlib

    try:
        data = engine.read(entry)
    except OSError:
        data = b""
    if hashlib.sha256(data).hexdigest() != report.sha256:
        return engine.told(None, findings)
    return engine.told(data, findings)
