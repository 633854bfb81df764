"""Schemas out of a folder that somebody names (`--schema-dir`): MedCom's own tree, whatever way it is laid out.

The files are read once, here: the entry, and all that it includes, imports or redefines. Both engines are then given
exactly these bytes in a passing folder, so that neither can reach for the network or for a file outside.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.messages import RECEIPT_NAMESPACE, REPORT_NAMESPACE
from labcert.domain.messages.codec import line_of
from labcert.domain.messages.xml import safe_parser
from labcert.domain.system_words import system_words
from labcert.validation.schemas import Schemas, digest_of, on_disk

__all__ = ["load_schema_dir"]

XS = "{http://www.w3.org/2001/XMLSchema}"
ENTRY = "emessage.xsd"
_UNPLAIN = re.compile(r"[^A-Za-z0-9._/-]")
_POINTING = (f"{XS}include", f"{XS}import", f"{XS}redefine")


def _mistake(message: str, where: str, remedy: str) -> UsageMistake:
    return UsageMistake(message, where=where, remedy=remedy)


def _parsed(data: bytes, name: str) -> etree._Element:
    """Read a schema file; one with a DOCTYPE is refused, so no file that an engine is given later has one."""
    try:
        root = etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        raise _mistake(
            _("Skemafilen {name} er ikke velformet XML: {reason}").format(name=name, reason=error.msg),
            f"{name}:{error.lineno}",
            _("Hent skemaerne igen, eller ret filen."),
        ) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise _mistake(
            _("Skemafilen {name} har en DOCTYPE. Den kan hente filer, så filen er ikke læst.").format(name=name),
            name,
            _("Fjern DOCTYPE-linjen, eller hent skemaerne igen."),
        )
    if root.tag != f"{XS}schema":
        raise _mistake(
            _("Skemafilen {name} er ikke et XML-skema.").format(name=name), name, _("Angiv MedComs skemaer.")
        )
    return root


@dataclass
class _Folder:
    """The .xsd files below a folder: path below it, with `/`, -> where it lies. Nothing else is ever opened."""

    top: Path
    paths: dict[str, Path] = field(default_factory=dict)
    read: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find the files. A link that leads out of the folder is not followed."""
        for here, _folders, names in os.walk(self.top):
            for name in names:
                path = Path(here) / name
                inside = path.resolve().is_relative_to(self.top.resolve())
                if name.lower().endswith(".xsd") and inside:
                    self.paths[path.relative_to(self.top).as_posix()] = path

    def data(self, name: str) -> bytes:
        """Return a file's bytes, read once."""
        if name not in self.read:
            try:
                self.read[name] = self.paths[name].read_bytes()
            except OSError as error:
                raise _mistake(
                    _("Skemafilen {name} kan ikke læses: {reason}").format(name=name, reason=system_words(error)),
                    name,
                    _("Giv læseadgang til filen."),
                ) from error
        return self.read[name]

    def named(self, wanted: str) -> str | None:
        """Return the file that is called so, else the only one that is but for small and large letters."""
        if wanted in self.paths:
            return wanted
        alike = [name for name in self.paths if name.lower() == wanted.lower()]
        return alike[0] if len(alike) == 1 else None


def _entry(folder: _Folder, namespace: str) -> str | None:
    """Return the file that holds a namespace's Emessage: one called Emessage.xsd, or one that defines the element."""
    defining = []
    for name in sorted(folder.paths):
        if b"Emessage" not in folder.data(name):
            continue
        root = _parsed(folder.data(name), name)
        if root.get("targetNamespace") == namespace and root.find(f"{XS}element[@name='Emessage']") is not None:
            defining.append(name)
    called = [name for name in defining if PurePosixPath(name).name.lower() == ENTRY]
    found = called or defining
    if len(found) > 1:
        raise _mistake(
            _("Mappen har flere skemaer for Emessage i navnerummet {namespace}: {names}.").format(
                namespace=namespace, names=", ".join(found)
            ),
            str(folder.top),
            _("Angiv den undermappe, der har den rigtige udgave."),
        )
    return found[0] if found else None


def _target(name: str, location: str, line: int, folder: _Folder) -> str:
    """Return the file below the folder that a schemaLocation points to; tell one that is elsewhere or missing."""
    text = location.strip().replace("\\", "/")
    parts = urlsplit(text)
    drive = len(parts.scheme) == 1  # C:/schemas/types.xsd
    if (parts.scheme and not drive and parts.scheme != "file") or parts.netloc not in {"", "localhost"}:
        raise _outside(name, location, line)
    place = unquote(text if drive or not parts.scheme else parts.path)
    start = PurePosixPath(name).parent
    whole = os.path.normpath((Path(folder.top).resolve() / start / place).as_posix()).replace(os.sep, "/")
    top = Path(folder.top).resolve().as_posix()
    if whole != top and not whole.startswith(f"{top}/"):
        raise _outside(name, location, line)
    below = whole[len(top) + 1 :]
    if (found := folder.named(below)) is None:
        raise _mistake(
            _("Skemaet {name} peger på {location}, som ikke er i mappen.").format(name=name, location=location),
            f"{name}:{line}",
            _("Angiv en mappe, der har alle skemaets filer."),
        )
    return found


def _outside(name: str, location: str, line: int) -> UsageMistake:
    return _mistake(
        _("Skemaet {name} peger på {location}, som er uden for mappen. Intet hentes uden for den.").format(
            name=name, location=location
        ),
        f"{name}:{line}",
        _("Læg filen i mappen, og ret stedet i skemaet."),
    )


def _pointers(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    for child in root:
        if child.tag in _POINTING and (location := child.get("schemaLocation")):
            yield child, location


@dataclass(frozen=True)
class _Gathered:
    """The files that are used: `used` path -> bytes as they are, `given` path -> bytes as the engines get them.

    `names`: path in the folder -> path that the engines get, which has no character that a URI does not carry.
    """

    used: dict[str, bytes]
    given: dict[str, bytes]
    names: dict[str, str]


def _plain(name: str, number: int) -> str:
    """Return a path of letters that every engine can make a URI of."""
    plain = _UNPLAIN.sub("_", name)
    return name if plain == name else f"{number}/{plain}"


def _gather(entries: Mapping[str, str], folder: _Folder) -> _Gathered:
    """Follow every pointer from the entries; a pointer that does not lead straight to its file is made to."""
    used: dict[str, bytes] = {}
    names: dict[str, str] = {}
    pointers: dict[str, list[tuple[etree._Element, str, str]]] = {}
    waiting = list(entries.values())
    while waiting:
        name = waiting.pop()
        if name in used:
            continue
        used[name] = folder.data(name)
        names[name] = _plain(name, len(names))
        pointers[name] = [
            (pointer, location, _target(name, location, line_of(pointer) or 1, folder))
            for pointer, location in _pointers(_parsed(used[name], name))
        ]
        waiting.extend(target for _pointer, _location, target in pointers[name])
    given = {names[name]: _straightened(data, names[name], pointers[name], names) for name, data in used.items()}
    return _Gathered(used, given, names)


def _straightened(
    data: bytes, name: str, pointers: list[tuple[etree._Element, str, str]], names: Mapping[str, str]
) -> bytes:
    """Return a file whose pointers lead to the files as the engines get them; the file itself where they do already."""
    changed = False
    for pointer, location, target in pointers:
        straight = os.path.relpath(names[target], PurePosixPath(name).parent.as_posix()).replace(os.sep, "/")
        if straight != location:
            pointer.set("schemaLocation", straight)
            changed = True
    return bytes(etree.tostring(pointers[0][0].getroottree().getroot())) if changed else data


def _compiled(entry: str, passing: Path, names: Mapping[str, str]) -> etree.XMLSchema:
    try:
        return etree.XMLSchema(etree.parse(passing / names[entry], safe_parser()))
    except etree.LxmlError as error:
        log: Any = error.error_log
        first = log[0]  # libxml2 says why it refuses schemas
        given = {(passing / plain).as_posix(): name for name, plain in names.items()}
        place = f"{given.get(Path(first.filename).as_posix(), entry)}:{first.line}"
        reason = first.message.replace(f"{passing.as_posix()}/", "")
        raise _mistake(
            _("Skemaerne kan ikke bruges: {reason}").format(reason=reason[:500]),
            place,
            _("Hent skemaerne igen, eller ret filen."),
        ) from error


def load_schema_dir(folder: Path) -> Schemas:
    """Load the schemas of a folder: the answers' are needed, the receipts' may lack.

    Raises UsageMistake where there is no Emessage.xsd, or several, and where a file is missing, broken or elsewhere.
    """
    if not folder.is_dir():
        raise _mistake(
            _("Skemamappen findes ikke: {folder}").format(folder=folder), str(folder), _("Ret stien til mappen.")
        )
    files = _Folder(folder)
    found = {namespace: _entry(files, namespace) for namespace in (REPORT_NAMESPACE, RECEIPT_NAMESPACE)}
    entries = {namespace: name for namespace, name in found.items() if name is not None}
    if REPORT_NAMESPACE not in entries:
        raise _mistake(
            _("Mappen har intet skema for Emessage i navnerummet {namespace}.").format(namespace=REPORT_NAMESPACE),
            str(folder),
            _("Angiv mappen med MedComs Emessage.xsd for udgaven 2014/10/08."),
        )
    gathered = _gather(entries, files)
    with on_disk(folder, gathered.given) as passing:
        loaded = {namespace: _compiled(name, passing, gathered.names) for namespace, name in entries.items()}
    plain = {namespace: gathered.names[name] for namespace, name in entries.items()}
    return Schemas(folder, digest_of(gathered.used), loaded, plain, "directory", gathered.given)
