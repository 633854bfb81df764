"""What is asked of a microbiological investigation: cultures, resistance patterns, quantities, microscopy."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages.xrpt05_findings import Findings
from labcert.domain.outcome import Severity
from labcert.validation.rules import cultures, microscopy, patterns
from labcert.validation.rules.coded import holds_text
from labcert.validation.rules.cultures import is_final, is_summed_up
from labcert.validation.rules.rule import XRPT05, Flaw, Rule, rule
from labcert.validation.rules.statuses import investigation_is_answered
from labcert.validation.rules.values import PLACEHOLDERS
from labcert.validation.rules.views import InvestigationView

__all__ = ["RULES"]


@rule(
    "LAB-MIC-008",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En dyrkning har sine fund fra dyrkningen"),
    text=N_("Har et endeligt svar med ExaminationTypeCode dyrkning fund, skal CultureFindings være blandt dem."),
    why=N_("Svaret på det, der blev bestilt, mangler, og de andre fund får det til at se færdigt ud."),
    remedy=N_("Tilføj CultureFindings, også når intet voksede, eller ret ExaminationTypeCode."),
    source=N_("Felternes betydning: ExaminationTypeCode er undersøgelsens art, CultureFindings dens fund"),
    requirements=("MIK-01", "MIK-06"),
    example="culture-without-findings",
)
def culture_without_findings(view: InvestigationView) -> Iterator[Flaw]:
    """Look for finished cultures with findings of another kind only; one without any is told by a rule of status."""
    found = view.investigation
    if found.culture_findings is not None or found.examination.examination_type_code != "dyrkning":
        return
    if is_final(view) and (found.quantitative_findings is not None or found.microscopic_findings is not None):
        yield Flaw(
            view.path,
            _("Undersøgelsen er en dyrkning med endeligt svar, men har kun andre fund."),
            "CultureFindings",
            _("Intet"),
        )


@rule(
    "LAB-MIC-013",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En måling siger, hvad der blev fundet"),
    text=N_("QuantitativeFindings skal have mindst én AnalysisFindings eller en tekst."),
    why=N_("Undersøgelsen ser besvaret ud, men der er ikke noget svar."),
    remedy=N_("Tilføj det, der blev målt eller fundet, eller udelad QuantitativeFindings."),
    source=N_("Tabellen: alt i QuantitativeFindings er valgfrit. Felternes betydning: elementet er et svar"),
    requirements=("MIK-05",),
    example="quantity-says-nothing",
)
def quantity_says_nothing(view: InvestigationView) -> Iterator[Flaw]:
    """Look for quantities that hold neither a finding nor a text, where the rule of status does not tell it."""
    found = view.investigation.quantitative_findings
    if found is None or found.analysis_findings or any(investigation_is_answered.check(view)):
        return
    if not holds_text(found.interpretation) and not any(map(holds_text, found.comments)):
        yield Flaw(
            f"{view.path}/QuantitativeFindings",
            _("QuantitativeFindings indeholder hverken et fund eller en tekst."),
            _("Mindst én AnalysisFindings eller en tekst"),
            _("Intet"),
        )


@rule(
    "LAB-MIC-023",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Et fund har et svar"),
    text=N_(
        "Findings skal have en Value eller en InterPretation med en kode eller en tekst. Et ord som „se tekst“ er "
        "intet svar, når der ingen tekst er."
    ),
    why=N_("Lægen ser, hvad der blev undersøgt, men ikke hvad der blev fundet."),
    remedy=N_("Skriv svaret i Value eller InterPretation, eller udelad AnalysisFindings."),
    source=N_("Tabellen: Paragraph må have 0 tegn, og Value er valgfri. Felternes betydning: et fund er et svar"),
    requirements=("MIK-05",),
    example="quantity-without-answer",
)
def quantity_without_answer(view: InvestigationView) -> Iterator[Flaw]:
    """Look for findings with neither a value nor an interpretation, and for words that only point at a text."""
    found = view.investigation.quantitative_findings
    for number, one in enumerate(found.analysis_findings if found else (), 1):
        value = one.findings.value
        if holds_text(one.findings.interpretation) or not (value is None or _points_at_nothing(view, one.findings)):
            continue
        text = _("Et fund har hverken værdi eller fortolkning.")
        if value is not None:
            text = _("Værdien {value} siger ikke, hvad svaret er, og der er ingen tekst.").format(value=value)
        yield Flaw(
            f"{view.path}/QuantitativeFindings/AnalysisFindings[{number}]/Findings",
            text,
            _("Value eller InterPretation"),
            value or _("Intet"),
        )


def _points_at_nothing(view: InvestigationView, findings: Findings) -> bool:
    """Say whether a final value is a word such as `se tekst` and no text is there. A dash may mean negative."""
    value = str(findings.value).strip().casefold().rstrip(":!")
    if value not in PLACEHOLDERS or not value.strip("-") or not is_final(view):
        return False
    found = view.investigation.quantitative_findings
    assert found is not None
    texts = (*findings.comments, found.interpretation, *found.comments)
    return not (findings.reference or any(map(holds_text, texts)) or is_summed_up(view))


_YES = frozenset({"pos", "positiv", "positivt", "påvist", "fundet", "+"})
_NO = frozenset({"neg", "negativ", "negativt", "ikke påvist", "ikke fundet"})


def _answer_in(text: str) -> bool | None:
    """Return whether a text alone says yes or no, None where it says anything else. A dash says neither."""
    bare = " ".join(text.split()).casefold().rstrip(".!")
    return True if bare in _YES else False if bare in _NO else None


@rule(
    "LAB-MIC-025",
    Severity.F2,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("Værdi og fortolkning siger det samme"),
    text=N_("Er Value positiv, må InterPretation ikke være negativ, og omvendt."),
    why=N_("Lægen ved ikke, om prøven er positiv, og et system viser måske kun det ene."),
    remedy=N_("Se efter, hvad svaret er, og ret det af de to felter, der er forkert."),
    source=N_("Felternes betydning: InterPretation er fortolkningen af Value"),
    requirements=("MIK-05",),
    example="value-against-interpretation",
)
def value_against_interpretation(view: InvestigationView) -> Iterator[Flaw]:
    """Compare the two where each is one of the plain words for yes and no."""
    found = view.investigation.quantitative_findings
    for number, one in enumerate(found.analysis_findings if found else (), 1):
        value, words = str(one.findings.value), " ".join(one.findings.interpretation.text.paragraph)
        answers = {_answer_in(value), _answer_in(words)}
        if answers == {True, False}:
            yield Flaw(
                f"{view.path}/QuantitativeFindings/AnalysisFindings[{number}]/Findings",
                _("Værdien er {value}, men fortolkningen er {words}.").format(value=value, words=words),
                _("Det samme svar i Value og InterPretation"),
                f"{value} / {words}",
            )


RULES: tuple[Rule[Any], ...] = (
    *patterns.RULES, *cultures.RULES, culture_without_findings, quantity_says_nothing, quantity_without_answer,
    value_against_interpretation,
    *microscopy.RULES,
)
