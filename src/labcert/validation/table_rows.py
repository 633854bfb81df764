"""The rows of the code tables, as they stand in their files, and which edition of a table is in use."""

from dataclasses import dataclass

__all__ = ["AnalysisRow", "MappingRow", "PositiveRow", "RouteRow", "TableVersion"]


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
    """One line of routing.csv: `specialty` is biochemistry or microbiology; `why` is the reason for it.

    A line that a user's own table gives has `version` and `valid_from` "".
    """

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


@dataclass(frozen=True)
class TableVersion:
    """Which edition of a table is in use: told with every validation, so that it can be repeated.

    `file` is the name of one of ours, or the path a user gave (`own`). `version` is the table's, or the first twelve
    digits of the sha256 of a user's file; `source` and `date` (YYYY-MM-DD, from when it holds) are "" for such a file,
    which says neither. `rows`: how many rows were read.
    """

    name: str
    file: str
    version: str
    source: str
    date: str
    rows: int
    own: bool = False
