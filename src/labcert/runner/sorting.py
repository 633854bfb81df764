"""How names and versions are sorted for people."""

import re

__all__ = ["counting", "danish"]

_LAST = str.maketrans({"æ": "{", "ø": "|", "å": "}"})  # what stands after z in ASCII


def danish(name: str) -> str:
    """Return what makes names sort as in a Danish list: capitals don't count, and æ, ø and å stand last."""
    return name.casefold().translate(_LAST)


def counting(version: str) -> tuple[tuple[int, int, str], ...]:
    """Return what makes versions sort as people count: 4.9 before 4.10."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part.casefold()) for part in parts)
