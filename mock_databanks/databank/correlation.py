"""Which answer a letter belongs to: the policy `correlation_key` says what the two must have in common."""

from collections.abc import Iterable

from mock_databanks.databank.state import Held
from mock_databanks.letters import LetterFacts

__all__ = ["codes_of", "key_of", "matching"]


def codes_of(letter: LetterFacts) -> set[str]:
    """Return the letter's analysis codes with their owners, as "NPU19748 SST"."""
    return {f"{code.code} {code.responsible}" for code in letter.codes}


def key_of(letter: LetterFacts, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return the parts of the key that must be equal, as "part=value"; analysis codes are compared as sets instead."""
    values = {
        "cpr": letter.cpr,
        "requester_sample": letter.requester_sample,
        "laboratory_sample": letter.laboratory_sample,
        "production": letter.production,
        "sender": letter.sender_ean,
    }
    return tuple(f"{part}={values[part]}" for part in parts if part in values)


def matching(letter: LetterFacts, parts: tuple[str, ...], answers: Iterable[Held]) -> Held | None:
    """Return which of the answers with the letter's key it is a version of, or None for a new one.

    With analysis_code in the key the two must share a code: a complete answer has more codes than the part answer
    before it, a correction may have only the one that was wrong. The answer with the most shared codes is it.
    """
    codes = codes_of(letter)
    alike = [answer for answer in answers if answer.cpr == letter.cpr]
    if "analysis_code" in parts:
        alike = [answer for answer in alike if answer.codes & codes]
    return max(alike, key=lambda answer: len(answer.codes & codes), default=None)
