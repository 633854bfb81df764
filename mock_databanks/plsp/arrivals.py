"""Everything that was sent to PLSP, in the order it came: taken, sent again, turned away, or kept out by a fault.

So that whoever waits for an answer can know it by its patient and its sample, whatever envelope it comes in.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mock_databanks.bodies import Bodies
from mock_databanks.intake import parsed
from mock_databanks.journal import Journal, Line
from mock_databanks.letters import LetterFacts, read_envelope
from mock_databanks.plsp.ledger import Ledger

__all__ = ["KEPT_OUT", "Arrival", "Arrivals"]

KEPT_OUT = "kept_out"
EVENTS = frozenset({"received", "resent", "duplicate", "refused", KEPT_OUT})


@dataclass(frozen=True)
class Arrival:
    """One message that came.

    `event` is received (new), resent (the same letters in a new envelope), duplicate (the same message), refused
    (turned away for `reasons`) or kept_out (a switched fault did not let it in). `seq` and `time` are those of the
    journal's line, `id` is PLSP's own. `letters` is empty where the bytes could not be read or were not kept.
    """

    seq: int
    time: str
    event: str
    id: str
    envelope: str
    sha256: str
    reasons: tuple[str, ...]
    letters: tuple[LetterFacts, ...]

    def concerns(self, cpr: str, sample: str) -> bool:
        """Say whether a letter is about the person or the sample; what can't be read may be about anybody."""
        return not self.letters or any(
            cpr in (letter.cpr, "") or sample == letter.requester_sample for letter in self.letters
        )


class Arrivals:
    """Reads the journal and the kept bytes; a message is read once."""

    def __init__(self, journal: Journal, bodies: Bodies, ledger: Ledger) -> None:
        self._journal, self._bodies, self._ledger = journal, bodies, ledger
        self._letters: dict[str, tuple[LetterFacts, ...]] = {"": ()}

    def since(self, seq: int) -> Iterator[Arrival]:
        """Return what came from a sequence number of the journal on, oldest first."""
        return (self._arrival(line) for line in self._journal.lines(seq) if line.event in EVENTS)

    def _arrival(self, line: Line) -> Arrival:
        first = self._ledger.message(line.text("id"))  # of one sent again it is what was taken first
        sha256 = line.text("sha256") or (first.sha256 if first else "")
        findings = line.data.get("findings")
        reasons = tuple(str(each["message"]) for each in findings) if isinstance(findings, list) else ()
        if sha256 not in self._letters:
            self._letters[sha256] = read_envelope(parsed(self._bodies.get(sha256))).letters
        letters = self._letters[sha256]
        return Arrival(
            line.seq, line.time, line.event, line.text("id"), line.text("envelope"), sha256, reasons, letters
        )
