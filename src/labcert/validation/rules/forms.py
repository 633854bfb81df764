"""What numbers and names look like: EAN numbers, dates in CPR numbers, placeholders, white space. No rules."""

import re

from labcert.domain.ean import check_digit

__all__ = ["begins_with_date", "has_space", "is_digits", "is_ean", "is_placeholder", "shown_spaces"]

_SPACE = re.compile(r"\s")
_DIGITS = re.compile(r"[0-9]+")
_PLACEHOLDER = re.compile(
    r"[\W_0]*|\s*(?:x+|n\W?a\W?|ukendt|ingen|intet|mangler|unknown|none|null|nil)\s*", re.IGNORECASE
)
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_DAY_ADDED = 60
"""added to the day in an administrative replacement number"""
_EAN_LENGTH = 13


def has_space(text: str) -> bool:
    """Say whether there is white space in or around the text."""
    return _SPACE.search(text) is not None


def shown_spaces(text: str) -> str:
    """Return the text with a mark that can be seen for each white space."""
    return _SPACE.sub("␣", text)


def is_digits(text: str, length: int) -> bool:
    """Say whether the text is exactly so many digits 0-9 (and no digits of other scripts)."""
    return len(text) == length and _DIGITS.fullmatch(text) is not None


def is_ean(text: str) -> bool:
    """Say whether the text is 13 digits of which the last is the check digit of the others."""
    return is_digits(text, _EAN_LENGTH) and int(text[-1]) == check_digit(text[:-1])


def is_placeholder(text: str) -> bool:
    """Say whether the text only fills a place: blank, signs, zeros, x'es, or a word such as `ukendt`."""
    return _PLACEHOLDER.fullmatch(text) is not None


def begins_with_date(number: str, *, replacement: bool = True) -> bool:
    """Say whether the first six characters are a date, ddmmyy, of some century.

    `replacement`: the day may have 60 added to it, as in an administrative replacement number.
    """
    if not is_digits(number[:6], 6):
        return False
    day, month, year = int(number[:2]), int(number[2:4]), int(number[4:6])
    if replacement and day > _DAY_ADDED:
        day -= _DAY_ADDED
    if not 1 <= month <= len(_LONGEST) or not 1 <= day <= _LONGEST[month - 1]:
        return False
    return (day, month) != (29, 2) or year % 4 == 0
