"""What a databank holds, built line by line from its journal."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from mock_databanks.journal import Journal, Line

__all__ = ["Held", "Receipted", "Shelf", "Version"]


@dataclass(frozen=True)
class Version:
    """One letter that belongs to an answer; times are ISO 8601, `results_at` local Danish time without seconds.

    `rank` says how final it is (0 sample received, 1 provisional, 2 final, 3 correction), `arrival` counts the
    databank's letters, `index` is the letter's place in the kept message (from 0).
    """

    message: str
    envelope: str
    letter: str
    sha256: str
    index: int
    results_at: str
    rank: int
    complete: bool
    arrival: int
    corrected: bool
    consent_refused: bool
    origin: str
    received: str

    @property
    def age(self) -> tuple[str, int, bool, int]:
        """Orders versions, oldest first. A late original sorts before a correction that came first."""
        return (self.results_at, self.rank, self.complete, self.arrival)


@dataclass
class Held:
    """An answer: whose it is, which sample, which codes, and every version of it, oldest first."""

    id: str
    cpr: str
    requester_sample: str
    laboratory_sample: str
    key: tuple[str, ...]
    codes: set[str]
    versions: list[Version] = field(default_factory=list)

    @property
    def sample(self) -> str:
        """The requester's sample number, or the laboratory's where the requester gave none."""
        return self.requester_sample or self.laboratory_sample


@dataclass(frozen=True)
class Receipted:
    """What a receipt for a message needs: who sent what, and when it was taken."""

    id: str
    envelope: str
    sender: str
    receiver: str
    sha256: str
    asks_receipt: bool
    letters: tuple[tuple[str, str, int], ...]
    """identifier, version code and place (from 0) of each letter that was new"""
    received: str


class Shelf:
    """The answers of one databank. A change is a line of the journal first."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._answers: dict[str, Held] = {}
        self._by_person: dict[str, list[Held]] = {}
        self._by_key: dict[tuple[str, ...], list[Held]] = {}
        self._messages: dict[str, Receipted] = {}
        self._letters: dict[tuple[str, str], str] = {}
        self._arrivals = 0
        for line in journal.lines():
            self._apply(line)

    def record(self, event: str, data: dict[str, object], *, durable: bool = True) -> Line:
        """Write an event and take it in."""
        line = self._journal.append(event, data, durable=durable)
        self._apply(line)
        return line

    def answer(self, identifier: str) -> Held | None:
        """Return an answer by its id."""
        return self._answers.get(identifier)

    def of_person(self, cpr: str) -> Iterator[Held]:
        """Return a person's answers, in the order in which they first came."""
        return iter(self._by_person.get(cpr, ()))

    def of_key(self, key: tuple[str, ...]) -> Iterator[Held]:
        """Return the answers whose correlation key is this one, in the order in which they first came."""
        return iter(self._by_key.get(key, ()))

    def message(self, identifier: str) -> Receipted | None:
        """Return a message by the id it was given."""
        return self._messages.get(identifier)

    def known(self, sender: str, letter: str) -> Receipted | None:
        """Return the message in which a letter first came."""
        return self._messages.get(self._letters.get((sender, letter), ""))

    def _apply(self, line: Line) -> None:
        if line.event != "received":
            return
        letters = line.data["letters"]
        lines = letters if isinstance(letters, list) else []
        message = Receipted(
            id=line.text("id"),
            envelope=line.text("envelope"),
            sender=line.text("sender"),
            receiver=line.text("receiver"),
            sha256=line.text("sha256"),
            asks_receipt=bool(line.data.get("asks_receipt")),
            letters=tuple((str(keys["letter"]), str(keys["version"]), _number(keys["index"])) for keys in lines),
            received=line.time,
        )
        self._messages[message.id] = message
        for keys in lines:
            self._letters[str(keys["sender"]), str(keys["letter"])] = message.id
            self._shelve(message, keys)

    def _shelve(self, message: Receipted, keys: dict[str, object]) -> None:
        answer = self._answers.get(str(keys["answer"])) or self._new(keys)
        self._arrivals += 1
        codes = keys["codes"]
        answer.codes |= set(codes if isinstance(codes, list) else ())
        answer.versions.append(
            Version(
                message=message.id,
                envelope=message.envelope,
                letter=str(keys["letter"]),
                sha256=message.sha256,
                index=_number(keys["index"]),
                results_at=str(keys["results_at"]),
                rank=_number(keys["rank"]),
                complete=bool(keys["complete"]),
                arrival=self._arrivals,
                corrected=bool(keys["corrected"]),
                consent_refused=bool(keys["consent_refused"]),
                origin=str(keys["origin"]),
                received=message.received,
            )
        )
        answer.versions.sort(key=lambda version: version.age)

    def _new(self, keys: dict[str, object]) -> Held:
        key = keys["key"]
        answer = Held(
            id=str(keys["answer"]),
            cpr=str(keys["cpr"]),
            requester_sample=str(keys["requester_sample"]),
            laboratory_sample=str(keys["laboratory_sample"]),
            key=tuple(key if isinstance(key, list) else ()),
            codes=set(),
        )
        self._answers[answer.id] = answer
        self._by_person.setdefault(answer.cpr, []).append(answer)
        self._by_key.setdefault(answer.key, []).append(answer)
        return answer


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
