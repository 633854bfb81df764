"""What stands where in a model: a class's fields, in their order, are an element's children.

A field's element is its name in CamelCase, but for `NAMES`. A field's type says what stands there: `str` a text,
`Mixed` a mixed text, a dataclass an element with children; `| None` optional, `tuple[..., ...]` repeated, a tuple of a
union a repeated choice whose elements are called as their classes. A class whose one field is `content` is mixed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from labcert.domain.messages.texts import Mixed

__all__ = ["NAMES", "Slot", "element_name", "slots"]

NAMES = {
    "analysis_mds_name": "AnalysisMDSName",
    "bin": "BIN",
    "cc_receiver": "CCReceiver",
    "ean_identifier": "EANIdentifier",
    "interpretation": "InterPretation",
    "mic_analysis_code": "MICAnalysisCode",
    "sup": "SUP",
    "url": "URL",
}
"""field -> element, where the element's name is not the field's in CamelCase"""

Kind = Literal["text", "mixed", "node"]


@dataclass(frozen=True)
class Slot:
    """One place among an element's children: which element, into which field (number `rank`), read how."""

    rank: int
    field: str
    element: str
    kind: Kind
    model: type[Any] | None
    required: bool
    many: bool
    alone: bool = True
    """False in a repeated choice, where other elements share the field"""


def element_name(field: str) -> str:
    """Return the name of the element that a field stands for."""
    return NAMES.get(field) or "".join(part.title() for part in field.split("_"))


def _without_none(hint: Any) -> tuple[Any, bool]:
    """Split `X | None` into X and False; anything else is itself and required."""
    if isinstance(hint, UnionType) and NoneType in (options := get_args(hint)):
        (only,) = (option for option in options if option is not NoneType)
        return only, False
    return hint, True


def _kind(hint: Any) -> tuple[Kind, type[Any] | None]:
    if hint is str:
        return "text", None
    if hint == Mixed:
        return "mixed", None
    if is_dataclass(hint) and isinstance(hint, type):
        return ("mixed" if [field.name for field in fields(hint)] == ["content"] else "node"), hint
    raise TypeError(f"the codec knows no element of type {hint!r}")


def _slots_of_field(rank: int, name: str, annotation: Any, *, may_lack: bool) -> Iterator[Slot]:
    hint, required = _without_none(annotation)
    if hint == Mixed or get_origin(hint) is not tuple:
        kind, model = _kind(hint)
        yield Slot(rank, name, element_name(name), kind, model, required, many=False)
        return
    item = get_args(hint)[0]
    choices = get_args(item) if isinstance(item, UnionType) else (item,)
    for choice in choices:
        kind, model = _kind(choice)
        element = element_name(name) if len(choices) == 1 else choice.__name__
        yield Slot(rank, name, element, kind, model, not may_lack, many=True, alone=len(choices) == 1)


@cache
def slots(model: Any) -> dict[str, Slot]:
    """Return a model's slots by element name, in the order of the standard."""
    hints = get_type_hints(model)
    places = (
        slot
        for rank, field in enumerate(fields(model))
        for slot in _slots_of_field(rank, field.name, hints[field.name], may_lack=field.default == ())
    )
    return {slot.element: slot for slot in places}
