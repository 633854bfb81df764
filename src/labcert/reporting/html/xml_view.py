"""An XML message, indented, with the elements that findings point at marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from labcert.domain.findings import Finding
from labcert.reporting.html.views import TextLine

__all__ = ["finding_points_into", "is_element", "parse", "xml_lines"]

_INDENT = "\t"
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"


def parse(data: bytes) -> etree._Element | None:
    """Return the root, or None where the bytes are no XML that we are willing to read (a DOCTYPE is never read)."""
    if b"<!DOCTYPE" in data:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None


@dataclass(frozen=True)
class _Place:
    element: etree._Element
    exact: bool
    """False where the path's own element is missing and this is the nearest one above it"""


def is_element(node: etree._Element) -> bool:
    """Say whether a node is an element; comments and processing instructions have a function as their tag."""
    tag: object = node.tag
    return isinstance(tag, str)


def _source_line(element: etree._Element) -> int | None:
    """Return the line in the source: the stubs do not know the attribute's type."""
    return cast("int | None", element.sourceline)


def _local(element: etree._Element) -> str:
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _find(root: etree._Element, path: str) -> _Place | None:
    """Follow a path without prefixes (`/Emessage/LaboratoryReport[1]/Patient`) as far as it goes, beyond the root."""
    names = [name for name in path.strip("/").split("/") if name and not name.startswith(("@", "text()"))]
    if not names or _step(names[0])[0] != _local(root):
        return None
    here = root
    for depth, name in enumerate(names[1:], start=1):
        wanted, position = _step(name)
        found = [child for child in here if _local(child) == wanted]
        if len(found) < position:
            return _Place(here, exact=False) if depth > 1 else None
        here = found[position - 1]
    return _Place(here, exact=True)


def _step(name: str) -> tuple[str, int]:
    """Return (local name, position from 1) of `m:Result[2]`."""
    bare, _, rest = name.partition("[")
    number = rest.rstrip("]")
    return bare.rpartition(":")[2], int(number) if number.isdecimal() and number != "0" else 1


def _place_of(root: etree._Element, finding: Finding) -> _Place | None:
    """Return where a finding points: by its path, else by its line."""
    if finding.path:
        return _find(root, finding.path)
    lines = (element for element in root.iter() if finding.line is not None and _source_line(element) == finding.line)
    element = next(lines, None)
    return _Place(element, exact=True) if element is not None else None


def finding_points_into(root: etree._Element, finding: Finding) -> bool:
    """Say whether the place of a finding is in this message."""
    return _place_of(root, finding) is not None


def xml_lines(root: etree._Element, findings: Sequence[Finding], place_word: str) -> Iterator[TextLine]:
    """Yield the message indented by tabs; marked lines have `place_word` (with {line}) filled in as their place."""
    marked: dict[etree._Element, int] = {}
    for finding in findings:
        place = _place_of(root, finding)
        if place is not None:
            marked[place.element] = _source_line(place.element) or 0
    yield from _write(root, 0, marked, place_word)


def _write(element: etree._Element, depth: int, marked: dict[etree._Element, int], word: str) -> Iterator[TextLine]:
    indent = _INDENT * depth
    place = word.format(line=marked[element]) if element in marked else None
    if not is_element(element):
        yield TextLine(indent + etree.tostring(element, encoding="unicode", with_tail=False), place)
    elif not len(element):
        yield TextLine(indent + _leaf(element), place)
    elif _is_mixed(element):
        inner = escape(element.text or "") + "".join(_inline(child) for child in element)
        yield TextLine(f"{indent}<{_tag(element)}>{inner}</{_name(element)}>", place)
    else:
        yield TextLine(f"{indent}<{_tag(element)}>", place)
        for child in element:
            yield from _write(child, depth + 1, marked, word)
        yield TextLine(f"{indent}</{_name(element)}>")


def _leaf(element: etree._Element) -> str:
    text = element.text or ""
    return f"<{_tag(element)}>{escape(text)}</{_name(element)}>" if text else f"<{_tag(element)}/>"


def _inline(element: etree._Element) -> str:
    """Return an element of a mixed text on the line it stands in."""
    if not is_element(element):
        return etree.tostring(element, encoding="unicode")
    inner = escape(element.text or "") + "".join(_inline(child) for child in element)
    own = f"<{_tag(element)}>{inner}</{_name(element)}>" if inner else f"<{_tag(element)}/>"
    return own + escape(element.tail or "")


def _is_mixed(element: etree._Element) -> bool:
    texts = [element.text, *(child.tail for child in element)]
    return any(text and text.strip() for text in texts)


def _name(element: etree._Element) -> str:
    return f"{element.prefix}:{_local(element)}" if element.prefix else _local(element)


def _tag(element: etree._Element) -> str:
    """Return the start tag's inside: name, the namespaces declared here, attributes."""
    parts = [_name(element)]
    parent = element.getparent()
    declared = element.nsmap
    # A parent's map is made anew at each call, so it is compared once and only gone through where it differs.
    known = {} if parent is None else parent.nsmap
    if declared != known:
        for prefix, address in declared.items():
            if known.get(prefix) != address:
                parts.append(f"{'xmlns:' + prefix if prefix else 'xmlns'}={quoteattr(address)}")
    if element.attrib:
        prefixes = {address: prefix for prefix, address in declared.items() if prefix}
        parts += [_attribute(str(key), str(value), prefixes) for key, value in element.attrib.items()]
    return " ".join(parts)


def _attribute(key: str, value: str, prefixes: dict[str, str]) -> str:
    """Return an attribute with its prefix; the prefix xml is declared nowhere."""
    namespace, _brace, name = key.rpartition("}")
    front = ""
    if namespace:
        front = "xml:" if key.startswith(_XML_NAMESPACE) else prefixes.get(namespace[1:], "") + ":"
    return f"{front}{name}={quoteattr(value)}"
