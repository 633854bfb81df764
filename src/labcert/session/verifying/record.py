"""The check of a bundle's log: the chain holds, it is this session's, its evidence is there, its clock goes forward."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise

from labcert.domain.events import EVENTS, DeviationApproved, EvidenceAdded, EvidenceKept, SessionOpened
from labcert.domain.language import _, ngettext
from labcert.domain.suite_state import SuiteState
from labcert.session.chain import BrokenChain, Link, links
from labcert.session.contents import Contents
from labcert.session.folder import EVENTS_FILE
from labcert.session.log import LogEntry, decode_event
from labcert.session.manifest import Manifest
from labcert.session.report import BundleBroken, Reason
from labcert.session.suite_words import told_of_suite
from labcert.session.verifying.files import EVIDENCE_FOLDER, whole

__all__ = ["Record", "read_record"]

NEEDED_EVENTS = frozenset({SessionOpened.__name__, EvidenceKept.__name__})
"""the kinds that a check reads; others need not be known, so that an older labcert can check a newer bundle"""
LEAST_STEP_BACK = timedelta(seconds=1)
"""less is what a machine does when it sets its clock by the network's"""
STEPS_BACK_TOLD = 10
LARGEST_LOG = 128 << 20
"""a hundred times the log of a whole programme"""


class Record:
    """A log as read: what speaks against it, and its events as far as this version knows them.

    `strange` says that an event of a known kind has a content that this version doesn't know; `ended` is the latest
    time that an event has, None where none could be read.
    """

    def __init__(self) -> None:
        self.reasons: list[Reason] = []
        self.entries: list[LogEntry] = []
        self.strange = False
        self.ended: datetime | None = None


def read_record(contents: Contents, manifest: Manifest) -> Record:
    """Read the log of a bundle whose files are as listed."""
    record, have = Record(), {entry.path for entry in manifest.files}
    try:
        *lines, tail = whole(contents, EVENTS_FILE, LARGEST_LOG).split(b"\n")
    except BundleBroken as broken:
        record.reasons += broken.reasons
        return record
    if tail:
        text = _("Hændelsesloggens sidste linje er kun skrevet halvt.")
        record.reasons.append(Reason("log_broken", EVENTS_FILE, text))
    times: list[tuple[int, datetime]] = []
    try:
        for link in links(lines):
            times.append((link.seq, link.moment))
            entry = _entry(link, record)
            if entry is not None:
                record.entries.append(entry)
                record.reasons += _event_reasons(entry, manifest, have)
    except BrokenChain as broken:
        record.reasons.append(Reason("log_broken", EVENTS_FILE, broken.message))
    record.reasons += _clock_reasons(times)
    record.ended = max((time for _seq, time in times), default=None)
    return record


def _entry(link: Link, record: Record) -> LogEntry | None:
    """Return the typed event, or None for one that this version doesn't know and doesn't need."""
    if link.kind not in EVENTS:
        return None
    try:
        return LogEntry(link.seq, link.time, decode_event(link.kind, link.data, link.seq), link.hash)
    except BrokenChain:
        if link.kind in NEEDED_EVENTS:
            raise
        record.strange = True
        return None


def _event_reasons(entry: LogEntry, manifest: Manifest, have: set[str]) -> Iterator[Reason]:
    match entry.event:
        case SessionOpened(session=session, demo=demo) if (session, demo) != (manifest.session, manifest.demo):
            text = _("Hændelsesloggen hører til en anden session ({session}).").format(session=session)
            yield Reason("log_of_other_session", EVENTS_FILE, text)
        case SessionOpened(suite_state=SuiteState(sealed=False) as state):
            yield Reason("suite_not_sealed", EVENTS_FILE, told_of_suite(state))
        case (
            EvidenceKept(evidence=evidence) | EvidenceAdded(evidence=evidence) | DeviationApproved(document=evidence)
        ) if EVIDENCE_FOLDER + evidence.sha256 not in have:
            text = _("Beviset “{name}”, som hændelsesloggen nævner, er ikke i pakken.")
            yield Reason("evidence_missing", EVIDENCE_FOLDER + evidence.sha256, text.format(name=evidence.name))
        case _:
            pass


def _clock_reasons(times: list[tuple[int, datetime]]) -> Iterator[Reason]:
    """A notice for each event that says it happened before the one before it; the rest are counted."""
    back = [(seq, before, time) for (_seq, before), (seq, time) in pairwise(times) if time < before - LEAST_STEP_BACK]
    text = _(
        "Hændelse {seq} har et tidspunkt ({time}) før hændelsen lige før den ({before}): uret på maskinen er stillet "
        "tilbage. Rækkefølgen er sikker, men klokkeslættene omkring den er ikke."
    )
    for seq, before, time in back[:STEPS_BACK_TOLD]:
        told = text.format(seq=seq, time=time.isoformat(), before=before.isoformat())
        yield Reason("clock_set_back", EVENTS_FILE, told)
    more = len(back) - STEPS_BACK_TOLD
    if more > 0:
        told = ngettext("Og {count} gang mere siden.", "Og {count} gange mere siden.", more)
        yield Reason("clock_set_back", EVENTS_FILE, told.format(count=more))
