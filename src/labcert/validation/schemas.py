"""Our schemas, loaded once, and the verdict of libxml2 on a tree."""

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from lxml import etree

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.messages import RECEIPT_NAMESPACE, REPORT_NAMESPACE

__all__ = ["FILES", "SchemaError", "Schemas", "load_schemas"]

FILES = {REPORT_NAMESPACE: "emessage.xsd", RECEIPT_NAMESPACE: "receipts.xsd"}
"""namespace -> the file that holds its Emessage"""


@dataclass(frozen=True)
class SchemaError:
    """One error as libxml2 tells it: `type_name` is its stable key, `path` positional."""

    type_name: str
    path: str
    line: int
    message: str


@dataclass(frozen=True)
class Schemas:
    """The schemas of a folder. `digest` is sha256 over the names and bytes of its .xsd files."""

    folder: Path
    digest: str
    _loaded: dict[str, etree.XMLSchema] = field(repr=False, compare=False)
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def errors(self, root: etree._Element) -> tuple[SchemaError, ...]:
        """Return every error of a tree whose root's namespace is one of ours. May be called from any thread."""
        schema = self._loaded[etree.QName(root).namespace or ""]
        with self._lock:  # the error log belongs to the schema, not to the call
            if schema.validate(root):
                return ()
            log: Any = schema.error_log
            return tuple(SchemaError(error.type_name, error.path or "", error.line, error.message) for error in log)


def _load(path: Path) -> etree.XMLSchema:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.XMLSchema(etree.parse(path, parser))
    except (OSError, etree.LxmlError) as error:
        raise ToolFault(
            _("Skemaet {name} kan ikke læses: {reason}").format(name=path.name, reason=error),
            where=path.parent.name,
            remedy=_("Geninstallér labcert, eller ret skemaet."),
        ) from error


@cache
def load_schemas(folder: Path) -> Schemas:
    """Load the schemas of a folder, once for each folder; raise ToolFault where one is missing or broken."""
    loaded = {namespace: _load(folder / name) for namespace, name in FILES.items()}
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.xsd")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return Schemas(folder, digest.hexdigest(), loaded)
