"""Identifiers: each envelope and each letter has its own, short enough, and never used before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from labcert.checks.reading import Letter, Place, letters_of, parse_tree
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["Identifier", "are_own", "identifiers_of", "is_of_sample", "used_once"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
LONGEST = 14
"""characters of Envelope/Identifier and Letter/Identifier; source: the tables of both standards"""
_SAMPLE = "RequisitionInformation/Sample/RequesterSampleIdentifier"


@dataclass(frozen=True)
class Identifier:
    """One identifier as it stands in a message: `kind` is Envelope/Identifier or Letter/Identifier."""

    kind: str
    value: str
    path: str = ""
    line: int | None = None


def _identifier(kind: str, place: Place | None, owner: str) -> Identifier:
    return Identifier(kind, "", owner) if place is None else Identifier(kind, place.text, place.path, place.line)


def identifiers_of(data: bytes) -> tuple[Identifier, ...]:
    """Return the envelope's identifier and each letter's; one that is missing is empty."""
    root = Letter("", parse_tree(data))
    envelope = _identifier("Envelope/Identifier", root.place("Envelope/Identifier"), root.own_path)
    return (
        envelope,
        *(_identifier("Letter/Identifier", one.place("Letter/Identifier"), one.own_path) for one in letters_of(data)),
    )


def are_own(identifiers: Sequence[Identifier]) -> tuple[Finding, ...]:
    """Each identifier has 1 to 14 characters, and no two of them are the same."""
    seen: set[str] = set()
    found = []
    for one in identifiers:
        if not 1 <= len(one.value) <= LONGEST:
            found.append(_wrong_length(one))
        elif one.value in seen:
            found.append(_reused(one))
        seen.add(one.value)
    return tuple(found)


def used_once(identifiers: Iterable[Identifier], uses: Counter[str]) -> tuple[Finding, ...]:
    """Nobody has sent another envelope or letter under one of these; `uses` counts how often the hub has met each."""
    return tuple(_reused(one) for one in identifiers if uses[one.value] > 1)


def is_of_sample(data: bytes, sample: str, envelope: str) -> Finding | None:
    """The message that the hub keeps under an envelope's identifier is about the sample, and not one sent before."""
    held = {letter.text(_SAMPLE) for letter in letters_of(data)} - {None}
    if not held or sample in held:
        return None
    return Finding(
        "ID-REUSED", _ANY,
        _("Kuverten {envelope} er brugt før: PLSP har en anden besked under det nummer.").format(envelope=envelope),
        expected=_("en ny identifikator til hver besked"),
        actual=_("en besked om prøven {sample}").format(sample=", ".join(sorted(filter(None, held)))),
        path="/Emessage/Envelope/Identifier",
        remedy=_("Giv hver kuvert sin egen Envelope/Identifier. En identifikator må aldrig bruges igen."),
    )


def _wrong_length(one: Identifier) -> Finding:
    return Finding(
        "ID-LENGTH", _ANY, _("{kind} har ikke 1 til {longest} tegn.").format(kind=one.kind, longest=LONGEST),
        expected=_("1 til {longest} tegn").format(longest=LONGEST), actual=one.value or _("intet"),
        path=one.path, line=one.line,
        remedy=_("Dan en kortere identifikator, som er entydig hos afsenderen."),
    )


def _reused(one: Identifier) -> Finding:
    return Finding(
        "ID-REUSED", _ANY, _("{kind} {value} er brugt før.").format(kind=one.kind, value=one.value),
        expected=_("en ny identifikator til hver kuvert og hvert brev"), actual=one.value,
        path=one.path, line=one.line,
        remedy=_("Tæl op, og gem tallet på disk, før det bruges. En identifikator må aldrig bruges igen."),
    )
