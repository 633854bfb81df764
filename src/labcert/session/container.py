"""The zip of a bundle, written so that the same files always give the same bytes, on every machine and in every year.

Files are stored, not compressed: what a compressor makes changes with its version. The mark at the end says that this
zip was made here, so that a check may ask for these very bytes and find a change in the zip's own fields, too.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from labcert.session.contents import Contents

__all__ = ["MARK", "Packed", "container", "is_framed_as_ours"]

MARK = b"labcert-bundle/1"
VERSION = 20
UTF8_NAMES = 0x0800
STORED = 0
MADE_ON_UNIX = 3 << 8 | VERSION
FIRST_DAY = 0 << 9 | 1 << 5 | 1
"""1 January 1980, in the zip format's way of writing dates"""
PLAIN_FILE = 0o100644 << 16


@dataclass(frozen=True)
class Packed:
    """A file in the zip: its name, its CRC-32 and its size in bytes."""

    name: str
    checksum: int
    size: int


def container(contents: Contents) -> Iterator[bytes]:
    """Yield the zip in pieces (PKWARE APPNOTE 4.3: local headers with their files, central directory, its end)."""
    packed = []
    for name in contents.names:
        size, checksum = 0, 0
        for piece in contents.pieces(name):
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
        packed.append(Packed(name, checksum, size))
        yield _header(packed[-1])
        yield from contents.pieces(name)
    yield _ending(packed)


def is_framed_as_ours(file: IO[bytes], files: Iterable[Packed]) -> bool:
    """Say whether a zip is what `container` writes around these files; what is in them is looked at elsewhere."""
    packed, offset = list(files), 0
    for each in packed:
        header = _header(each)
        file.seek(offset)
        if file.read(len(header)) != header:
            return False
        offset += len(header) + each.size
    file.seek(offset)
    ending = _ending(packed)
    return file.read(len(ending) + 1) == ending


def _header(packed: Packed) -> bytes:
    path = packed.name.encode("utf-8")
    return struct.pack("<4s5H3L2H", b"PK\3\4", VERSION, *_fields(packed), len(path), 0) + path


def _ending(files: list[Packed]) -> bytes:
    """The central directory and its end."""
    offset, directory = 0, []
    for packed in files:
        path = packed.name.encode("utf-8")
        place = (len(path), 0, 0, 0, 0, PLAIN_FILE, offset)
        directory.append(struct.pack("<4s6H3L5H2L", b"PK\1\2", MADE_ON_UNIX, VERSION, *_fields(packed), *place) + path)
        offset += len(_header(packed)) + packed.size
    central, count = b"".join(directory), len(directory)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), offset, len(MARK)) + MARK
    return central + end


def _fields(packed: Packed) -> tuple[int, int, int, int, int, int, int]:
    """What both headers say alike: flags, method, time, date, checksum, packed size, size."""
    return UTF8_NAMES, STORED, 0, FIRST_DAY, packed.checksum, packed.size, packed.size
