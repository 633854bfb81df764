"""What is asked of a unit and a result type: those that the code fixes."""

import re
from collections.abc import Iterator
from typing import Any

from labcert.domain.language import N_, _
from labcert.domain.outcome import Severity
from labcert.validation.rules.characters import misread, unit_markup
from labcert.validation.rules.rule import XRPT01, Flaw, Rule, rule
from labcert.validation.rules.unit_forms import is_other_unit, is_other_writing
from labcert.validation.rules.views import MeasureView, ResultView

__all__ = ["RULES", "turns_into_another_unit"]

_BEYOND = re.compile(r"[<>]\s*[0-9]+(?:[.,][0-9]+)?")
"""A number with a sign that XRPT01 has an operator for."""


def _readable(unit: str | None) -> str:
    """Return a unit that can be compared, "" for none or one whose markup or letters are told of elsewhere."""
    if unit is None or not unit.strip() or unit_markup(unit) or misread(unit):
        return ""
    return unit


@rule(
    "LAB-CODE-030",
    Severity.F1,
    on=MeasureView,
    layer="codes",
    title=N_("Enheden er kodens"),
    text=N_("Unit skal være den enhed, som koden fastlægger. Samme stof i en anden enhed har en anden kode."),
    why=N_("Tallet læses i kodens enhed. 5 nmol/L CRP læst som 5 mg/L er et andet svar og giver forkert behandling."),
    remedy=N_("Find ud af, hvilken enhed resultatet er målt i, og send den kode, der hører til."),
    source=N_("Faktum: en kode fastlægger sin enhed; kodetabellen siger hvilken"),
    requirements=("ENH-01",),
    example="unit-of-another-code",
)
def unit_is_the_codes(measure: MeasureView) -> Iterator[Flaw]:
    """Compare a unit with the code's, however it is written."""
    row, unit = measure.row, _readable(measure.unit)
    if row is not None and unit and row.unit and is_other_unit(unit, row.unit):
        others = measure.context.tables.analyses.in_other_units(row)
        meant = [other.code for other in others if other.unit and not is_other_unit(unit, other.unit)]
        hint = _("Er resultatet målt i den enhed, er koden {codes}. Er det målt i {wanted}, så ret enheden.")
        yield Flaw(
            f"{measure.path}/Unit",
            _("Enheden er {unit}, men {code} er i {wanted}.").format(unit=unit, code=row.code, wanted=row.unit),
            row.unit,
            unit,
            hint.format(codes=_(" eller ").join(meant), wanted=row.unit) if meant else "",
        )


@rule(
    "LAB-CODE-031",
    Severity.F2,
    on=MeasureView,
    layer="codes",
    title=N_("Et tal har sin enhed"),
    text=N_("Har koden en enhed, og er resultatet et tal, skal Unit være der."),
    why=N_("Et tal uden enhed kan læses forkert og kan ikke stå i samme tabel eller kurve som andre svar."),
    remedy=N_("Send kodens enhed i Unit."),
    source=N_("Faktum: en kode fastlægger sin enhed; kodetabellen siger hvilken"),
    requirements=("ENH-01",),
    example="number-without-unit",
)
def number_has_unit(measure: MeasureView) -> Iterator[Flaw]:
    """Look for numbers without a unit; `*****` and words have none."""
    row = measure.row
    if row is not None and row.unit and measure.number is not None and not (measure.unit or "").strip():
        yield Flaw(
            measure.path,
            _("{code} er i {unit}, men resultatet {value} har ingen enhed.").format(
                code=row.code, unit=row.unit, value=measure.value
            ),
            row.unit,
            _("Intet"),
        )


@rule(
    "LAB-CODE-032",
    Severity.F3,
    on=MeasureView,
    layer="codes",
    title=N_("En kode uden enhed sendes uden enhed"),
    text=N_("Har koden ingen enhed, skal Unit udelades. Det gælder koder, hvis fulde navn slutter med = ? uden enhed."),
    why=N_("En enhed, som koden ikke har, tyder på en forkert kode eller et tal, der er regnet om, som 45 % for 0,45."),
    remedy=N_("Udelad Unit. Er resultatet målt i en enhed, så find den kode, der har den."),
    source=N_("Faktum: en kode fastlægger sin enhed; kodetabellen siger, at denne ingen har"),
    requirements=("ENH-03",),
    example="unit-where-code-has-none",
)
def no_unit_where_code_has_none(measure: MeasureView) -> Iterator[Flaw]:
    """Look for units of codes without one: their names end with the quantity, `= ?`. Of other names it is not known."""
    row, unit = measure.row, _readable(measure.unit)
    if row is not None and unit and not row.unit and row.full_name.endswith("?"):
        yield Flaw(
            f"{measure.path}/Unit",
            _("Enheden er {unit}, men {code} har ingen enhed.").format(unit=unit, code=row.code),
            _("Ingen enhed"),
            unit,
        )


@rule(
    "LAB-CODE-033",
    Severity.F3,
    on=MeasureView,
    layer="codes",
    title=N_("Enheden er skrevet som i kodetabellen"),
    text=N_("Unit skrives tegn for tegn som kodens enhed: mmol/L og 10^9/L, ikke mmol/l, 10E9/L eller x 10^9/L."),
    why=N_("Databanker og visning sammenligner tegn for tegn. Samme stof ender i to tabeller eller uden enhed."),
    remedy=N_("Skriv enheden som i kodetabellen."),
    source=N_("Faktum: en kode fastlægger sin enhed; kodetabellen siger, hvordan den skrives"),
    requirements=("ENH-01",),
    example="unit-in-another-writing",
)
def unit_is_written_as_the_codes(measure: MeasureView) -> Iterator[Flaw]:
    """Compare a unit that is the code's with how the table writes it."""
    row, unit = measure.row, _readable(measure.unit)
    if row is not None and unit and row.unit and is_other_writing(unit, row.unit):
        yield Flaw(
            f"{measure.path}/Unit",
            _("Enheden er skrevet „{unit}“, men kodetabellen har „{wanted}“.").format(unit=unit, wanted=row.unit),
            row.unit,
            unit,
        )


def turns_into_another_unit(result: ResultView) -> bool:
    """Say whether PLSP would make a code of another unit of a local one: the unit goes along unchanged."""
    tables, unit = result.context.tables, _readable(result.measure.unit)
    mapped = tables.mapping.find(result.code.code, result.code.responsible)
    row = tables.analyses.find(mapped.to_code, mapped.to_responsible) if mapped else None
    return row is not None and unit != "" and row.unit != "" and is_other_unit(unit, row.unit)


@rule(
    "LAB-CODE-034",
    Severity.F2,
    on=ResultView,
    layer="codes",
    standards=XRPT01,
    title=N_("En lokal kode, der oversættes, har den nationale kodes enhed"),
    text=N_("PLSP oversætter koden og lader værdi og enhed være. Enheden skal derfor være den nationale kodes."),
    why=N_("Efter oversættelsen står tallet under en kode i en anden enhed og kan læses forkert."),
    remedy=N_("Send den nationale kode, der har resultatets enhed, eller ret enheden, hvis den er forkert."),
    source=N_("Faktum: en kode fastlægger sin enhed. Besluttet i projektet: oversættelsestabellen"),
    requirements=("OVS-01", "ENH-01"),
    example="translated-code-in-another-unit",
)
def translation_keeps_unit(result: ResultView) -> Iterator[Flaw]:
    """Compare the unit of a local code with that of the national code it becomes."""
    if turns_into_another_unit(result):
        code, tables = result.code, result.context.tables
        mapped = tables.mapping.find(code.code, code.responsible)
        assert mapped is not None
        row = tables.analyses.find(mapped.to_code, mapped.to_responsible)
        assert row is not None
        yield Flaw(
            f"{result.path}/Unit",
            _("{code} oversættes til {national}, som er i {wanted}, men enheden er {unit}.").format(
                code=code.code, national=row.code, wanted=row.unit, unit=result.measure.unit
            ),
            row.unit,
            str(result.measure.unit),
        )


@rule(
    "LAB-CODE-070",
    Severity.F3,
    on=MeasureView,
    layer="codes",
    standards=XRPT01,
    title=N_("Et tal har kodens resultattype"),
    text=N_("Er resultatet et tal, også med < eller > foran, har det den ResultType, som kodetabellen har for koden."),
    why=N_("Et tal som alfanumerisk mangler i kurver, og et trin på en skala som numerisk ligner en måling."),
    remedy=N_("Skriv kodens resultattype i ResultType. Er tallet ikke det, koden måler, er det koden, der er forkert."),
    source=N_("Besluttet i projektet: kodetabellens resultattype"),
    requirements=("VAE-01", "VAE-02"),
    example="result-type-of-another-kind",
)
def number_has_the_codes_type(measure: MeasureView) -> Iterator[Flaw]:
    """Compare the result types of numbers; a word for a numeric code (`se tekst`, `*****`) is alphanumeric by right.

    So is `≤5`: there is no operator for it. `<5` is a number with an operator, and as words it is in no curve.
    """
    row, value = measure.row, str(measure.value)
    if row is None or measure.result_type == row.result_type:
        return
    beyond = row.result_type == "numerisk" and _BEYOND.fullmatch(value.strip()) is not None
    if measure.number is not None or beyond:
        yield Flaw(
            f"{measure.path}/ResultType",
            _("ResultType er {type}, men {code} er {wanted}.").format(
                type=measure.result_type, code=row.code, wanted=row.result_type
            ),
            row.result_type,
            measure.result_type,
            _("Skriv numerisk i ResultType, tegnet som Operator og kun tallet i Value.") if beyond else "",
        )


RULES: tuple[Rule[Any], ...] = (
    unit_is_the_codes, number_has_unit, no_unit_where_code_has_none, unit_is_written_as_the_codes,
    translation_keeps_unit, number_has_the_codes_type,
)
