"""The schemas a message is held against, loaded once, and the verdict of libxml2 on a tree."""

import hashlib
from collections.abc import Generator, Iterable, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any, Literal

from lxml import etree

from labcert.domain.errors import ToolFault
from labcert.domain.language import _
from labcert.domain.messages import RECEIPT_NAMESPACE, REPORT_NAMESPACE
from labcert.domain.messages.xml import XSI, safe_parser
from labcert.validation.places import resolve

__all__ = ["FILES", "SPACE", "SchemaError", "Schemas", "Source", "digest_of", "load_schemas", "on_disk"]

FILES = {REPORT_NAMESPACE: "emessage.xsd", RECEIPT_NAMESPACE: "receipts.xsd"}
"""namespace -> the file of ours that holds its Emessage"""

SPACE = " \t\r\n"
"""the white space of XML; Python's own strip takes more"""

MOST = 1_000
"""errors of one message that are told"""
LOOKED_AT = 5_000
"""errors of one message that are looked at, to see whether they are libxml2's own"""

Source = Literal["built-in", "directory"]


@dataclass(frozen=True)
class SchemaError:
    """One error as libxml2 tells it: `type_name` is its stable key, `path` positional."""

    type_name: str
    path: str
    line: int
    message: str


@dataclass(frozen=True)
class Schemas:
    """The schemas that give the verdict: ours, or those of a folder somebody named.

    `entries`: namespace -> the file that holds its Emessage, a path below `folder`. `files`: path -> the bytes of each
    file that is used, for schemas of a directory; ours are read where they lie. `digest` is sha256 over the paths and
    bytes of the .xsd files, and names the schemas a verdict was made with.
    """

    folder: Path
    digest: str
    _loaded: Mapping[str, etree.XMLSchema] = field(repr=False, compare=False)
    entries: Mapping[str, str] = field(default_factory=lambda: FILES, repr=False)
    source: Source = "built-in"
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False, compare=False)
    second: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """namespace -> the same as the second engine compiled it, once it has been asked"""
    _lock: Lock = field(default_factory=Lock, repr=False, compare=False)

    def lacks(self, root: etree._Element) -> str:
        """Return why a tree can not be held against these schemas, "" where it can."""
        namespace = etree.QName(root).namespace or ""
        if namespace in self._loaded:
            return ""
        return _("Skemaerne i {folder} har intet skema for navnerummet {namespace}.").format(
            folder=self.folder.name, namespace=namespace
        )

    def errors(self, root: etree._Element) -> tuple[SchemaError, ...]:
        """Return the errors, `MOST` at most, of a tree whose namespace is not lacking. Any thread may ask."""
        found = self._errors(root)
        if found and (mended := _mended(root, found)) is not None:
            found = self._errors(mended)
        return found[:MOST]

    def _errors(self, root: etree._Element) -> tuple[SchemaError, ...]:
        schema = self._loaded[etree.QName(root).namespace or ""]
        with self._lock:  # the error log belongs to the schema, not to the call
            if schema.validate(root):
                return ()
            log: Any = schema.error_log
        looked_at = islice(log, LOOKED_AT)
        return tuple(SchemaError(one.type_name, one.path or "", one.line, one.message) for one in looked_at)


# ----------------------------------------------------------------------------------- where libxml2 is stricter than XSD
_OF_DATE = "SCHEMAV_CVC_DATATYPE_VALID_1_2_1"
_EMPTY = "SCHEMAV_CVC_COMPLEX_TYPE_2_1"
_MENDABLE = {_OF_DATE, _EMPTY, *(f"SCHEMAV_CVC_ELT_4_{number}" for number in (1, 2, 3))}
_TYPE = f"{{{XSI}}}type"


def _mended(root: etree._Element, errors: Iterable[SchemaError]) -> etree._Element | None:
    """Return a copy of the tree without what libxml2 takes for wrong and XSD does not, None where there is no such.

    White space around a value of any built-in type but the strings, and around the name in xsi:type, is no part of it
    (XSD part 2, 4.3.6: whiteSpace is collapse, and fixed); libxml2 lets it by around numbers and booleans, not dates.
    An empty CDATA section is no content; libxml2 counts it as some.
    """
    copy: etree._Element | None = None
    for error in errors:
        if error.type_name in _MENDABLE and _is_mendable(resolve(root, error.path), error.type_name):
            copy = deepcopy(root) if copy is None else copy
            _mend(resolve(copy, error.path))
    return copy


def _is_mendable(element: etree._Element, kind: str) -> bool:
    name = element.get(_TYPE, "")
    text = element.text or ""
    return (
        (name != name.strip(SPACE))
        or (kind == _OF_DATE and not len(element) and text != text.strip(SPACE))
        or (kind == _EMPTY and not len(element) and element.text == "")
    )


def _mend(element: etree._Element) -> None:
    if name := element.get(_TYPE):
        element.set(_TYPE, name.strip(SPACE))
    if not len(element):
        element.text = (element.text or "").strip(SPACE) or None


# -------------------------------------------------------------------------------------------------------------- loading
def digest_of(files: Mapping[str, bytes]) -> str:
    """Return sha256 over the paths and the bytes, as they are, of schema files."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(name.encode() + b"\0" + files[name] + b"\0")
    return digest.hexdigest()


@contextmanager
def on_disk(schemas_folder: Path, files: Mapping[str, bytes]) -> Generator[Path, None, None]:
    """Give the folder that an engine may read: the schemas' own, or a passing one that holds just these files."""
    if not files:
        yield schemas_folder
        return
    with TemporaryDirectory(prefix="labcert-schemas-") as passing:
        for name, data in files.items():
            path = Path(passing) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield Path(passing)


def _load(path: Path) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(etree.parse(path, safe_parser()))
    except (OSError, etree.LxmlError) as error:
        raise ToolFault(
            _("Skemaet {name} kan ikke læses: {reason}").format(name=path.name, reason=error),
            where=path.parent.name,
            remedy=_("Geninstallér labcert, eller ret skemaet."),
        ) from error


@cache
def load_schemas(folder: Path) -> Schemas:
    """Load our own schemas of a folder, once for each folder; raise ToolFault where one is missing or broken."""
    loaded = {namespace: _load(folder / name) for namespace, name in FILES.items()}
    return Schemas(folder, digest_of({path.name: path.read_bytes() for path in folder.glob("*.xsd")}), loaded)
