"""What is asked of the results of a letter together."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages import LaboratoryReport, MicrobiologyWebReport
from labcert.domain.messages.xrpt01 import Analysis, RequisitionGroup
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import XRPT01, Flaw, Rule, rule
from labcert.validation.rules.views import LetterView

__all__ = ["RULES"]

Key = tuple[str | None, ...]


def _analyses(letter: LetterView) -> tuple[Analysis, ...]:
    """Return the analyses of an XRPT01 in order; an XRPT05 has none."""
    if not isinstance(letter.letter, LaboratoryReport):
        return ()
    return tuple(result.analysis for result in letter.letter.laboratory_results.result)


def _analysed(letter: LetterView) -> Iterator[tuple[Key, str]]:
    """Yield what each result or investigation is about, and the path of its code (of several, so each has a number)."""
    for index, analysis in enumerate(_analyses(letter), 1):
        path = f"{letter.path}/LaboratoryResults/Result[{index}]/Analysis/AnalysisCode"
        yield (analysis.analysis_code, analysis.analysis_code_responsible), path
    if isinstance(letter.letter, MicrobiologyWebReport):
        for index, investigation in enumerate(letter.letter.laboratory_results.investigation, 1):
            one = investigation.examination
            name = one.analysis_mds_name
            path = f"{letter.path}/LaboratoryResults/Investigation[{index}]/Examination/MICAnalysisCode"
            place = (name.examination, name.material, name.location, one.supplementary_location)
            yield (one.mic_analysis_code, one.analysis_code_responsible, *place), path


@rule(
    "LAB-RES-001",
    Severity.F3,
    on=LetterView,
    title=N_("En analyse står kun én gang i et svar"),
    text=N_(
        "To resultater i samme brev må ikke have samme analysekode og ejer. I XRPT05 må de det, når navnet, materialet "
        "eller lokationen er en anden."
    ),
    why=N_("Brevet gælder én prøve. Modtageren ved ikke, hvilket resultat der gælder, og viser måske kun det ene."),
    remedy=N_("Send kun det resultat, der gælder. Er der to prøver, så send et brev for hver."),
    source=N_("Felternes betydning: et brev har én prøve, og et resultat kendes på prøve og analyse"),
    requirements=("VAE-05", "NAV-03"),
    example="same-analysis-twice",
)
def analysis_stands_once(letter: LetterView) -> Iterator[Flaw]:
    """Tell each that was there before."""
    first: dict[Key, int] = {}
    for number, (key, path) in enumerate(_analysed(letter), 1):
        if key in first:
            text = _("Analysen {code} står både som nummer {first} og nummer {second} i brevet.")
            yield Flaw(
                path,
                text.format(code=key[0], first=first[key], second=number),
                _("En analyse, der ikke er i brevet i forvejen"),
                str(key[0]),
            )
        else:
            first[key] = number


def _grouped(letter: LetterView) -> Iterator[tuple[int, Analysis, RequisitionGroup]]:
    """Yield number, analysis and group of each result that was asked for in one."""
    for index, analysis in enumerate(_analyses(letter), 1):
        if analysis.requisition_group is not None:
            yield index, analysis, analysis.requisition_group


def _path(letter: LetterView, index: int, name: str) -> str:
    """Return the path of a part of an analysis in a letter of several results."""
    return f"{letter.path}/LaboratoryResults/Result[{index}]/Analysis/{name}"


@rule(
    "LAB-RES-002",
    Severity.F4,
    on=LetterView,
    standards=XRPT01,
    title=N_("Et rækkefølgenummer bruges én gang i en gruppe"),
    text=N_("To analyser i samme RequisitionGroup bør have hver sit nummer i Order."),
    why=N_("Modtageren viser analyserne i den rækkefølge, som numrene giver. Ens numre gør den tilfældig."),
    remedy=N_("Giv analyserne i en gruppe hver sit nummer."),
    source=N_("Felternes betydning: Order er analysens plads i gruppen"),
    requirements=("VAE-05",),
    example="same-order-twice",
)
def order_is_used_once(letter: LetterView) -> Iterator[Flaw]:
    """Compare the orders of a group; the same analysis again is told by LAB-RES-001."""
    seen: dict[Key, set[Key]] = {}
    for index, analysis, group in _grouped(letter):
        code = (analysis.analysis_code, analysis.analysis_code_responsible)
        codes = seen.setdefault((group.identifier, group.identifier_responsible, _plain(str(analysis.order))), set())
        if codes and code not in codes:
            text = _("Nummer {order} er brugt før i gruppen {group}.")
            text = text.format(order=analysis.order, group=group.identifier)
            yield Flaw(_path(letter, index, "Order"), text, _("Et nummer, der ikke er brugt"), str(analysis.order))
        codes.add(code)


def _plain(order: str) -> str:
    """Return the number that an xs:int is: 7, +7 and 007 are the same."""
    return str(int(order))


@rule(
    "LAB-RES-003",
    Severity.F4,
    on=LetterView,
    standards=XRPT01,
    title=N_("En gruppe har ét navn"),
    text=N_("RequisitionGroup med samme Identifier og IdentifierResponsible bør have samme Name i hele brevet."),
    why=N_("Modtageren samler resultater under gruppens navn. To navne deler gruppen eller skjuler det ene."),
    remedy=N_("Brug samme navn, eller giv grupperne hver sin Identifier."),
    source=N_("Felternes betydning: Identifier er gruppens kode, og Name er kodens navn"),
    requirements=("VAE-05",),
    example="group-with-two-names",
)
def group_has_one_name(letter: LetterView) -> Iterator[Flaw]:
    """Tell each name that is another than the first one."""
    names: dict[Key, str] = {}
    for index, _analysis, group in _grouped(letter):
        name = names.setdefault((group.identifier, group.identifier_responsible), group.name)
        if group.name != name:
            text = _("Gruppen {group} hedder både „{first}“ og „{second}“.")
            shown = text.format(group=group.identifier, first=name, second=group.name)
            yield Flaw(_path(letter, index, "RequisitionGroup/Name"), shown, name, group.name)


RULES: tuple[Rule[Any], ...] = (analysis_stands_once, order_is_used_once, group_has_one_name)
