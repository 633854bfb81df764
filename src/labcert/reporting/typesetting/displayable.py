"""Texts as a page can show them: PDF/A refuses a letter that no font of the file has, and one must not lie about it."""

import re
import unicodedata

from labcert.domain.language import _

__all__ = ["LONGEST", "LONGEST_HEADING", "displayable", "fold_long_words", "shortened"]

LONGEST, LONGEST_HEADING = 20_000, 300
"""letters of a text that are shown: as many as one person may write at a time, and as many as fit in a heading"""

REPLACED = "\ufffd"
"""stands where a control character or half a letter stood"""
_BREAK = "\u200b"
"""may be broken at, and takes no room"""
_LONGEST_WORD = 18
_FALSE_LIGHTS = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
"""letters without a look of their own, which nobody misses"""

# What the fonts that typst comes with have, in whole blocks; a test sets every one of them.
_BLOCKS = (
    (0x20, 0x7E), (0xA0, 0x36F), (0x370, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x3FF), (0x400, 0x4FF), (0x1E00, 0x1EFF), (0x2010, 0x2027), (0x2030, 0x2040), (0x2044, 0x2052),
    (0x2054, 0x205E), (0x20A0, 0x20BF), (0x2190, 0x21FF), (0x2200, 0x22FF), (0x2300, 0x23FF), (0x2500, 0x257F),
    (0x2580, 0x25FF), (0x2610, 0x2612), (0x2713, 0x2718), (0xFFFD, 0xFFFD),
)  # fmt: skip
_OTHER = re.compile("[^\n" + "".join(f"{chr(first)}-{chr(last)}".replace("[", r"\[") for first, last in _BLOCKS) + "]")
_LONG = re.compile(rf"\S{{{_LONGEST_WORD},}}")
_JOINT = re.compile(r"(?<=[/._\\\]):;,&=])(?=\w)")
_PART = re.compile(r"[^-]+-*|-+")
"""a line is broken after a hyphen anyhow"""
_DIGEST = re.compile(r"[0-9a-f]{64}\Z")


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the text, or its beginning and how long it is."""
    if len(text) <= longest:
        return text
    return text[:longest] + " " + _("[afkortet: teksten er på {count} tegn]").format(count=len(text))


def displayable(text: str) -> str:
    """Return the text with tabs as spaces, control characters as \ufffd, and letters of no font as “[U+6F22]”."""
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    "))
    return _OTHER.sub(_told, plain)


def _told(found: re.Match[str]) -> str:
    letter = found[0]
    if letter in _FALSE_LIGHTS:
        return ""
    if unicodedata.category(letter) in {"Zs", "Zl", "Zp"}:
        return " "
    return REPLACED if unicodedata.category(letter).startswith("C") else f"[U+{ord(letter):04X}]"


def fold_long_words(text: str) -> str:
    """Return the text with places to break in words that no column has room for: paths and addresses.

    A session's id and a digest stay in one piece, so that whoever copies them from the page has just them.
    """
    return _LONG.sub(lambda found: _folded(found[0]), text)


def _folded(word: str) -> str:
    if _DIGEST.match(word):
        return word
    return "".join(_BREAK.join(_pieces(_JOINT.sub(_BREAK, part).split(_BREAK))) for part in _PART.findall(word))


def _pieces(parts: list[str]) -> list[str]:
    return [part[at : at + _LONGEST_WORD] for part in parts for at in range(0, len(part), _LONGEST_WORD)]
