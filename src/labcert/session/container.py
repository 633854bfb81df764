"""The zip of a bundle, written so that the same files always give the same bytes, on every machine and in every year.

Files are stored, not compressed: what a compressor makes changes with its version. The mark at the end says that this
zip was made here, so that a check may ask for these very bytes and find a change in the zip's own fields, too.
"""

import struct
import zlib
from collections.abc import Iterator

from labcert.session.contents import Contents

__all__ = ["MARK", "container"]

MARK = b"labcert-bundle/1"
VERSION = 20
UTF8_NAMES = 0x0800
STORED = 0
MADE_ON_UNIX = 3 << 8 | VERSION
FIRST_DAY = 0 << 9 | 1 << 5 | 1
"""1 January 1980, in the zip format's way of writing dates"""
PLAIN_FILE = 0o100644 << 16


def container(contents: Contents) -> Iterator[bytes]:
    """Yield the zip in pieces (PKWARE APPNOTE 4.3: local headers with their files, central directory, its end)."""
    offset, directory = 0, []
    for name in contents.names:
        path, fields = name.encode("utf-8"), _fields(contents, name)
        header = struct.pack("<4s5H3L2H", b"PK\3\4", VERSION, *fields, len(path), 0) + path
        place = (len(path), 0, 0, 0, 0, PLAIN_FILE, offset)
        directory.append(struct.pack("<4s6H3L5H2L", b"PK\1\2", MADE_ON_UNIX, VERSION, *fields, *place) + path)
        yield header
        yield from contents.pieces(name)
        offset += len(header) + fields[-1]
    central, count = b"".join(directory), len(directory)
    yield central
    yield struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), offset, len(MARK)) + MARK


def _fields(contents: Contents, name: str) -> tuple[int, int, int, int, int, int, int]:
    """What both headers say alike: flags, method, time, date, checksum, packed size, size."""
    size, checksum = 0, 0
    for piece in contents.pieces(name):
        size, checksum = size + len(piece), zlib.crc32(piece, checksum)
    return UTF8_NAMES, STORED, 0, FIRST_DAY, checksum, size, size
