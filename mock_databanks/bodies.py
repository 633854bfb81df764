"""The bytes of every message that was taken, kept on disk under their sha256 before the message is answered."""

import hashlib
import os
from pathlib import Path
from typing import Protocol

__all__ = ["Bodies", "FileBodies", "MemoryBodies"]


class Bodies(Protocol):
    """What a simulator needs of a store of bytes."""

    def keep(self, data: bytes) -> str:
        """Keep the bytes and return their sha256 in hexadecimal; on disk once this returns."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return kept bytes; KeyError if there are none."""
        ...


class MemoryBodies:
    """Bytes in memory, for tests of a simulator."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def keep(self, data: bytes) -> str:
        """Keep the bytes and return their sha256."""
        digest = hashlib.sha256(data).hexdigest()
        self._kept[digest] = data
        return digest

    def get(self, sha256: str) -> bytes:
        """Return kept bytes; KeyError if there are none."""
        return self._kept[sha256]


class FileBodies:
    """One file a message in a folder, named by its sha256."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        # Windows can't open a folder; there the file's own flush is all that can be had.
        self._handle = os.open(folder, os.O_RDONLY) if os.name == "posix" else None

    def keep(self, data: bytes) -> str:
        """Keep the bytes and return their sha256; the file and its name are on disk once this returns."""
        digest = hashlib.sha256(data).hexdigest()
        path = self._folder / digest
        if path.exists() and path.read_bytes() == data:
            return digest
        with path.open("wb") as file:  # a file cut short by a crash was never answered: write it anew
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if self._handle is not None:
            os.fsync(self._handle)
        return digest

    def get(self, sha256: str) -> bytes:
        """Return kept bytes; KeyError if there are none."""
        try:
            return (self._folder / sha256).read_bytes()
        except FileNotFoundError as error:
            raise KeyError(sha256) from error

    def close(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
