"""Events that people and programs add to a session in the store, and what forbids them."""

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import DeviationApproved, Event, EvidenceAdded, EvidenceKept, ProgressNoted, ReviewMoved
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.session.canonical import plain
from labcert.session.chain import Link, instant, make_link
from labcert.session.log import Clock, LogEntry
from labcert.session.manifest import MANIFEST, SIGNATURES
from labcert.session.store.files import EVIDENCE, drop_file, paths_of, read_file, stored_files
from labcert.session.store.lines import Head, write_links

__all__ = [
    "UNLISTED", "Overtaken", "append_events", "evidence_of", "is_signed", "make_room_for_file", "require_as_read",
    "require_evidence", "require_file_as_read", "require_open", "unseal_stored",
]

UNLISTED = frozenset({SIGNATURES, "certificate.json", "certificate.pdf"})
"""files that come after the manifest and are never listed in it"""


class Overtaken(UsageMistake):
    """Somebody wrote in the session after it was read: what was decided by then must be decided anew."""

    def __init__(self, session: str) -> None:
        super().__init__(
            _("Sessionen {session} blev ændret af en anden imens, så intet er skrevet.").format(session=session),
            remedy=_("Se, hvad der er sket, med “labcert session show {session}”, og prøv igen.").format(
                session=session
            ),
        )


def require_as_read(head: Head, events: int | None) -> None:
    """Raise Overtaken where the log has other than so many events; None asks nothing."""
    if events is not None and head.events != events:
        raise Overtaken(head.session)


def require_file_as_read(connection: Connection, session: str, path: str, expect: str | None) -> None:
    """Raise Overtaken where a file's sha256 is another ("" for no file); None asks nothing."""
    if expect is None:
        return
    now = next((file.sha256 for file in stored_files(connection, session) if file.path == path), "")
    if now != expect:
        raise Overtaken(session)


def append_events(connection: Connection, head: Head, given: tuple[Event, ...], clock: Clock) -> tuple[LogEntry, ...]:
    """Write events after a head, all or (by the transaction) none; returns those that were given."""
    if not given:
        return ()
    made: list[tuple[Link, Event]] = []
    latest = head
    for event in _with_clock_word(head, given, clock):
        time = clock().isoformat(timespec="milliseconds")
        link = make_link(latest.events + 1, time, type(event).__name__, plain(event), latest.hash)
        made.append((link, event))
        latest = latest.after(link, event)
    write_links(connection, head, made)
    return tuple(LogEntry(link.seq, link.time, event, link.hash) for link, event in made[-len(given) :])


def _with_clock_word(head: Head, given: tuple[Event, ...], clock: Clock) -> tuple[Event, ...]:
    """Put a word before the events where the clock shows an earlier time than the latest event's."""
    before, now = instant(head.changed), clock()
    if before is None or now >= before:
        return given
    word = _(
        "Uret på denne maskine er stillet tilbage: den forrige hændelse er skrevet {before}, og uret viser {now}. "
        "Hændelserne herfra har urets tid."
    ).format(before=head.changed, now=now.isoformat(timespec="milliseconds"))
    return (ProgressNoted("", word), *given)


def evidence_of(event: Event) -> Evidence | None:
    """Return the evidence that an event says is kept, None where it says that of none."""
    match event:
        case EvidenceKept(evidence=evidence) | EvidenceAdded(evidence=evidence):
            return evidence
        case DeviationApproved(document=document):
            return document
        case _:
            return None


def require_open(connection: Connection, head: Head, given: tuple[Event, ...]) -> None:
    """Raise UsageMistake where the review has ended, other than for the event that opens it again while none signed."""
    if not head.review.closed or not given:
        return
    first = given[0]
    reopens = isinstance(first, ReviewMoved) and not first.state.closed
    if reopens and not is_signed(connection, head.session):
        return
    raise UsageMistake(
        _("Gennemgangen af sessionen {session} er afsluttet, så den kan ikke ændres.").format(session=head.session)
        if not reopens
        else _("Sessionen {session} er underskrevet, så den kan ikke åbnes igen.").format(session=head.session),
        remedy=_("Begynd en ny session, der følger efter den: labcert session create --follows {session}.").format(
            session=head.session
        ),
    )


def is_signed(connection: Connection, session: str) -> bool:
    """Say whether anybody has signed the session's manifest."""
    if SIGNATURES not in paths_of(connection, session):
        return False
    from labcert.session.signing import read_signatures  # cryptography takes its time, and few sessions are signed

    try:
        return bool(read_signatures(read_file(connection, session, SIGNATURES)).signatures)
    except ValueError:
        return True  # what can't be read may be somebody's signature


def unseal_stored(connection: Connection, session: str) -> None:
    """Take the seal off a session whose log is about to grow: it was over the log as it is now.

    Raises UsageMistake where somebody has signed: nothing may come after that.
    """
    paths = paths_of(connection, session)
    if not paths & {MANIFEST, SIGNATURES}:
        return
    if is_signed(connection, session):
        raise UsageMistake(
            _("Sessionen {session} er underskrevet, så den kan ikke ændres.").format(session=session),
            remedy=_("Begynd en ny session: labcert session create."),
        )
    for path in (MANIFEST, SIGNATURES):
        drop_file(connection, session, path)


def make_room_for_file(connection: Connection, head: Head, path: str) -> None:
    """Take the seal off where a file would change what is sealed; raises UsageMistake where that may not be."""
    if path in UNLISTED:
        return
    if not head.review.closed:
        unseal_stored(connection, head.session)
    elif MANIFEST in paths_of(connection, head.session):
        raise UsageMistake(
            _("Gennemgangen af sessionen {session} er afsluttet, så filen {name} kan ikke ændres.").format(
                session=head.session, name=path
            )
        )


def require_evidence(connection: Connection, session: str, given: Iterable[Event]) -> None:
    """Raise ToolFault where an event names evidence whose bytes aren't kept."""
    wanted = [found for event in given if (found := evidence_of(event))]
    if not wanted:
        return
    held = paths_of(connection, session)
    for evidence in wanted:
        if EVIDENCE + evidence.sha256 not in held:
            raise ToolFault(
                _("Beviset “{name}” skal gemmes, før en hændelse kan henvise til det.").format(name=evidence.name),
                where=evidence.sha256,
            )
