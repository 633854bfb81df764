"""An evidence sink that remembers, for tests of adapters."""

import hashlib
from dataclasses import dataclass, field

from labcert.domain.evidence import Evidence


@dataclass
class RecordingSink:
    """Keeps what it was given: (name, media type, bytes) and notes."""

    kept: list[tuple[str, str, bytes]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Remember the bytes."""
        self.kept.append((name, media_type, data))
        return Evidence(hashlib.sha256(data).hexdigest(), name, media_type, len(data))

    def note(self, text: str) -> None:
        """Remember the line."""
        self.notes.append(text)

    def texts(self) -> str:
        """Return everything kept as text."""
        return "\n".join(data.decode("utf-8", errors="replace") for _name, _kind, data in self.kept)
