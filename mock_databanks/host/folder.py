"""A folder of journals belongs to one process at a time: two writers would spoil them."""

import os
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["FolderLock"]


class FolderLock:
    """Holds a folder by a locked file in it; the system lets go of it when the process ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a+b")
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            raise UsageMistake(
                _("Mappen {folder} bruges allerede af en anden labcert mock.").format(folder=path.parent),
                remedy=_("Stop den anden, eller vælg en anden mappe med --data."),
            ) from error

    def release(self) -> None:
        """Let go of the folder."""
        self._file.close()


if os.name == "nt":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # only there on Windows
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
