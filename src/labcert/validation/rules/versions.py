"""What is kept of each letter, so that letters of many files can be held against each other, and their groups."""

from dataclasses import dataclass

from labcert.validation.rules.rule import Flaw

__all__ = ["Case", "FlawIn", "IdentifierUses", "LetterFacts", "ResultFacts", "Version", "Versions"]


@dataclass(frozen=True)
class ResultFacts:
    """One result (or investigation): its code, its status, the place of the status, and a digest of what it says."""

    code: str
    responsible: str
    status: str
    content: str
    path: str
    line: int


@dataclass(frozen=True)
class LetterFacts:
    """What a letter says about itself; no name and no number of a person.

    `patient` is a digest of the CPR. `content` is a digest of the whole letter in canonical form. `results_at` and
    `authorised_at` are "2025-12-01 08:30" as written. `path` and `line` are the letter's place in `file`.
    """

    file: str
    path: str
    line: int
    standard: str
    envelope: str
    letter: str
    sender: str
    patient: str
    requester_sample: str
    laboratory_sample: str
    production: str
    report_status: str
    results_at: str
    authorised_at: str
    consent: str
    """the text of Consent/Given, "" where there is none"""
    content: str
    results: tuple[ResultFacts, ...]

    @property
    def refused(self) -> bool:
        """Whether the patient refuses that the answer is shared."""
        return self.consent in {"false", "0"}


@dataclass(frozen=True)
class FlawIn(Flaw):
    """A flaw in one of several files: `place` is the path in `file`, `line` its line there."""

    file: str = ""
    line: int = 0


def flaw_in(letter: LetterFacts, message: str, expected: str, actual: str, result: ResultFacts | None = None) -> FlawIn:
    """Return a flaw at a letter, or at one of its results."""
    place = result or letter
    return FlawIn(place.path, message, expected, actual, file=letter.file, line=place.line)


@dataclass(frozen=True)
class IdentifierUses:
    """Every letter of one sender with one identifier; `kind` is `letter` or `envelope`. In the order of the files."""

    kind: str
    uses: tuple[LetterFacts, ...]


@dataclass(frozen=True)
class Version:
    """One version of an answer: a result and the letter it stands in."""

    letter: LetterFacts
    result: ResultFacts


@dataclass(frozen=True)
class Versions:
    """The versions of one answer (same key) in the order of authorisation, which sending again does not change."""

    versions: tuple[Version, ...]


@dataclass(frozen=True)
class Case:
    """The letters about one sample (same key but for the analysis), in the order in which they were authorised."""

    letters: tuple[LetterFacts, ...]
