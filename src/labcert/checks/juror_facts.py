"""The values of one analysis that a person can see, as they stand in a letter, and how a screen may show each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from lxml import etree

from labcert.checks.reading import Letter
from labcert.domain.language import N_, _

__all__ = ["Fact", "FactKind", "Ways", "facts_of", "one_line"]

Ways = tuple[tuple[str, ...], ...]
"""the ways in which a screen may show something, each a row of texts that must all stand there; the screens are Danish,
so its words are not translated"""

ABNORMAL = {"for_hoej": N_("For høj"), "for_lav": N_("For lav"), "unormal": N_("Unormal")}
OPERATORS = {"mindre_end": "<", "stoerre_end": ">"}
OPERATOR_WORDS = {"mindre_end": N_("mindre end"), "stoerre_end": N_("større end")}
STATUS: dict[str, tuple[str, tuple[str, ...]]] = {
    "svar_rettet": (N_("Rettet"), ("Rettet",)),
    "proeve_modtaget": (N_("Prøven er modtaget"), ("Prøven er modtaget", "Prøve modtaget", "*****")),
    "svar_midlertidigt": (N_("Foreløbigt svar"), ("Foreløbig", "Foreløbigt", "Midlertidigt")),
}
"""ResultStatusCode -> what a person is told to look for, and the words that screens have for it"""
RECEIVED = "*****"
"""what stands as the value of a sample that was received: no value at all"""
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
MICROSCOPY = {
    "celler": N_("Celler"), "mikroorganisme": N_("Mikroorganisme"), "konsistens": N_("Konsistens"),
    "udseende": N_("Udseende"), "vurdering": N_("Vurdering"), "flora": N_("Flora"),
}  # fmt: skip


class FactKind(Enum):
    """What a value is to its reader: it names the analysis, is its result, marks it, or tells more of it."""

    NAME = auto()
    RESULT = auto()
    MARK = auto()
    MORE = auto()


@dataclass(frozen=True)
class Fact:
    """One value: `what` it is and how it reads, both for a person."""

    kind: FactKind
    what: str
    value: str
    ways: Ways


def one_line(text: str | None) -> str:
    """Return a text as it is read on a screen: white space of any kind is one space."""
    return " ".join((text or "").split())


def facts_of(letter: Letter, result: etree._Element) -> Iterator[Fact]:
    """Yield the values of a result (XRPT01) or an investigation (XRPT05), in the letter's order; no empty one."""
    read = _biochemistry if letter.standard == "XRPT01" else _microbiology
    yield from (fact for fact in read(letter, result) if fact.value)


def _plain(kind: FactKind, what: str, text: str | None) -> Fact:
    line = one_line(text)
    return Fact(kind, what, line, ((line,),))


def _either(kind: FactKind, what: str, *texts: str | None) -> Fact:
    """Any one of the texts is enough: a short name or the whole one."""
    ways = dict.fromkeys((line,) for line in map(one_line, texts) if line)
    return Fact(kind, what, _(" eller ").join(way[0] for way in ways), tuple(ways))


def _names(short: str | None, whole: str | None) -> Fact:
    return _either(FactKind.NAME, _("Analysens navn"), short, whole)


def _value(letter: Letter, within: etree._Element) -> Fact:
    """The value with operator and unit: any way of writing the operator and a power of ten."""
    value, unit = (one_line(letter.text(path, within)) for path in ("Value", "Unit"))
    operator = one_line(letter.text("Operator", within))
    sign, word = OPERATORS.get(operator, ""), OPERATOR_WORDS.get(operator, "")
    if not value or value == RECEIVED:
        return Fact(FactKind.RESULT, _("Resultat"), "", ())
    values = [f"{sign} {value}", f"{sign}{value}", f"{word} {value}"] if sign else [value]
    units = dict.fromkeys([unit, _raised(unit)]) if unit else {"": None}
    ways = tuple(tuple(part for part in (one, of) if part) for one in values for of in units)
    return Fact(FactKind.RESULT, _("Resultat"), " ".join(part for part in (sign, value, unit) if part), ways)


def _raised(unit: str) -> str:
    """Return 10⁹/L for 10^9/L."""
    base, caret, rest = unit.partition("^")
    if not caret:
        return unit
    digits = len(rest) - len(rest.lstrip("0123456789-"))
    return base + rest[:digits].translate(SUPERSCRIPTS) + rest[digits:]


def _interval(letter: Letter, within: etree._Element) -> Fact:
    lower, upper, text = (
        one_line(letter.text(f"ReferenceInterval/{part}", within))
        for part in ("LowerLimit", "UpperLimit", "IntervalText")
    )
    limits = {
        (True, True): f"{lower} – {upper}",
        (True, False): _("fra {lower}").format(lower=lower),
        (False, True): _("op til {upper}").format(upper=upper),
        (False, False): "",
    }[bool(lower), bool(upper)]
    told = ", ".join(part for part in (limits, text) if part)
    return Fact(FactKind.MORE, _("Referenceinterval"), told, (tuple(part for part in (lower, upper, text) if part),))


def _abnormal(letter: Letter, within: etree._Element) -> Fact:
    code = one_line(letter.text("ResultValidation", within))
    word = ABNORMAL.get(code, "")
    return Fact(FactKind.MORE, _("Vurdering"), _(word) if word else "", ((word,),))


def _status(code: str | None, report: str | None) -> Iterator[Fact]:
    status = one_line(code)
    if status in STATUS:
        told, words = STATUS[status]
        yield Fact(FactKind.MARK, _("Mærke"), _(told), tuple((word,) for word in words))
    if one_line(report) == "del_svar":
        yield Fact(FactKind.MORE, _("Mærke"), _("Delsvar"), (("Delsvar",),))


def _texts(letter: Letter, what: str, path: str, within: etree._Element | None = None) -> Iterator[Fact]:
    for place in letter.places(path, within):
        yield _plain(FactKind.MORE, what, place.text)


def _biochemistry(letter: Letter, result: etree._Element) -> Iterator[Fact]:
    text = letter.text
    yield _names(text("Analysis/AnalysisShortName", result), text("Analysis/AnalysisCompleteName", result))
    yield _value(letter, result)
    yield _interval(letter, result)
    yield _abnormal(letter, result)
    general = "LaboratoryResults/GeneralResultInformation"
    yield from _status(text("ResultStatusCode", result), text(f"{general}/ReportStatusCode"))
    yield from _texts(letter, _("Svartekst"), "ResultTextValue", result)
    yield from _texts(letter, _("Kommentar til analysen"), "ResultComments", result)
    yield from _texts(letter, _("Kommentar til prøven"), "RequisitionInformation/Comments")


def _microbiology(letter: Letter, investigation: etree._Element) -> Iterator[Fact]:
    text, names = letter.text, "Examination/AnalysisMDSName"
    yield _names(text("Examination/AnalysisShortName", investigation), text(f"{names}/Examination", investigation))
    yield _plain(FactKind.MORE, _("Materiale"), text(f"{names}/Material", investigation))
    locations = text(f"{names}/Location", investigation), text("Examination/SupplementaryLocation", investigation)
    yield _either(FactKind.MORE, _("Lokalisation"), *locations)
    general = "LaboratoryResults/GeneralResultInformation"
    yield from _status(text(f"{general}/ResultStatusCode"), text(f"{general}/ReportStatusCode"))
    yield from _quantities(letter, investigation)
    for culture in letter.places("CultureFindings", investigation):
        yield from _culture(letter, culture.element)
    for seen in letter.places("MicroscopicFindings", investigation):
        yield from _microscopy(letter, seen.element)
    requisition = "RequisitionInformation"
    yield from _texts(letter, _("Kliniske oplysninger"), f"{requisition}/ClinicalInformation/Paragraph")
    yield from _texts(letter, _("Kommentar til prøven"), f"{requisition}/Comments/Text/Paragraph")
    yield from _texts(letter, _("Kommentar til svaret"), "LaboratoryResults/Comments/Text/Paragraph")


def _coded(letter: Letter, path: str, within: etree._Element) -> str:
    return " ".join(one_line(place.text) for place in letter.places(f"{path}/Text/Paragraph", within))


def _quantities(letter: Letter, investigation: etree._Element) -> Iterator[Fact]:
    for analysis in letter.places("QuantitativeFindings/AnalysisFindings", investigation):
        yield _plain(FactKind.MORE, _("Undersøgelse"), _coded(letter, "Analysis", analysis.element))
        for found in letter.places("Findings", analysis.element):
            within = found.element
            yield _value(letter, within)
            yield _plain(FactKind.RESULT, _("Resultat"), _coded(letter, "InterPretation", within))
            yield _interval(letter, within)
            yield _abnormal(letter, within)
            yield from _texts(letter, _("Kommentar til analysen"), "Comments/Text/Paragraph", within)
    for part, what in (("InterPretation", _("Tolkning")), ("Comments", _("Kommentar til analysen"))):
        yield from _texts(letter, what, f"QuantitativeFindings/{part}/Text/Paragraph", investigation)


def _culture(letter: Letter, culture: etree._Element) -> Iterator[Fact]:
    yield _plain(FactKind.MORE, _("Dyrkning"), letter.text("Headline", culture))
    microbes = []
    for number, place in enumerate(letter.places("Microorganism", culture), 1):
        name, growth = (_coded(letter, path, place.element) for path in ("Identification", "GrowthValue"))
        microbes.append(name)
        told = tuple(part for part in (name, growth) if part)
        yield Fact(FactKind.RESULT, _("Fund {number}").format(number=number), " ".join(told), (told,))
        yield from _texts(letter, _("Kommentar til fundet"), "SpeciesComment/Text/Paragraph", place.element)
    for pattern in letter.places("Pattern", culture):
        yield from _pattern(letter, pattern.element, microbes)
    yield from _texts(letter, _("Kommentar til dyrkningen"), "Comments/Text/Paragraph", culture)


def _pattern(letter: Letter, pattern: etree._Element, microbes: Sequence[str]) -> Iterator[Fact]:
    """Yield each cell with the microbe and the antibiotic it is of; positions that point at nothing show nothing."""
    yield _plain(FactKind.MORE, _("Resistens"), letter.text("Headline", pattern))
    antibiotics = [
        (_coded(letter, "AntibioticName", place.element), _coded(letter, "SusceptibilityMethod", place.element))
        for place in letter.places("Antibiotic", pattern)
    ]
    for entry in letter.places("PatternEntry", pattern):
        row, column = (one_line(letter.text(f"Ref{of}", entry.element)) for of in ("Antibiotic", "Microorganism"))
        found = one_line(letter.text("Susceptibility", entry.element))
        if not (_points(row, antibiotics) and _points(column, microbes)):
            continue
        name, method = antibiotics[int(row) - 1]
        told = f"{name} ({method}): {found}" if method else f"{name}: {found}"
        whose = _("Følsomhed, {microbe}").format(microbe=microbes[int(column) - 1])
        if found:
            yield Fact(FactKind.MORE, whose, told, (tuple(part for part in (name, method, found) if part),))
        for value in letter.places("SusceptibilityValue", entry.element):
            yield from _susceptibility(letter, f"{whose}, {name}", value.element)
    yield from _texts(letter, _("Resistens, forklaring"), "SusceptibilityInterpretation/Paragraph", pattern)


def _susceptibility(letter: Letter, whose: str, value: etree._Element) -> Iterator[Fact]:
    """The measured value behind a cell."""
    for fact in (_value(letter, value), _interval(letter, value), _abnormal(letter, value)):
        yield replace(fact, kind=FactKind.MORE, what=f"{whose}: {fact.what}")
    yield from _texts(letter, whose, "Comments/Text/Paragraph", value)


def _points(position: str, at: Sequence[object]) -> bool:
    """Say whether a 1-based position points at something; the schema does not check it."""
    return position.isascii() and position.isdigit() and 0 < int(position) <= len(at)


def _microscopy(letter: Letter, seen: etree._Element) -> Iterator[Fact]:
    yield _plain(FactKind.MORE, _("Mikroskopi"), letter.text("Headline", seen))
    yield from _texts(letter, _("Kommentar til mikroskopien"), "Comments/Paragraph", seen)
    for group in letter.places("Grouping", seen):
        yield _plain(FactKind.MORE, _("Mikroskopi"), _coded(letter, "Headline", group.element))
        for kind in letter.places("MicroscopicType", group.element):
            word = one_line(letter.text("Type", kind.element))
            what = _("Mikroskopi, {kind}").format(kind=_(MICROSCOPY.get(word, word)) if word else "")
            for line in letter.places("Details", kind.element):
                told = tuple(
                    part for path in ("Identification", "Value") if (part := _coded(letter, path, line.element))
                )
                yield Fact(FactKind.RESULT, what, ": ".join(told), (told,))
