"""What is asked of a resistance pattern: its cells point at what is there, and each pair has one answer."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages.xrpt05_findings import CultureFindings, Pattern, PatternEntry
from labcert.domain.outcome import Severity
from labcert.validation.rules.coded import holds_text, named, same_as
from labcert.validation.rules.rule import XRPT05, Flaw, Rule, rule
from labcert.validation.rules.views import InvestigationView

__all__ = ["RULES"]


def _pattern(view: InvestigationView) -> tuple[str, CultureFindings, Pattern] | None:
    """Return the path of the pattern, the culture and the pattern, or None where there is none."""
    culture = view.investigation.culture_findings
    if culture is None or culture.pattern is None:
        return None
    return f"{view.path}/CultureFindings/Pattern", culture, culture.pattern


def _entries(path: str, pattern: Pattern) -> Iterator[tuple[str, PatternEntry]]:
    for number, entry in enumerate(pattern.pattern_entry, 1):
        yield f"{path}/PatternEntry[{number}]", entry


def _points_at(reference: str, count: int) -> bool:
    """Say whether a position from 1 is one of so many; the schema has seen that it is a whole number from 1."""
    return int(reference) <= count


@rule(
    "LAB-MIC-001",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Resistensmønstret peger på en mikroorganisme, der er der"),
    text=N_("RefMicroorganism er et nummer fra 1 og må ikke være større end antallet af Microorganism i dyrkningen."),
    why=N_("Følsomheden kan ikke knyttes til en bakterie, eller knyttes til den forkerte, og patienten får et forkert"
           " middel."),
    remedy=N_("Tæl mikroorganismerne fra 1 i den rækkefølge, de står, og ret nummeret."),
    source=N_("Faktum: RefMicroorganism er en plads, der tælles fra 1, og skemaet efterprøver den ikke"),
    requirements=("MIK-03",),
    example="organism-not-there",
)
def organism_not_there(view: InvestigationView) -> Iterator[Flaw]:
    """Hold each cell against the micro-organisms; a pattern without any is told by a rule of its own."""
    if not (found := _pattern(view)) or not found[1].microorganism:
        return
    count = len(found[1].microorganism)
    for path, entry in _entries(found[0], found[2]):
        if not _points_at(entry.ref_microorganism, count):
            yield Flaw(
                f"{path}/RefMicroorganism",
                _("Mønstret peger på mikroorganisme nr. {number}, men dyrkningen har {count}.").format(
                    number=entry.ref_microorganism, count=count
                ),
                _("Højst {limit}").format(limit=count),
                entry.ref_microorganism,
            )


@rule(
    "LAB-MIC-002",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Resistensmønstret peger på et antibiotikum, der er der"),
    text=N_("RefAntibiotic er et nummer fra 1 og må ikke være større end antallet af Antibiotic i mønstret."),
    why=N_("Følsomheden kan ikke knyttes til et middel, eller knyttes til det forkerte."),
    remedy=N_("Tæl antibiotika fra 1 i den rækkefølge, de står, og ret nummeret."),
    source=N_("Faktum: RefAntibiotic er en plads, der tælles fra 1, og skemaet efterprøver den ikke"),
    requirements=("MIK-03",),
    example="antibiotic-not-there",
)
def antibiotic_not_there(view: InvestigationView) -> Iterator[Flaw]:
    """Hold each cell against the antibiotics of its pattern."""
    if not (found := _pattern(view)):
        return
    count = len(found[2].antibiotic)
    for path, entry in _entries(found[0], found[2]):
        if not _points_at(entry.ref_antibiotic, count):
            yield Flaw(
                f"{path}/RefAntibiotic",
                _("Mønstret peger på antibiotikum nr. {number}, men har {count}.").format(
                    number=entry.ref_antibiotic, count=count
                ),
                _("Højst {limit}").format(limit=count),
                entry.ref_antibiotic,
            )


@rule(
    "LAB-MIC-003",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Resistensmønstret har ét svar for hvert par"),
    text=N_("En mikroorganisme og et antibiotikum må kun have én PatternEntry sammen."),
    why=N_("Siger de to svar hver sit, ved lægen ikke, om midlet virker, og et system viser kun det ene."),
    remedy=N_("Behold den rigtige PatternEntry. Er to bakterier ens, skal de stå som hver sin mikroorganisme."),
    source=N_("Felternes betydning: en PatternEntry er svaret for ét par"),
    requirements=("MIK-02",),
    example="pair-answered-twice",
)
def pair_answered_twice(view: InvestigationView) -> Iterator[Flaw]:
    """Look for pairs that come again."""
    if not (found := _pattern(view)):
        return
    first: dict[tuple[int, int], str] = {}
    for path, entry in _entries(found[0], found[2]):
        pair = int(entry.ref_microorganism), int(entry.ref_antibiotic)
        if pair in first:
            yield Flaw(
                path,
                _("Mikroorganisme nr. {organism} og antibiotikum nr. {antibiotic} har svaret {first} og igen {again}.")
                .format(organism=pair[0], antibiotic=pair[1], first=first[pair], again=entry.susceptibility),
                _("Ét svar for hvert par"),
                f"{first[pair]}, {entry.susceptibility}",
            )
        first.setdefault(pair, entry.susceptibility)


@rule(
    "LAB-MIC-004",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Hvert antibiotikum i mønstret har et svar"),
    text=N_("Et Antibiotic skal have mindst én PatternEntry."),
    why=N_("Midlet vises uden svar, og lægen kan tro, at det er prøvet."),
    remedy=N_("Tilføj svaret, eller udelad midlet, hvis det ikke er prøvet."),
    source=N_("Felternes betydning: et Antibiotic står i mønstret, fordi følsomheden for det er bestemt"),
    requirements=("MIK-02",),
    example="antibiotic-without-answer",
)
def antibiotic_without_answer(view: InvestigationView) -> Iterator[Flaw]:
    """Look for antibiotics that no cell points at; a cell that points at nothing is told, and explains them."""
    if not (found := _pattern(view)):
        return
    path, _culture_findings, pattern = found
    asked = {int(entry.ref_antibiotic) for entry in pattern.pattern_entry}
    if max(asked) > len(pattern.antibiotic):
        return
    for number, antibiotic in enumerate(pattern.antibiotic, 1):
        if number not in asked:
            yield Flaw(
                f"{path}/Antibiotic[{number}]",
                _("{name} står i mønstret uden svar for nogen mikroorganisme.").format(
                    name=named(antibiotic.antibiotic_name)
                ),
                _("Mindst én PatternEntry med RefAntibiotic {number}").format(number=number),
                _("Intet"),
            )


@rule(
    "LAB-MIC-006",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Et resistensmønster har en mikroorganisme"),
    text=N_("En dyrkning med Pattern skal have mindst én Microorganism."),
    why=N_("Følsomheden kan ikke knyttes til en bakterie."),
    remedy=N_("Tilføj de mikroorganismer, som mønstret gælder, eller udelad mønstret."),
    source=N_("Felternes betydning: et resistensmønster er mikroorganismernes følsomhed"),
    requirements=("MIK-02", "MIK-03"),
    example="pattern-without-organism",
)
def pattern_without_organism(view: InvestigationView) -> Iterator[Flaw]:
    """Look for a pattern of nothing."""
    if (found := _pattern(view)) and not found[1].microorganism:
        yield Flaw(
            found[0],
            _("Dyrkningen har et resistensmønster, men ingen mikroorganisme."),
            _("Mindst én Microorganism"),
            _("Intet"),
        )


@rule(
    "LAB-MIC-010",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Et antibiotikum står én gang i mønstret"),
    text=N_("Samme antibiotikum må ikke stå to gange i et mønster, medmindre det er prøvet med to metoder."),
    why=N_("Står midlet to gange med hver sit svar, ved lægen ikke, hvilket der gælder."),
    remedy=N_("Saml svarene under ét Antibiotic, eller skriv metoden i SusceptibilityMethod."),
    source=N_("Felternes betydning: et Antibiotic er et middel, prøvet med én metode"),
    requirements=("MIK-02",),
    example="antibiotic-twice",
)
def antibiotic_twice(view: InvestigationView) -> Iterator[Flaw]:
    """Hold antibiotics against each other by code or name, and by method."""
    if not (found := _pattern(view)):
        return
    seen = set()
    for number, one in enumerate(found[2].antibiotic, 1):
        key = same_as(one.antibiotic_name), same_as(one.susceptibility_method)
        if key in seen and holds_text(one.antibiotic_name):
            name = named(one.antibiotic_name)
            yield Flaw(
                f"{found[0]}/Antibiotic[{number}]",
                _("{name} står flere gange i resistensmønstret med samme metode.").format(name=name),
                _("Hvert antibiotikum én gang"),
                name,
            )
        seen.add(key)


@rule(
    "LAB-MIC-012",
    Severity.F4,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Følsomhed er S, I eller R"),
    text=N_("Susceptibility bør være et af bogstaverne S, I og R."),
    why=N_("Systemer farver og sorterer efter bogstavet; et andet tegn vises uden at blive forstået."),
    remedy=N_("Skriv S, I eller R, og skriv forklaringen i SusceptibilityInterpretation."),
    source=N_("Besluttet i projektet: Susceptibility er S, I eller R (krav MIK-02)"),
    requirements=("MIK-02",),
    example="susceptibility-unusual",
)
def susceptibility_unusual(view: InvestigationView) -> Iterator[Flaw]:
    """Look at the letter, without the white space that another rule tells of."""
    if not (found := _pattern(view)):
        return
    for path, entry in _entries(found[0], found[2]):
        letter = entry.susceptibility.strip()
        if letter and letter not in {"S", "I", "R"}:
            yield Flaw(
                f"{path}/Susceptibility",
                _("Følsomheden er „{letter}“ og ikke S, I eller R.").format(letter=letter),
                _("S, I eller R"),
                letter,
            )


RULES: tuple[Rule[Any], ...] = (
    organism_not_there, antibiotic_not_there, pair_answered_twice, antibiotic_without_answer,
    pattern_without_organism, antibiotic_twice, susceptibility_unusual,
)
