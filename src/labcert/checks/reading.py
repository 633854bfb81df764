"""Reads a letter by the standard's own names: `letter.place("Patient/Consent/Given")`."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.messages.codec import line_of

__all__ = ["LETTERS", "Letter", "Place", "letters_of"]

LETTERS = {"LaboratoryReport": "XRPT01", "MicrobiologyWebReport": "XRPT05"}
_INLINE_GAP = {"Break": "\n", "Space": " "}


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname


def _text(element: etree._Element) -> str:
    """All text of an element; Break and Space count as the white space they stand for."""
    parts = [element.text or ""]
    for child in element.iterchildren(tag=etree.Element):
        parts.append(_INLINE_GAP.get(_local(child), "") or _text(child))
        parts.append(child.tail or "")
    return "".join(parts)


@dataclass(frozen=True)
class Place:
    """An element that stands in a message: its path from the root, its line, its text and the element."""

    path: str
    line: int | None
    text: str
    element: etree._Element


def _path(element: etree._Element) -> str:
    parts: list[str] = []
    node: etree._Element | None = element
    while node is not None:
        parent = node.getparent()
        twins = [] if parent is None else [child for child in parent if child.tag == node.tag]
        parts.append(_local(node) + (f"[{twins.index(node) + 1}]" if len(twins) > 1 else ""))
        node = parent
    return "/" + "/".join(reversed(parts))


def _below(element: etree._Element, names: list[str]) -> Iterator[etree._Element]:
    """Yield what stands at the path; `Microorganism[2]` is the second of its name below one parent, from 1."""
    if not names:
        yield element
        return
    name, _bracket, position = names[0].rstrip("]").partition("[")
    twins = [child for child in element.iterchildren(tag=etree.Element) if _local(child) == name]
    for number, child in enumerate(twins, start=1):
        if not position or int(position) == number:
            yield from _below(child, names[1:])


@dataclass(frozen=True)
class Letter:
    """One letter of a message, of either standard."""

    standard: str
    element: etree._Element

    def places(self, path: str, within: etree._Element | None = None) -> tuple[Place, ...]:
        """Return every element at a path below the letter (or below `within`), in document order."""
        root = self.element if within is None else within
        return tuple(
            Place(_path(found), line_of(found), _text(found), found) for found in _below(root, path.split("/"))
        )

    def place(self, path: str, within: etree._Element | None = None) -> Place | None:
        """Return the first element at a path, or None."""
        return next(iter(self.places(path, within)), None)

    def text(self, path: str, within: etree._Element | None = None) -> str | None:
        """Return the first element's text at a path, or None where there is none."""
        place = self.place(path, within)
        return None if place is None else place.text

    @property
    def own_path(self) -> str:
        """The letter's own path, for a finding about something that is missing."""
        return _path(self.element)

    def within_path(self, element: etree._Element) -> str:
        """The path of an element of the letter."""
        return _path(element)

    def result_list(self) -> tuple[tuple[str, etree._Element], ...]:
        """Return each result (XRPT01) or investigation (XRPT05) with its analysis code, in the letter's order."""
        if self.standard == "XRPT01":
            outer, code = "LaboratoryResults/Result", "Analysis/AnalysisCode"
        else:
            outer, code = "LaboratoryResults/Investigation", "Examination/MICAnalysisCode"
        return tuple((self.text(code, place.element) or "", place.element) for place in self.places(outer))

    def results(self) -> dict[str, etree._Element]:
        """Return each result or investigation by its analysis code; of two with one code, the last."""
        return dict(self.result_list())


def parse_tree(data: bytes) -> etree._Element:
    """Parse bytes that the hub already took; what can't be parsed here is a fault of ours."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ToolFault(_("En besked, som PLSP tog imod, kan ikke læses igen: {why}").format(why=error.msg)) from error


def letters_of(data: bytes) -> tuple[Letter, ...]:
    """Return the XRPT01 and XRPT05 letters of a message, or the one letter where the bytes are a letter alone."""
    root = parse_tree(data)
    candidates = [root, *root.iterchildren(tag=etree.Element)]
    return tuple(Letter(LETTERS[name], one) for one in candidates if (name := _local(one)) in LETTERS)
