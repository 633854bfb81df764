"""The texts of protocols without the line ends that their authors' editors put in."""

import re

__all__ = ["unwrapped"]

_WRAPPED = re.compile(r"(?<![.:;!?\n])\n(?=[^\s-])")
"""where a line ends amid a sentence"""


def unwrapped(text: str) -> str:
    """Return the text with lines that were wrapped amid a sentence joined; those that end one stay."""
    return _WRAPPED.sub(" ", text.strip())
