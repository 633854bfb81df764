"""The code tables of `fixtures/codes`: analyses, routing, positive list and mapping. Data, read once, never written."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, fields
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TypeVar

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = [
    "AnalysisRow", "CodeTable", "Mapping", "MappingRow", "PositiveList", "RouteRow", "RoutingTable", "Tables",
    "load_tables",
]

Row = TypeVar("Row")


@dataclass(frozen=True)
class AnalysisRow:
    """One analysis of analyses.csv; `short_name` and `unit` are "" where the table has none."""

    code: str
    code_type: str
    code_responsible: str
    short_name: str
    full_name: str
    unit: str
    result_type: str
    fee_code: str
    examination: str


@dataclass(frozen=True)
class RouteRow:
    """One line of routing.csv: `specialty` is biochemistry or microbiology; `why` is the reason for it."""

    code: str
    code_responsible: str
    specialty: str
    version: str
    valid_from: str
    why: str


@dataclass(frozen=True)
class PositiveRow:
    """One code that is shared while the positive list is on."""

    code: str
    code_responsible: str
    why: str


@dataclass(frozen=True)
class MappingRow:
    """One local code and what PLSP makes of it while mapping is on."""

    from_code: str
    from_type: str
    from_responsible: str
    to_code: str
    to_type: str
    to_responsible: str
    why: str


def _nearest(code: str, codes: Iterable[str]) -> str | None:
    near = get_close_matches(code, sorted(set(codes)), 1, 0.6)
    return near[0] if near else None


@dataclass(frozen=True)
class CodeTable:
    """The analyses that are known."""

    rows: tuple[AnalysisRow, ...]

    def find(self, code: str, responsible: str | None = None) -> AnalysisRow | None:
        """Return the analysis of a code (of one owner, where given), or None."""
        for row in self.rows:
            if row.code == code and responsible in {None, row.code_responsible}:
                return row
        return None

    def nearest(self, code: str) -> str | None:
        """Return the known code that is most like an unknown one, or None where none is like it."""
        return _nearest(code, (row.code for row in self.rows))


@dataclass(frozen=True)
class RoutingTable:
    """Which databank a code goes to. The code's prefix never decides it."""

    rows: tuple[RouteRow, ...]

    @property
    def version(self) -> str:
        """The newest version that a line of the table has."""
        return max((row.version for row in self.rows), default="")

    def specialty(self, code: str, responsible: str) -> str | None:
        """Return biochemistry or microbiology, or None for a code that the table does not list."""
        for row in self.rows:
            if (row.code, row.code_responsible) == (code, responsible):
                return row.specialty
        return None

    def nearest(self, code: str) -> str | None:
        """Return the listed code that is most like an unknown one, or None."""
        return _nearest(code, (row.code for row in self.rows))


@dataclass(frozen=True)
class PositiveList:
    """The codes that are shared while the list is switched on."""

    rows: tuple[PositiveRow, ...]

    def holds(self, code: str, responsible: str) -> bool:
        """Say whether a code of an owner is on the list."""
        return any((row.code, row.code_responsible) == (code, responsible) for row in self.rows)


@dataclass(frozen=True)
class Mapping:
    """Local codes and the national ones PLSP turns them into while mapping is on."""

    rows: tuple[MappingRow, ...]

    def find(self, code: str, responsible: str) -> MappingRow | None:
        """Return what a local code becomes, or None."""
        for row in self.rows:
            if (row.from_code, row.from_responsible) == (code, responsible):
                return row
        return None


@dataclass(frozen=True)
class Tables:
    """All code tables of a suite."""

    analyses: CodeTable
    routing: RoutingTable
    positive_list: PositiveList
    mapping: Mapping


def _rows(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Read a table whose columns are a row's fields; say what is wrong with the first line that does not fit."""
    columns = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # every Row above is a dataclass
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, restkey="*", restval=None)
            if reader.fieldnames != columns:
                raise _mistake(path, 1, _("kolonnerne skal være {columns}").format(columns=", ".join(columns)))
            return tuple(_row(path, reader.line_num, row, kind) for row in reader)
    except (OSError, UnicodeDecodeError) as error:
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


@cache
def load_tables(root: Path) -> Tables:
    """Load the tables of `root/fixtures/codes` (`root`: the suite's), once; raise UsageMistake at a wrong table."""
    folder = root / "fixtures" / "codes"
    return Tables(
        analyses=CodeTable(_rows(folder / "analyses.csv", AnalysisRow)),
        routing=RoutingTable(_rows(folder / "routing.csv", RouteRow)),
        positive_list=PositiveList(_rows(folder / "positive-list.csv", PositiveRow)),
        mapping=Mapping(_rows(folder / "mapping.csv", MappingRow)),
    )
