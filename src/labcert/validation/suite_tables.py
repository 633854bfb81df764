"""Reads the code tables that come with a suite. They are ours, so the first mistake stops the reading."""

import csv
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.validation.table_rows import TableVersion

__all__ = ["rows_of", "versions_of"]

Row = TypeVar("Row")


def rows_of(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Read a table whose columns are a row's fields; raise UsageMistake at the first line that does not fit."""
    columns = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every row is a dataclass
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restkey="*")
            if reader.fieldnames != columns:
                raise _mistake(path, 1, _("kolonnerne skal være {columns}").format(columns=", ".join(columns)))
            return tuple(_row(path, reader.line_num, row, kind) for row in reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise _mistake(path, 1, _("den kan ikke læses som UTF-8")) from error


def _row(path: Path, line: int, row: dict[str, str], kind: type[Row]) -> Row:
    if "*" in row or None in row.values():
        raise _mistake(path, line, _("linjen har for mange eller for få felter"))
    return kind(**row)


def _mistake(path: Path, line: int, what: str) -> UsageMistake:
    return UsageMistake(
        _("Kodetabellen {name} kan ikke bruges: {what}.").format(name=path.name, what=what),
        where=f"{path.name}:{line}",
        remedy=_("Ret tabellen. Felter med komma skal stå i anførselstegn."),
    )


def versions_of(path: Path, counts: Mapping[str, int]) -> tuple[TableVersion, ...]:
    """Read which edition of each table is in use. `counts`: file name -> rows, in the order to be told.

    Raises UsageMistake where a table has no name, version, source or date.
    """
    try:
        editions = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise _no_edition(path, _("Filen kan ikke læses som YAML i UTF-8.")) from error
    return tuple(_version(path, name, editions, count) for name, count in counts.items())


def _version(path: Path, file: str, editions: object, count: int) -> TableVersion:
    edition = editions.get(file) if isinstance(editions, dict) else None
    if not isinstance(edition, dict):
        raise _no_edition(path, _("Tabellen {name} er ikke nævnt.").format(name=file))
    for key in ("navn", "version", "kilde"):
        if not isinstance(edition.get(key), str) or not edition[key].strip():
            raise _no_edition(path, _("Tabellen {name} mangler “{key}” som tekst.").format(name=file, key=key))
    if type(day := edition.get("dato")) is not date:
        raise _no_edition(path, _("Tabellen {name} mangler “dato” som år-måned-dag.").format(name=file))
    return TableVersion(edition["navn"], file, edition["version"], edition["kilde"], day.isoformat(), count)


def _no_edition(path: Path, what: str) -> UsageMistake:
    return UsageMistake(
        _("Kodetabellernes udgaver kan ikke læses. {what}").format(what=what),
        where=path.name,
        remedy=_("Skriv navn, version, kilde og dato for hver tabel."),
    )
