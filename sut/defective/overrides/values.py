"""Values, operators, units, intervals and marks: what a doctor reads first."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from sut.defective.overrides.entering import variant
from sut.reference import Blocked, Json, ReferenceLps

SIGNS = {"mindre_end": "<", "stoerre_end": ">"}


@variant("cut-value")
def _value_cut_to_length(self: ReferenceLps, result: Json) -> str:
    return ReferenceLps.cut_or_block_value(self, {**result, "value": (result.get("value") or "")[:12]})


@variant("cut-value-in-microbiology")
def _finding_cut_to_length(self: ReferenceLps, result: Json) -> str:
    if result["specialty"] == "microbiology":
        result = {**result, "value": (result.get("value") or "")[:12]}
    return ReferenceLps.cut_or_block_value(self, result)


@variant("twelve-characters-blocked")
def _room_for_eleven(self: ReferenceLps, result: Json) -> str:
    value = ReferenceLps.cut_or_block_value(self, result)
    if len(value) == 12:
        raise Blocked("Resultatet er for langt. Der er plads til 11 tegn.")
    return value


@variant("trailing-zero-lost")
def _number_read_and_written(self: ReferenceLps, result: Json) -> str:
    value = ReferenceLps.cut_or_block_value(self, result)
    numeric = self.result_type_of(result) == "numerisk" and "," in value
    return value.rstrip("0").rstrip(",") if numeric else value


@variant("decimal-point")
def _point_for_comma(self: ReferenceLps, result: Json) -> str:
    value = ReferenceLps.cut_or_block_value(self, result)
    return value.replace(",", ".") if self.result_type_of(result) == "numerisk" else value


@variant("value-in-capitals")
def _words_in_capitals(self: ReferenceLps, result: Json) -> str:
    return ReferenceLps.cut_or_block_value(self, result).upper()


@variant("operator-in-value")
def _sign_before_the_number(self: ReferenceLps, result: Json) -> str:
    return SIGNS.get(result.get("operator") or "", "") + ReferenceLps.cut_or_block_value(self, result)


@variant("operator-left-out")
def _no_operator(self: ReferenceLps, result: Json) -> str | None:
    return None


@variant("operators-swapped")
def _less_is_more(self: ReferenceLps, result: Json) -> str | None:
    operator = ReferenceLps.operator_of(self, result)
    return {"mindre_end": "stoerre_end", "stoerre_end": "mindre_end"}.get(operator or "", operator)


@variant("everything-numeric")
def _words_are_numbers(self: ReferenceLps, result: Json) -> str:
    return "numerisk"


@variant("everything-alphanumeric")
def _numbers_are_words(self: ReferenceLps, result: Json) -> str:
    return "alfanumerisk"


@variant("first-result-only")
def _one_result(self: ReferenceLps, case: Json, standard: str) -> list[Json]:
    return ReferenceLps.results_of(self, case, standard)[:1]


@variant("results-sorted-by-name")
def _alphabetical(self: ReferenceLps, case: Json, standard: str) -> list[Json]:
    return sorted(ReferenceLps.results_of(self, case, standard), key=lambda result: result["name"])


@variant("wrong-unit")
def _unit_of_another_code(self: ReferenceLps, result: Json) -> str | None:
    unit = ReferenceLps.unit_of(self, result)
    return unit and ("nmol/L" if unit == "mg/L" else "mg/L")


@variant("unit-with-markup")
def _raised_digits(self: ReferenceLps, result: Json) -> str | None:
    unit = ReferenceLps.unit_of(self, result)
    return unit and unit.replace("10^9", "10<sup>9</sup>")


@variant("dash-for-no-unit")
def _dash_as_unit(self: ReferenceLps, result: Json) -> str | None:
    return ReferenceLps.unit_of(self, result) or "-"


@variant("interval-left-out")
def _no_interval(self: ReferenceLps, result: Json) -> Json | None:
    return None


@variant("interval-limits-swapped")
def _upper_below_lower(self: ReferenceLps, result: Json) -> Json | None:
    limits = ReferenceLps.interval_of(self, result)
    return limits and {**limits, "lower": limits.get("upper"), "upper": limits.get("lower")}


@variant("interval-text-as-limit")
def _words_as_a_limit(self: ReferenceLps, result: Json) -> Json | None:
    limits = ReferenceLps.interval_of(self, result)
    return {"lower": limits["text"]} if limits and limits.get("text") else limits


@variant("abnormal-mark-left-out")
def _no_mark(self: ReferenceLps, result: Json) -> str | None:
    return None


@variant("high-and-low-swapped")
def _high_is_low(self: ReferenceLps, result: Json) -> str | None:
    mark = ReferenceLps.abnormal_of(self, result)
    return {"for_hoej": "for_lav", "for_lav": "for_hoej"}.get(mark or "", mark)


@variant("normal-marked-abnormal")
def _everything_is_abnormal(self: ReferenceLps, result: Json) -> str | None:
    return ReferenceLps.abnormal_of(self, result) or "unormal"
