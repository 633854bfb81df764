"""Texts as they may be shown: no number that may be a CPR, no sign that would turn or break what stands around it."""

import re
from collections.abc import Collection

from labcert.domain.masking import mask_text

__all__ = ["REPLACEMENT", "shown"]

REPLACEMENT = "\ufffd"
_SHORTEST_CPR = 10
_UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
"""control characters, marks that turn the direction of writing for what follows them, and what is no character"""


def shown(text: str, known: Collection[str]) -> str:
    """Return the text with a replacement for each such sign, and numbers masked that are not in `known` (10 digits)."""
    if not text.isascii() or not text.isprintable():
        text = _UNFIT.sub(REPLACEMENT, text)
    return text if len(text) < _SHORTEST_CPR else mask_text(text, known)
