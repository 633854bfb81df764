"""Follows a run while it goes, by reading what it has written to the log so far."""

import json
from collections.abc import Callable
from pathlib import Path

from labcert.domain.outcome import Outcome

__all__ = ["Watcher"]


class Watcher:
    """Tells of each finished step once; reads only whole lines, from where it stopped."""

    def __init__(self, log: Path, tell: Callable[[str, Outcome], None]) -> None:
        self._log, self._tell = log, tell
        self._read = 0

    def look(self) -> None:
        """Read what is new and tell of the steps that finished."""
        if not self._log.exists():
            return
        with self._log.open("rb") as file:
            file.seek(self._read)
            fresh = file.read()
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read += len(whole)
        for line in whole.splitlines():
            entry = json.loads(line)
            if entry["kind"] == "StepFinished":
                self._tell(entry["data"]["step"], Outcome(entry["data"]["outcome"]))
