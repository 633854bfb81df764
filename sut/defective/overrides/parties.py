"""Sender, receiver and patient: wrong numbers, wrong names, the wrong field."""

# ruff: noqa: ARG001 - a variant has the arguments of the method it replaces, and often looks at none of them

from sut.defective.overrides.entering import variant
from sut.reference import Json, ReferenceLps


@variant("ean-with-wrong-check-digit")
def _ean_of_an_example(self: ReferenceLps, case: Json) -> Json:
    return {**ReferenceLps.sender_of(self, case), "ean": "5790000123456"}


@variant("clinic-number-without-zero")
def _number_without_leading_zero(self: ReferenceLps, case: Json) -> Json:
    sender = ReferenceLps.sender_of(self, case)
    return {**sender, "identifier": sender["identifier"].lstrip("0")}


@variant("receiver-is-the-clinic")
def _answers_itself(self: ReferenceLps, case: Json) -> Json:
    return ReferenceLps.sender_of(self, case)


@variant("physician-left-out")
def _no_initials(self: ReferenceLps, case: Json) -> str | None:
    return None


@variant("hospital-as-laboratory")
def _laboratory_of_a_hospital(self: ReferenceLps, case: Json) -> str:
    return "KBA"


@variant("producer-is-a-hospital")
def _produced_by_a_hospital(self: ReferenceLps, case: Json) -> tuple[str, str]:
    return ReferenceLps.producer_of(self, case)[0], "KBA"


@variant("replacement-as-cpr")
def _everything_is_a_cpr(self: ReferenceLps, patient: Json) -> tuple[str, str]:
    return "CivilRegistrationNumber", ReferenceLps.patient_identifier(self, patient)[1]


@variant("cpr-as-replacement")
def _everything_is_a_replacement(self: ReferenceLps, patient: Json) -> tuple[str, str]:
    return "AlternativeIdentifier", ReferenceLps.patient_identifier(self, patient)[1]


@variant("names-swapped")
def _given_name_as_surname(self: ReferenceLps, patient: Json) -> tuple[str, str | None]:
    surname, given = ReferenceLps.patient_name(self, patient)
    return (given, surname) if given else (surname, given)


@variant("modulus-11-demanded")
def _refuses_numbers_without_modulus_11(self: ReferenceLps, case: Json) -> str:
    cpr = case["patient"].get("cpr")
    weights = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    if cpr and sum(int(digit) * weight for digit, weight in zip(cpr, weights, strict=True)) % 11:
        return "CPR-nummeret er ikke gyldigt (modulus 11)."
    return ReferenceLps.refusal(self, case)
