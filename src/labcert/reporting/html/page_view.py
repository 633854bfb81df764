"""The content of an HTML page that somebody looked at: headings, paragraphs and tables, without looks or scripts."""

from lxml import etree, html

from labcert.reporting.html.views import Cell, PageBlock, PageView
from labcert.reporting.html.xml_view import is_element

__all__ = ["page_view"]

_LEFT_OUT = {"script", "style", "head", "template", "noscript", "svg"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "dd", "details", "div", "dl", "dt", "fieldset", "figure", "footer",
    "form", "header", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "ul", *_HEADINGS,
}
_SPACED = {*_BLOCKS, "br", "td", "th", "option", "button"}


def page_view(text: str) -> PageView | None:
    """Return what the page says, or None where it says nothing that can be read."""
    try:
        root = html.document_fromstring(text)
    except (etree.ParserError, ValueError):
        return None
    blocks: list[PageBlock] = []
    _read(root, blocks)
    return PageView(tuple(blocks)) if blocks else None


def _words(element: etree._Element) -> str:
    """Return the element's text without what is never read; spaces stand where a line or a cell ends."""
    if not is_element(element) or element.tag in _LEFT_OUT:
        return ""
    inside = element.text or ""
    if len(element):
        inside += "".join(_words(child) + (child.tail or "") for child in element)
    return f" {inside} " if element.tag in _SPACED else inside


def _line(text: str | None, blocks: list[PageBlock]) -> None:
    line = " ".join((text or "").split())
    if line:
        blocks.append(PageBlock("text", line))


def _read(element: etree._Element, blocks: list[PageBlock]) -> None:
    """Append the blocks in reading order."""
    if not is_element(element) or element.tag in _LEFT_OUT:
        return
    if element.tag == "table":
        blocks.append(_table(element))
    elif element.tag in _HEADINGS:
        blocks.append(PageBlock("heading", " ".join(_words(element).split())))
    elif next(element.iterdescendants(*_BLOCKS), None) is None:
        _line(_words(element), blocks)
    else:
        _line(element.text, blocks)
        for child in element:
            _read(child, blocks)
            _line(child.tail, blocks)


def _table(element: etree._Element) -> PageBlock:
    rows = []
    for row in element.iter("tr"):
        cells = tuple(
            Cell(" ".join(_words(cell).split()), cell.tag == "th") for cell in row if cell.tag in {"td", "th"}
        )
        if cells:
            rows.append(cells)
    caption = next(iter(element.iter("caption")), None)
    return PageBlock("table", " ".join(_words(caption).split()) if caption is not None else "", tuple(rows))
