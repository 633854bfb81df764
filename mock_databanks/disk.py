"""Append-only files: a whole record or none, on disk when it says so, and a torn end recognised at the next start."""

import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path

from labcert.domain.language import _

__all__ = ["Tell", "append_whole", "set_aside", "sync"]

Tell = Callable[[str], None]
"""Says a sentence to the person who started the hosts (standard error)."""


def sync(handle: int) -> None:
    """Have the system write what a file holds to the disk itself (its length included, not when it was changed)."""
    if hasattr(os, "fdatasync"):
        os.fdatasync(handle)
    else:  # Windows and macOS
        os.fsync(handle)


def append_whole(file: FileIO, data: bytes, size: int, *, durable: bool) -> None:
    """Append a record to a file of `size` bytes; what a full disk took half of is cut off again, and OSError raised."""
    try:
        written = 0
        while written < len(data):
            written += file.write(data[written:]) or 0
        if durable:
            sync(file.fileno())
    except OSError:
        os.truncate(file.fileno(), size)
        raise


def set_aside(path: Path, end: int, tell: Tell) -> None:
    """Move what comes after `end` into `<file>.broken`: a killed process left it unfinished, and never answered 202."""
    broken = path.with_name(path.name + ".broken")
    with path.open("r+b") as file, broken.open("ab") as aside:
        file.seek(end)
        aside.write(file.read() + b"\n")
        aside.flush()
        os.fsync(aside.fileno())
        file.truncate(end)
        file.flush()
        os.fsync(file.fileno())
    tell(
        _(
            "Det sidste i {file} var kun skrevet halvt. Det er lagt i {broken}. Intet, der er svaret 202 på, er tabt."
        ).format(file=path.name, broken=broken.name)
    )
