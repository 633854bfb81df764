"""Runs under way: one at a time unless told otherwise, the others wait in a row that has an end."""

import shutil
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from labcert.adapters.mailbox import Mailbox
from labcert.domain.errors import LabcertError
from labcert.domain.language import _, language, set_language
from labcert.web.api.bodies import SessionState

__all__ = ["Cancelled", "Full", "Job", "Runs", "Underway"]

Key = tuple[str, str]
"""(owner, session)"""


class Cancelled(Exception):
    """The run was cancelled; raised inside it."""


class Full(Exception):
    """No more runs can wait."""


class Underway(Exception):
    """The session runs, or waits to run, already."""


@dataclass
class Job:
    """A run of a session that waits or goes on."""

    owner: str
    session: str
    mailbox: Path
    """the folder of the tester's questions"""
    post: Mailbox
    state: SessionState = SessionState.QUEUED
    cancelled: threading.Event = field(default_factory=threading.Event)

    def look(self) -> None:
        """Raise Cancelled where the run is to stop; called some times a second while it goes on."""
        if self.cancelled.is_set():
            raise Cancelled


class Runs:
    """Carries runs out in threads; each has its processes besides. `at_once` run, `waiting` more may wait."""

    def __init__(self, at_once: int = 1, waiting: int = 20) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="run")
        self._most = at_once + waiting
        self._lock = threading.Lock()
        self._jobs: dict[Key, tuple[Job, Future[None]]] = {}
        self._problems: dict[Key, str] = {}
        self._language = language()

    def start(self, owner: str, session: str, work: Callable[[Job], None]) -> Job:
        """Put a run in the row; raises Underway or Full."""
        with self._lock:
            if (owner, session) in self._jobs:
                raise Underway
            if len(self._jobs) >= self._most:
                raise Full
            mailbox = Path(tempfile.mkdtemp(prefix="labcert-tester-"))
            job = Job(owner, session, mailbox, Mailbox(mailbox))
            self._problems.pop((owner, session), None)
            self._jobs[owner, session] = job, self._pool.submit(self._carry_out, job, work)
        return job

    def job(self, owner: str, session: str) -> Job | None:
        """Return the run of a session that waits or goes on."""
        with self._lock:
            found = self._jobs.get((owner, session))
        return found[0] if found else None

    def problem(self, owner: str, session: str) -> str:
        """Return why the latest run of a session broke, "" where it did not."""
        with self._lock:
            return self._problems.get((owner, session), "")

    def cancel(self, owner: str, session: str) -> bool:
        """Stop a run, or take it out of the row; say whether there was one."""
        with self._lock:
            found = self._jobs.get((owner, session))
            if found is None:
                return False
            job, future = found
            job.cancelled.set()
            if future.cancel():
                self._forget(job)
        return True

    def close(self) -> None:
        """Stop everything and wait for it."""
        with self._lock:
            keys = list(self._jobs)
        for key in keys:
            self.cancel(*key)
        self._pool.shutdown()

    def _carry_out(self, job: Job, work: Callable[[Job], None]) -> None:
        set_language(self._language)
        told = ""
        try:
            job.look()
            job.state = SessionState.RUNNING
            work(job)
        except Cancelled:
            pass
        except LabcertError as error:
            told = str(error)
        except Exception as error:  # noqa: BLE001 - whatever broke, the next run must be carried out
            told = _("Der er en fejl i labcert ({kind}), så kørslen stoppede.").format(kind=type(error).__name__)
        with self._lock:
            if told:
                self._problems[job.owner, job.session] = told
            self._forget(job)

    def _forget(self, job: Job) -> None:
        self._jobs.pop((job.owner, job.session), None)
        shutil.rmtree(job.mailbox, ignore_errors=True)
