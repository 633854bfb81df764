"""A real person's CPR never appears: every number that could be one, and is no national test person's, is masked."""

import re
from collections.abc import Collection

__all__ = ["MASKED_TAIL", "holds_foreign_cpr", "mask_cpr", "mask_text"]

MASKED_TAIL = "-xxxx"
_CANDIDATE = re.compile(r"(?<![0-9A-Za-z])([0-9]{6})[- ]?([0-9]{4})(?![0-9A-Za-z])")


def _is_date(six: str) -> bool:
    """A CPR begins with ddmmyy; 60 is added to the day in an administrative replacement number."""
    day, month = int(six[:2]), int(six[2:4])
    return (1 <= day <= 31 or 61 <= day <= 91) and 1 <= month <= 12


def mask_cpr(number: str) -> str:
    """Return 010203-xxxx for 0102031234: the date part stays so that the person can be found by who has the data."""
    return number[:6] + MASKED_TAIL


def holds_foreign_cpr(text: str, known: Collection[str]) -> bool:
    """Say whether the text holds a number that may be a real person's CPR (`known`: 10-digit test numbers)."""
    return mask_text(text, known) != text


def mask_text(text: str, known: Collection[str]) -> str:
    """Mask each number in the text that may be a CPR and is not among the known 10-digit test numbers."""

    def replace(match: re.Match[str]) -> str:
        number = match[1] + match[2]
        return match[0] if number in known or not _is_date(match[1]) else mask_cpr(number)

    return _CANDIDATE.sub(replace, text)
