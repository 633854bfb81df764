"""Files that are there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from labcert.domain.errors import ToolFault
from labcert.domain.language import _

__all__ = ["flush_folder", "replacing", "sweep_leftovers", "write_whole"]

SUFFIX = ".part"


def write_whole(path: Path, data: bytes, *, flush_name: bool = True) -> None:
    """Write the bytes so that after a kill or a power cut the file is whole or absent; raises ToolFault.

    Without `flush_name` the file may be absent after a power cut until `flush_folder` is called.
    """
    with replacing(path, flush_name=flush_name) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, *, flush_name: bool = True) -> Iterator[IO[bytes]]:
    """Write to a draft that takes the file's name when the block ends well and is removed when it doesn't."""
    draft = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}{SUFFIX}")
    try:
        with draft.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        if flush_name:
            flush_folder(path.parent)
    except OSError as error:
        raise ToolFault(
            _("Filen {name} kunne ikke gemmes: {why}.").format(name=path.name, why=error.strerror or error),
            where=str(path.parent),
            remedy=_("Skaf plads på disken, og kontrollér, at du må skrive i mappen."),
        ) from error
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


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
    for draft in folder.rglob(f".*{SUFFIX}"):
        draft.unlink(missing_ok=True)
