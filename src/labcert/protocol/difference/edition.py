"""An edition: everything in a folder that judges, read as data. Its Python is never run; its bytes are compared."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.protocol.difference.profile_texts import ProfileText, read_profile_text
from labcert.protocol.load import load_suite
from labcert.protocol.mistakes import ConfigurationMistakes, Gatherer
from labcert.protocol.model import Suite
from labcert.protocol.yaml_text import plain_mapping, read_text, read_yaml

__all__ = ["RULES", "Edition", "RuleEntry", "TableText", "read_edition", "rules_bytes"]

RULES = "protocols/regler.json"
FORMAT = "labcert-rules/1"
PROFILES = "protocols/profiles"
TABLES = "fixtures/codes"
POLICIES = "fixtures/policies"
KEYS = {
    "analyses.csv": ("code", "code_responsible"),
    "routing.csv": ("code", "code_responsible"),
    "positive-list.csv": ("code", "code_responsible"),
    "mapping.csv": ("from_code", "from_responsible"),
}
"""code table -> the columns that say which row is meant; of any other table it is the first"""
LOOSE = ("steps", "fixtures", "conftest.py", "suite.ini")
READ = ("fixtures/codes/", "fixtures/policies/", "fixtures/cases/", "fixtures/corpus/", "fixtures/rules/")
"""compared as what they say, made of what is compared, or examples that judge nothing"""
CODE = ("checks", "validation")
LEFT_BEHIND = frozenset({"__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini"})
TOLD_MISTAKES = 5


class RuleEntry(msgspec.Struct, frozen=True):
    """A rule as the catalogue has it; the words are the Danish ones, `severity` is its class in no profile."""

    id: str
    title: str
    severity: Severity = msgspec.field(name="class")
    layer: str
    subject: str
    standards: tuple[str, ...]
    requirements: tuple[str, ...]
    text: str
    why: str
    remedy: str
    source: str


class _Catalogue(msgspec.Struct):
    format: str
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True)
class TableText:
    """A code table: its columns, and its rows by their key ("NPU19748 (SST)"), the first of a key counts."""

    name: str
    columns: tuple[str, ...]
    rows: Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Edition:
    """One edition. `rules` and `code` are None where it has none; `files` and `code` are name -> content."""

    name: str
    suite: Suite
    rules: tuple[RuleEntry, ...] | None
    profiles: tuple[ProfileText, ...]
    tables: tuple[TableText, ...]
    policies: Mapping[str, Mapping[str, str]]
    """file -> key -> what is written there"""
    files: Mapping[str, bytes]
    code: Mapping[str, bytes] | None


def rules_bytes(rules: tuple[RuleEntry, ...]) -> bytes:
    """Return the catalogue's file, the same bytes for the same rules."""
    document = msgspec.json.encode(_Catalogue(FORMAT, rules))
    return msgspec.json.format(document, indent=1) + b"\n"


def read_edition(root: Path, name: str, code: Path | None = None) -> Edition:
    """Read the suite in a folder. `name` is what people call it; `code` is labcert's own folder beside it, if any.

    Raises UsageMistake where a file can't be understood by this version of labcert: nothing is half compared.
    """
    try:
        suite = load_suite(root)
    except ConfigurationMistakes as error:
        raise _unreadable(name, [str(mistake) for mistake in error.mistakes]) from error
    gatherer = Gatherer()
    edition = Edition(
        name,
        suite,
        _rules(root, name),
        tuple(read_profile_text(path, f"{PROFILES}/{path.name}", gatherer) for path in _in(root, PROFILES, ".yaml")),
        tuple(_table(path, gatherer) for path in _in(root, TABLES, ".csv")),
        {path.name: _policy(path, gatherer) for path in _in(root, POLICIES, ".yaml")},
        dict(_contents(root)),
        None if code is None else dict(_contents_of_code(code)),
    )
    if gatherer.mistakes:
        raise _unreadable(name, [str(mistake) for mistake in gatherer.mistakes])
    return edition


def _unreadable(name: str, mistakes: list[str]) -> UsageMistake:
    shown = "\n".join(mistakes[:TOLD_MISTAKES])
    return UsageMistake(
        _("Udgaven {name} kan ikke læses af denne version af labcert:\n{mistakes}").format(name=name, mistakes=shown),
        remedy=_("Kontrollér den med “labcert protocol check”, eller sammenlign med den version, der skrev den."),
    )


def _in(root: Path, folder: str, ending: str) -> list[Path]:
    return sorted(path for path in (root / folder).glob(f"*{ending}") if path.is_file())


def _rules(root: Path, name: str) -> tuple[RuleEntry, ...] | None:
    path = root / RULES
    if not path.is_file():
        return None
    try:
        found = msgspec.json.decode(path.read_bytes(), type=_Catalogue)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(name, [_("{file}: Filen er ikke en liste over regler.").format(file=RULES)]) from error
    return found.rules if found.format == FORMAT else None


def _table(path: Path, gatherer: Gatherer) -> TableText:
    text = read_text(path, f"{TABLES}/{path.name}", gatherer) or ""
    try:
        reader = csv.DictReader(io.StringIO(text), restkey="", restval="")
        columns = tuple(reader.fieldnames or ())
        keys = KEYS.get(path.name, columns[:1])
        rows: dict[str, Mapping[str, str]] = {}
        for row in reader:
            written = {column: str(row.get(column) or "") for column in columns}
            rows.setdefault(_key([written.get(key, "") for key in keys]), written)
    except csv.Error:
        gatherer.add(f"{TABLES}/{path.name}", 1, _("Tabellen kan ikke læses."))
        return TableText(path.name, (), {})
    return TableText(path.name, columns, rows)


def _key(parts: list[str]) -> str:
    first, *rest = parts or [""]
    return f"{first} ({', '.join(rest)})" if any(rest) else first


def _policy(path: Path, gatherer: Gatherer) -> Mapping[str, str]:
    file = f"{POLICIES}/{path.name}"
    text = read_text(path, file, gatherer)
    node = None if text is None else read_yaml(text, file, gatherer)
    return {} if node is None else plain_mapping(node)


def _content(path: Path) -> bytes:
    return path.read_bytes().replace(b"\r\n", b"\n")


def _contents(root: Path) -> Iterator[tuple[str, bytes]]:
    for start in LOOSE:
        paths = [root / start] if (root / start).is_file() else sorted((root / start).rglob("*"))
        for path in paths:
            name = path.relative_to(root).as_posix()
            if path.is_file() and not name.startswith(READ) and _judges(name):
                yield name, _content(path)


def _contents_of_code(code: Path) -> Iterator[tuple[str, bytes]]:
    for package in CODE:
        for path in sorted((code / package).rglob("*.py")):
            yield f"labcert/{path.relative_to(code).as_posix()}", _content(path)


def _judges(name: str) -> bool:
    return LEFT_BEHIND.isdisjoint(name.split("/")) and not name.endswith((".md", ".pyc"))
