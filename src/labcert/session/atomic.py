"""Files that are there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["flush_file", "flush_folder", "replacing", "sweep_leftovers", "write_unflushed", "write_whole"]

SUFFIX = ".part"


def write_whole(path: Path, data: bytes) -> None:
    """Write the bytes so that after a kill or a power cut the file is whole or absent; raises ToolFault."""
    with replacing(path) as file:
        file.write(data)


def write_unflushed(path: Path, data: bytes) -> None:
    """Write the bytes so that after a kill the file is whole or absent; raises ToolFault.

    A power cut may still take it, or a part of it, until `flush_file` and `flush_folder` have returned.
    """
    draft = _draft(path)
    try:
        with draft.open("xb", buffering=0) as file:
            rest = memoryview(data)
            while rest:
                rest = rest[file.write(rest) or 0 :]
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise _fault(path, error) from error


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write to a draft that takes the file's name when the block ends well and is removed when it doesn't."""
    draft = _draft(path)
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def flush_file(path: Path) -> None:
    """Put the bytes of a written file on disk, but not yet its name; raises ToolFault, and then the file is gone."""
    try:
        handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))  # Windows flushes only what one may write
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        with suppress(OSError):  # what the disk refused must not look whole
            path.unlink(missing_ok=True)
        raise _fault(path, error) from error


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{SUFFIX}")


def _fault(path: Path, error: OSError) -> ToolFault:
    return ToolFault(
        _("Filen {name} kunne ikke gemmes: {why}.").format(name=path.name, why=system_words(error)),
        where=str(path.parent),
        remedy=_("Skaf plads på disken, og kontrollér, at du må skrive i mappen."),
    )


def flush_folder(folder: Path) -> None:
    """Put the name itself on disk; Windows has no such call and needs none."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep_leftovers(folder: Path) -> None:
    """Remove the drafts that a killed process left; call it only when nobody writes in the folder any more."""
    for here, _folders, names in os.walk(folder):
        for name in names:
            if name.startswith(".") and name.endswith(SUFFIX):
                Path(here, name).unlink(missing_ok=True)
