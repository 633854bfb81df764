"""The code tables that decide where an answer goes: routing, positive list, mapping of local codes. Data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from labcert import validation
from labcert.domain.suite import suite_root
from mock_databanks.letters import Code

__all__ = ["TARGETS", "CodeTables", "load_tables"]

TARGETS = {"biochemistry": ("XRPT01", "laba"), "microbiology": ("XRPT05", "miba")}
"""specialty -> the standard its answers are written in, and the databank they go to"""


@dataclass(frozen=True)
class CodeTables:
    """`routes` and `positive` are keyed by (code, owner); `mapping` leads from a local code to the shared one."""

    routes: Mapping[tuple[str, str], str]
    positive: frozenset[tuple[str, str]]
    mapping: Mapping[Code, Code]

    def specialty(self, code: Code) -> str | None:
        """Return biochemistry, microbiology, or None for a code without a route."""
        return self.routes.get((code.code, code.responsible))

    def listed(self, code: Code) -> bool:
        """Say whether a code is on the positive list."""
        return (code.code, code.responsible) in self.positive

    def nearest(self, code: str) -> tuple[str, ...]:
        """Return up to three known codes that look like this one."""
        return tuple(get_close_matches(code, sorted({known for known, _owner in self.routes}), n=3, cutoff=0.6))

    def owners(self, code: str) -> tuple[str, ...]:
        """Return the owners under which a code has a route."""
        return tuple(sorted(owner for known, owner in self.routes if known == code))


@cache
def load_tables() -> CodeTables:
    """Return the tables of the suite's fixtures; UsageMistake names a line of them that can't be read."""
    tables = validation.load_tables(suite_root())
    return CodeTables(
        routes={(row.code, row.code_responsible): row.specialty for row in tables.routing.rows},
        positive=frozenset((row.code, row.code_responsible) for row in tables.positive_list.rows),
        mapping={
            Code(row.from_code, row.from_type, row.from_responsible): Code(row.to_code, row.to_type, row.to_responsible)
            for row in tables.mapping.rows
        },
    )
