"""Consent to sharing: lost, misspelt, or taken for something else."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


@variant("consent-left-out")
def _says_nothing_of_consent(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return None


@variant("consent-as-digit")
def _writes_a_digit(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return {"refused": "0", "given": "1"}.get(case.get("consent") or "")


@variant("consent-in-first-letter-only")
def _says_it_in_biochemistry_only(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return ReferenceLps.consent_element(self, case, standard) if standard == "XRPT01" else None


@variant("consent-unsaid-is-refused")
def _takes_silence_for_no(self: ReferenceLps, case: Json, standard: str) -> str | None:
    return "true" if case.get("consent") == "given" else "false"


@variant("refused-is-not-sent")
def _keeps_it_in_the_house(self: ReferenceLps, case: Json) -> str:
    if case.get("consent") == "refused":
        return "Patienten har sagt nej til deling, så svaret sendes ikke."
    return ReferenceLps.refusal(self, case)


@variant("consent-lost-in-correction")
def _correction_forgets_consent(self: ReferenceLps, case: Json, original: Json) -> Json:
    return {**ReferenceLps.correction_of(self, case, original), "consent": None}


@variant("later-refusal-ignored")
def _correction_keeps_first_consent(self: ReferenceLps, case: Json, original: Json) -> Json:
    return {**ReferenceLps.correction_of(self, case, original), "consent": original.get("consent")}
