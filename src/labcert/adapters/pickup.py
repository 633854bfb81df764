"""A folder that files are exported into: each is taken once, when it is whole, and moved away."""

import os
import re
import stat
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from labcert.domain.errors import SetupFault
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["REFUSED_FOLDER", "SENT_FOLDER", "Found", "Pickup"]

SENT_FOLDER, REFUSED_FOLDER = "sendt", "afvist"
UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".filepart", ".lock", ".swp", "~")
"""endings that programs give a file while they write it"""
ENDLESS_TIMES = 10
"""a file without the end of a message is taken when it has been unchanged for so many times `settle`"""
TAIL_BYTES = 4096
_END = re.compile(rb"</(?:[\w.-]+:)?Emessage\s*>(?:\s|<!--.*?-->|<\?.*?\?>)*\Z", re.DOTALL)
_WRITING = 0o3


@dataclass(frozen=True)
class Found:
    """A file to be taken: its name, its size in bytes, and its content (b"" where it is bigger than allowed)."""

    name: str
    size: int
    content: bytes


@dataclass(frozen=True)
class _State:
    """What changes when somebody writes to a file."""

    size: int
    modified: int
    inode: int


class Pickup:
    """Watches a folder; nothing is taken that lay there when `begin` was called last.

    A file is whole when its size and time have been the same for `settle` seconds, it ends as a message ends, and
    nobody is known to have it open for writing. Files of more than `most` bytes are named and not read. Raises
    SetupFault where the folder is not there or may not be used.
    """

    def __init__(
        self, folder: Path, settle: float, most: int, *, clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:  # fmt: skip
        self._folder, self._settle, self._most, self._clock, self._now = folder, settle, most, clock, now
        self._old: dict[str, _State] = {}
        self._watched: dict[str, tuple[_State, float]] = {}
        self._moved = 0

    def begin(self) -> tuple[str, ...]:
        """Return the names of the files that lie there already; they are left, unless they are written anew."""
        if not os.access(self._folder, os.W_OK | os.X_OK) and self._folder.is_dir():
            raise _unusable(self._folder, _("der er ikke ret til at skrive i den"))
        self._old, self._watched = dict(self._files()), {}
        return tuple(sorted(self._old))

    def look(self) -> tuple[str, ...]:
        """Look once, and return the names of the files that are whole now, oldest first."""
        now, whole = self._clock(), []
        seen = {name: state for name, state in self._files() if self._old.get(name) != state}
        for name, state in seen.items():
            known = self._watched.get(name)
            since = known[1] if known is not None and known[0] == state else now
            self._watched[name] = state, since
            if self._is_whole(name, state, now - since):
                whole.append(name)
        self._watched = {name: known for name, known in self._watched.items() if name in seen}
        return tuple(sorted(whole, key=lambda name: (seen[name].modified, name)))

    def unfinished(self) -> tuple[str, ...]:
        """Return the names of the files that have come and are not whole yet."""
        whole = set(self.look())
        return tuple(sorted(set(self._watched) - whole))

    def read(self, name: str) -> Found:
        """Read a file that is whole."""
        path = self._folder / name
        try:
            size = path.stat().st_size
            return Found(name, size, b"" if size > self._most else path.read_bytes())
        except OSError as error:
            raise _unusable(path, system_words(error)) from error

    def move(self, name: str, where: str) -> str:
        """Move a file into a folder beside it, with a stamp before its name, and return its new name."""
        self._moved += 1
        stamped = f"{self._now():%Y%m%d-%H%M%S}-{self._moved:03}-{name}"
        target = self._folder / where / stamped
        try:
            target.parent.mkdir(exist_ok=True)
            os.replace(self._folder / name, target)  # noqa: PTH105 - Path.replace says the same less plainly
        except OSError as error:
            raise _unusable(self._folder / name, system_words(error)) from error
        self._watched.pop(name, None)
        return f"{where}/{stamped}"

    def _files(self) -> Iterator[tuple[str, _State]]:
        """Yield the plain files that are meant for us; what vanishes meanwhile was not."""
        try:
            with os.scandir(self._folder) as entries:
                names = [entry.name for entry in entries]
        except OSError as error:
            raise _unusable(self._folder, system_words(error)) from error
        for name in names:
            if name.startswith(".") or name.lower().endswith(UNFINISHED):
                continue
            try:
                seen = (self._folder / name).lstat()
            except OSError:
                continue
            if stat.S_ISREG(seen.st_mode):
                yield name, _State(seen.st_size, seen.st_mtime_ns, seen.st_ino)

    def _is_whole(self, name: str, state: _State, unchanged: float) -> bool:
        if unchanged < self._settle:
            return False
        if state.size > self._most:
            return unchanged >= ENDLESS_TIMES * self._settle
        path = self._folder / name
        try:
            ended = _ends_as_message(path, state.size)
        except OSError:  # locked by who writes it, as Windows does
            return False
        return (ended or unchanged >= ENDLESS_TIMES * self._settle) and not _is_written(path)


def _ends_as_message(path: Path, size: int) -> bool:
    with path.open("rb") as file:
        file.seek(max(0, size - TAIL_BYTES))
        return bool(_END.search(file.read().replace(b"\0", b"")))  # in UTF-16 every other byte is zero


def _is_written(path: Path) -> bool:
    """Say whether a process that we may look at has the file open for writing; only Linux tells."""
    if not sys.platform.startswith("linux"):
        return False
    real = os.path.realpath(path)
    for process in Path("/proc").glob("[0-9]*"):
        try:
            handles = list((process / "fd").iterdir())
        except OSError:  # somebody else's, or gone
            continue
        if any(_writes(process, handle, real) for handle in handles):
            return True
    return False


def _writes(process: Path, handle: Path, real: str) -> bool:
    try:
        if os.readlink(handle) != real:  # noqa: PTH115 - resolve() would follow pipes and sockets
            return False
        flags = re.search(r"^flags:\s*([0-7]+)", (process / "fdinfo" / handle.name).read_text(), re.MULTILINE)
    except OSError:
        return False
    return flags is not None and int(flags[1], 8) & _WRITING != 0


def _unusable(path: Path, why: str) -> SetupFault:
    return SetupFault(
        _("Mappen, som LPS'et eksporterer til, kan ikke bruges: {why}.").format(why=why),
        where=path.name,  # what goes into a bundle tells nothing of the machine
        remedy=_("Kontrollér “path” i sut.yaml, at mappen (eller netværksdrevet) er der, og at labcert må læse, skrive "
                 "og flytte filer i den. Kør så trinnet igen."),
    )  # fmt: skip
