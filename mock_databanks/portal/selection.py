"""Which of what the databanks hold is shown: each analysis' newest version, nothing whose sharing was refused."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from mock_databanks.portal.reading import Marks, read_rows
from mock_databanks.portal.rows import Row

__all__ = ["Source", "SourceVersion", "shown_rows"]


@dataclass(frozen=True)
class SourceVersion:
    """A version as a databank gives it: its letter, and its marks."""

    xml: str
    consent_refused: bool
    origin: str


@dataclass(frozen=True)
class Source:
    """An answer as a databank gives it, versions oldest first; `databank` is LABA or MiBa."""

    databank: str
    versions: tuple[SourceVersion, ...]


def shown_rows(sources: Iterable[Source], origin: str | None = None) -> tuple[Row, ...]:
    """Return the lines to show, newest sample first; `origin` (gp or hospital) leaves the others out."""
    rows = [row for source in sources for row in _newest(source) if origin in (None, row.origin)]
    return tuple(sorted(rows, key=lambda row: (row.taken, row.results_at), reverse=True))


@lru_cache(maxsize=1_000)
def _rows(xml: str, marks: Marks) -> tuple[Row, ...]:
    """A letter never changes, and a page shows all of a person's: each is read once."""
    return tuple(read_rows(xml, marks))


def _newest(source: Source) -> Iterator[Row]:
    """A refused newest version hides the answer whole; a correction of one analysis leaves the others' newest."""
    if not source.versions or source.versions[-1].consent_refused:
        return
    seen: set[str] = set()
    for version in reversed(source.versions):
        rows = _rows(version.xml, Marks(version.origin, source.databank))
        if not version.consent_refused:
            yield from (row for row in rows if row.code not in seen)
        seen |= {row.code for row in rows}
