"""The bytes of every message that was taken, kept on disk under their sha256 before the message is answered."""

import hashlib
from pathlib import Path
from typing import Protocol

from mock_databanks.disk import Tell, append_whole, set_aside

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
    """One append-only file: before each message a line with its sha256 and its length in bytes, after it a line break.

    One growing file and not one a message: making a file durable costs several times as much as making it longer.
    Opening it sets aside what a killed process left unfinished into `<file>.broken`; that was never answered with 202.
    """

    def __init__(self, path: Path, tell: Tell) -> None:
        self._index: dict[str, tuple[int, int]] = {}
        self._size = _scan(path, self._index, tell)
        self._file = path.open("a+b", buffering=0)

    def keep(self, data: bytes) -> str:
        """Keep the bytes and return their sha256; they survive a power cut once this returns."""
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._index:
            return digest
        head = f"{digest} {len(data)}\n".encode()
        append_whole(self._file, head + data + b"\n", self._size, durable=True)
        self._index[digest] = (self._size + len(head), len(data))
        self._size += len(head) + len(data) + 1
        return digest

    def get(self, sha256: str) -> bytes:
        """Return kept bytes; KeyError if there are none."""
        start, length = self._index[sha256]
        self._file.seek(start)
        return self._file.read(length)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _scan(path: Path, index: dict[str, tuple[int, int]], tell: Tell) -> int:
    """Find every message of the file; return where the last whole one ends."""
    if not path.exists():
        return 0
    end, total = 0, path.stat().st_size
    with path.open("rb") as file:
        while head := file.readline(96):
            digest, _blank, length = head.partition(b" ")
            body = file.read(int(length)) if length.strip().isdigit() else b""
            if file.read(1) != b"\n" or hashlib.sha256(body).hexdigest() != digest.decode("latin-1"):
                break
            index[digest.decode()] = (end + len(head), len(body))
            end += len(head) + len(body) + 1
    if end < total:
        set_aside(path, end, tell)
    return end
