"""The project group's overview, gathered from a store: each system's best word on each row of the plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from labcert.domain.casework import ReviewState
from labcert.domain.errors import LabcertError
from labcert.domain.masking import mask_text
from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import SELF_TEST
from labcert.protocol.model import Programme, Suite
from labcert.protocol.plan import Concerns, Plan, PlanRow
from labcert.reporting.overview import Cell, CellState, Overview, SystemLine
from labcert.runner.sorting import danish
from labcert.session.manifest import required_signers
from labcert.session.signing import read_signatures
from labcert.session.store import RowState, SessionRow, Store
from labcert.session.verdict import compute

__all__ = ["gather_overview"]

SIGNATURES = "manifest.sig"
WORST_FIRST = (Mark.F1, Mark.F2, Mark.F3, Mark.F4)
RANKS = {CellState.APPROVED: 1, CellState.SIGNED: 2, CellState.CERTIFIED: 3}


@dataclass
class _Office:
    """What is asked of the store once a session, and only where a cell needs it."""

    store: Store
    suite: Suite
    certified: Mapping[str, bool]
    """session -> whether its certificate is a TEST one"""
    signed: dict[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    marks: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def programme(self, session: SessionRow) -> Programme | None:
        """Return a session's programme, None where this suite has it no more."""
        return next((each for each in self.suite.programmes if each.id == session.programme), None)

    def is_signed(self, session: SessionRow, row: str) -> bool:
        """Say whether everybody who must sign a row has signed it."""
        programme = self.programme(session)
        signers = required_signers(programme) if programme else ()
        wanted = {(each.row, each.party) for each in signers if each.row == row}
        if session.id not in self.signed:
            self.signed[session.id] = self._signatures(session.id)
        return bool(wanted) and wanted <= self.signed[session.id]

    def _signatures(self, session: str) -> frozenset[tuple[str, str]]:
        if all(each.path != SIGNATURES for each in self.store.files(session)):
            return frozenset()
        try:
            found = read_signatures(self.store.read(session, SIGNATURES))
        except ValueError:
            return frozenset()  # who has changed it is `labcert verify`'s to tell; here nobody has signed
        return frozenset((each.row, each.party) for each in found.signatures)

    def worst_mark(self, session: SessionRow, row: str) -> str:
        """Return the worst mark of a row's steps, "" where it can't be worked out."""
        if session.id not in self.marks:
            self.marks[session.id] = dict(self._worst_marks(session))
        return self.marks[session.id].get(row, "")

    def _worst_marks(self, session: SessionRow) -> Iterator[tuple[str, str]]:
        programme = self.programme(session)
        if programme is None:
            return
        try:
            verdict = compute(self.suite, programme, self.store.entries(session.id))
        except LabcertError:
            return  # a log that is broken is told by whoever opens the session
        for row in {step.row for step in verdict.steps}:
            marks = {step.mark for step in verdict.steps if step.row == row and not step.deviations}
            if worst := next((mark for mark in WORST_FIRST if mark in marks), None):
                yield row, worst.value


def gather_overview(store: Store, suite: Suite, plan: Plan, day: date) -> Overview:
    """Return the overview on a day. Demonstrations are left out."""
    revoked = {each.certificate for each in store.revocations()}
    holding = [each for each in store.certificates() if each.id not in revoked and each.valid_to >= day]
    office = _Office(store, suite, {each.session: each.test for each in holding})
    by_system: dict[tuple[str, str], list[SessionRow]] = {}
    for session in store.sessions():
        if not session.demo:
            by_system.setdefault((session.vendor, session.system), []).append(session)
    tested = [row for row in plan.rows if row.tested]
    known = {row.row for row in tested}
    rows_of = {session.id: _rows_of(office, session) for each in by_system.values() for session in each}
    extra = tuple(sorted({row for rows in rows_of.values() for row in rows} - known))
    lines = [
        _line(office, vendor, system, sessions, rows_of, tested, extra, day)
        for (vendor, system), sessions in by_system.items()
    ]
    return Overview(day, plan, tuple(sorted(lines, key=_place)), extra)


def _place(line: SystemLine) -> tuple[bool, str, str]:
    """The pilot first, then by vendor and system."""
    return not line.pilot, danish(line.vendor), danish(line.system)


def _rows_of(office: _Office, session: SessionRow) -> dict[str, RowState]:
    """Return a session's rows; before its first verdict they are its programme's, with nothing shown."""
    if session.rows:
        return {each.row: each for each in session.rows}
    programme = office.programme(session)
    found: dict[str, RowState] = {}
    for row in programme.rows if programme else ():
        steps = sum(len(office.suite.protocol(name).steps) for name in row.protocols)
        found[row.row] = RowState(row.row, Outcome.NOT_RUN.value, 0, steps)
    return found


def _line(
    office: _Office,
    vendor: str,
    system: str,
    sessions: list[SessionRow],
    rows_of: Mapping[str, Mapping[str, RowState]],
    tested: list[PlanRow],
    extra: tuple[str, ...],
    day: date,
) -> SystemLine:
    own = {row for session in sessions for row in rows_of[session.id]}
    pilot = any(row.row in own for row in tested if row.concerns is Concerns.PILOT)
    known = {person.cpr for person in office.suite.persons if person.cpr}
    cells = [_cell(office, row.row, sessions, rows_of) for row in tested]
    judged = [_against(cell, row, day, pilot=pilot) for cell, row in zip(cells, tested, strict=True)]
    judged += [_cell(office, row, sessions, rows_of) for row in extra]
    return SystemLine(mask_text(vendor, known), mask_text(system, known), pilot, tuple(judged))


def _against(cell: Cell, row: PlanRow, day: date, *, pilot: bool) -> Cell:
    """Hold a cell against the plan: whom the row concerns, and whether its last day is over."""
    if cell.state is CellState.NOT_BEGUN and row.concerns is (Concerns.OTHERS if pilot else Concerns.PILOT):
        return replace(cell, state=CellState.NOT_CONCERNED)
    return replace(cell, late=row.ends < day and not cell.state.reached)


def _cell(
    office: _Office, row: str, sessions: list[SessionRow], rows_of: Mapping[str, Mapping[str, RowState]]
) -> Cell:
    """Return the word of the session that counts: an approved one first, a test with MedCom before one alone."""
    found = [
        (_of_session(office, session, rows_of[session.id][row]), session)
        for session in sessions
        if row in rows_of[session.id]
    ]
    if not found:
        return Cell(row, CellState.NOT_BEGUN)
    cell, session = max(found, key=_weight)
    if cell.state is CellState.FAILED:  # asked of the one that counts only: the log is read for it
        return replace(cell, mark=office.worst_mark(session, row))
    return cell


def _weight(found: tuple[Cell, SessionRow]) -> tuple[int, bool, str]:
    cell, session = found
    return RANKS.get(cell.state, 0), session.test_type != SELF_TEST, session.changed


def _of_session(office: _Office, session: SessionRow, row: RowState) -> Cell:
    cell = Cell(
        row.row, CellState.RUNNING, session.id, session.system_version, session.test_type, row.accepted, row.steps
    )
    if session.review is ReviewState.APPROVED and session.test_type != SELF_TEST:
        if session.id in office.certified:
            return replace(cell, state=CellState.CERTIFIED, test=office.certified[session.id])
        signed = office.is_signed(session, row.row)
        return replace(cell, state=CellState.SIGNED if signed else CellState.APPROVED)
    if row.outcome == Outcome.FAILED.value and row.accepted < row.steps:
        return replace(cell, state=CellState.FAILED)
    if session.review is ReviewState.NOT_APPROVED:
        return replace(cell, state=CellState.FAILED)
    if row.waiting:
        return replace(cell, state=CellState.WAITING, waiting=row.waiting)
    if session.review in (ReviewState.WAITING, ReviewState.CLAIMED):
        return replace(cell, state=CellState.WAITING, waiting=("MedCom",))
    return cell
