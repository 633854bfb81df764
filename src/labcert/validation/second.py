"""A second engine's opinion of a message: xmlschema, written apart from libxml2. A disagreement is our own fault."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from labcert.domain.suite import suite_root
from labcert.validation.places import local, path_of
from labcert.validation.schemas import SPACE, Schemas, load_schemas, on_disk

if TYPE_CHECKING:
    import xmlschema

__all__ = ["Reason", "second_opinion"]

MOST = 200
_XML_ATTRIBUTE = "attribute {http://www.w3.org/XML/1998/namespace}"
_TEXTUAL = {"string", "anyURI", "QName", "NOTATION", "anySimpleType", "anyAtomicType"}
"""the primitive types whose values may hold other characters than ASCII"""


@dataclass(frozen=True)
class Reason:
    """What xmlschema has against an element: `path` as people read it, `text` its own words, which may quote values.

    `expected` are the names of the elements that could have stood there, where that is what is wrong.
    """

    path: str
    text: str
    expected: tuple[str, ...] = ()


def _schema(schemas: Schemas, namespace: str) -> "xmlschema.XMLSchema10":
    """Return the schema as xmlschema compiles it, which takes a second the first time."""
    import xmlschema

    if namespace not in schemas.second:
        with on_disk(schemas.folder, schemas.files) as folder:
            schemas.second[namespace] = xmlschema.XMLSchema10(
                folder / schemas.entries[namespace], defuse="never", allow="local", use_fallback=False
            )
    compiled: xmlschema.XMLSchema10 = schemas.second[namespace]
    return compiled


def _lexical(element: Any, declared: Any) -> Iterator[Any]:
    """Tell what xmlschema lets by because Python does: digits of any script, and space that is none in XML."""
    from xmlschema import XMLSchemaValidationError

    kind, text = declared.type, element.text or ""
    simple = kind.simple_type
    if simple is not None:
        primitive = getattr(simple, "primitive_type", None)
        if primitive is not None and primitive.local_name not in _TEXTUAL and not text.isascii():
            yield XMLSchemaValidationError(declared, element, reason="a character that no value of the type has")
    elif kind.is_element_only():
        loose = [text, *(child.tail or "" for child in element)]
        if any(part.strip(SPACE) for part in loose):
            yield XMLSchemaValidationError(declared, element, reason="text between the elements")


def _reason(error: Any) -> Reason:
    path = path_of(error.elem) if etree.iselement(error.elem) else str(error.path or "")
    expected = getattr(error, "expected", None) or ()
    names = tuple(name for particle in expected if (name := local(str(getattr(particle, "name", None) or ""))))
    return Reason(path, str(error.reason), names)


def _counts(error: Any) -> bool:
    """Leave out what xmlschema says of the value of xml:lang and its like: it knows them though our schemas do not."""
    return not str(error.reason).startswith(_XML_ATTRIBUTE)


def second_opinion(root: etree._Element, schemas: Schemas | None = None) -> tuple[Reason, ...]:
    """Return xmlschema's reasons, 200 at most, against a tree that `validate` read (its `root`).

    Empty where it finds none. The tree is already guarded against entities and size. Some values make xmlschema raise
    instead of telling an error: a wrong xsi:type a KeyError, a year beyond its reach an OverflowError. They are reasons
    too. `schemas` are ours where none are given.

    One disagreement with libxml2 is known and stays: a number of more than 4,300 digits, which Python does not read.
    """
    held = schemas or load_schemas(suite_root() / "fixtures" / "schemas")
    if lacking := held.lacks(root):
        return (Reason("", lacking),)
    schema = _schema(held, etree.QName(root).namespace or "")
    found: list[Reason] = []
    try:
        errors = schema.iter_errors(root, extra_validator=_lexical)
        found.extend(islice((_reason(error) for error in errors if _counts(error)), MOST))
    except (KeyError, OverflowError) as error:
        found.append(Reason("", f"{type(error).__name__}: {error}"))
    return tuple(found)
