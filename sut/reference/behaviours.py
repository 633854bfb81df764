"""Every choice the system makes about a letter, one small method each, named for what it decides.

A system differs from this one by overriding a method; each defective system overrides exactly one. `Json` is a piece of
CASE.json: a case, a result, a patient, ...
"""

from typing import Any

from lxml import etree

__all__ = ["Behaviours", "Blocked", "Json"]

Json = dict[str, Any]

VALUE_LENGTH = 12
"""Value: at most 12 characters in both standards; a longer one is blocked, never cut."""
VERSIONS = {"XRPT01": "XR0131K", "XRPT05": "XR0532M"}
RECEIVED_VALUE = "*****"
"""The Value of a result whose sample is only received (proeve_modtaget)."""


class Blocked(Exception):
    """The user interface refuses to send; `reason` is the Danish sentence the user reads."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Behaviours:
    """What the letters say of a case. The methods read plain JSON and return what stands in the element."""

    def standard_for(self, result: Json) -> str:
        """Return the letter a result travels in: XRPT01 for biochemistry, XRPT05 for microbiology."""
        return "XRPT05" if result["specialty"] == "microbiology" else "XRPT01"

    def version_code(self, standard: str) -> str:
        """Return the letter's VersionCode."""
        return VERSIONS[standard]

    def acknowledgement_code(self, case: Json) -> str:
        """Return the envelope's AcknowledgementCode: is a positive receipt asked for."""
        return "pluspositivkvitt" if case.get("acknowledgement", True) else "minuspositivkvitt"

    def patient_identifier(self, patient: Json) -> tuple[str, str]:
        """Return the element and the number: a replacement CPR has letters, so it is an AlternativeIdentifier."""
        if patient.get("cpr"):
            return "CivilRegistrationNumber", patient["cpr"]
        return "AlternativeIdentifier", patient.get("replacement") or ""

    def consent_element(self, case: Json) -> str | None:
        """Return Consent/Given, or None for no element. The word `false` is meant: `0` is lost in conversions."""
        return {"refused": "false", "given": "true"}.get(case.get("consent") or "")

    def report_status_of(self, case: Json) -> str:
        """Return ReportStatusCode."""
        return str(case.get("report_status") or "komplet_svar")

    def requester_number_of(self, sample: Json) -> str | None:
        """Return RequesterSampleIdentifier, the number the requester knows the sample by."""
        return sample.get("requester_number")

    def code_of(self, result: Json) -> str:
        """Return the analysis code."""
        return str(result["code"])

    def code_type_of(self, result: Json) -> str:
        """Return AnalysisCodeType: iupac for NPU and DNK, lokal for MCS and the laboratory's own, mds for MDS."""
        return str(result["code_type"])

    def code_responsible_of(self, result: Json) -> str:
        """Return AnalysisCodeResponsible: SST, MCS, MDS or the laboratory's three letters."""
        return str(result["code_responsible"])

    def short_name_of(self, result: Json) -> str | None:
        """Return the analysis' short name."""
        return result.get("short_name")

    def full_name_of(self, result: Json) -> str:
        """Return the analysis' full name, which always goes with the short one."""
        return str(result["name"])

    def result_status_of(self, result: Json) -> str:
        """Return ResultStatusCode of one result."""
        return str(result.get("status") or "svar_endeligt")

    def result_type_of(self, result: Json) -> str:
        """Return ResultType: numerisk or alfanumerisk."""
        return str(result.get("type") or "numerisk")

    def operator_of(self, result: Json) -> str | None:
        """Return Operator: mindre_end or stoerre_end."""
        return result.get("operator")

    def cut_or_block_value(self, result: Json) -> str:
        """Return Value. A value longer than 12 characters is blocked here, in the user interface, and never cut."""
        if self.result_status_of(result) == "proeve_modtaget":
            return RECEIVED_VALUE
        value = str(result.get("value") or "")
        if len(value) > VALUE_LENGTH:
            name = result.get("short_name") or result.get("name") or result["code"]
            raise Blocked(
                f"Resultatet (Value) af {name} er {len(value)} tegn langt: „{value}“. Der er plads til {VALUE_LENGTH}"
                " tegn, og et resultat forkortes aldrig. Skriv det kortere, eller skriv det som tekst."
            )
        return value

    def unit_of(self, result: Json) -> str | None:
        """Return Unit as the code has it; no element where the code has no unit."""
        return result.get("unit")

    def interval_of(self, result: Json) -> Json | None:
        """Return the reference interval: kind, lower, upper, text."""
        return result.get("interval")

    def abnormal_of(self, result: Json) -> str | None:
        """Return ResultValidation: for_hoej, for_lav or unormal."""
        return result.get("abnormal")

    def producer_of(self, case: Json) -> tuple[str, str]:
        """Return ProducerOfLabResult: the clinic's identifier and its laboratory code of three letters at most."""
        return case["sender"]["identifier"], case["sender"]["laboratory"]

    def microbiology_status_of(self, results: list[Json]) -> str:
        """Return the one ResultStatusCode of a microbiology report: corrected if any is, final only if all are."""
        statuses = [self.result_status_of(result) for result in results]
        if "svar_rettet" in statuses:
            return "svar_rettet"
        return statuses[0] if len(set(statuses)) == 1 else "svar_midlertidigt"

    def encoding_of(self, case: Json) -> str:
        """Return the encoding declared and used: UTF-8, ISO-8859-1 or windows-1252."""
        return str(case.get("encoding") or "UTF-8")

    def write(self, message: etree._Element, encoding: str) -> bytes:
        """Return the bytes to send; a character that the encoding lacks goes as a character reference."""
        body = etree.tostring(message, encoding="unicode")
        declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
        return (declaration + body).encode(encoding, "xmlcharrefreplace")
