"""Ordene: the closed kinds of words that sentences take, so that no sentence is taken for another."""

from parse import with_pattern
from pytest_bdd import parsers

__all__ = ["sentence"]


@with_pattern(r"LABA|MiBa")
def _bank(text: str) -> str:
    return text


@with_pattern(r"borgeren og sundhedspersonen|borgeren(?: i (?:MinLæge|MinSundhed))?|sundhedspersonen")
def _reader(text: str) -> str:
    return text


def sentence(text: str) -> parsers.parse:
    """Return a parser in which {…:Bank} is LABA or MiBa, and {…:Reader} is who looks at the portal, and where."""
    return parsers.parse(text, extra_types={"Bank": _bank, "Reader": _reader})
