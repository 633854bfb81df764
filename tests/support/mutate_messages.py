"""Changes to messages, of their trees and of their bytes: most make them wrong, some do not. Seeded, so that one can be made again."""

import random
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from labcert.domain.messages import parse
from labcert.domain.messages.xml import XSI

__all__ = ["mutated"]

TEXTS = (
    "", " ", "0", "-1", "x" * 600, "24:00", "2025-02-30", " 2025-12-01 ", "2025-12-01Z", "false", "0,00", "1e400", "æøå", "☃", "\u00a0",
    "<b>fed</b>", "&amp;", "*****", "999999999999999999999999", "numerisk", "positiv", "\t\n", "٣", "5790000123456", "NPU1974", "svar_rettet",
    "2512489996", "0703921VJ5", "\u200b", "S", "false ", "http://", "P—C-reaktivt protein; massek. = ? mg/L",
)  # fmt: skip
NAMES = ("Break", "Bold", "Fremmed", "Result", "Value", "Comments", "Text", "LaboratoryReport", "GeneticsReport", "Envelope", "Unit")
MARKUP = (
    b"<!-- x -->", b"<?pi x?>", b"<![CDATA[<x>]]>", b"<![CDATA[]]>", b"&#0;", b"&#x1F9EA;", b"&ukendt;", b"<", b">", b"&", b"]]>", b"\x00",
    b"\xff", b"\xc3", b"\xe6", b'xmlns=""', b'xmlns:a="b"', b' xsi:type="Empty"', b' xsi:nil="true"', b"<!DOCTYPE a>", b"\xef\xbb\xbf",
    b"<a:b/>", b"</Emessage>", b'encoding="UTF-7"', b"standalone='yes'", b"\r\n", b"\x0b", b'"',
)  # fmt: skip
Change = Callable[[etree._Element, random.Random], None]


def _elements(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("*"))


def _one(root: etree._Element, rng: random.Random) -> etree._Element:
    """Return an element below the root."""
    found = _elements(root)
    return rng.choice(found[1:] or found)


def _drop(root: etree._Element, rng: random.Random) -> None:
    element = _one(root, rng)
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _double(root: etree._Element, rng: random.Random) -> None:
    element = _one(root, rng)
    for _time in range(rng.choice((1, 1, 2, 10, 100))):
        element.addnext(deepcopy(element))


def _swap(root: etree._Element, rng: random.Random) -> None:
    parent = rng.choice([element for element in _elements(root) if len(element)] or [root])
    children = list(parent)
    rng.shuffle(children)
    parent[:] = children


def _move(root: etree._Element, rng: random.Random) -> None:
    element, other = _one(root, rng), _one(root, rng)
    if element is not root and other is not element and element not in other.iterancestors():
        other.append(element)


def _retext(root: etree._Element, rng: random.Random) -> None:
    leaves = [element for element in _elements(root) if not len(element)]
    leaf = rng.choice(leaves)
    text = leaf.text or ""
    choices = (rng.choice(TEXTS), rng.choice(TEXTS), text + "x", text[:-1], text.upper(), text * 2, f" {text}", rng.choice(leaves).text or "")
    leaf.text = rng.choice(choices).replace("\x00", "")


def _loose(root: etree._Element, rng: random.Random) -> None:
    element = _one(root, rng)
    if rng.random() < 0.5:
        element.tail = rng.choice(TEXTS)
    else:
        element.text = rng.choice(TEXTS)


def _rename(root: etree._Element, rng: random.Random) -> None:
    element = _one(root, rng)
    space = etree.QName(element).namespace
    name = rng.choice((*NAMES, etree.QName(_one(root, rng)).localname))
    element.tag = rng.choice((f"{{{space}}}{name}", f"{{{space}}}{name}", f"{{urn:andet}}{name}", name))


def _insert(root: etree._Element, rng: random.Random) -> None:
    element = _one(root, rng)
    new = etree.Element(f"{{{etree.QName(root).namespace}}}{rng.choice(NAMES)}")
    new.text = rng.choice(("", "", *TEXTS[:4]))
    element.insert(rng.randint(0, len(element)), new)


def _attribute(root: etree._Element, rng: random.Random) -> None:
    xsi = (("type", "Empty"), ("type", " Text1To12 "), ("type", "ukendt:a"), ("nil", "true"), ("schemaLocation", "a b"), ("andet", "x"))
    name, value = rng.choice((*((f"{{{XSI}}}{key}", text) for key, text in xsi), ("id", "1"), ("{urn:a}b", "c")))
    rng.choice(_elements(root)).set(name, value)


def _wrap(root: etree._Element, rng: random.Random) -> None:
    element = _one(root, rng)
    parent = element.getparent()
    if parent is not None:
        around = etree.Element(f"{{{etree.QName(root).namespace}}}{rng.choice(NAMES)}")
        parent.replace(element, around)
        around.append(element)


TREES: tuple[Change, ...] = (
    _drop, _double, _swap, _move, _retext, _retext, _retext, _retext, _loose, _rename, _insert, _attribute, _wrap,
)  # fmt: skip


def _of_tree(data: bytes, rng: random.Random) -> bytes:
    root = parse(data)
    for _change in range(rng.choice((1, 1, 1, 2, 4))):
        rng.choice(TREES)(root, rng)
    encoding = rng.choice(("UTF-8", "UTF-8", "ISO-8859-1", "windows-1252", "UTF-16"))
    return bytes(etree.tostring(root, encoding=encoding, xml_declaration=True))


def _of_bytes(data: bytes, rng: random.Random) -> bytes:
    """Flip, cut, double, swap, insert; a few times."""
    for _change in range(rng.choice((1, 1, 2, 5))):
        at, end = sorted((rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)))
        end = min(end, at + rng.choice((1, 2, 8, 64, 5_000)))
        piece = data[at:end]
        data = rng.choice(
            (
                data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :],
                data[:at] + data[end:],
                data[:end] + piece + data[end:],
                data[:at] + rng.choice(MARKUP) + data[at:],
                data[:at] + rng.choice(MARKUP) + data[end:],
                data[:at] + piece.swapcase() + data[end:],
                data[:at] + piece[::-1] + data[end:],
                data[:at],
                data.replace(piece, rng.choice(MARKUP)) if piece else data,
            )
        )
        if not data:
            break
    return data


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return the message changed: in two of three cases as a tree, which stays XML, else as bytes."""
    return _of_bytes(data, rng) if rng.random() < 0.34 else _of_tree(data, rng)
