"""What the page shows: the plan, and a cell for each system and tested row."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from labcert.protocol.plan import Plan, PlanRow

__all__ = ["Cell", "CellState", "Overview", "SystemLine"]


class CellState(StrEnum):
    """How far a system has come with a row."""

    NOT_CONCERNED = "not_concerned"
    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    WAITING = "waiting"
    FAILED = "failed"
    APPROVED = "approved"
    SIGNED = "signed"
    CERTIFIED = "certified"

    @property
    def reached(self) -> bool:
        """Whether MedCom has approved it."""
        return self in (CellState.APPROVED, CellState.SIGNED, CellState.CERTIFIED)


@dataclass(frozen=True)
class Cell:
    """A row of the plan for a system. `session` is the one that says so, "" where there is none.

    `accepted` of `steps` may stand. `waiting` are the parties waited for, `mark` the worst mark ("" where it is not
    known), `late` whether the plan's last day is over and the row isn't approved,
    `test` whether it has a TEST certificate.
    """

    row: str
    state: CellState
    session: str = ""
    version: str = ""
    test_type: str = ""
    accepted: int = 0
    steps: int = 0
    waiting: tuple[str, ...] = ()
    mark: str = ""
    late: bool = False
    test: bool = False


@dataclass(frozen=True)
class SystemLine:
    """A system with a cell for each tested row, in the order of the columns."""

    vendor: str
    system: str
    pilot: bool
    cells: tuple[Cell, ...]

    @property
    def sessions(self) -> tuple[Cell, ...]:
        """A cell for each session that says something of the system, in the order of the columns."""
        return tuple({cell.session: cell for cell in reversed(self.cells) if cell.session}.values())[::-1]


@dataclass(frozen=True)
class Overview:
    """The page on a day. `extra` are rows that sessions have and the plan has not."""

    day: date
    plan: Plan
    systems: tuple[SystemLine, ...]
    extra: tuple[str, ...] = ()

    @property
    def tested(self) -> tuple[PlanRow, ...]:
        """The rows of the plan that are followed for each system."""
        return tuple(row for row in self.plan.rows if row.tested)

    def cells_of(self, row: str) -> tuple[Cell, ...]:
        """The cells of a row for the systems that it concerns."""
        return tuple(
            cell
            for line in self.systems
            for cell in line.cells
            if cell.row == row and cell.state is not CellState.NOT_CONCERNED
        )
