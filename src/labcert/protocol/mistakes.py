"""Mistakes in the files that consultants write: gathered while reading, told all at once."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["ConfigurationMistakes", "Gatherer", "Mistake", "nearest"]


@dataclass(frozen=True)
class Mistake:
    """One mistake: `file` relative to the suite (forward slashes), `line` from 1, a Danish sentence, a near match."""

    file: str
    line: int
    sentence: str
    near: str | None = None

    def __str__(self) -> str:
        hint = " " + _("(Mente du “{near}”?)").format(near=self.near) if self.near else ""
        return f"{self.file}:{self.line}: {self.sentence}{hint}"


def _place(mistake: Mistake) -> tuple[str, int, str]:
    return (mistake.file, mistake.line, mistake.sentence)


class ConfigurationMistakes(UsageMistake):
    """Protocols, requirements or features that can't be used as they stand; carries every mistake found."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes), key=_place))
        if not self.mistakes:
            raise ValueError("ConfigurationMistakes needs at least one mistake")
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that looks most like the word, whatever its capital letters, or None."""
    by_small = {each.casefold(): each for each in known}
    found = difflib.get_close_matches(word.casefold(), by_small, n=1, cutoff=0.6)
    return by_small[found[0]] if found else None


class Gatherer:
    """Gathers mistakes while files are read, so that the reader can go on after each."""

    def __init__(self) -> None:
        self._mistakes: list[Mistake] = []

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """All mistakes so far."""
        return tuple(self._mistakes)

    def add(self, file: str, line: int, sentence: str, near: str | None = None) -> None:
        """Note a mistake."""
        self._mistakes.append(Mistake(file, line, sentence, near))
