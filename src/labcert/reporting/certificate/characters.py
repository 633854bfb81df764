"""Text that the page's fonts can show: PDF/A allows no character without a shape of its own.

The signed data keep what people wrote, sign for sign; here a character that can't be shown is shown as �.
"""

import re
import unicodedata

__all__ = ["shown"]

SHAPES = (
    (0x20, 0x7E), (0xA0, 0x24F), (0x370, 0x3FF), (0x400, 0x482), (0x48A, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2015),
    (0x2018, 0x2027), (0x2030, 0x203A), (0x20A0, 0x20BF), (0x2190, 0x22FF),
)  # fmt: skip
"""first and last of what the fonts that typst carries have: Latin, Greek, Cyrillic, and common signs"""
MISSING = "\N{REPLACEMENT CHARACTER}"
BREAK = "\N{ZERO WIDTH SPACE}"
LONGEST_WORD = 28
"""characters that fit on a line of the narrowest column"""
_LONG = re.compile(rf"[^-]{{{LONGEST_WORD}}}(?=[^-])")
_DIGEST = re.compile("[0-9a-f]{64}")
"""stands only where there is room for it, and must be found again letter by letter"""
INVISIBLE = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})


def shown(text: str) -> str:
    """Return the text as one line that can be shown; very long words get places where they may break."""
    normal = unicodedata.normalize("NFC", text)
    words = "".join(_shown(character) for character in normal).split()
    return " ".join(word if _DIGEST.fullmatch(word) else _LONG.sub(rf"\g<0>{BREAK}", word) for word in words)


def _shown(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in INVISIBLE:
        return " "
    code = ord(character)
    if kind != "Cn" and any(first <= code <= last for first, last in SHAPES):
        return character
    return MISSING
