"""Plain texts of microbiology: paragraphs of 500 characters at most, with a code where there is one."""

from collections.abc import Iterable

from lxml import etree

from sut.reference.behaviours import Json
from sut.reference.parts import add

__all__ = ["block", "paragraphs", "plain"]


def plain(spans: Iterable[Json]) -> list[str]:
    """Return a formatted text as lines without the formatting: XRPT05 has none."""
    lines = [""]
    for span in spans:
        style = span.get("style") or "plain"
        if style == "break":
            lines.append("")
        else:
            lines[-1] += " " if style == "space" else span["text"]
    return lines


def paragraphs(parent: etree._Element, name: str, lines: Iterable[str]) -> None:
    """Append an element with a Paragraph for each line; one empty Paragraph where there is none (one is required)."""
    element = add(parent, name)
    for line in list(lines) or [""]:
        add(element, "Paragraph", line)


def block(parent: etree._Element, name: str, lines: Iterable[str], code: str | None = None) -> None:
    """Append an element with Text, and before it the MDS code where there is one."""
    element = add(parent, name)
    if code:
        add(element, "Code", code)
        add(element, "CodeType", "mds")
        add(element, "CodeResponsible", "MDS")
    paragraphs(element, "Text", lines)
