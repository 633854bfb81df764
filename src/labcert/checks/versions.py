"""The versions of a held answer: in which letter each came, and how each is marked."""

from collections.abc import Sequence
from typing import Protocol

from labcert.checks.reading import letters_of
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["CORRECTED", "REFUSED", "Version", "came_in", "marks_are", "same_bytes"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
CORRECTED, REFUSED = "rettet", "nægtet samtykke"
"""the marks of a version, as protocols and features write them"""
STATUS = ("LaboratoryResults/Result/ResultStatusCode", "LaboratoryResults/GeneralResultInformation/ResultStatusCode")
"""XRPT01 has a status for each result, XRPT05 one for the report"""


class Version(Protocol):
    """One version of an answer that a databank holds; `envelope` and `letter` are the identifiers it came with."""

    @property
    def number(self) -> int:
        """Which version it is, from 1."""
        ...

    @property
    def envelope(self) -> str:
        """The envelope's identifier."""
        ...

    @property
    def letter(self) -> str:
        """The letter's identifier."""
        ...

    @property
    def raw(self) -> bytes:
        """The letter as XML."""
        ...

    @property
    def corrected(self) -> bool:
        """Whether the databank marks it as a correction."""
        ...

    @property
    def consent_refused(self) -> bool:
        """Whether the databank marks it with a refused consent."""
        ...


def came_in(databank: str, version: Version, envelope: str, letters: Sequence[str]) -> Finding | None:
    """The version came in one of these letters of this envelope."""
    if version.envelope == envelope and version.letter in letters:
        return None
    return Finding(
        "BANK-VERSION-LETTER",
        _ANY,
        _("Version {number} i {databank} kom ikke i det brev, LPS'et sendte.").format(
            number=version.number, databank=databank
        ),
        expected=_("brevet {letter} i kuverten {envelope}").format(letter=", ".join(letters), envelope=envelope),
        actual=_("brevet {letter} i kuverten {envelope}").format(letter=version.letter, envelope=version.envelope),
        path="Letter/Identifier",
        remedy=_(
            "Send hver ny version i en ny kuvert og et nyt brev med egne identifikatorer, og bevar dem hele vejen."
        ),
    )


def _says(version: Version, mark: str) -> bool:
    """Whether the version's own letter says what the mark stands for."""
    letters = letters_of(version.raw)
    if not letters:
        return False
    letter = letters[0]
    if mark == REFUSED:
        return letter.text("Patient/Consent/Given") in ("false", "0")
    return any(place.text == "svar_rettet" for path in STATUS for place in letter.places(path))


def _marks(version: Version) -> tuple[str, ...]:
    return tuple(mark for mark, has in ((CORRECTED, version.corrected), (REFUSED, version.consent_refused)) if has)


def marks_are(databank: str, version: Version, expected: Sequence[str]) -> tuple[Finding, ...]:
    """The version has exactly these marks (rettet, nægtet samtykke); where the letter is right the databank is not."""
    found = []
    for mark, remedy in (
        (CORRECTED, _("En rettelse skal have ResultStatusCode svar_rettet, og kun en rettelse må have det.")),
        (REFUSED, _("Nægtet samtykke skal stå som false i Patient/Consent/Given i hver version, det gælder for.")),
    ):
        if (mark in expected) == (mark in _marks(version)):
            continue
        message = (
            _("Version {number} i {databank} er ikke mærket {mark}.")
            if mark in expected
            else _("Version {number} i {databank} er mærket {mark}, men skal ikke være det.")
        )
        found.append(
            Finding(
                "BANK-MARK",
                _ANY,
                message.format(number=version.number, databank=databank, mark=mark),
                expected=", ".join(expected) or _("intet mærke"),
                actual=", ".join(_marks(version)) or _("intet mærke"),
                path="ResultStatusCode" if mark == CORRECTED else "Patient/Consent/Given",
                remedy=_("Brevet er rigtigt: {databank} skal mærke versionen, som brevet siger.").format(
                    databank=databank
                )
                if _says(version, mark) == (mark in expected)
                else remedy,
            )
        )
    return tuple(found)


def same_bytes(databank: str, before: Sequence[Version], after: Sequence[Version]) -> Finding | None:
    """Every version is still held, byte for byte."""
    if [version.raw for version in before] == [version.raw for version in after]:
        return None
    changed = [old.number for old, new in zip(before, after, strict=False) if old.raw != new.raw]
    actual = (
        _("version {numbers} er ændret").format(numbers=", ".join(map(str, changed)))
        if changed
        else _("{count} versioner").format(count=len(after))
    )
    return Finding(
        "BANK-NOT-KEPT",
        _ANY,
        _("{databank} holder ikke længere svaret uændret.").format(databank=databank),
        expected=_("{count} versioner, uændret byte for byte").format(count=len(before)),
        actual=actual,
        remedy=_("Et delt svar må aldrig ændres eller slettes i {databank}.").format(databank=databank),
    )
