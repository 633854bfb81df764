"""What is asked of a value, its operator and its unit. Of one text, at most one rule tells what is wrong."""

import re
from collections.abc import Iterator
from typing import Any, Literal

from labcert.domain.language import N_, _
from labcert.domain.messages import plain
from labcert.domain.outcome import Severity
from labcert.validation.rules.rule import XRPT01, XRPT05, Flaw, Rule, rule
from labcert.validation.rules.shapes import RECEIVED, after_number, is_ambiguous, is_stars, marks_of, shape_of
from labcert.validation.rules.views import MeasureView, ResultView, number_of

__all__ = ["PLACEHOLDERS", "RULES"]

_LEADING_ZERO = re.compile(r"[+-]?0[0-9]")
_UNIT = re.compile(r"[%‰]|\S+/\S+")
"""What is surely a unit after a number, also where a value may be words: a percent sign, mg/L, CFU/mL."""
_NOT_SHARP = re.compile(r"[<>]=|=[<>]|[≤≥]|&[lg]t;=")
"""Less or greater than or equal to: XRPT05 has no operator for it."""

_DASHES = str.maketrans("−–—", "---")
"""A minus sign and the dashes that stand for one; a number has a hyphen."""

BEYOND = frozenset({"mindre_end", "stoerre_end"})
PLACEHOLDERS = frozenset({
    "-", "--", "---", "?", "??", "???", ".", "..", "...", "*", "**", "/", "n/a", "n.a.", "null", "none", "nan",
    "ukendt", "mangler", "afventer", "se tekst", "se kommentar", "se svar", "se bilag", "se note", "se nedenfor",
})  # fmt: skip

Wrong = Literal["no number", "operator", "unit", "space", "zeros"]


def _wrong(measure: MeasureView) -> Wrong | None:
    """Return the one thing that is wrong with how a value is written, None where nothing is or the status tells it."""
    value = measure.value
    if value is None or measure.status == RECEIVED or is_stars(value):
        return None
    bare = value.strip()
    spaced: Wrong | None = "space" if bare != value else None
    if measure.result_type == "alfanumerisk":
        return spaced
    if number_of(bare) is not None:
        return spaced or ("zeros" if _LEADING_ZERO.match(bare) else None)
    if measure.result_type == "numerisk":
        return _wrong_number(bare)
    return _wrong_text(measure, bare) or spaced


def _wrong_number(bare: str) -> Wrong:
    """XRPT01, numerisk: only a number is right."""
    match shape_of(bare):
        case "operator":
            return "operator"
        case "unit":
            return "unit"
        case "grouped":
            return "space"
        case _:
            return "no number"


def _wrong_text(measure: MeasureView, bare: str) -> Wrong | None:
    """XRPT05: words are right too, and so is ≤ without an operator, since the standard has no operator for it."""
    match shape_of(bare):
        case "operator":
            return "operator" if measure.operator in BEYOND or not _NOT_SHARP.match(bare) else None
        case "unit":
            tail = after_number(bare)
            return "unit" if tail == measure.unit or _UNIT.fullmatch(tail) else None
        case "grouped":
            return "space"
        case "cut":
            return "zeros"
    return None


def _flaw(measure: MeasureView, wrong: Wrong, sentence: str, expected: str, remedy: str = "") -> Iterator[Flaw]:
    """Yield a flaw at Value where that is what is wrong; `sentence` has a place for {value}."""
    if _wrong(measure) == wrong:
        yield Flaw(f"{measure.path}/Value", sentence.format(value=measure.value), expected, str(measure.value), remedy)


@rule(
    "LAB-VALUE-001",
    Severity.F2,
    on=MeasureView,
    standards=XRPT01,
    title=N_("En numerisk værdi er et tal"),
    text=N_("Value skal være et tal med komma eller punktum som decimaltegn, når ResultType er numerisk."),
    why=N_("Modtageren regner på tallet, tegner kurver og sammenligner det med grænser. Andet end et tal går tabt."),
    remedy=N_("Send tallet, som det er målt. Er svaret ord eller tegn, så send det som alfanumerisk."),
    source=N_("Felternes betydning: ResultType numerisk siger, at Value er et tal"),
    requirements=("VAE-01", "VAE-02"),
    example="numeric-value-is-no-number",
)
def numeric_is_a_number(measure: MeasureView) -> Iterator[Flaw]:
    """Tell what is neither a number nor told more precisely by another rule."""
    sentence = _("Værdien {value} er numerisk, men er ikke et tal.")
    plainly = str(measure.value).strip().translate(_DASHES)
    hint = _("Skriv minus som en almindelig bindestreg: {number}.").format(number=plainly)
    remedy = hint if number_of(plainly) is not None else ""
    return _flaw(measure, "no number", sentence, _("Et tal, for eksempel 5,4"), remedy)


@rule(
    "LAB-VALUE-002",
    Severity.F2,
    on=ResultView,
    standards=XRPT01,
    title=N_("En alfanumerisk værdi har ingen Operator"),
    text=N_("Operator må kun stå ved ResultType numerisk."),
    why=N_("Mindre end et ord giver ingen mening. Modtageren kan udelade tegnet, og så er svaret et andet."),
    remedy=N_("Er værdien et tal, så send den som numerisk. Er den ord, så udelad Operator."),
    source=N_("Felternes betydning: Operator siger, på hvilken side af tallet svaret ligger"),
    requirements=("VAE-02", "VAE-03"),
    example="operator-with-words",
)
def words_have_no_operator(result: ResultView) -> Iterator[Flaw]:
    """Look for an operator; an analysis that the code table has as a number has the wrong type, told by its code."""
    measure, row = result.measure, result.code.row
    if measure.operator is None or measure.result_type != "alfanumerisk":
        return
    if measure.status == RECEIVED or is_stars(measure.value) or (row is not None and row.result_type == "numerisk"):
        return
    text = _("Værdien {value} er alfanumerisk, men har Operator {operator}.")
    text = text.format(value=measure.value, operator=measure.operator)
    yield Flaw(f"{result.path}/Operator", text, _("Ingen Operator"), measure.operator)


@rule(
    "LAB-VALUE-003",
    Severity.F2,
    on=MeasureView,
    title=N_("Mindre end og større end står i Operator"),
    text=N_("Value må kun have tallet; tegnene < og > skal stå i Operator som mindre_end og stoerre_end."),
    why=N_("Modtageren kan ikke læse tallet og kan tabe tegnet, så et svar under målegrænsen ligner et målt svar."),
    remedy=N_("Flyt tegnet til Operator, og lad kun tallet stå i Value."),
    source=N_("Tabellen: Operator har værdierne mindre_end og stoerre_end"),
    requirements=("VAE-03", "VIS-06"),
    example="operator-in-value",
)
def operator_stands_alone(measure: MeasureView) -> Iterator[Flaw]:
    """Tell a value that begins with a sign or a word for less or greater than."""
    sentence = _("Værdien {value} har mindre end eller større end skrevet sammen med tallet.")
    return _flaw(measure, "operator", sentence, _("Kun tallet i Value, tegnet i Operator"))


@rule(
    "LAB-VALUE-004",
    Severity.F2,
    on=MeasureView,
    title=N_("Enheden står i Unit"),
    text=N_("Value må kun have tallet; enhed og procenttegn skal stå i Unit."),
    why=N_("Modtageren kan ikke læse tallet, og enheden vises to gange eller slet ikke."),
    remedy=N_("Flyt enheden til Unit, og lad kun tallet stå i Value."),
    source=N_("Tabellen: Unit er et element for sig"),
    requirements=("VAE-01", "ENH-01"),
    example="unit-in-value",
)
def unit_stands_alone(measure: MeasureView) -> Iterator[Flaw]:
    """Tell a number with letters or a percent sign after it."""
    sentence = _("Værdien {value} har enheden skrevet sammen med tallet.")
    expected, remedy, row = _("Kun tallet i Value, enheden i Unit"), "", measure.row
    if row is not None and not row.unit and row.full_name.endswith("?"):
        expected = _("Kun et tal i Value")
        remedy = _("{code} har ingen enhed. Send tallet uden enhed, for eksempel 0,89 for 89 %, eller en anden kode.")
        remedy = remedy.format(code=row.code)
    return _flaw(measure, "unit", sentence, expected, remedy)


@rule(
    "LAB-VALUE-005",
    Severity.F3,
    on=MeasureView,
    title=N_("En værdi er skrevet uden mellemrum og tusindtegn"),
    text=N_("Value må ikke have mellemrum før eller efter, og et tal må ikke have tegn mellem tusinderne."),
    why=N_("Systemer læser 1.000,5 forskelligt eller slet ikke, og et mellemrum kan gøre to ens svar forskellige."),
    remedy=N_("Skriv tallet med cifre og højst ét decimaltegn, for eksempel 1000,5, uden mellemrum."),
    source=N_("Besluttet i projektet: en værdi er, hvad der er målt, og intet andet"),
    requirements=("VAE-01", "VAE-02"),
    example="thousand-separator",
)
def value_is_tight(measure: MeasureView) -> Iterator[Flaw]:
    """Tell spaces around any value and marks between the thousands of a number."""
    sentence = _("Værdien „{value}“ har mellemrum eller tusindtegn.")
    return _flaw(measure, "space", sentence, _("Værdien uden mellemrum og tusindtegn"))


@rule(
    "LAB-VALUE-006",
    Severity.F4,
    on=MeasureView,
    title=N_("Værdi og grænser har samme decimaltegn"),
    text=N_("Value, LowerLimit og UpperLimit bør enten alle have komma eller alle have punktum."),
    why=N_("Blandede decimaltegn viser, at tallene kommer fra to steder, og gør det let at læse ét af dem forkert."),
    remedy=N_("Vælg ét decimaltegn. I Danmark er det komma."),
    source=N_("Besluttet i projektet: et svar er skrevet på én måde"),
    requirements=("VAE-01", "INT-01"),
    example="mixed-decimal-marks",
)
def one_decimal_mark(measure: MeasureView) -> Iterator[Flaw]:
    """Compare the marks of the numbers."""
    interval = measure.interval
    if interval is None or len(marks_of(measure.value, interval.lower_limit, interval.upper_limit)) < 2:
        return
    numbers = (measure.value, interval.lower_limit, interval.upper_limit)
    listed = "; ".join(number for number in numbers if number and marks_of(number))
    yield Flaw(
        measure.path,
        _("Tallene er skrevet med forskellige decimaltegn: {numbers}.").format(numbers=listed),
        _("Samme decimaltegn"),
        listed,
    )


@rule(
    "LAB-VALUE-007",
    Severity.F3,
    on=MeasureView,
    standards=XRPT05,
    title=N_("Mindre end og større end står ved et tal"),
    text=N_("Er Operator mindre_end eller stoerre_end, skal Value være et tal."),
    why=N_("Mindre end et ord giver ingen mening. Modtageren kan udelade tegnet, og så er svaret et andet."),
    remedy=N_("Brug ikke_angivet som Operator, når værdien er ord."),
    source=N_("Felternes betydning: Operator siger, på hvilken side af tallet svaret ligger"),
    requirements=("VAE-03", "MIK-05"),
    example="operator-with-words-in-quantity",
)
def operator_needs_a_number(measure: MeasureView) -> Iterator[Flaw]:
    """Look for words beside an operator, where no other rule tells what is wrong with the value."""
    if measure.operator in BEYOND and measure.number is None and not is_stars(measure.value) and not _wrong(measure):
        text = _("Værdien {value} er ikke et tal, men har Operator {operator}.")
        text = text.format(value=measure.value, operator=measure.operator)
        yield Flaw(f"{measure.path}/Value", text, _("Et tal, for eksempel 16"), str(measure.value))


@rule(
    "LAB-VALUE-008",
    Severity.F4,
    on=MeasureView,
    standards=XRPT05,
    title=N_("En målt mængde har en enhed"),
    text=N_("Er Value et tal, bør Unit være der."),
    why=N_("Uden enhed kan et tal i et mikrobiologisk svar være både en koncentration, en diameter og et antal."),
    remedy=N_("Skriv enheden i Unit, for eksempel mg/L. Har tallet ingen enhed, kan beskeden bruges, som den er."),
    source=N_("Felternes betydning: Unit siger, hvad tallet er målt i"),
    requirements=("ENH-01", "MIK-05"),
    example="quantity-without-unit",
)
def quantity_has_a_unit(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a number without unit."""
    if measure.number is not None and measure.unit is None:
        text = _("Værdien {value} har ingen enhed.").format(value=measure.value)
        yield Flaw(f"{measure.path}/Value", text, _("En enhed i Unit"), _("Intet"))


@rule(
    "LAB-VALUE-009",
    Severity.F4,
    on=MeasureView,
    title=N_("Et tal er skrevet helt og uden nuller foran"),
    text=N_("Et tal bør hverken begynde med overflødige nuller eller begynde eller slutte med decimaltegnet."),
    why=N_("007 eller et komma uden ciffer efter ser ud, som om noget mangler, og sammenlignes forkert."),
    remedy=N_("Skriv tallet, som det er målt: 7 i stedet for 007, og 0,5 i stedet for ,5."),
    source=N_("Besluttet i projektet: et tal er skrevet på én måde"),
    requirements=("VAE-01", "MIK-05"),
    example="leading-zeros",
)
def number_is_whole(measure: MeasureView) -> Iterator[Flaw]:
    """Tell zeros in front; a decimal mark at an end only in XRPT05, since in XRPT01 it makes the value no number."""
    sentence = _("Tallet {value} er skrevet med nuller foran eller med decimaltegnet yderst.")
    return _flaw(measure, "zeros", sentence, _("Tallet, som det er målt, for eksempel 7 eller 0,5"))


@rule(
    "LAB-VALUE-011",
    Severity.F4,
    on=ResultView,
    standards=XRPT01,
    title=N_("En værdi siger, hvad svaret er"),
    text=N_("En alfanumerisk værdi som -, ?, ukendt eller se tekst bør have en tekst eller en henvisning ved sig."),
    why=N_("En streg kan læses som negativ og som intet svar, og se tekst uden tekst er et svar, der er tabt."),
    remedy=N_("Skriv svaret i Value eller ResultTextValue. Er prøven ikke besvaret, så send proeve_modtaget."),
    source=N_("Besluttet i projektet: tegn og ord, som systemer sætter, hvor en værdi mangler"),
    requirements=("VAE-02",),
    example="value-says-nothing",
)
def value_says_something(result: ResultView) -> Iterator[Flaw]:
    """Look for a placeholder without a word beside it."""
    measure = result.measure
    if measure.result_type != "alfanumerisk" or measure.status == RECEIVED or measure.value is None:
        return
    if measure.value.strip().casefold().rstrip(":!") not in PLACEHOLDERS or result.result.reference:
        return
    if not any(plain(text.content).strip() for text in result.result.texts):
        text = _("Værdien {value} siger ikke, hvad svaret er, og der er ingen tekst.").format(value=measure.value)
        yield Flaw(f"{result.path}/Value", text, _("Svaret, eller en tekst ved det"), measure.value)


@rule(
    "LAB-VALUE-012",
    Severity.F4,
    on=MeasureView,
    title=N_("Et tal kan kun læses på én måde"),
    text=N_("Et tal med punktum og netop tre cifre efter det bør skrives med komma eller uden punktum."),
    why=N_("1.000 læses som tusinde af nogle og som én af andre."),
    remedy=N_("Skriv 1000, hvis det er tusinde, og 1,000, hvis det er én med tre decimaler."),
    source=N_("Besluttet i projektet: komma er decimaltegn på dansk, og punktum skiller tusinder"),
    requirements=("VAE-01",),
    example="point-or-thousand",
)
def number_is_unambiguous(measure: MeasureView) -> Iterator[Flaw]:
    """Look for a point before three digits, where no limit tells by its comma how the number is meant."""
    if not is_ambiguous(measure.value) or measure.result_type == "alfanumerisk" or measure.status == RECEIVED:
        return
    interval = measure.interval
    if interval is None or "," not in marks_of(interval.lower_limit, interval.upper_limit):
        text = _("Tallet {value} kan læses både som tusinder og som decimaler.").format(value=measure.value)
        yield Flaw(f"{measure.path}/Value", text, _("Et tal, der kun kan læses på én måde"), str(measure.value))


RULES: tuple[Rule[Any], ...] = (
    numeric_is_a_number, words_have_no_operator, operator_stands_alone, unit_stands_alone, value_is_tight,
    one_decimal_mark, operator_needs_a_number, quantity_has_a_unit, number_is_whole, value_says_something,
    number_is_unambiguous,
)
