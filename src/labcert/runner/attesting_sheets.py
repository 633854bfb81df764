"""Makes the juror sheets of the steps that wait for people, from the messages that a session has kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from labcert.checks.juror import items_of
from labcert.domain.errors import ToolFault
from labcert.domain.events import Event, EvidenceKept, RunStarted, StepFinished, StepStarted
from labcert.domain.evidence import Evidence
from labcert.domain.juror import SHEET_PAGE_TYPE, SHEET_TYPE, JurorSheet, read_sheet, sheet_json
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.protocol.model import ProtocolStep
from labcert.reporting.juror import sheet_page
from labcert.runner.certifying import Session
from labcert.session import EvidenceStore, LogEntry

__all__ = ["KeptSheet", "Store", "keep_sheets", "kept_sheets", "make_sheets", "waiting_examples", "write_sheets"]

BESIDE = -1
"""the sentence that a sheet belongs to: none"""
LETTERS = (b"LaboratoryReport", b"MicrobiologyWebReport")
Read = Callable[[Evidence], bytes]
"""gives a piece of evidence's bytes, or raises ToolFault"""


class Store(Protocol):
    """What keeps evidence and gives it back."""

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Keep the bytes."""
        ...

    def read(self, evidence: Evidence) -> bytes:
        """Return the bytes; raises ToolFault where they are gone."""
        ...


@dataclass(frozen=True)
class KeptSheet:
    """A sheet and the sha256 of its JSON among the evidence."""

    sheet: JurorSheet
    sha256: str


@dataclass
class _Example:
    outcome: Outcome | None = None
    evidence: list[Evidence] = field(default_factory=list)


def _examples(step: str, events: Iterable[Event]) -> dict[int, _Example]:
    """Return what the latest run of a step kept, example by example."""
    found: dict[int, _Example] = {}
    run, latest = 0, 0
    for event in events:
        match event:
            case RunStarted():
                run += 1
            case StepStarted(example=example) if event.step == step:
                found = found if run == latest else {}
                latest = run
                found[example] = _Example()
            case EvidenceKept(example=example, evidence=kept) if event.step == step and example in found:
                found[example].evidence.append(kept)
            case StepFinished(example=example, outcome=outcome) if event.step == step and example in found:
                found[example].outcome = outcome
            case _:
                pass
    return found


def waiting_examples(step: str, events: Iterable[Event]) -> tuple[int, ...]:
    """Return the examples of a step's latest run that wait for people, in order."""
    return tuple(number for number, each in sorted(_examples(step, events).items()) if each.outcome is Outcome.WAITING)


def make_sheets(step: ProtocolStep, events: Sequence[Event], read: Read) -> tuple[JurorSheet, ...]:
    """Return a sheet for each example that waits; nothing for a step that nobody needs to look at."""
    if step.inspection is None:
        return ()
    examples = _examples(step.id, events)
    return tuple(
        _sheet(step, number, len(examples) > 1, examples[number].evidence, read)
        for number in waiting_examples(step.id, events)
    )


def _sheet(step: ProtocolStep, example: int, several: bool, evidence: Iterable[Evidence], read: Read) -> JurorSheet:  # noqa: FBT001
    inspection = step.inspection
    assert inspection is not None
    messages = {kept.sha256: kept for kept in evidence if kept.media_type.partition(";")[0] == "application/xml"}
    told = [(digest, data) for digest, kept in messages.items() if (data := _bytes(kept, read)) is not None]
    items = items_of(
        [data for _digest, data in told], inspection.page, inspection.must_show, inspection.must_not_show,
        f"{example + 1}." if several else "",
    )  # fmt: skip
    return JurorSheet(
        step=step.id,
        title=step.title,
        example=example,
        screen=inspection.page.value,
        wanted=inspection.evidence,
        parties=inspection.confirmed_by,
        messages=tuple(digest for digest, data in told if any(name in data for name in LETTERS)),
        items=items,
    )


def _bytes(kept: Evidence, read: Read) -> bytes | None:
    try:
        return read(kept)
    except ToolFault:  # verify tells of it; what can be read is looked for
        return None


def kept_sheets(step: str, events: Iterable[Event], read: Read) -> dict[int, KeptSheet]:
    """Return the newest sheet of each example of a step's latest run."""
    found: dict[int, KeptSheet] = {}
    for number, example in _examples(step, events).items():
        for kept in example.evidence:
            if kept.media_type == SHEET_TYPE and (sheet := read_sheet(read(kept))) is not None:
                found[number] = KeptSheet(sheet, kept.sha256)
    return found


def keep_sheets(step: ProtocolStep, events: Sequence[Event], store: Store) -> Iterator[EvidenceKept]:
    """Keep each sheet of a step that has none yet, as data and to print; yield what is to be written in the log."""
    have = kept_sheets(step.id, events, store.read)
    for sheet in make_sheets(step, events, store.read):
        if sheet.example in have:
            continue
        data = store.keep(_("Seddel til den, der ser efter (data)"), SHEET_TYPE, sheet_json(sheet))
        page = store.keep(_("Seddel til den, der ser efter"), SHEET_PAGE_TYPE, sheet_page(sheet))
        for kept in (data, page):
            yield EvidenceKept(step.id, sheet.example, BESIDE, kept)


def write_sheets(session: Session, entries: Iterable[LogEntry]) -> tuple[LogEntry, ...]:
    """Keep the sheets of every step that waits and has none, write so in the log, and return what was written."""
    events = [entry.event for entry in entries]
    store = EvidenceStore(session.folder.evidence, session.suite.persons)
    steps = [step for step in session.suite.steps_of(session.programme) if step.inspection is not None]
    made = tuple(session.log.append(event) for step in steps for event in keep_sheets(step, events, store))
    store.flush()
    return made
