"""Formatted texts of the standard as safe HTML: every character is escaped, only known elements become tags."""

from lxml import etree
from markupsafe import Markup, escape

__all__ = ["as_html"]

_TAGS = {
    "Bold": ("<strong>", "</strong>"),
    "Italic": ("<em>", "</em>"),
    "Underline": ("<u>", "</u>"),
    "Center": ('<span class="center">', "</span>"),
    "Right": ('<span class="right">', "</span>"),
    "FixedFont": ('<span class="fixed">', "</span>"),
}
_SINGLE = {"Break": "<br>", "Space": "&nbsp;"}


def as_html(element: etree._Element) -> Markup:
    """Return an element's mixed text as HTML; an unknown element leaves only its text."""
    parts = [escape(element.text or "")]
    for child in element.iterchildren(tag=etree.Element):
        name = etree.QName(child).localname
        before, after = _TAGS.get(name, (_SINGLE.get(name, ""), ""))
        parts += [Markup(before), as_html(child), Markup(after), escape(child.tail or "")]  # noqa: S704 constants of ours
    return Markup("").join(parts)
