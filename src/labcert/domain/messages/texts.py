"""Mixed texts: characters between inline elements that break lines, keep spaces and style words.

An inline element holds plain text with Break and Space; FixedFont holds the styled ones too, but not another FixedFont.
Which of them a text may hold (`Break | Space` or all eight) is the schema's to say.
"""

from dataclasses import dataclass
from typing import Literal, get_args

__all__ = ["Break", "Mixed", "Piece", "Space", "Style", "Styled", "mixed", "plain"]

Style = Literal["Right", "Center", "Bold", "Italic", "Underline", "FixedFont"]
STYLES: frozenset[str] = frozenset(get_args(Style))


@dataclass(frozen=True)
class Break:
    """A line break."""


@dataclass(frozen=True)
class Space:
    """A space that must not be lost."""


@dataclass(frozen=True)
class Styled:
    """A piece in a style; `style` is the element's name."""

    style: Style
    content: "Mixed" = ()


Piece = str | Break | Space | Styled
Mixed = tuple[Piece, ...]
"""Pieces in order. No empty string and no two strings side by side: `mixed` sees to that."""


def mixed(*pieces: Piece) -> Mixed:
    """Return the pieces as a mixed text: empty strings left out, neighbouring strings joined."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(last := joined[-1], str):
            joined[-1] = last + piece
        elif piece != "":
            joined.append(piece)
    return tuple(joined)


def plain(text: Mixed) -> str:
    """Return the text without styles: a Break becomes a newline, a Space a space."""
    return "".join(_plain_piece(piece) for piece in text)


def _plain_piece(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Break():
            return "\n"
        case Space():
            return " "
        case Styled(content=content):
            return plain(content)
