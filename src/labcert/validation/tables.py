"""The code tables of `fixtures/codes`: analyses, routing, positive list and mapping. Data, read once, never written.

Every lookup is as fast with 30,000 codes as with 30.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from labcert.validation.lookalikes import Lookalikes
from labcert.validation.own_codes import OwnCodes, read_own_codes
from labcert.validation.suite_tables import rows_of, versions_of
from labcert.validation.table_rows import AnalysisRow, MappingRow, PositiveRow, RouteRow, TableVersion

__all__ = [
    "AnalysisRow", "CodeTable", "Mapping", "MappingRow", "PositiveList", "PositiveRow", "RouteRow", "RoutingTable",
    "TableVersion", "Tables", "load_tables",
]


@dataclass(frozen=True)
class CodeTable:
    """The analyses that are known. Of two rows with the same code and owner the first counts."""

    rows: tuple[AnalysisRow, ...]

    @cached_property
    def _by_code(self) -> dict[str, tuple[AnalysisRow, ...]]:
        found: dict[str, list[AnalysisRow]] = {}
        for row in self.rows:
            found.setdefault(row.code, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    @cached_property
    def _by_analyte(self) -> dict[tuple[str, str], tuple[AnalysisRow, ...]]:
        """(short name, owner) -> the analyses that carry it; an analysis without a short name is nowhere."""
        found: dict[tuple[str, str], list[AnalysisRow]] = {}
        for row in self.rows:
            if row.short_name:
                found.setdefault((row.short_name, row.code_responsible), []).append(row)
        return {name: tuple(rows) for name, rows in found.items()}

    @cached_property
    def _lookalikes(self) -> Lookalikes:
        return Lookalikes(row.code for row in self.rows)

    def find(self, code: str, responsible: str | None = None) -> AnalysisRow | None:
        """Return the analysis of a code (of one owner, where given), or None."""
        for row in self._by_code.get(code, ()):
            if responsible in {None, row.code_responsible}:
                return row
        return None

    def owners(self, code: str) -> tuple[str, ...]:
        """Return the owners under which a code is known, in the order of the table."""
        return tuple(dict.fromkeys(row.code_responsible for row in self._by_code.get(code, ())))

    def in_other_units(self, row: AnalysisRow) -> tuple[AnalysisRow, ...]:
        """Return the analyses of the same analyte (short name) and owner that have another unit than this one."""
        same = self._by_analyte.get((row.short_name, row.code_responsible), ())
        return tuple(other for other in same if other.unit != row.unit)

    def nearest(self, code: str) -> str | None:
        """Return the known code that is most like an unknown one, or None where none is like it."""
        return self._lookalikes.nearest(code)


@dataclass(frozen=True)
class RoutingTable:
    """Which databank a code goes to. The code's prefix never decides it."""

    rows: tuple[RouteRow, ...]

    @cached_property
    def _specialties(self) -> dict[tuple[str, str], str]:
        return {(row.code, row.code_responsible): row.specialty for row in reversed(self.rows)}

    @cached_property
    def _owners(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for code, owner in dict.fromkeys((row.code, row.code_responsible) for row in self.rows):
            found[code] = (*found.get(code, ()), owner)
        return found

    @cached_property
    def _lookalikes(self) -> Lookalikes:
        return Lookalikes(row.code for row in self.rows)

    @property
    def version(self) -> str:
        """The newest version that a line of the table has."""
        return max((row.version for row in self.rows), default="")

    def specialty(self, code: str, responsible: str) -> str | None:
        """Return biochemistry or microbiology, or None for a code that the table does not list."""
        return self._specialties.get((code, responsible))

    def owners(self, code: str) -> tuple[str, ...]:
        """Return the owners under which a code has a route, in the order of the table."""
        return self._owners.get(code, ())

    def nearest(self, code: str) -> str | None:
        """Return the listed code that is most like an unknown one, or None."""
        return self._lookalikes.nearest(code)


@dataclass(frozen=True)
class PositiveList:
    """The codes that are shared while the list is switched on."""

    rows: tuple[PositiveRow, ...]

    @cached_property
    def _held(self) -> frozenset[tuple[str, str]]:
        return frozenset((row.code, row.code_responsible) for row in self.rows)

    def holds(self, code: str, responsible: str) -> bool:
        """Say whether a code of an owner is on the list."""
        return (code, responsible) in self._held


@dataclass(frozen=True)
class Mapping:
    """Local codes and the national ones PLSP turns them into while mapping is on."""

    rows: tuple[MappingRow, ...]

    @cached_property
    def _from(self) -> dict[tuple[str, str], MappingRow]:
        return {(row.from_code, row.from_responsible): row for row in reversed(self.rows)}

    @cached_property
    def _lookalikes(self) -> Lookalikes:
        return Lookalikes(row.from_code for row in self.rows)

    def find(self, code: str, responsible: str) -> MappingRow | None:
        """Return what a local code becomes, or None."""
        return self._from.get((code, responsible))

    def nearest(self, code: str) -> str | None:
        """Return the local code here that is most like an unknown one, or None."""
        return self._lookalikes.nearest(code)


@dataclass(frozen=True)
class Tables:
    """All code tables of a suite, with a user's own codes among them where there are some.

    `versions`: which edition of each table is in use, ours first. `replaced`: the (code, owner) of ours that a user's
    table has put its own row in place of, in the order of that table.
    """

    analyses: CodeTable
    routing: RoutingTable
    positive_list: PositiveList
    mapping: Mapping
    versions: tuple[TableVersion, ...] = ()
    replaced: tuple[tuple[str, str], ...] = ()


@cache
def _suite_tables(root: Path) -> Tables:
    folder = root / "fixtures" / "codes"
    analyses = rows_of(folder / "analyses.csv", AnalysisRow)
    routing = rows_of(folder / "routing.csv", RouteRow)
    positive_list = rows_of(folder / "positive-list.csv", PositiveRow)
    mapping = rows_of(folder / "mapping.csv", MappingRow)
    counts = {
        "analyses.csv": len(analyses),
        "routing.csv": len(routing),
        "positive-list.csv": len(positive_list),
        "mapping.csv": len(mapping),
    }
    return Tables(
        CodeTable(analyses), RoutingTable(routing), PositiveList(positive_list), Mapping(mapping),
        versions_of(folder / "tables.yaml", counts),
    )


def _key(row: AnalysisRow | RouteRow) -> tuple[str, str]:
    return row.code, row.code_responsible


def _extended(ours: Tables, own: OwnCodes) -> Tables:
    """Put a user's codes beside ours; where both have a code of an owner, the user's counts."""
    theirs = tuple(map(_key, own.analyses))
    known = {*map(_key, ours.analyses.rows), *map(_key, ours.routing.rows)}
    taken = known.intersection(theirs)
    analyses = (row for row in ours.analyses.rows if _key(row) not in taken)
    routes = (row for row in ours.routing.rows if _key(row) not in taken)
    return replace(
        ours,
        analyses=CodeTable((*analyses, *own.analyses)),
        routing=RoutingTable((*routes, *own.routes)),
        versions=(*ours.versions, *own.versions),
        replaced=tuple(key for key in theirs if key in taken),
    )


def load_tables(root: Path, extra: Sequence[Path] = ()) -> Tables:
    """Return the tables of `root/fixtures/codes` (`root`: the suite's), read once, with a user's own codes.

    `extra` are a user's CSV files, read each time (`own_codes` says what they hold). Raises UsageMistake at a wrong
    table; what is wrong in the user's files is told all at once.
    """
    ours = _suite_tables(root)
    return _extended(ours, read_own_codes(extra)) if extra else ours
