"""What is asked of statuses: that report, results and values tell the same."""

from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.messages import LaboratoryReport, MicrobiologyWebReport
from labcert.domain.messages.xrpt01 import Result, ResultTextValue
from labcert.domain.messages.xrpt05 import Investigation, MicrobiologyResults
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import XRPT01, XRPT05, Flaw, Rule, rule
from labcert.validation.rules.shapes import RECEIVED, is_stars
from labcert.validation.rules.views import InvestigationView, LetterView, MeasureView, ResultView

__all__ = ["RULES"]

STARS = "*****"
TEMPORARY = "svar_midlertidigt"


def _general(letter: LetterView, name: str) -> str:
    return f"{letter.path}/LaboratoryResults/GeneralResultInformation/{name}"


def _results(letter: LetterView) -> tuple[Result, ...]:
    """Return the results of an XRPT01; an XRPT05 has none."""
    return letter.letter.laboratory_results.result if isinstance(letter.letter, LaboratoryReport) else ()


def _investigations(letter: LetterView) -> tuple[Investigation, ...]:
    """Return the investigations of an XRPT05."""
    assert isinstance(letter.letter, MicrobiologyWebReport)
    return letter.letter.laboratory_results.investigation


@rule(
    "LAB-STAT-001",
    Severity.F2,
    on=MeasureView,
    title=N_("Et besvaret resultat har en værdi"),
    text=N_("Value må kun være ***** ved ResultStatusCode proeve_modtaget, heller ikke ved svar_midlertidigt."),
    why=N_("Modtageren tror, at der er et svar, men ser fem stjerner i stedet for en værdi."),
    remedy=N_("Send værdien, eller send resultatet som proeve_modtaget, indtil den er der."),
    source=N_("Faktum: ***** hører til proeve_modtaget og ikke til svar_midlertidigt"),
    requirements=("STA-03", "STA-04"),
    example="stars-as-answer",
)
def answer_has_a_value(measure: MeasureView) -> Iterator[Flaw]:
    """Look for stars. A letter of XRPT05 has one status: only in a complete one does it hold for each value."""
    letter = measure.letter
    status = measure.status or letter.result_status
    if not is_stars(measure.value) or status == RECEIVED:
        return
    if letter.standard == "XRPT05" and letter.report_status != "komplet_svar":
        return
    text = _("Resultatet har status {status}, men værdien er {value}.").format(status=status, value=measure.value)
    yield Flaw(f"{measure.path}/Value", text, _("Resultatets værdi"), str(measure.value))


@rule(
    "LAB-STAT-002",
    Severity.F2,
    on=ResultView,
    standards=XRPT01,
    title=N_("En modtaget prøve har ingen værdi endnu"),
    text=N_("Value skal være ***** ved ResultStatusCode proeve_modtaget."),
    why=N_("Modtageren skjuler værdien, fordi prøven ikke er besvaret, eller viser et svar, der ikke er godkendt."),
    remedy=N_("Er resultatet færdigt, så send det som svar_endeligt. Ellers skal værdien være *****."),
    source=N_("Faktum: proeve_modtaget sendes med værdien *****"),
    requirements=("STA-04",),
    example="received-with-value",
)
def received_has_no_value(result: ResultView) -> Iterator[Flaw]:
    """Look for what is no stars."""
    measure = result.measure
    if measure.status == RECEIVED and not is_stars(measure.value):
        text = _("Resultatet har status proeve_modtaget, men værdien er {value}.").format(value=measure.value)
        yield Flaw(f"{result.path}/Value", text, STARS, str(measure.value))


@rule(
    "LAB-STAT-003",
    Severity.F3,
    on=LetterView,
    title=N_("Et komplet svar har ingen ubesvarede resultater"),
    text=N_("Ved komplet_svar må intet resultat være proeve_modtaget eller svar_midlertidigt."),
    why=N_("Modtageren lukker rekvisitionen og venter ikke på det, der mangler."),
    remedy=N_("Send del_svar, indtil alle resultater er endelige, eller ret resultatets status, hvis det er endeligt."),
    source=N_("Felternes betydning: komplet_svar siger, at alle resultater er færdige"),
    requirements=("STA-01", "STA-02"),
    example="complete-with-open-result",
)
def complete_is_complete(letter: LetterView) -> Iterator[Flaw]:
    """Tell those that are not final; a value where the sample is only received is told by LAB-STAT-002."""
    if letter.report_status != "komplet_svar":
        return
    waiting = [
        one.result_status_code for one in _results(letter)
        if one.result_status_code == TEMPORARY or (one.result_status_code == RECEIVED and is_stars(one.value))
    ]
    if waiting:
        text = _("Svaret er komplet_svar, men {open} af {count} resultater har status {statuses}.")
    elif letter.result_status in {RECEIVED, TEMPORARY}:
        waiting = [letter.result_status]
        text = _("Svaret er både komplet_svar og {statuses}.")
    else:
        return
    statuses = ", ".join(dict.fromkeys(waiting))
    yield Flaw(
        _general(letter, "ReportStatusCode"),
        text.format(open=len(waiting), count=len(_results(letter)), statuses=statuses),
        _("del_svar, eller kun endelige resultater"),
        _("komplet_svar med {statuses}").format(statuses=statuses),
    )


@rule(
    "LAB-STAT-004",
    Severity.F2,
    on=LetterView,
    title=N_("En melding om modtaget prøve har ingen svar"),
    text=N_("Ved ReportStatusCode modtaget skal ResultStatusCode være proeve_modtaget."),
    why=N_("Modtageren kan lægge meldingen til side som en kvittering, og så bliver svaret ikke set."),
    remedy=N_("Send del_svar, hvis noget er besvaret, og komplet_svar, når alt er."),
    source=N_("Felternes betydning: modtaget siger, at prøven er modtaget og intet besvaret"),
    requirements=("STA-02", "STA-04"),
    example="answer-in-receipt-of-sample",
)
def received_is_not_answered(letter: LetterView) -> Iterator[Flaw]:
    """Look for the first answer; stars are none, whatever their status (LAB-STAT-001 tells that)."""
    if letter.report_status != "modtaget":
        return
    statuses = [one.result_status_code for one in _results(letter) if not is_stars(one.value)]
    answers = [status for status in (*statuses, letter.result_status) if status not in {RECEIVED, ""}]
    if answers:
        text = _("Svaret er modtaget, men et resultat har status {status}.").format(status=answers[0])
        expected, actual = _("del_svar eller komplet_svar"), _("modtaget med {status}").format(status=answers[0])
        yield Flaw(_general(letter, "ReportStatusCode"), text, expected, actual)


def _found(investigation: Investigation) -> bool:
    """Say whether there is a finding: a quantity that is no stars, a micro-organism, a pattern, a microscopy."""
    quantities, culture = investigation.quantitative_findings, investigation.culture_findings
    microscopy = investigation.microscopic_findings
    return bool(
        (quantities and any(not is_stars(one.findings.value) for one in quantities.analysis_findings))
        or (culture and (culture.microorganism or culture.pattern))
        or (microscopy and microscopy.grouping)
    )


@rule(
    "LAB-STAT-005",
    Severity.F3,
    on=LetterView,
    standards=XRPT05,
    title=N_("En modtaget prøve har ingen fund endnu"),
    text=N_("Ved ResultStatusCode proeve_modtaget må ingen undersøgelse have fund."),
    why=N_("Modtageren kan skjule fundene, fordi prøven endnu ikke er besvaret."),
    remedy=N_("Send svar_midlertidigt, når der er foreløbige fund, og svar_endeligt, når de er endelige."),
    source=N_("Felternes betydning: proeve_modtaget siger, at prøven er modtaget og intet besvaret"),
    requirements=("STA-03", "STA-04"),
    example="received-with-findings",
)
def received_has_no_findings(letter: LetterView) -> Iterator[Flaw]:
    """Count investigations with findings, where the report's own status does not already contradict (LAB-STAT-003)."""
    if letter.result_status != RECEIVED or letter.report_status == "komplet_svar":
        return
    if count := sum(map(_found, _investigations(letter))):
        yield Flaw(
            _general(letter, "ResultStatusCode"),
            _("Svaret er proeve_modtaget, men antallet af undersøgelser med fund er {count}.").format(count=count),
            _("svar_midlertidigt eller svar_endeligt, eller ingen fund"),
            _("proeve_modtaget med fund"),
        )


@rule(
    "LAB-STAT-006",
    Severity.F3,
    on=ResultView,
    standards=XRPT01,
    title=N_("En modtaget prøve er ikke vurderet"),
    text=N_("Et resultat med proeve_modtaget må hverken have Operator, ResultValidation eller ResultTextValue."),
    why=N_("Det, der ikke er målt, kan ikke være for højt. Modtageren får en alarm uden et svar."),
    remedy=N_("Udelad elementet, indtil resultatet er der. En bemærkning kan stå i ResultComments."),
    source=N_("Felternes betydning: proeve_modtaget siger, at intet er målt endnu"),
    requirements=("STA-04", "INT-02"),
    example="received-but-judged",
)
def received_is_not_judged(result: ResultView) -> Iterator[Flaw]:
    """Look for the three elements beside stars; another value is told by LAB-STAT-002."""
    measure = result.measure
    if measure.status != RECEIVED or not is_stars(measure.value):
        return
    here = {
        "Operator": measure.operator is not None,
        "ResultValidation": measure.validation is not None,
        "ResultTextValue": any(isinstance(text, ResultTextValue) for text in result.result.texts),
    }
    if names := [name for name, there in here.items() if there]:
        listed = ", ".join(names)
        text = _("Resultatet har status proeve_modtaget, men også {names}.").format(names=listed)
        yield Flaw(f"{result.path}/{names[0]}", text, _("Intet"), listed)


@rule(
    "LAB-STAT-007",
    Severity.F3,
    on=InvestigationView,
    standards=XRPT05,
    title=N_("En besvaret undersøgelse har et svar"),
    text=N_("I et komplet, endeligt svar skal undersøgelsen eller brevet have fund, Summary eller Comments."),
    why=N_("Modtageren kan ikke se, om der intet er fundet, eller om noget er faldet ud."),
    remedy=N_("Skriv også det negative svar, for eksempel Ingen vækst, som fund eller i Summary."),
    source=N_("Felternes betydning: svar_endeligt siger, at undersøgelsen er besvaret"),
    requirements=("STA-01", "MIK-01"),
    example="investigation-without-answer",
)
def investigation_is_answered(view: InvestigationView) -> Iterator[Flaw]:
    """Look for anything that is said. A headline (overskrift) is no investigation of its own."""
    letter, one = view.letter, view.investigation
    if letter.report_status != "komplet_svar" or letter.result_status in {RECEIVED, TEMPORARY}:
        return
    results = letter.letter.laboratory_results
    if isinstance(results, MicrobiologyResults) and (results.general_result_information.summary or results.comments):
        return
    if one.examination.examination_type_code != "overskrift" and not _said(one):
        name = one.examination.analysis_mds_name.examination
        text = _("Undersøgelsen {name} er besvaret, men har hverken fund, Summary eller Comments.").format(name=name)
        yield Flaw(view.path, text, _("Et fund, også når det er negativt"), _("Intet"))


def _said(one: Investigation) -> bool:
    """Say whether an investigation has a finding, a comment or a summary; microscopy always has a comment."""
    quantities, culture = one.quantitative_findings, one.culture_findings
    return bool(
        one.examination.summary
        or one.microscopic_findings
        or (quantities and (quantities.interpretation or quantities.analysis_findings or quantities.comments))
        or (culture and (culture.microorganism or culture.pattern or culture.comments))
    )


@rule(
    "LAB-STAT-008",
    Severity.F4,
    on=MeasureView,
    title=N_("En modtaget prøve har præcis fem stjerner"),
    text=N_("Værdien ved proeve_modtaget skrives *****, uden mellemrum og hverken kortere eller længere."),
    why=N_("Systemer kender den modtagne prøve på de fem stjerner. Andre stjerner vises som en værdi."),
    remedy=N_("Skriv ***** i Value."),
    source=N_("Faktum: proeve_modtaget sendes med værdien *****"),
    requirements=("STA-04",),
    example="stars-of-another-number",
)
def stars_are_five(measure: MeasureView) -> Iterator[Flaw]:
    """Compare stars with the five."""
    received = (measure.status or measure.letter.result_status) == RECEIVED
    if received and is_stars(measure.value) and measure.value != STARS:
        text = _("Værdien er „{value}“ i stedet for fem stjerner.").format(value=measure.value)
        yield Flaw(f"{measure.path}/Value", text, STARS, str(measure.value))


RULES: tuple[Rule[Any], ...] = (
    answer_has_a_value, received_has_no_value, complete_is_complete, received_is_not_answered,
    received_has_no_findings, received_is_not_judged, investigation_is_answered, stars_are_five,
)
