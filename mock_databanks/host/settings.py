"""What a start of the hosts needs to know."""

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["HOSTS", "Settings", "Tls"]

HOSTS = ("plsp", "laba", "miba", "portal")


@dataclass(frozen=True)
class Tls:
    """Files in PEM form. With `ca` every caller must show a certificate that it issued (mutual TLS)."""

    cert: Path | None = None
    key: Path | None = None
    ca: Path | None = None

    @property
    def on(self) -> bool:
        """Whether the hosts speak https."""
        return self.cert is not None


@dataclass(frozen=True)
class Settings:
    """Where the hosts listen and where they keep what they know.

    `port` is the common address; each host has its own at the ports after it. 0 lets the system choose all five.
    `vendor_token` is what a system must send with each message, "" where none is asked for.
    `stop_with_parent` ends the hosts when standard input closes, which it does when the process that started them dies.
    """

    data: Path
    host: str = "127.0.0.1"
    port: int = 0
    tls: Tls = field(default_factory=Tls)
    vendor_token: str = field(default="", repr=False)
    stop_with_parent: bool = False
