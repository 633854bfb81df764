"""What the text of a value or a limit looks like, where a number is expected. Pure functions of strings."""

import re
from typing import Literal

from labcert.validation.rules.views import number_of

__all__ = ["RECEIVED", "Shape", "after_number", "is_ambiguous", "is_stars", "marks_of", "shape_of"]

RECEIVED = "proeve_modtaget"
"""The status of a result whose sample is received and not answered; its value is five stars."""

Shape = Literal["number", "operator", "unit", "grouped", "cut", "words"]
"""number: as it should be · operator: `<5`, `under 5` · unit: `5 mg/L`, `7%` · grouped: `1.000,5`, `1 000` ·
cut: `5,`, `,5` · words: all else"""

_NUMBER = r"[+-]?[0-9]+(?:[.,][0-9]+)?"
_STARS = re.compile(r"\s*\*(?:\s*\*){2,}\s*")
_OPERATOR = re.compile(r"(?:[<>]=?|=[<>]|[≤≥]|&[lg]t;=?|mindre end|større end|under|over)\s*[0-9].*", re.IGNORECASE)
_UNIT = re.compile(rf"{_NUMBER}\s*((?:[%‰°×]|[^\W\d_]).*)")
_GROUPED = re.compile(
    r"[+-]?[0-9]{1,3}(?:"
    r"(?:[\s'’][0-9]{3})+(?:[.,][0-9]+)?"
    r"|(?:\.[0-9]{3})+,[0-9]+|(?:,[0-9]{3})+\.[0-9]+"
    r"|(?:\.[0-9]{3}){2,}|(?:,[0-9]{3}){2,}"
    r")"
)
_CUT = re.compile(r"[+-]?(?:[0-9]+[.,]|[.,][0-9]+)")
_AMBIGUOUS = re.compile(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}")


def is_stars(text: str | None) -> bool:
    """Say whether a value is three stars or more and nothing else: `*****`, or an attempt at it."""
    return text is not None and "*" in text and _STARS.fullmatch(text) is not None


def is_ambiguous(text: str | None) -> bool:
    """Say whether a number with a point may be read as a thousand: 1.000 and 12.500, but not 0.500, 1.00 or 1,000.

    A comma is the Danish decimal mark, so only the point can be read in two ways.
    """
    return text is not None and _AMBIGUOUS.fullmatch(text) is not None


def marks_of(*texts: str | None) -> set[str]:
    """Return the decimal marks that the texts use, those that are numbers."""
    return {mark for text in texts if text and number_of(text) is not None for mark in (",", ".") if mark in text}


def after_number(text: str) -> str:
    """Return what stands after the number in a text of the shape "unit", else ""."""
    found = _UNIT.fullmatch(text)
    return found[1] if found else ""


def shape_of(text: str) -> Shape:
    """Return what a text without spaces around it looks like."""
    if number_of(text) is not None:
        return "number"
    if _OPERATOR.fullmatch(text):
        return "operator"
    if _GROUPED.fullmatch(text):
        return "grouped"
    if _UNIT.fullmatch(text):
        return "unit"
    return "cut" if _CUT.fullmatch(text) else "words"
