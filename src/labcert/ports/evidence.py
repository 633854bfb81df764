"""Where adapters and steps put what they saw."""

from typing import Protocol

from labcert.domain.evidence import Evidence

__all__ = ["EvidenceSink"]


class EvidenceSink(Protocol):
    """Keeps bytes as evidence of the step that runs now."""

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Keep the bytes under a name a person understands; foreign CPR numbers are masked first."""
        ...

    def note(self, text: str) -> None:
        """Write a line into the log for its readers."""
        ...
