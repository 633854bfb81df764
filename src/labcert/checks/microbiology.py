"""Microbiological findings of XRPT05: the resistance pattern with its references, and what the microscope showed."""

from dataclasses import dataclass

from lxml import etree

from labcert.checks.reading import Letter
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity

__all__ = ["microscopy_is", "pattern_is", "references_hold"]

_ANY = Severity.F3  # the judge sets the class that the protocol names
_ORGANISM = "CultureFindings/Microorganism/Identification/Text"
_ANTIBIOTIC = "CultureFindings/Pattern/Antibiotic/AntibioticName/Text"
_ENTRY = "CultureFindings/Pattern/PatternEntry"
_TYPE = "MicroscopicFindings/Grouping/MicroscopicType"
Row = tuple[str, str, str]
"""micro-organism, antibiotic, susceptibility; or type, what was seen, value"""


@dataclass(frozen=True)
class _Entry:
    """One cell of the pattern: the two references as they stand (0 where they are no number), and what it says."""

    microbe: int
    antibiotic: int
    susceptibility: str
    path: str
    line: int | None


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() else 0


def _entries(letter: Letter, investigation: etree._Element) -> list[_Entry]:
    return [
        _Entry(
            _number(letter.text("RefMicroorganism", place.element)),
            _number(letter.text("RefAntibiotic", place.element)),
            letter.text("Susceptibility", place.element) or "", place.path, place.line,
        )
        for place in letter.places(_ENTRY, investigation)
    ]


def _names(letter: Letter, investigation: etree._Element, path: str) -> list[str]:
    return [place.text.strip() for place in letter.places(path, investigation)]


def references_hold(letter: Letter, investigation: etree._Element) -> tuple[Finding, ...]:
    """Each reference counts from 1 and points at something in the report; the schema does not see it."""
    sizes = {
        "RefMicroorganism": len(letter.places("CultureFindings/Microorganism", investigation)),
        "RefAntibiotic": len(letter.places("CultureFindings/Pattern/Antibiotic", investigation)),
    }
    return tuple(
        Finding(
            "MIC-REFERENCE", _ANY,
            _("{name} peger på nummer {number}, som ikke findes.").format(name=name, number=number),
            expected=_("et nummer fra 1 til {last}").format(last=sizes[name]), actual=str(number),
            path=f"{entry.path}/{name}", line=entry.line,
            remedy=_("Tæl fra 1 i den rækkefølge, mikroorganismer og antibiotika står i svaret."),
        )
        for entry in _entries(letter, investigation)
        for name, number in (("RefMicroorganism", entry.microbe), ("RefAntibiotic", entry.antibiotic))
        if not 1 <= number <= sizes[name]
    )


def _named(names: list[str], number: int) -> str:
    return names[number - 1] if 1 <= number <= len(names) else str(number)


def pattern_is(
    letter: Letter, investigation: etree._Element, expected: list[Row]
) -> Finding | None:
    """The pattern says exactly this of each micro-organism and antibiotic, by name, in any order."""
    microbes, drugs = _names(letter, investigation, _ORGANISM), _names(letter, investigation, _ANTIBIOTIC)
    actual = [
        (_named(microbes, entry.microbe), _named(drugs, entry.antibiotic), entry.susceptibility)
        for entry in _entries(letter, investigation)
    ]
    if sorted(actual) == sorted(expected):
        return None
    return _rows_differ(
        "MIC-PATTERN", _("Resistensmønstret er ikke, som det blev indtastet."), letter.within_path(investigation),
        expected, actual, _("Send følsomheden ved netop den mikroorganisme og det antibiotikum, den er målt for."),
    )


def microscopy_is(
    letter: Letter, investigation: etree._Element, expected: list[Row]
) -> Finding | None:
    """The microscope showed exactly this: type, what was seen, and how much."""
    actual = [
        (
            letter.text("Type", kind.element) or "",
            (letter.text("Identification/Text", seen.element) or "").strip(),
            (letter.text("Value/Text", seen.element) or "").strip(),
        )
        for kind in letter.places(_TYPE, investigation)
        for seen in letter.places("Details", kind.element)
    ]
    if sorted(actual) == sorted(expected):
        return None
    return _rows_differ(
        "MIC-MICROSCOPY", _("Mikroskopien er ikke, som den blev indtastet."), letter.within_path(investigation),
        expected, actual, _("Send hver iagttagelse med sin type, betegnelse og værdi."),
    )


def _rows_differ(
    rule: str, message: str, path: str, expected: list[Row], actual: list[Row], remedy: str
) -> Finding:
    missing = [row for row in expected if row not in actual]
    extra = [row for row in actual if row not in expected]
    return Finding(
        rule, _ANY, message, expected="; ".join(map(" – ".join, missing or expected)),
        actual="; ".join(map(" – ".join, extra or actual)) or _("intet"), path=path, remedy=remedy,
    )
