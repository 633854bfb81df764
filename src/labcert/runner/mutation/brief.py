"""A run that is forgotten afterwards: what happens and what is kept lie in a folder that nobody keeps.

No chain, no masking and no waiting for the disk: nothing of it leaves the machine, and it is gone when it is judged.
"""

from hashlib import sha256
from pathlib import Path

import msgspec

from labcert.domain.errors import ToolFault
from labcert.domain.events import Event, EvidenceKept, FindingMade, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.language import _

__all__ = ["BriefLog", "BriefStore", "read_brief"]

NAME = "brief.jsonl"
NEVER_READ = frozenset({"text/plain", "application/json"})
"""exchanges with hosts, cases and replies: nobody who judges looks at their bytes"""
Told = StepStarted | EvidenceKept | FindingMade | StepFinished
"""what a verdict is computed from"""
KINDS: dict[str, type[Told]] = {
    kind.__name__: kind for kind in (StepStarted, EvidenceKept, FindingMade, StepFinished)
}


class BriefLog:
    """Writes the events that a verdict is computed from."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / NAME).open("ab")

    def append(self, event: Event) -> None:
        """Write an event; when a step has ended, no killed process can take it away."""
        if isinstance(event, Told):
            self._file.write(msgspec.json.encode((type(event).__name__, event)) + b"\n")
        if isinstance(event, StepStarted | StepFinished):
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class BriefStore:
    """Names evidence by its sha256; keeps the bytes of messages and pages, which are looked at when the run is over."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Return the evidence."""
        digest = sha256(data).hexdigest()
        if media_type.partition(";")[0] not in NEVER_READ:
            (self._folder / digest).write_bytes(data)
        return Evidence(digest, name, media_type, len(data), masked=False)

    def read(self, evidence: Evidence) -> bytes:
        """Return the bytes; raises ToolFault where they were not kept."""
        try:
            return (self._folder / evidence.sha256).read_bytes()
        except OSError as error:
            raise ToolFault(_("Beviset “{name}” er væk.").format(name=evidence.name)) from error

    def flush(self) -> None:
        """Nothing is waited for."""


def read_brief(folder: Path) -> tuple[Event, ...]:
    """Read what a run wrote; a last line that was written half is left out. Nothing written: ()."""
    path = folder / NAME
    if not path.exists():
        return ()
    lines = path.read_bytes().split(b"\n")[:-1]
    return tuple(_told(line) for line in lines)


def _told(line: bytes) -> Told:
    kind, data = msgspec.json.decode(line)
    told: Told = msgspec.convert(data, KINDS[kind])
    return told
