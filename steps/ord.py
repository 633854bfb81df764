"""Ordene: the closed kinds of words that sentences take, so that no sentence is taken for another."""

from dataclasses import dataclass

from pytest_bdd import parsers

__all__ = ["sentence"]


@dataclass(frozen=True)
class _Words:
    """A kind of words for a sentence's parser, which looks for `pattern` and calls it with what it found."""

    pattern: str

    def __call__(self, text: str) -> str:
        return text


KINDS = {
    "Bank": _Words("LABA|MiBa"),
    "Reader": _Words("borgeren og sundhedspersonen|borgeren(?: i (?:MinLæge|MinSundhed))?|sundhedspersonen"),
}
"""LABA or MiBa; who looks at the portal, and where"""


def sentence(text: str) -> parsers.parse:
    """Return a parser of a sentence that may take {…:Bank} and {…:Reader} besides the usual types."""
    return parsers.parse(text, extra_types=KINDS)
