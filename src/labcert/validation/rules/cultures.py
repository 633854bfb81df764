"""What is asked of a culture: what grew is named, measured and told once, and nothing grew is said."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages.xrpt05 import MicrobiologyWebReport
from labcert.domain.messages.xrpt05_findings import CultureFindings, Microorganism
from labcert.domain.outcome import Severity
from labcert.validation.rules.coded import holds_text, named, same_as
from labcert.validation.rules.rule import XRPT05, Flaw, Rule, rule
from labcert.validation.rules.statuses import investigation_is_answered
from labcert.validation.rules.views import InvestigationView

__all__ = ["RULES", "is_final", "is_summed_up"]

_CULTURED = frozenset({"dyrkning", "antibiotika_sammensaetning"})
_NO_GROWTH = re.compile(r"(?:dyrkning(?: er)? ?:? )?ingen (?:bakterie)?vækst[.!]?", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(?:ingen|ikke|negativ|intet|steril)", re.IGNORECASE)


def _culture(view: InvestigationView) -> tuple[str, CultureFindings | None]:
    return f"{view.path}/CultureFindings", view.investigation.culture_findings


@rule(
    "LAB-MIC-007",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En dyrkning uden vækst siger det"),
    text=N_("Et endeligt svar på en dyrkning uden Microorganism skal sige med ord, hvad der blev fundet: ingen vækst."),
    why=N_("Et tomt svar kan betyde ingen vækst, et svar, der ikke er skrevet færdigt, eller et fund, der gik tabt."),
    remedy=N_("Skriv „Ingen vækst“ i dyrkningens Comments eller i Summary."),
    source=N_("Besluttet i projektet: en negativ dyrkning er et svar og skal stå i svaret"),
    requirements=("MIK-01",),
    example="culture-says-nothing",
)
def culture_says_nothing(view: InvestigationView) -> Iterator[Flaw]:
    """Look for finished cultures without organism, pattern and words, here or where the answer is summed up.

    A complete letter that says nothing at all of the investigation is told by the rule of status that is asked.
    """
    path, culture = _culture(view)
    if culture is None or culture.microorganism or culture.pattern is not None or not is_final(view):
        return
    if any(investigation_is_answered.check(view)):
        return
    if not (_NEGATIVE.search(culture.headline) or any(map(holds_text, culture.comments)) or is_summed_up(view)
            or view.investigation.quantitative_findings is not None):
        yield Flaw(
            path,
            _("Dyrkningen har hverken mikroorganismer eller en kommentar, der siger, at intet voksede."),
            _("En mikroorganisme, eller ordene „Ingen vækst“"),
            _("Intet"),
        )


def is_final(view: InvestigationView) -> bool:
    """Say whether the letter is a final or a corrected answer."""
    letter = view.letter.letter
    assert isinstance(letter, MicrobiologyWebReport)
    return letter.laboratory_results.general_result_information.result_status_code in {"svar_endeligt", "svar_rettet"}


def _summaries(view: InvestigationView) -> tuple[str, ...]:
    """Return what sums the investigation and the letter up, "" where nothing does."""
    letter = view.letter.letter
    assert isinstance(letter, MicrobiologyWebReport)
    whole = letter.laboratory_results.general_result_information.summary
    return view.investigation.examination.summary or "", whole or ""


def is_summed_up(view: InvestigationView) -> bool:
    """Say whether the result is told outside the investigation's findings: in a summary or a comment to the letter."""
    letter = view.letter.letter
    assert isinstance(letter, MicrobiologyWebReport)
    return any(map(str.strip, _summaries(view))) or any(map(holds_text, letter.laboratory_results.comments))


@rule(
    "LAB-MIC-009",
    Severity.F4,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Dyrkningsfund står under en dyrkning"),
    text=N_("CultureFindings hører til ExaminationTypeCode dyrkning eller antibiotika_sammensaetning."),
    why=N_("Systemer viser og søger efter undersøgelsens type og finder ikke dyrkningen."),
    remedy=N_("Ret ExaminationTypeCode til dyrkning."),
    source=N_("Felternes betydning: ExaminationTypeCode er undersøgelsens art (krav MIK-06)"),
    requirements=("MIK-06",),
    example="culture-of-another-type",
)
def culture_of_another_type(view: InvestigationView) -> Iterator[Flaw]:
    """Hold the type of the examination against what was found."""
    kind = view.investigation.examination.examination_type_code
    if view.investigation.culture_findings is not None and kind not in _CULTURED:
        yield Flaw(
            f"{view.path}/Examination/ExaminationTypeCode",
            _("Undersøgelsen er angivet som {kind}, men har fund fra en dyrkning.").format(kind=kind),
            "dyrkning / antibiotika_sammensaetning",
            kind,
        )


def _told_apart_by(organism: Microorganism) -> tuple[object, ...]:
    comments = tuple(same_as(one) for one in organism.species_comment)
    return same_as(organism.identification), same_as(organism.growth_value), comments


@rule(
    "LAB-MIC-011",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("To mikroorganismer kan skelnes fra hinanden"),
    text=N_("To Microorganism må ikke have samme navn, samme vækst og samme kommentar."),
    why=N_("Lægen kan ikke se, hvilken af dem et svar i resistensmønstret gælder, eller om der er én eller to."),
    remedy=N_("Udelad gentagelsen, eller skriv i SpeciesComment, hvad der skiller dem."),
    source=N_("Felternes betydning: hver Microorganism er et fund for sig"),
    requirements=("MIK-01",),
    example="organism-twice",
)
def organism_twice(view: InvestigationView) -> Iterator[Flaw]:
    """Hold micro-organisms against each other; two strains of a species differ in growth or comment."""
    path, culture = _culture(view)
    if culture is None:
        return
    counted = Counter(_told_apart_by(one) for one in culture.microorganism)
    seen = set()
    for number, one in enumerate(culture.microorganism, 1):
        key = _told_apart_by(one)
        if key in seen and holds_text(one.identification):
            name = named(one.identification)
            yield Flaw(
                f"{path}/Microorganism[{number}]",
                _("{name} står {count} gange med samme vækst og kommentar.").format(name=name, count=counted[key]),
                _("Hver mikroorganisme én gang, eller det, der skiller dem"),
                name,
            )
        seen.add(key)


@rule(
    "LAB-MIC-019",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Hvert fund har et navn"),
    text=N_("En mikroorganisme og et antibiotikum skal have en kode eller et navn, der er mere end mellemrum."),
    why=N_("Lægen ser en vækst eller en følsomhed uden at kunne se, af hvad eller for hvad."),
    remedy=N_("Skriv navnet i Identification eller AntibioticName."),
    source=N_("Tabellen: Paragraph må have 0 tegn. Felternes betydning: et fund er ikke til at forstå uden navn"),
    requirements=("MIK-01", "MIK-02"),
    example="finding-without-name",
)
def finding_without_name(view: InvestigationView) -> Iterator[Flaw]:
    """Look for micro-organisms and antibiotics whose text is empty and who have no code."""
    path, culture = _culture(view)
    if culture is None:
        return
    organisms = ((f"Microorganism[{n}]/Identification", one.identification)
                 for n, one in enumerate(culture.microorganism, 1))
    drugs = ((f"Pattern/Antibiotic[{n}]/AntibioticName", one.antibiotic_name)
             for n, one in enumerate(culture.pattern.antibiotic if culture.pattern else (), 1))
    for place, name in (*organisms, *drugs):
        if not holds_text(name):
            yield Flaw(
                f"{path}/{place}",
                _("En mikroorganisme har intet navn.")
                if place.startswith("Micro")
                else _("Et antibiotikum har intet navn."),
                _("En kode eller et navn"),
                _("Intet"),
            )


@rule(
    "LAB-MIC-020",
    Severity.F4,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En mikroorganisme har sin vækst med"),
    text=N_("Microorganism bør have GrowthValue med et indhold."),
    why=N_("Uden mængden kan lægen ikke skelne infektion fra forurening af prøven."),
    remedy=N_("Skriv mængden i GrowthValue, for eksempel > 100.000 CFU/mL."),
    source=N_("Tabellen: Microorganism/GrowthValue (0..1). Besluttet i projektet: væksten følger fundet (krav MIK-01)"),
    requirements=("MIK-01",),
    example="organism-without-growth",
)
def organism_without_growth(view: InvestigationView) -> Iterator[Flaw]:
    """Look for micro-organisms without growth. An empty one is told as an empty paragraph; „Ingen vækst“ has none."""
    path, culture = _culture(view)
    for number, one in enumerate(culture.microorganism if culture else (), 1):
        name = named(one.identification)
        if one.growth_value is None and holds_text(one.identification) and not _NEGATIVE.search(name):
            yield Flaw(
                f"{path}/Microorganism[{number}]",
                _("Mikroorganismen {name} har ingen GrowthValue.").format(name=name),
                "GrowthValue",
                _("Intet"),
            )


@rule(
    "LAB-MIC-024",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("„Ingen vækst“ står kun, hvor intet voksede"),
    text=N_("Har en dyrkning en mikroorganisme, må hverken Summary, Headline eller Comments sige „Ingen vækst“ alene."),
    why=N_("Lægen, der kun læser ordene, tror, at prøven er negativ, og en infektion bliver ikke behandlet."),
    remedy=N_("Ret ordene, eller udelad mikroorganismen, hvis den ikke er fundet."),
    source=N_("Felternes betydning: ord og fund er det samme svar"),
    requirements=("MIK-01",),
    example="no-growth-beside-organism",
)
def no_growth_beside_organism(view: InvestigationView) -> Iterator[Flaw]:
    """Look for these words and nothing else („Ingen vækst af Salmonella“ is another answer) beside what grew."""
    path, culture = _culture(view)
    if culture is None:
        return
    comments = (named(one) for one in culture.comments if holds_text(one))
    told = (" ".join(one.split()) for one in (*_summaries(view), culture.headline, *comments))
    words = next((one for one in told if _NO_GROWTH.fullmatch(one)), None)
    grown = next(((number, one) for number, one in enumerate(culture.microorganism, 1) if _grew(one)), None)
    if words is not None and grown is not None:
        number, organism = grown
        name = named(organism.identification)
        yield Flaw(
            f"{path}/Microorganism[{number}]",
            _("Der står „{words}“, men dyrkningen har mikroorganismen {name}.").format(words=words, name=name),
            _("Ord og fund, der siger det samme"),
            f"{words} / {name}",
        )


def _grew(organism: Microorganism) -> bool:
    """Say whether a micro-organism is told as found: neither its name nor its growth says no."""
    growth = named(organism.growth_value) if holds_text(organism.growth_value) and organism.growth_value else ""
    no = growth.casefold().rstrip(".") in {"0", "-", "neg"} or _NEGATIVE.search(growth)
    return holds_text(organism.identification) and not no and not _NEGATIVE.search(named(organism.identification))


RULES: tuple[Rule[Any], ...] = (
    culture_says_nothing, culture_of_another_type, organism_twice, finding_without_name, organism_without_growth,
    no_growth_beside_organism,
)
