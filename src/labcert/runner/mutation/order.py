"""What is asked of a worker, and what it answers: one system, run once."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from labcert.runner.settings import RunSettings

__all__ = ["HOSTS_LOG", "OUT_OF_TIME", "WORDS", "Ending", "Order", "Worker"]

OUT_OF_TIME = 124
"""the code of a run that was stopped because its time was up, as the command `timeout` gives it"""
WORDS = "pytest.txt"
HOSTS_LOG = "hosts.log"


@dataclass(frozen=True)
class Order:
    """Run these settings (addresses and token are filled in by the worker) within so many seconds."""

    settings: RunSettings
    seconds: float

    @property
    def folder(self) -> Path:
        """The run's own folder."""
        return Path(self.settings.session)

    def to_line(self) -> bytes:
        """Return the order as one line."""
        return json.dumps([self.seconds, self.settings.to_line().decode("ascii")]).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Order":
        """Read what `to_line` made."""
        seconds, settings = json.loads(line)
        return cls(RunSettings.from_line(settings), seconds)


@dataclass(frozen=True)
class Ending:
    """How a run ended: the process's exit code (`ALL_RAN` where every step came to its end; a signal's is negative)."""

    code: int
    why: str = ""

    def to_line(self) -> bytes:
        """Return the ending as one line."""
        return json.dumps([self.code, self.why]).encode("ascii") + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Ending":
        """Read what `to_line` made."""
        code, why = json.loads(line)
        return cls(code, why)


class Worker(Protocol):
    """Runs one system after another."""

    def run(self, order: Order) -> Ending:
        """Run a system; never raises for what became of it."""
        ...

    def close(self) -> None:
        """End whatever was started."""
        ...
