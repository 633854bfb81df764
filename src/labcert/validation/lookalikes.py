"""Which known code an unknown one may be meant to be. As fast with 30,000 codes as with 30: it asks for each slip."""

import re
from collections.abc import Iterable, Iterator

__all__ = ["Lookalikes"]

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅ"
_LOOSE = re.compile(r"[\s\-]+")
_SHORTEST, _LONGEST = 4, 20
"""A shorter code is one slip away from too many others; a longer one is no code."""


def _tidy(code: str) -> str:
    """Return a code without spaces and hyphens, in capital letters."""
    return _LOOSE.sub("", code).upper()


def _swapped(code: str) -> Iterator[str]:
    for at in range(len(code) - 1):
        yield code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _replaced(code: str) -> Iterator[str]:
    for at in range(len(code)):
        for letter in _LETTERS:
            yield code[:at] + letter + code[at + 1 :]


def _shortened(code: str) -> Iterator[str]:
    for at in range(len(code)):
        yield code[:at] + code[at + 1 :]


def _lengthened(code: str) -> Iterator[str]:
    for at in range(len(code) + 1):
        for letter in _LETTERS:
            yield code[:at] + letter + code[at:]


_SLIPS = (_swapped, _replaced, _shortened, _lengthened)
"""the likeliest slip first"""


class Lookalikes:
    """Codes that are known, to be asked for the one that is most like another."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._by_tidy: dict[str, str] = {}
        for code in sorted(set(codes), reverse=True):
            self._by_tidy[_tidy(code)] = code

    def nearest(self, code: str) -> str | None:
        """Return the known code that differs in case or spaces only, else by one slip, else None.

        A slip is two neighbours swapped, or one letter or digit wrong, too many or missing. Of several the first by
        the alphabet is returned.
        """
        tidy = _tidy(code)
        if tidy in self._by_tidy:
            return self._by_tidy[tidy]
        if not _SHORTEST <= len(tidy) <= _LONGEST:
            return None
        for slip in _SLIPS:
            found = [self._by_tidy[near] for near in slip(tidy) if near in self._by_tidy]
            if found:
                return min(found)
        return None
