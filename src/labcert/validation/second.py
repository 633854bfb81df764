"""A second engine's opinion of a message: xmlschema, written apart from libxml2. A disagreement is our own fault."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from labcert.domain.suite import suite_root
from labcert.validation.schemas import FILES

if TYPE_CHECKING:
    import xmlschema

__all__ = ["second_opinion"]


@cache
def _schema(path: Path) -> "xmlschema.XMLSchema10":
    import xmlschema

    return xmlschema.XMLSchema10(path, defuse="never", allow="local")


def second_opinion(root: etree._Element, folder: Path | None = None) -> tuple[str, ...]:
    """Return xmlschema's reasons against a tree that `validate` read (its `root`), empty where it finds none.

    The tree is already guarded against entities and size. A wrong xsi:type makes xmlschema raise KeyError instead of
    telling an error; that is told as a reason too. `folder` holds the schemas, ours where it is not given.
    """
    namespace = etree.QName(root).namespace or ""
    if namespace not in FILES:
        return (f"no schema for the namespace {namespace!r}",)
    schema = _schema((folder or suite_root() / "fixtures" / "schemas") / FILES[namespace])
    try:
        return tuple(f"{error.path}: {error.reason}" for error in schema.iter_errors(root))
    except KeyError as error:
        return (f"xsi:type: {error}",)
