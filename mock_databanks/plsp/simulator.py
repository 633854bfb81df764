"""PLSP as a state machine: a change of state is a line of the journal first, and the state is what the journal says.

No HTTP and no threads in here: the host posts what `take` hands it and tells `settle` how it went.
"""

import hashlib

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from mock_databanks.answers import Answer, Taken, TurnedAway
from mock_databanks.bodies import Bodies
from mock_databanks.clock import Clock, NewId
from mock_databanks.codes import TARGETS, CodeTables
from mock_databanks.intake import Checked, canonical_letter, parsed
from mock_databanks.journal import Journal
from mock_databanks.letters import EnvelopeFacts, LetterFacts
from mock_databanks.plsp.arrivals import KEPT_OUT, Arrival, Arrivals
from mock_databanks.plsp.decision import off_the_list, reused_envelope, reused_letter, route_findings, shared_codes
from mock_databanks.plsp.ledger import Ledger
from mock_databanks.plsp.replies import receipt_of
from mock_databanks.plsp.state import Accepted, Dispatch, LetterState, MessageState, Refused, Trouble, Verdict
from mock_databanks.policies import PlspPolicy
from mock_databanks.slicing import only_letter, rewritten

__all__ = ["Plsp"]

_TARGET_OF = dict(TARGETS.values())


class Plsp:
    """One PLSP over one journal; built again from it whenever it starts. `policy` may be set at any time."""

    def __init__(
        self, journal: Journal, bodies: Bodies, clock: Clock, new_id: NewId, tables: CodeTables, policy: PlspPolicy
    ) -> None:
        self.policy = policy
        self._ledger = Ledger(journal)
        self._bodies, self._clock, self._new_id, self._tables = bodies, clock, new_id, tables
        self._arrivals = Arrivals(journal, bodies, self._ledger)

    # -- taking messages -------------------------------------------------------------------------------------------

    def receive(self, checked: Checked, *, refusal: str | None = None) -> Answer:
        """Take a checked message, or turn it away; what is answered Taken is on disk.

        With `refusal` the message is turned away for that reason, whatever it holds (a switched fault).
        """
        facts = checked.facts
        if checked.status or facts is None:
            return self._turn_away(checked, checked.status or 422, checked.findings)
        if refusal is not None:
            return self._turn_away(checked, 422, (Finding(rule="PLSP-REFUSED", severity=Severity.F1, message=refusal),))
        first = self._ledger.taken(facts.sender_ean, facts.identifier)
        if first is not None:
            return self._again(checked, facts, first)
        findings = tuple(
            found for letter in facts.letters for found in route_findings(letter, self.policy, self._tables)
        )
        if findings:
            return self._turn_away(checked, 422, findings)
        reused = tuple(
            reused_letter(letter)
            for letter in facts.letters
            if self._differs(checked, letter) or letter.key in [other.key for other in facts.letters[: letter.index]]
        )
        if reused:
            return self._turn_away(checked, 409, reused)
        return self._take_in(checked, facts)

    def _again(self, checked: Checked, facts: EnvelopeFacts, first: MessageState) -> Answer:
        """The envelope's identifier is known: the same message gets its first answer, another one is turned away."""
        same = hashlib.sha256(checked.data).hexdigest() == first.sha256 or (
            [letter.key for letter in facts.letters] == [letter.key for letter in first.letters]
            and not any(self._differs(checked, letter) for letter in facts.letters)
        )
        if not same:
            return self._turn_away(checked, 409, (reused_envelope(facts.identifier),))
        self._ledger.record("duplicate", {"id": first.id, "envelope": facts.identifier})
        return Taken(first.id, "received", repeated=True)

    def _differs(self, checked: Checked, letter: LetterFacts) -> bool:
        """Say whether a letter's identifier was used before for another content."""
        known = self._ledger.letter(letter.key)
        message = known and self._ledger.message(known.message)
        if not known or not message:
            return False
        kept = parsed(self._bodies.get(message.sha256))
        return canonical_letter(kept, known.index) != canonical_letter(parsed(checked.data), letter.index)

    def _take_in(self, checked: Checked, facts: EnvelopeFacts) -> Answer:
        known = [self._ledger.letter(letter.key) for letter in facts.letters]
        if all(known) and known[0] is not None:
            first = known[0].message
            self._ledger.record("resent", {"id": first, "envelope": facts.identifier, "sender": facts.sender_ean})
            return Taken(first, "received", repeated=True)
        message = self._new_id()
        mapped = any(shared_codes(letter, self.policy, self._tables) != letter.codes for letter in facts.letters)
        letters = [_letter_line(letter, self._held_back(letter)) for letter in facts.letters]
        sha256 = self._bodies.keep(checked.data)
        self._ledger.record(
            "received",
            {
                "id": message,
                "envelope": facts.identifier,
                "sender": facts.sender_ean,
                "receiver": facts.receiver_ean,
                "sha256": sha256,
                "size": len(checked.data),
                "asks_receipt": facts.asks_receipt,
                "mapped": mapped,
                "letters": letters,
            },
        )
        return Taken(message, "received")

    def _held_back(self, letter: LetterFacts) -> str:
        """Say why the positive list holds a letter back; "" where it does not."""
        held = off_the_list(letter, self.policy, self._tables)
        return (
            _("Koderne {codes} er ikke på positivlisten og deles ikke.").format(codes=", ".join(held)) if held else ""
        )

    def _turn_away(self, checked: Checked, status: int, findings: tuple[Finding, ...]) -> TurnedAway:
        """Write down what was turned away and why; its bytes too, unless they may hold a real person's CPR."""
        facts = checked.facts or EnvelopeFacts("", False, ())
        identifier = self._new_id()
        keep = status in (409, 422) and not checked.private
        self._ledger.record(
            "refused",
            {
                "id": identifier,
                "status": status,
                "envelope": facts.identifier,
                "sender": facts.sender_ean,
                "receiver": facts.receiver_ean,
                "sha256": self._bodies.keep(checked.data) if keep else "",
                "letters": [_letter_line(letter, "") for letter in facts.letters],
                "findings": [
                    {"rule": finding.rule, "message": finding.message, "path": finding.path} for finding in findings
                ],
            },
        )
        message = self._ledger.message(identifier)
        return TurnedAway(status, findings, identifier, receipt_of(message) if message and facts.letters else None)

    def keep_out(self, checked: Checked) -> None:
        """Write down that a message came while a switched fault let nothing in: its sender did try."""
        facts = checked.facts
        if facts is not None and not checked.private:
            self._ledger.record(
                KEPT_OUT,
                {"id": self._new_id(), "envelope": facts.identifier, "sha256": self._bodies.keep(checked.data)},
                durable=False,
            )

    def refuse_change(self, identifier: str, method: str) -> None:
        """Write down that somebody tried to delete or overwrite a message: what is shared stays shared."""
        self._ledger.record("delete_refused", {"id": identifier, "method": method})

    # -- forwarding ------------------------------------------------------------------------------------------------

    def take(self, target: str) -> Dispatch | None:
        """Return the oldest letter that is due for a databank, and mark it as forwarded; None if there is none."""
        now = self._clock().timestamp()
        for letter in self._ledger.pending():
            if letter.target == target and not letter.in_flight and letter.retry_at <= now:
                return self._dispatch(letter)
        return None

    def _dispatch(self, letter: LetterState) -> Dispatch | None:
        message = self._ledger.message(letter.message)
        if message is None:
            return None
        data = self._bodies.get(message.sha256)
        if len(message.letters) > 1:
            data = only_letter(data, letter.index)
        if message.mapped:
            data = rewritten(data, dict(self._tables.mapping))
        letter.attempts += 1
        letter.in_flight = True
        if letter.attempts == 1:
            self._ledger.record("forwarded", {**_about(letter), "attempt": 1}, durable=False)
        return Dispatch(letter.key, letter.target, data, letter.attempts)

    def settle(self, dispatch: Dispatch, verdict: Verdict) -> None:
        """Write down what the databank answered to a dispatch; a letter once settled stays as it is."""
        letter = self._ledger.letter(dispatch.key)
        if letter is None or letter.final:
            return
        letter.in_flight = False
        about = {**_about(letter), "attempt": dispatch.attempt}
        match verdict:
            case Accepted():
                self._ledger.record("accepted", about, durable=False)
            case Refused(reason=reason):
                self._ledger.record("letter_refused", {**about, "reason": reason}, durable=False)
            case Trouble(reason=reason):
                letter.retry_at = self._clock().timestamp() + self.policy.retry_seconds
                if (letter.state, letter.reason) != ("waiting", reason):  # hours of trouble must not fill the journal
                    self._ledger.record("waiting", {**about, "reason": reason}, durable=False)

    def moving(self) -> tuple[LetterState, ...]:
        """Return the letters that are on their way: received, forwarded or waiting."""
        return tuple(self._ledger.pending())

    # -- asking ----------------------------------------------------------------------------------------------------

    def message(self, identifier: str) -> MessageState | None:
        """Return a message by PLSP's own id."""
        return self._ledger.message(identifier)

    def find(self, envelope: str) -> MessageState | None:
        """Return what was taken under an envelope identifier, else what was last turned away under it."""
        return self._ledger.find(envelope)

    def arrivals(self, since: int) -> tuple[Arrival, ...]:
        """Return every message that came, from a sequence number of the journal on, oldest first."""
        return tuple(self._arrivals.since(since))

    def next_seq(self) -> int:
        """Return a sequence number that no message which has come so far has reached."""
        return self._ledger.last + 1

    def raw(self, message: MessageState) -> bytes | None:
        """Return a message's bytes as they came; None where they were not kept."""
        return self._bodies.get(message.sha256) if message.sha256 else None

    def receipt(self, message: MessageState) -> bytes | None:
        """Return the message's receipt, None while there is none (see `receipt_of`); the first time is written down."""
        receipt = receipt_of(message)
        if receipt is not None:
            self._ledger.give_receipt(message, "XCTL03" if b"<PositiveReceipt" in receipt else "XCTL02")
        return receipt


def _letter_line(letter: LetterFacts, refused: str) -> dict[str, object]:
    return {
        "sender": letter.sender_ean,
        "letter": letter.identifier,
        "index": letter.index,
        "standard": letter.standard,
        "version": letter.version,
        "target": _TARGET_OF.get(letter.standard, ""),
        "refused": refused,
    }


def _about(letter: LetterState) -> dict[str, object]:
    return {"id": letter.message, "sender": letter.key[0], "letter": letter.key[1], "target": letter.target}
