"""LABA or MiBa as a state machine. The two differ in the standard they take, and in nothing else that is public."""

from dataclasses import dataclass

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from mock_databanks.answers import Answer, Taken, TurnedAway
from mock_databanks.bodies import Bodies
from mock_databanks.clock import NewId
from mock_databanks.databank.correlation import codes_of, key_of, matching
from mock_databanks.databank.state import Held, Receipted, Shelf, Version
from mock_databanks.intake import Checked, canonical_letter, parsed, stored_letter
from mock_databanks.journal import Journal
from mock_databanks.letters import EnvelopeFacts, LetterFacts
from mock_databanks.policies import DatabankPolicy
from mock_databanks.receipts import Original, OriginalLetter, negative, positive

__all__ = ["Databank", "Kind"]


_REMEMBERED, _REMEMBERED_LENGTH = 2_000, 50_000
"""letters remembered as text, and the longest of them: a portal asks for all of a person's at each page"""


@dataclass(frozen=True)
class Kind:
    """A databank's name, the only standard that it takes, and who takes the other one."""

    name: str
    standard: str
    other: str


class Databank:
    """One databank over one journal; built again from it whenever it starts. `policy` may be set at any time."""

    def __init__(self, kind: Kind, journal: Journal, bodies: Bodies, new_id: NewId, policy: DatabankPolicy) -> None:
        self.kind, self.policy = kind, policy
        self._shelf = Shelf(journal)
        self._bodies, self._new_id = bodies, new_id
        self._texts: dict[tuple[str, int], str] = {}

    # -- taking answers --------------------------------------------------------------------------------------------

    def receive(self, checked: Checked, *, refusal: str | None = None, origin: str | None = None) -> Answer:
        """Take a checked message, or turn it away; what is answered Taken is on disk.

        `refusal` turns it away for that reason, whatever it holds (a switched fault). `origin` says where the answers
        come from (gp, hospital) instead of what the letters say.
        """
        facts = checked.facts
        if checked.status or facts is None:
            return self._turn_away(checked, checked.status or 422, checked.findings)
        foreign = tuple(self._foreign(letter) for letter in facts.letters if letter.standard != self.kind.standard)
        if foreign:
            return self._turn_away(checked, 422, foreign)
        if refusal is not None:
            return self._turn_away(checked, 422, (Finding(rule="BANK-REFUSED", severity=Severity.F1, message=refusal),))
        known = [self._shelf.known(*letter.key) for letter in facts.letters]
        reused = tuple(
            self._reused(letter)
            for letter, first in zip(facts.letters, known, strict=True)
            if first is not None and self._differs(checked, letter, first)
        )
        if reused:
            return self._turn_away(checked, 409, reused)
        fresh = tuple(letter for letter, first in zip(facts.letters, known, strict=True) if first is None)
        if not fresh and known[0] is not None:
            self._shelf.record(
                "duplicate", {"id": known[0].id, "envelope": facts.identifier, "letter": facts.letters[0].identifier}
            )
            return Taken(known[0].id, "accepted", repeated=True)
        return self._take_in(checked, facts, fresh, origin)

    def _take_in(
        self, checked: Checked, facts: EnvelopeFacts, fresh: tuple[LetterFacts, ...], origin: str | None
    ) -> Answer:
        message = self._new_id()
        sha256 = self._bodies.keep(checked.data)
        self._shelf.record(
            "received",
            {
                "id": message,
                "envelope": facts.identifier,
                "sender": facts.sender_ean,
                "receiver": facts.receiver_ean,
                "sha256": sha256,
                "asks_receipt": facts.asks_receipt,
                "letters": [self._letter_line(letter, origin) for letter in fresh],
            },
        )
        return Taken(message, "accepted")

    def _letter_line(self, letter: LetterFacts, origin: str | None) -> dict[str, object]:
        parts = self.policy.correlation_key
        key = key_of(letter, parts)
        answer = matching(letter, parts, self._shelf.of_key(key))
        return {
            "answer": answer.id if answer else self._new_id(),
            "key": list(key),
            "codes": sorted(codes_of(letter)),
            "cpr": letter.cpr,
            "requester_sample": letter.requester_sample,
            "laboratory_sample": letter.laboratory_sample,
            "sender": letter.sender_ean,
            "letter": letter.identifier,
            "index": letter.index,
            "version": letter.version,
            "results_at": letter.results_at,
            "rank": letter.rank,
            "complete": letter.report_status == "komplet_svar",
            "corrected": letter.corrected,
            "consent_refused": letter.consent_refused,
            "origin": origin or letter.origin,
        }

    def _differs(self, checked: Checked, letter: LetterFacts, first: Receipted) -> bool:
        """Say whether a known letter identifier comes with another content."""
        kept = parsed(self._bodies.get(first.sha256))
        index = next((place for name, _version, place in first.letters if name == letter.identifier), 0)
        return canonical_letter(kept, index) != canonical_letter(parsed(checked.data), letter.index)

    def _reused(self, letter: LetterFacts) -> Finding:
        return Finding(
            rule="BANK-ID-001",
            severity=Severity.F1,
            message=_("{databank} har allerede et andet brev med identifikationen {letter}.").format(
                databank=self.kind.name, letter=letter.identifier
            ),
            expected=_("en ny identifikation til hvert nyt brev, også til en rettelse"),
            actual=letter.identifier,
            remedy=_("Giv hvert nyt brev sin egen identifikation."),
            path=f"{letter.path}/Letter/Identifier",
        )

    def _foreign(self, letter: LetterFacts) -> Finding:
        return Finding(
            rule="BANK-STANDARD-001",
            severity=Severity.F1,
            message=_("{databank} tager kun imod {right}. Brevet er {wrong}.").format(
                databank=self.kind.name,
                right=self.kind.standard,
                wrong=letter.standard or letter.path.rsplit("/", 1)[-1],
            ),
            expected=self.kind.standard,
            actual=letter.standard,
            remedy=_("Send brevet til {other}.").format(other=self.kind.other),
            path=letter.path,
        )

    def _turn_away(self, checked: Checked, status: int, findings: tuple[Finding, ...]) -> TurnedAway:
        facts = checked.facts or EnvelopeFacts("", False, ())
        identifier = self._new_id()
        line = self._shelf.record(
            "refused",
            {
                "id": identifier,
                "status": status,
                "envelope": facts.identifier,
                "sender": facts.sender_ean,
                "letters": [letter.identifier for letter in facts.letters],
                "findings": [
                    {"rule": finding.rule, "message": finding.message, "path": finding.path} for finding in findings
                ],
            },
        )
        if not facts.letters:
            return TurnedAway(status, findings, identifier)
        letters = tuple(OriginalLetter(letter.identifier, letter.version) for letter in facts.letters)
        original = Original(identifier, facts.identifier, facts.sender_ean, facts.receiver_ean, letters, line.time)
        return TurnedAway(
            status, findings, identifier, negative(original, whole=" ".join(finding.message for finding in findings))
        )

    def refuse_change(self, answer: str, method: str) -> None:
        """Write down that somebody tried to delete or overwrite an answer: nothing shared can be taken back."""
        self._shelf.record("delete_refused", {"answer": answer, "method": method})

    # -- asking ----------------------------------------------------------------------------------------------------

    def answers(self, cpr: str, sample: str = "") -> tuple[Held, ...]:
        """Return what is held for a person, of one sample (the requester's or the laboratory's number) or of all."""
        return tuple(
            answer
            for answer in self._shelf.of_person(cpr)
            if not sample or sample in (answer.requester_sample, answer.laboratory_sample)
        )

    def letter_xml(self, version: Version) -> str:
        """Return a version's letter as XML text, without a declaration."""
        key = version.sha256, version.index
        text = self._texts.get(key)
        if text is None:
            element = stored_letter(self._bodies.get(version.sha256), version.index)
            text = str(etree.tostring(element, encoding="unicode", with_tail=False))
            if len(text) <= _REMEMBERED_LENGTH and len(self._texts) < _REMEMBERED:
                self._texts[key] = text
        return text

    def message(self, identifier: str) -> Receipted | None:
        """Return a message that was taken, by its id."""
        return self._shelf.message(identifier)

    def receipt(self, message: Receipted) -> bytes | None:
        """Return XCTL03 if the envelope asked for it; the same bytes whenever it is asked for."""
        if not message.asks_receipt:
            return None
        letters = tuple(OriginalLetter(identifier, version) for identifier, version, _place in message.letters)
        return positive(
            Original(message.id, message.envelope, message.sender, message.receiver, letters, message.received)
        )
