"""Which files a command line means: files, folders with everything below, or standard input; each once, in order."""

import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from labcert.domain.system_words import system_words

__all__ = ["STDIN", "Entry", "listed", "why_unreadable"]

STDIN = "-"


@dataclass(frozen=True)
class Entry:
    """A file to check: where it is, and what it is called where people read of it (masked, and no other's name).

    `data` holds what was read from standard input; `problem` says why there is nothing to check.
    """

    path: str
    shown: str = ""
    data: bytes | None = None
    problem: str = ""


def why_unreadable(error: OSError) -> str:
    """Say why a file or a folder can not be read."""
    match error:
        case FileNotFoundError():
            return _("Filen findes ikke.")
        case PermissionError():
            return _("Filen må ikke læses. Giv dig selv læserettighed, og kør igen.")
        case IsADirectoryError():
            return _("Det er en mappe og ingen fil.")
        case _:
            return _("Systemet kan ikke læse filen: {why}.").format(why=system_words(error))


def _loop() -> str:
    return _("Mappen er en henvisning til en mappe, den selv ligger i.")


def _is_message(name: str) -> bool:
    return name.lower().endswith(".xml")


def _below(folder: str, above: tuple[tuple[int, int], ...] = ()) -> Iterator[Entry]:
    """Yield the .xml files below a folder, and folders that can not be read; links are followed, loops are not."""
    try:
        state = os.stat(folder)  # noqa: PTH116 - ten thousand files: paths stay text
        here = (state.st_dev, state.st_ino)
        if here in above:
            yield Entry(folder, problem=_loop())
            return
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        yield Entry(folder, problem=why_unreadable(error))
        return
    for entry in entries:
        if _leads_to_folder(entry):
            yield from _below(entry.path, (*above, here))
        elif _is_message(entry.name):
            yield Entry(entry.path)


def _leads_to_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle: told as a file that can not be read, where it is called .xml
        return False


class _Once:
    """Tells whether a file was met before, whatever path it was named by."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._folders: dict[str, str] = {}

    def first(self, path: str) -> bool:
        """Say whether this is the first time; a folder is only resolved once for all that is in it."""
        folder, name = os.path.split(path)
        if folder not in self._folders:
            self._folders[folder] = os.path.realpath(folder or ".")
        real = os.path.realpath(path) if os.path.islink(path) else os.path.join(self._folders[folder], name)  # noqa: PTH114, PTH118
        if real in self._seen:
            return False
        self._seen.add(real)
        return True


def _named(words: Iterable[str]) -> Iterator[Entry]:
    for word in dict.fromkeys(words):
        if word == STDIN:
            yield Entry(STDIN)
        elif os.path.isdir(word):  # noqa: PTH112
            below = tuple(_below(os.path.normpath(word)))
            if not below:
                raise UsageMistake(
                    _("Der er ingen filer, der ender på .xml, i mappen."), where=mask_text(word, ()),
                    remedy=_("Nævn en anden mappe, eller nævn filerne en for en, hvis de ender på noget andet."),
                )  # fmt: skip
            yield from below
        else:
            yield Entry(os.path.normpath(word))


def _shown(entry: Entry, known: frozenset[str], taken: set[str]) -> Entry:
    """Give an entry the name that people read: no number of a person, no control character, no other file's name."""
    text = os.fsencode(entry.path).decode("utf-8", "replace") if entry.path != STDIN else _("<standard input>")
    name = mask_text("".join(character if character.isprintable() else "·" for character in text), known)
    number, shown = 1, name
    while shown in taken:
        number += 1
        shown = f"{name} ({number})"
    taken.add(shown)
    return Entry(entry.path, shown, entry.data, entry.problem)


def listed(words: Iterable[str], known: frozenset[str], *, not_this: str | None = None) -> tuple[Entry, ...]:
    """Return the files meant, each once, sorted by path; standard input is read here.

    `not_this` is where the answer will be written: it is left out of a folder, and may not be a file to check.
    Raises UsageMistake where no path leads anywhere, or a folder has nothing to check.
    """
    wanted = tuple(words)
    if not any(word == STDIN or os.path.lexists(word) for word in wanted):
        raise UsageMistake(
            _("Stien findes ikke: {paths}.").format(paths=mask_text(", ".join(wanted[:5]), known)),
            remedy=_("Kontrollér stavningen, og hvilken mappe du står i."),
        )
    once = _Once()
    if not_this is not None:
        _refuse_as_both(wanted, not_this)
        once.first(os.path.normpath(not_this))
    entries = sorted((entry for entry in _named(wanted) if once.first(entry.path)), key=lambda entry: entry.path)
    taken: set[str] = set()
    return tuple(_shown(_read(entry), known, taken) for entry in entries)


def _refuse_as_both(wanted: Iterable[str], out: str) -> None:
    if any(os.path.exists(word) and os.path.exists(out) and os.path.samefile(word, out) for word in wanted):  # noqa: PTH110, PTH121
        raise UsageMistake(
            _("Filen er både den, der skal efterprøves, og den, der skal skrives i."), where=mask_text(out, ()),
            remedy=_("Vælg en anden fil med --out."),
        )  # fmt: skip


def _read(entry: Entry) -> Entry:
    """Read standard input while Ctrl-C still ends the command at once."""
    return Entry(STDIN, data=sys.stdin.buffer.read()) if entry.path == STDIN else entry
