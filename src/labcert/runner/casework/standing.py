"""Where a session stands by its log and the protocols as they are now, and the same noted for lists."""

from datetime import date

from labcert.domain.errors import UsageMistake
from labcert.domain.events import SessionOpened
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Suite
from labcert.runner.certifying import programme_of
from labcert.session import LogEntry
from labcert.session.store import Store
from labcert.session.verdict import compute

__all__ = ["note_standing", "standing_of"]


def standing_of(suite: Suite, entries: tuple[LogEntry, ...], day: date | None = None) -> Verdict | None:
    """Return the verdict of a session's log; None where its programme isn't among those of this labcert."""
    opened = next((entry.event for entry in entries if isinstance(entry.event, SessionOpened)), None)
    if opened is None:
        return None
    try:
        programme = programme_of(suite, opened.programme)
    except UsageMistake:
        return None
    return compute(suite, programme, entries, day)


def note_standing(store: Store, suite: Suite, session: str) -> Verdict | None:
    """Compute where a session stands and let the store's lists know it."""
    verdict = standing_of(suite, store.entries(session))
    if verdict is not None:
        store.note_verdict(verdict)
    return verdict
