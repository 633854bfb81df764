"""Reads and writes the models, by the slots that their classes declare."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from lxml import etree

from labcert.domain.language import _
from labcert.domain.messages.errors import UnexpectedStructure, Unwritable
from labcert.domain.messages.slots import Slot, slots
from labcert.domain.messages.texts import STYLES, Break, Mixed, Piece, Space, Style, Styled, mixed

__all__ = ["append_element", "line_of", "read_element"]

Model = TypeVar("Model")
_UNWRITABLE = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def _fail(element: etree._Element, message: str, **values: str) -> UnexpectedStructure:
    line = line_of(element)
    return UnexpectedStructure(message.format(**values), line=line, where=_("linje {line}").format(line=line))


def line_of(element: etree._Element) -> int | None:
    """Return the line an element begins on, from 1 (None for an element that was not read from bytes)."""
    return cast("int | None", element.sourceline)


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


@dataclass(frozen=True)
class _Place:
    """A slot made ready for reading in one namespace."""

    rank: int
    field: str
    many: bool
    read: Callable[[etree._Element], Any]


@dataclass(frozen=True)
class _Plan:
    """A model made ready for reading in one namespace: tag -> place; field -> element where it is needed."""

    model: type[Any]
    places: dict[str, _Place]
    required: dict[str, str]
    many: tuple[str, ...]

    def read(self, element: etree._Element) -> Any:
        values: dict[str, Any] = {}
        last = -1
        _no_attributes(element)
        _only_space(element, element.text)
        for child in element:
            place = self.places.get(child.tag)
            if place is None or place.rank < last or (place.rank == last and not place.many):
                raise self._misplaced(child, element)
            last = place.rank
            value = place.read(child)
            if place.many:
                values.setdefault(place.field, []).append(value)
            else:
                values[place.field] = value
            _only_space(element, child.tail)
        for name in self.many:
            values[name] = tuple(values.get(name, ()))
        for name, needed in self.required.items():
            if not values.get(name) and (name in self.many or name not in values):
                raise _fail(element, _("Elementet {name} mangler {needed}."), name=_name(element), needed=needed)
        return self.model(**values)

    def _misplaced(self, child: etree._Element, parent: etree._Element) -> UnexpectedStructure:
        names = {"name": _name(child), "parent": _name(parent)}
        if child.tag in self.places:
            return _fail(child, _("{name} står på en forkert plads eller for mange gange i {parent}."), **names)
        return _fail(child, _("{parent} har intet element {name} i standarden."), **names)


def _no_attributes(element: etree._Element) -> None:
    if element.keys():
        raise _fail(element, _("Elementet {name} må ikke have attributter."), name=_name(element))


def _only_space(element: etree._Element, text: str | None) -> None:
    if text and text.strip(" \t\r\n"):
        raise _fail(element, _("Der står tekst mellem elementerne i {name}."), name=_name(element))


def _read_text(element: etree._Element) -> str:
    _no_attributes(element)
    if len(element):
        raise _fail(element, _("Elementet {name} må kun holde tekst."), name=_name(element))
    return element.text or ""


def _read_mixed(element: etree._Element, styles: frozenset[str] = STYLES) -> Mixed:
    """Read a mixed text; `styles` are the styles that may stand in it."""
    _no_attributes(element)
    pieces: list[Piece] = [element.text or ""]
    for child in element:
        pieces += (_read_inline(child, element, styles), child.tail or "")
    return mixed(*pieces)


def _read_inline(child: etree._Element, parent: etree._Element, styles: frozenset[str]) -> Piece:
    name = _name(child)
    if child.tag == parent.tag.replace(_name(parent), name) and name in styles:
        return Styled(cast("Style", name), _read_mixed(child, styles - {name} if name == "FixedFont" else frozenset()))
    if name not in {"Break", "Space"} or _read_text(child):
        raise _fail(child, _("{name} må ikke stå i teksten {parent}."), name=name, parent=_name(parent))
    return Break() if name == "Break" else Space()


def _reader(slot: Slot, namespace: str) -> Callable[[etree._Element], Any]:
    model: Any = slot.model
    if slot.kind == "text":
        return _read_text
    if slot.kind == "node":
        return lambda element: _plan(model, namespace).read(element)
    if model is None:
        return _read_mixed
    return lambda element: model(_read_mixed(element))


@cache
def _plan(model: Any, namespace: str) -> _Plan:
    found = slots(model)
    places = {
        f"{{{namespace}}}{slot.element}": _Place(slot.rank, slot.field, slot.many, _reader(slot, namespace))
        for slot in found.values()
    }
    many = tuple(dict.fromkeys(slot.field for slot in found.values() if slot.many))
    return _Plan(model, places, {slot.field: slot.element for slot in found.values() if slot.required}, many)


def read_element(element: etree._Element, model: type[Model], namespace: str) -> Model:
    """Read an element and all below it; raise UnexpectedStructure where it is not built as the model."""
    kind: Any = model
    value: Model = _plan(kind, namespace).read(element)
    return value


def append_element(parent: etree._Element, name: str, value: object, namespace: str) -> None:
    """Append a model, a text or a mixed text as an element; raise Unwritable at a character XML can not carry."""
    element = etree.SubElement(parent, f"{{{namespace}}}{name}")
    if isinstance(value, str):
        element.text = _writable(value)
    elif isinstance(value, tuple):
        _append_pieces(element, value, namespace)
    elif (content := getattr(value, "content", None)) is not None:
        _append_pieces(element, content, namespace)
    else:
        kind: Any = type(value)
        for slot in {slot.field: slot for slot in slots(kind).values()}.values():
            _append_slot(element, slot, getattr(value, slot.field), namespace)


def _append_slot(parent: etree._Element, slot: Slot, value: Any, namespace: str) -> None:
    if value is None:
        return
    if not slot.many:
        append_element(parent, slot.element, value, namespace)
        return
    for item in value:
        name = slot.element if slot.alone else type(item).__name__
        append_element(parent, name, item, namespace)


def _append_pieces(element: etree._Element, pieces: Mixed, namespace: str) -> None:
    last: etree._Element | None = None
    for piece in mixed(*pieces):
        if isinstance(piece, str):
            if last is None:
                element.text = _writable(piece)
            else:
                last.tail = _writable(piece)
            continue
        name = piece.style if isinstance(piece, Styled) else type(piece).__name__
        last = etree.SubElement(element, f"{{{namespace}}}{name}")
        if isinstance(piece, Styled):
            _append_pieces(last, piece.content, namespace)


def _writable(text: str) -> str:
    """Let through what XML 1.0 can carry: no control characters but tab and line ends, no lone surrogates."""
    if found := _UNWRITABLE.search(text):
        number = f"U+{ord(found[0]):04X}"
        raise Unwritable(_("Tegnet {number} kan ikke stå i XML.").format(number=number))
    return text
