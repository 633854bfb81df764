"""The rules: one module a subject, each with its rules in `RULES`; `ALL_RULES` joins them in the order told."""

from typing import Any

from labcert.validation.rules import (
    addresses,
    code_names,
    code_routes,
    code_units,
    codes,
    identifiers,
    intervals,
    investigations,
    marks,
    parties,
    patients,
    references,
    results,
    sampling,
    senders,
    series,
    statuses,
    texts,
    times,
    values,
)
from labcert.validation.rules.rule import Rule

__all__ = ["ALL_RULES"]

ALL_RULES: tuple[Rule[Any], ...] = (
    *codes.RULES,
    *code_routes.RULES,
    *code_units.RULES,
    *code_names.RULES,
    *identifiers.RULES,
    *parties.RULES,
    *senders.RULES,
    *addresses.RULES,
    *patients.RULES,
    *times.RULES,
    *sampling.RULES,
    *statuses.RULES,
    *values.RULES,
    *intervals.RULES,
    *marks.RULES,
    *results.RULES,
    *investigations.RULES,
    *references.RULES,
    *texts.RULES,
    *series.RULES,
)
