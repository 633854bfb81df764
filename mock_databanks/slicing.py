"""Cuts one letter out of an envelope with every byte of it kept: the hub is not to alter what a clinic wrote."""

from typing import cast
from xml.parsers import expat

from lxml import etree

from labcert.domain.messages import parse
from mock_databanks.letters import NS, Code

__all__ = ["only_letter", "rewritten"]


def _spans(data: bytes) -> list[tuple[int, int]]:
    """Return where each letter (a child of Emessage other than Envelope) begins and ends, in bytes."""
    parser = expat.ParserCreate()
    depth, start, spans, wanted = 0, 0, list[tuple[int, int]](), False

    def opened(name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth, start, wanted
        depth += 1
        if depth == 2:
            start, wanted = parser.CurrentByteIndex, name.rsplit(":", 1)[-1] != "Envelope"

    def closed(_name: str) -> None:
        nonlocal depth
        if depth == 2 and wanted:
            end = data.index(b">", parser.CurrentByteIndex) + 1
            spans.append((start, end))
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = opened, closed
    parser.Parse(data, True)
    return spans


def only_letter(data: bytes, index: int) -> bytes:
    """Return the envelope with only the letter at an index (from 0) in it, otherwise as it came, byte for byte.

    Well-formed XML in UTF-8, ISO-8859-1 or windows-1252; in an encoding of two bytes a character it is written anew.
    """
    if b"\x00" in data[:4]:
        return _written_anew(data, index)
    spans = _spans(data)
    for number in range(len(spans) - 1, -1, -1):
        if number != index:
            start, end = spans[number]
            data = data[:start] + data[end:]
    return data


def _written_anew(data: bytes, index: int) -> bytes:
    root = parse(data)
    letters = [child for child in root.iterchildren(tag=etree.Element) if etree.QName(child).localname != "Envelope"]
    for number, letter in enumerate(letters):
        if number != index:
            root.remove(letter)
    return _serialised(root)


def _serialised(root: etree._Element) -> bytes:
    tree = root.getroottree()
    return cast("bytes", etree.tostring(tree, xml_declaration=True, encoding=tree.docinfo.encoding or "UTF-8"))


def rewritten(data: bytes, mapping: dict[Code, Code]) -> bytes:
    """Return the message with its analysis codes translated; written anew in its own encoding, nothing else changed."""
    root = parse(data)
    for name in ("AnalysisCode", "MICAnalysisCode"):
        for node in root.iter(f"{{{NS}}}{name}"):
            _translate(node, mapping)
    return _serialised(root)


def _translate(node: etree._Element, mapping: dict[Code, Code]) -> None:
    owner = node.getparent()
    if owner is None:
        return
    kind, responsible = owner.find(f"{{{NS}}}AnalysisCodeType"), owner.find(f"{{{NS}}}AnalysisCodeResponsible")
    if kind is None or responsible is None:
        return
    target = mapping.get(Code(node.text or "", kind.text or "", responsible.text or ""))
    if target is not None:
        node.text, kind.text, responsible.text = target.code, target.type, target.responsible
