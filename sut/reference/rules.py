"""What the user interface refuses before anything is sent. Every reason is told at once, in Danish."""

from collections.abc import Iterator
from dataclasses import dataclass

from sut.reference.behaviours import Behaviours, Blocked, Json
from sut.reference.units import is_known_unit

__all__ = ["refusal"]


@dataclass(frozen=True)
class Limit:
    """A field with room for so many characters in the standard."""

    part: str
    field: str
    what: str
    length: int


CASE_LIMITS = (
    Limit("patient", "surname", "Efternavnet (PersonSurnameName)", 70),
    Limit("patient", "given_name", "Fornavnet (PersonGivenName)", 70),
    Limit("sample", "requester_number", "Rekvirentens prøvenummer (RequesterSampleIdentifier)", 15),
    Limit("sample", "laboratory_number", "Laboratoriets prøvenummer (LaboratoryInternalSampleIdentifier)", 20),
    Limit("sample", "production_number", "Produktionsnummeret (LaboratoryInternalProductionIdentifier)", 20),
    Limit("sender", "name", "Klinikkens navn (OrganisationName)", 35),
    Limit("sender", "department", "Klinikkens afdeling (DepartmentName)", 35),
    Limit("sender", "laboratory", "Laboratoriekoden (FromLabIdentifier)", 3),
    Limit("requester", "name", "Rekvirentens navn (OrganisationName)", 35),
    Limit("requester", "department", "Rekvirentens afdeling (DepartmentName)", 35),
    Limit("requester", "initials", "Lægens initialer (PersonInitials)", 17),
)
RESULT_LIMITS = {
    "biochemistry": (
        Limit("", "code", "Analysekoden (AnalysisCode)", 8),
        Limit("interval", "lower", "Nedre grænse (LowerLimit)", 12),
        Limit("interval", "upper", "Øvre grænse (UpperLimit)", 12),
    ),
    "microbiology": (
        Limit("", "code", "Analysekoden (MICAnalysisCode)", 17),
        Limit("", "name", "Det fulde navn (AnalysisMDSName/Examination)", 70),
        Limit("", "material", "Materialet (Material)", 70),
        Limit("", "location", "Lokationen (Location)", 70),
        Limit("interval", "lower", "Nedre grænse (LowerLimit)", 8),
        Limit("interval", "upper", "Øvre grænse (UpperLimit)", 8),
    ),
}
COMMON_LIMITS = (
    Limit("", "code_responsible", "Kodeejeren (AnalysisCodeResponsible)", 3),
    Limit("", "short_name", "Det korte navn (AnalysisShortName)", 35),
    Limit("", "unit", "Enheden (Unit)", 16),
    Limit("interval", "text", "Intervallets tekst (IntervalText)", 70),
)


def refusal(rules: Behaviours, case: Json) -> str:
    """Return the reasons why the case can't be sent as one text, or an empty text where nothing stands in the way."""
    return " ".join(_reasons(rules, case))


def _reasons(rules: Behaviours, case: Json) -> Iterator[str]:
    if not (case["patient"].get("cpr") or case["patient"].get("replacement")):
        yield "Patienten har hverken CPR-nummer eller erstatnings-CPR. Vælg en patient med et nummer."
    for limit in CASE_LIMITS:
        yield from _too_long(case[limit.part], limit, "")
    if not case["results"]:
        yield "Svaret har ingen analyser. Tilføj mindst én analyse med et resultat."
    for result in case["results"]:
        yield from _reasons_of_result(rules, result)


def _reasons_of_result(rules: Behaviours, result: Json) -> Iterator[str]:
    name = result.get("short_name") or result.get("name") or result["code"]
    for limit in (*COMMON_LIMITS, *RESULT_LIMITS.get(result["specialty"], ())):
        yield from _too_long((result.get(limit.part) or {}) if limit.part else result, limit, f" for {name}")
    try:
        value = rules.cut_or_block_value(result)
    except Blocked as blocked:
        yield blocked.reason
    else:
        if not value and result["specialty"] == "biochemistry":
            yield f"Analysen {name} har intet resultat (Value). Skriv resultatet, eller send den som prøve modtaget."
    if not str(result.get("name") or "").strip():
        yield (
            f"Analysen {name} ({result['code']}) mangler sit fulde navn (AnalysisCompleteName). Det korte navn sendes"
            " aldrig alene; ret analysen i systemets liste over analyser."
        )
    yield from _unit(result, name)
    yield from _references(result, name)


def _unit(result: Json, name: str) -> Iterator[str]:
    unit = result.get("unit") or ""
    if "<" in unit or "&" in unit:
        yield f"Enheden „{unit}“ på {name} indeholder formatering. Skriv den som ren tekst, for eksempel 10^9/L."
    elif unit and not is_known_unit(unit):
        yield f"Enheden „{unit}“ på {name} kendes ikke. Vælg en enhed fra systemets liste."


def _references(result: Json, name: str) -> Iterator[str]:
    """The schema does not see a resistance pattern that points at a finding that is not there; the screen does."""
    found = result.get("culture") or {}
    microbes, antibiotics = len(found.get("microbes") or ()), len(found.get("antibiotics") or ())
    for entry in found.get("entries") or ():
        if not (1 <= entry["microbe"] <= microbes and 1 <= entry["antibiotic"] <= antibiotics):
            yield (
                f"Resistensmønstret på {name} peger på mikroorganisme {entry['microbe']} og antibiotikum"
                f" {entry['antibiotic']}, men svaret har kun {microbes} og {antibiotics}. Ret mønstret."
            )


def _too_long(part: Json, limit: Limit, where: str) -> Iterator[str]:
    text = part.get(limit.field) or ""
    if len(text) > limit.length:
        yield (
            f"{limit.what}{where} er {len(text)} tegn langt: „{text}“. Der er plads til {limit.length} tegn."
            " Skriv det kortere."
        )
