"""The demonstration's persons look at what a run has kept for the attested steps, sheet in hand."""

from collections.abc import Iterator, Mapping, Sequence

from labcert.domain.events import Event
from labcert.protocol.cases import for_run
from labcert.protocol.model import Kind, ProtocolStep
from labcert.runner.attesting import Page, Person, attest, pages_of
from labcert.runner.attesting_sheets import Store, keep_sheets, kept_sheets
from labcert.runner.marks import run_mark

__all__ = ["looks"]


def looks(
    steps: Sequence[ProtocolStep], mark: str, events: Sequence[Event], store: Store, people: Mapping[str, Person]
) -> Iterator[Event]:
    """Yield what the log says of it: the sheets that are kept, and what each person saw.

    `mark` is that of the run whose `events` they are; `people` are the demonstration's persons by party.
    """
    for step in steps:
        if step.kind is Kind.ATTESTED:
            made = list(keep_sheets(step, events, store))
            yield from made
            yield from attest(step, _pages(step, mark, [*events, *made], store), people)


def _pages(step: ProtocolStep, mark: str, events: Sequence[Event], store: Store) -> list[Page]:
    sheets = kept_sheets(step.id, events, store.read)
    pages = []
    for example, kept in pages_of(step.id, events).items():
        sample = for_run(step.case, run_mark(mark, example)).sample.requester_number
        sheet = sheets.get(example)
        made_of_messages = sheet is not None and sheet.sheet.messages  # else it does not know which answer is meant
        pages.append(Page(kept, store.read(kept), sample, sheet if made_of_messages else None))
    return pages
