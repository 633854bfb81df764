"""Which file names a bundle may hold: those that mean the same file on every system."""

import re
import unicodedata

__all__ = ["LONGEST_NAME", "collision_key", "is_odd_name"]

LONGEST_NAME = 400

_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?$", re.IGNORECASE)
_FORBIDDEN = frozenset('\\:*?"<>|')


def is_odd_name(path: str) -> bool:
    """Say whether a POSIX path is absolute, leaves its folder, or can't be a file's name everywhere."""
    if not path or len(path) > LONGEST_NAME or not (path.isascii() or unicodedata.is_normalized("NFC", path)):
        return True
    return any(_is_odd_part(part) for part in path.split("/"))


def _is_odd_part(part: str) -> bool:
    if part in ("", ".", "..") or part != part.strip() or part.endswith(".") or _RESERVED.match(part):
        return True
    if part.isprintable():  # then no letter is a control character: nothing to look up for each
        return not _FORBIDDEN.isdisjoint(part)
    return any(letter in _FORBIDDEN or unicodedata.category(letter).startswith("C") for letter in part)


def collision_key(path: str) -> str:
    """Return what two names have in common when some system takes them for the same file."""
    return unicodedata.normalize("NFC", path).casefold()
