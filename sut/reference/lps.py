"""The system itself: send, correct, refuse to delete, send again, show the outbox."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sut.reference import corrections, delivery, page, rules, sentences
from sut.reference.about_delivery import DeliveryBehaviours
from sut.reference.behaviours import Blocked, Json
from sut.reference.hub import OPEN, Access, HubClient
from sut.reference.message import standards_of
from sut.reference.outbox import WAITING, Entry, Outbox, Reply

__all__ = ["ReferenceLps"]

IDENTIFIER_LENGTH = 14
"""Identifiers of envelopes and letters have 14 characters at most."""


def _wall_clock() -> datetime:
    return datetime.now(tz=UTC).astimezone()


class ReferenceLps(DeliveryBehaviours):
    """A GP system at a hub's address (http://…).

    `store` is the SQLite file of the outbox; `mark` (six characters at most) tells this system's identifiers from
    another's and is made once and kept. `timeout` is the wait for an answer of the hub, `patience` the wait for a
    letter on its way to a databank, both in seconds. `access` is how it shows the hub who it is. Raises ValueError
    where the address is none.
    """

    def __init__(
        self,
        hub: str,
        *,
        store: str | Path = ":memory:",
        mark: str | None = None,
        clock: Callable[[], datetime] = _wall_clock,
        timeout: float = 5.0,
        patience: float = 2.0,
        access: Access = OPEN,
    ) -> None:
        if not hub.startswith(("http://", "https://")):
            raise ValueError(f"Hub'ens adresse skal begynde med http:// eller https://; den er „{hub}“.")
        self.hub = HubClient(hub, timeout, access)
        self.kept = Outbox(store, mark)
        self._clock = clock
        self._ahead = timedelta(seconds=self.kept.seconds_ahead())
        self._patience = patience

    def close(self) -> None:
        """Close the outbox and the connections."""
        self.hub.close()
        self.kept.close()

    def now(self) -> datetime:
        """Return the system's own time, which `work` moves forward."""
        return self._clock() + self._ahead

    # ------------------------------------------------------------------------------------------ what the user can do

    def send(self, case: Json) -> Reply:
        """Send a case as a new answer; a reason is returned where the user interface refuses."""
        return self.enter(case)

    def correct(self, case: Json, replaces: str) -> Reply:
        """Correct the answer that was sent in an envelope so that it says what the case says."""
        original = self.kept.find(replaces)
        if original is None:
            return Reply(reason=sentences.NOT_KNOWN.format(envelope=replaces))
        while original.replaced_by and (newer := self.kept.find(original.replaced_by)):
            original = newer
        return self.delete_or_correct(case, original)

    def delete(self, envelope: str) -> Reply:  # noqa: ARG002 - what is asked for does not matter: nothing is deleted
        """Refuse: what is shared can't be deleted."""
        return Reply(reason=sentences.NOT_DELETED)

    def outbox(self) -> tuple[Entry, ...]:
        """Return what the user sees, oldest first."""
        return tuple(
            replace(entry, text=self.sentence_of(entry)) for entry in self.kept.all() if self.outbox_shows(entry)
        )

    def outbox_page(self) -> bytes:
        """Return the outbox as an HTML page in UTF-8."""
        return page.outbox_page(self.outbox(), self.now())

    # -------------------------------------------------------------------------------- what the system does by itself

    def work(self, minutes: int = 0) -> None:
        """Let some minutes pass: fetch receipts, send again what is due when it is due."""
        self._fetch_all()
        end = self.now() + timedelta(minutes=minutes)
        while minutes and (next_due := self._next_due(end)):
            due, entry = next_due
            self._ahead += max(due - self.now(), timedelta())
            if self.resend_due(entry):
                self._send_again(entry)
            else:
                self.kept.save(replace(entry, state="failed"))
        self._ahead += max(end - self.now(), timedelta())
        if minutes:
            self.kept.keep_seconds_ahead(round(self._ahead.total_seconds()))

    def _fetch_all(self) -> None:
        for entry in self.kept.unsettled():
            seen = delivery.fetch(self, self.hub, entry, self._patience)
            if seen != entry:
                self.kept.save(seen)

    def _next_due(self, end: datetime) -> tuple[datetime, Entry] | None:
        unsettled = ((delivery.due_at(self, entry), entry) for entry in self.kept.unsettled())
        waiting = [(due, entry) for due, entry in unsettled if due and due <= end]
        return min(waiting, key=lambda pair: (pair[0], pair[1].number), default=None)

    def _send_again(self, entry: Entry) -> None:
        letters = self.letters_again(entry)
        entry = replace(entry, envelopes=(*entry.envelopes, self.envelope_again(entry)), letters=letters)
        entry = delivery.post(self, self.hub, self.kept.save(entry), self.now())
        self.kept.save(delivery.fetch(self, self.hub, entry, self._patience))

    # ------------------------------------------------------------------ what a defective system does in another way

    def refusal(self, case: Json) -> str:
        """Return why the user interface refuses a case, or an empty text."""
        return rules.refusal(self, case)

    def next_identifier(self, kind: str) -> str:
        """Return a new identifier of an envelope (E) or a letter (L): 14 characters, never used before."""
        start = f"{kind}{self.kept.mark}"
        return start + str(self.kept.next_number(kind)).zfill(IDENTIFIER_LENGTH - len(start))

    def envelope_again(self, entry: Entry) -> str:  # noqa: ARG002 - another system may look at the entry
        """Return the envelope identifier for sending an answer again: a new one."""
        return self.next_identifier("E")

    def letters_again(self, entry: Entry) -> tuple[str, ...]:
        """Return the letter identifiers for sending an answer again: the same."""
        return entry.letters

    def delete_or_correct(self, case: Json, original: Entry) -> Reply:
        """Bring a shared answer up to date: as a correction, with new identifiers and svar_rettet."""
        try:
            correction = self.correction_of(case, original.case)
        except Blocked as blocked:
            return Reply(reason=blocked.reason)
        return self.enter(correction, replaces=original)

    def correction_of(self, case: Json, original: Json) -> Json:
        """Return the case as a correction of the original case; raises Blocked where it can't be one."""
        return corrections.corrected(case, original)

    def identifiers_of(self, case: Json, replaces: Entry | None) -> tuple[str, tuple[str, ...]]:  # noqa: ARG002
        """Return the identifiers of a new envelope and of its letters; those of a correction are new too."""
        letters = tuple(self.next_identifier("L") for _ in standards_of(self, case))
        return self.next_identifier("E"), letters

    def enter(self, case: Json, replaces: Entry | None = None) -> Reply:
        """Put an answer into the outbox, on disk before the network is tried, and deliver it."""
        reason = self.refusal(case)
        if reason:
            return Reply(reason=reason)
        envelope, letters = self.identifiers_of(case, replaces)
        now = self.now().isoformat()
        entry = self.kept.add(
            Entry(envelope, letters, (envelope,), case, now, now, replaces=replaces.envelope if replaces else "")
        )
        if replaces:
            self.kept.save(replace(replaces, replaced_by=envelope))
        tried = delivery.post(self, self.hub, entry, self.now())
        if tried.state == WAITING and not self.keeps_waiting(tried):
            self.kept.forget(tried)
        else:
            self.kept.save(tried)
        return Reply(envelope, letters)
