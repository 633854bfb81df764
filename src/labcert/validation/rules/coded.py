"""Coded texts: whether they say anything, whether two say the same, how a person reads them."""

from labcert.domain.language import _
from labcert.domain.messages.common import CodedText

__all__ = ["holds_text", "named", "same_as"]


def holds_text(coded: CodedText | None) -> bool:
    """Say whether a coded text has a code or a text that is more than white space."""
    return coded is not None and (coded.code is not None or any(one.strip() for one in coded.text.paragraph))


def same_as(coded: CodedText | None) -> tuple[str | None, ...]:
    """Return what two coded texts have in common if they say the same: the code with its owner, or else the text."""
    if coded is None:
        return ()
    if coded.code is not None:
        return coded.code.strip(), coded.code_responsible
    return (" ".join(" ".join(coded.text.paragraph).split()).casefold(),)


def named(coded: CodedText) -> str:
    """Return a coded text as a person reads it."""
    return " ".join(" ".join(coded.text.paragraph).split()) or coded.code or _("Intet")
