"""Which units the system knows: symbols of the laboratory with their prefixes, joined by /, · or ×."""

import re

__all__ = ["is_known_unit"]

_SYMBOLS = (
    "mol", "g", "L", "l", "m", "s", "min", "h", "d", "Pa", "J", "kat", "U", "IU", "IE", "int.enh.", "arb.enh.",
    "arb.e.", "eq", "osmol", "Osm", "CFU", "cfu", "kbE", "V", "W", "Hz", "Bq", "K",
)  # fmt: skip
_WORDS = (
    "%", "‰", "°C", "mmHg", "pH", "INR", "ratio", "index", "titer", "score", "antal", "stk", "døgn", "uge", "mdr",
    "år", "celler", "grad",
)  # fmt: skip
_NUMBER = r"[0-9]+(?:[,.][0-9]+)?(?:\^-?[0-9]+)?"
_SYMBOL = rf"[fpnµμumcdkMGT]?(?:{'|'.join(re.escape(symbol) for symbol in _SYMBOLS)})(?:\^?-?[0-9])?"
_WORD = "|".join(re.escape(word) for word in _WORDS)
_FACTOR = re.compile(f"(?:{_NUMBER})?(?:{_SYMBOL}|{_WORD})|{_NUMBER}")
_JOINT = re.compile(" ?[/·×*] ?| ")


def is_known_unit(unit: str) -> bool:
    """Say whether every factor of the unit (mmol/L, 10^9/L, mL/min/1,73m2) is one the system knows."""
    return all(_FACTOR.fullmatch(factor) for factor in _JOINT.split(unit.lstrip("×· ")))
