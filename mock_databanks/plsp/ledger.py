"""PLSP's memory: built line by line from the journal, and from nothing else."""

from collections.abc import Iterator

from mock_databanks.journal import Journal, Line
from mock_databanks.plsp.state import LetterKey, LetterState, MessageState

__all__ = ["Ledger"]

Keys = dict[str, object]


class Ledger:
    """Writes a line and then lets it change the state: so a start from the journal gives the same state again."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._messages: dict[str, MessageState] = {}
        self._letters: dict[LetterKey, LetterState] = {}
        self._taken: dict[tuple[str, str], str] = {}
        self._first_taken: dict[str, tuple[str, str]] = {}
        self._turned_away: dict[str, str] = {}
        self._pending: dict[LetterKey, None] = {}
        self._receipts: set[tuple[str, str]] = set()
        self.last = 0
        """the sequence number of the newest line that was taken in"""
        for line in journal.lines():
            self._apply(line)

    def record(self, event: str, data: Keys, *, durable: bool = True) -> Line:
        """Write an event and take it in."""
        line = self._journal.append(event, data, durable=durable)
        self._apply(line)
        return line

    def message(self, identifier: str) -> MessageState | None:
        """Return a message by PLSP's own id."""
        return self._messages.get(identifier)

    def taken(self, sender: str, envelope: str) -> MessageState | None:
        """Return the message that was taken from a sender under an envelope identifier."""
        return self._messages.get(self._taken.get((sender, envelope), ""))

    def letter(self, key: LetterKey) -> LetterState | None:
        """Return a letter that was taken."""
        return self._letters.get(key)

    def find(self, envelope: str) -> MessageState | None:
        """Return what was taken under an envelope identifier, else what was last turned away under it."""
        first = self._first_taken.get(envelope)
        return self._messages.get(self._turned_away.get(envelope, "") if first is None else self._taken[first])

    def give_receipt(self, message: MessageState, kind: str) -> None:
        """Write down, once, that a receipt of a kind was given for a message."""
        if (message.id, kind) not in self._receipts:
            self.record("receipt_given", {"id": message.id, "envelope": message.envelope, "kind": kind}, durable=False)

    def pending(self) -> Iterator[LetterState]:
        """Return the letters that are not settled, oldest first."""
        return (self._letters[key] for key in self._pending)

    def _apply(self, line: Line) -> None:
        self.last = line.seq
        match line.event:
            case "received":
                self._received(line)
            case "refused":
                self._refused(line)
            case "resent":
                self._take((line.text("sender"), line.text("envelope")), line.text("id"))
            case "receipt_given":
                self._receipts.add((line.text("id"), line.text("kind")))
            case "forwarded":
                letter = self._of(line)
                letter.state, letter.attempts = "forwarded", 1
            case "waiting":
                letter = self._of(line)
                letter.state, letter.reason = "waiting", line.text("reason")
            case "accepted" | "letter_refused":
                self._settle(self._of(line), "accepted" if line.event == "accepted" else "refused", line)

    def _take(self, key: tuple[str, str], identifier: str) -> None:
        self._taken[key] = identifier
        self._first_taken.setdefault(key[1], key)

    def _of(self, line: Line) -> LetterState:
        return self._letters[line.text("sender"), line.text("letter")]

    def _settle(self, letter: LetterState, state: str, line: Line) -> None:
        letter.state, letter.reason, letter.settled = state, line.text("reason"), line.time
        self._pending.pop(letter.key, None)

    def _received(self, line: Line) -> None:
        letters = []
        for keys in _letter_lines(line):
            fresh = _letter(line.text("id"), keys)
            letter = self._letters.setdefault(fresh.key, fresh)
            if letter is fresh:
                self._pending[letter.key] = None
                if keys["refused"]:
                    letter.state, letter.reason, letter.settled = "refused", str(keys["refused"]), line.time
                    del self._pending[letter.key]
            letters.append(letter)
        message = _message(line, tuple(letters), ())
        self._messages[message.id] = message
        self._take((message.sender, message.envelope), message.id)

    def _refused(self, line: Line) -> None:
        findings = line.data["findings"]
        reasons = tuple(str(finding["message"]) for finding in findings) if isinstance(findings, list) else ()
        letters = tuple(_letter(line.text("id"), keys) for keys in _letter_lines(line))
        for letter in letters:
            letter.state, letter.reason, letter.settled = "refused", " ".join(reasons), line.time
        message = _message(line, letters, reasons)
        self._messages[message.id] = message
        self._turned_away[message.envelope] = message.id


def _letter_lines(line: Line) -> list[Keys]:
    letters = line.data["letters"]
    return letters if isinstance(letters, list) else []


def _letter(message: str, keys: Keys) -> LetterState:
    index = keys["index"]
    return LetterState(
        key=(str(keys["sender"]), str(keys["letter"])),
        message=message,
        index=index if isinstance(index, int) else 0,
        standard=str(keys["standard"]),
        version=str(keys["version"]),
        target=str(keys["target"]),
    )


def _message(line: Line, letters: tuple[LetterState, ...], reasons: tuple[str, ...]) -> MessageState:
    return MessageState(
        id=line.text("id"),
        envelope=line.text("envelope"),
        sender=line.text("sender"),
        receiver=line.text("receiver"),
        sha256=line.text("sha256"),
        asks_receipt=bool(line.data.get("asks_receipt")),
        mapped=bool(line.data.get("mapped")),
        letters=letters,
        received=line.time,
        turned_away=reasons,
    )
