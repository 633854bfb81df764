"""The juror sheets of a step as the report shows them: each item with what every party's latest attestation said."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from labcert.domain.errors import LabcertError
from labcert.domain.evidence import Evidence
from labcert.domain.juror import SHEET_PAGE_TYPE, SHEET_TYPE, ItemAnswer, JurorSheet, SheetItem, Sight, read_sheet
from labcert.domain.outcome import Outcome
from labcert.reporting.juror.words import screen_word, sight_word
from labcert.reporting.parts import AttestationPart, StepPart

__all__ = ["AnswerCell", "SheetRow", "SheetView", "sheets_of"]


@dataclass(frozen=True)
class AnswerCell:
    """What one party said of an item, in words, and whether that is as it should be (None: nothing is said)."""

    text: str
    remark: str
    good: bool | None


@dataclass(frozen=True)
class SheetRow:
    """An item and a cell for each party that has attested."""

    item: SheetItem
    cells: tuple[AnswerCell, ...]


@dataclass(frozen=True)
class SheetView:
    """One sheet; `page` is the sha256 of the sheet to print, "" where it was not kept."""

    example: int
    screen: str
    page: str
    parties: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    @property
    def must_open(self) -> bool:
        """Whether somebody said of an item that it is not as it should be, or can't be told."""
        return any(cell.good is False for row in self.rows for cell in row.cells)


def sheets_of(step: StepPart, read: Callable[[str], bytes]) -> tuple[SheetView, ...]:
    """Return the sheets of a step's latest run, one an example; one that can't be read is told of by `verify`."""
    latest = {part.statement.party: part for part in step.attestations}
    found = [
        _view(sheet, example.number, page, tuple(latest.values()))
        for example in step.history.examples
        for sheet, page in _kept(example.evidence, read)
    ]
    return tuple(found)


def _kept(evidence: tuple[Evidence, ...], read: Callable[[str], bytes]) -> Iterator[tuple[JurorSheet, str]]:
    """Yield the newest sheet with the page that was kept after it."""
    sheets = [kept for kept in evidence if kept.media_type == SHEET_TYPE]
    pages = [kept for kept in evidence if kept.media_type == SHEET_PAGE_TYPE]
    if not sheets:
        return
    try:
        sheet = read_sheet(read(sheets[-1].sha256))
    except (OSError, KeyError, LabcertError):
        return
    if sheet is not None:
        yield sheet, pages[-1].sha256 if pages else ""


def _view(sheet: JurorSheet, example: int, page: str, parts: tuple[AttestationPart, ...]) -> SheetView:
    said = [{answer.item: answer for answer in part.answers} for part in parts]
    rows = tuple(SheetRow(item, tuple(_cell(item, answers.get(item.id)) for answers in said)) for item in sheet.items)
    return SheetView(example, screen_word(sheet.screen), page, tuple(part.statement.party for part in parts), rows)


def _cell(item: SheetItem, answer: ItemAnswer | None) -> AnswerCell:
    if answer is None:
        return AnswerCell("–", "", None)
    sight = Sight(answer.sight)
    return AnswerCell(sight_word(sight), answer.remark, item.outcome_of(sight) is Outcome.PASSED)
