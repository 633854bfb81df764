"""Follows a run while it goes, by reading what it has written to the log so far."""

import json
from collections.abc import Callable
from pathlib import Path

from labcert.domain.events import Event, StepFinished, StepStarted
from labcert.session.log import decode_event

__all__ = ["Watcher"]

TOLD = (StepStarted.__name__, StepFinished.__name__)
"""what a reader who waits wants to know of; the rest is many times as much"""


class Watcher:
    """Tells once of each step (or example) that begins or ends; reads whole lines only, from where it stopped."""

    def __init__(self, log: Path, tell: Callable[[Event], None]) -> None:
        self._log, self._tell = log, tell
        self._read = 0

    def skip(self) -> None:
        """Tell nothing of what has been written until now."""
        self._read = self._log.stat().st_size if self._log.exists() else 0

    def look(self) -> None:
        """Read what is new and tell of it."""
        if not self._log.exists():
            return
        with self._log.open("rb") as file:
            file.seek(self._read)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            entry = json.loads(line)
            if entry["kind"] in TOLD:
                self._tell(decode_event(entry["kind"], entry["data"], entry["seq"]))
