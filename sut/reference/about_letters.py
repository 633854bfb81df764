"""What the envelope and the head of a letter say: which letter, who, whose sample, when, and how it is written."""

from datetime import datetime

from lxml import etree

from sut.reference.basics import VERSIONS, Json

__all__ = ["LetterBehaviours"]


class LetterBehaviours:
    """One method for each choice; the methods read plain JSON and return what stands in the element."""

    def standard_for(self, result: Json) -> str:
        """Return the letter a result travels in: XRPT01 for biochemistry, XRPT05 for microbiology."""
        return "XRPT05" if result["specialty"] == "microbiology" else "XRPT01"

    def order_of_letters(self, standards: tuple[str, ...]) -> tuple[str, ...]:
        """Return the order of the letters in the envelope; any order is right."""
        return standards

    def results_of(self, case: Json, standard: str) -> list[Json]:
        """Return the results that stand in the letter of a standard, in the order they were entered."""
        return [result for result in case["results"] if self.standard_for(result) == standard]

    def version_code(self, standard: str) -> str:
        """Return the letter's VersionCode."""
        return VERSIONS[standard]

    def type_code(self, standard: str) -> str:
        """Return the letter's TypeCode and StatisticalCode."""
        return standard

    def acknowledgement_code(self, case: Json) -> str:
        """Return the envelope's AcknowledgementCode: is a positive receipt asked for."""
        return "pluspositivkvitt" if case.get("acknowledgement", True) else "minuspositivkvitt"

    def sent_at(self, case: Json, now: datetime) -> str:  # noqa: ARG002 - another system may look at the case
        """Return when the envelope is sent (Envelope/Sent): now, also when it is sent again."""
        return now.strftime("%Y-%m-%dT%H:%M")

    def sender_of(self, case: Json) -> Json:
        """Return the clinic that made the analysis: ean, identifier, identifier_code, name, department."""
        return dict(case["sender"])

    def speciality_of(self, case: Json, standard: str) -> str | None:
        """Return the sender's MedicalSpecialityCode; XRPT05 demands one, XRPT01 allows it."""
        said = str(case["sender"].get("speciality") or "")
        return said or ("ikkeklassificeret" if standard == "XRPT05" else None)

    def laboratory_of(self, case: Json) -> str:
        """Return FromLabIdentifier, the laboratory code of three letters at most."""
        return str(case["sender"]["laboratory"])

    def receiver_of(self, case: Json) -> Json:
        """Return the requester: ean, identifier, identifier_code, name, department."""
        return dict(case["requester"])

    def initials_of(self, case: Json) -> str | None:
        """Return the initials of the physician who asked."""
        return str(case["requester"].get("initials") or "") or None

    def patient_identifier(self, patient: Json) -> tuple[str, str]:
        """Return the element and the number: a replacement CPR has letters, so it is an AlternativeIdentifier."""
        if patient.get("cpr"):
            return "CivilRegistrationNumber", patient["cpr"]
        return "AlternativeIdentifier", patient.get("replacement") or ""

    def patient_name(self, patient: Json) -> tuple[str, str | None]:
        """Return surname and given name."""
        return patient["surname"], patient.get("given_name")

    def consent_element(self, case: Json, standard: str) -> str | None:  # noqa: ARG002 - every letter says the same
        """Return Consent/Given, or None for no element. The word `false` is meant: `0` is lost in conversions."""
        return {"refused": "false", "given": "true"}.get(case.get("consent") or "")

    def comments_of(self, case: Json) -> list[str]:
        """Return the comments on the whole answer."""
        return list(case.get("comments") or ())

    def clinical_information_of(self, case: Json) -> list[str]:
        """Return the clinical information, a paragraph each; XRPT05 only."""
        return list(case.get("clinical_information") or ())

    def requester_number_of(self, sample: Json) -> str | None:
        """Return RequesterSampleIdentifier, the number the requester knows the sample by."""
        return sample.get("requester_number")

    def laboratory_number_of(self, sample: Json) -> str:
        """Return LaboratoryInternalSampleIdentifier."""
        return str(sample["laboratory_number"])

    def production_number_of(self, sample: Json) -> str:
        """Return LaboratoryInternalProductionIdentifier."""
        return str(sample["production_number"])

    def taken_at(self, sample: Json) -> str:
        """Return when the sample was taken (SamplingDateTime), local time."""
        return str(sample["taken"])

    def received_at(self, sample: Json) -> str:
        """Return when the laboratory received the sample (SampleReceivedDateTime); XRPT05 only."""
        return str(sample["received"])

    def results_at(self, sample: Json) -> str:
        """Return when the results were there (ResultsDateTime)."""
        return str(sample["results_at"])

    def authorised_at(self, sample: Json) -> str:
        """Return when the answer was authorised (Letter/Authorisation)."""
        return str(sample["authorised_at"])

    def report_status_of(self, case: Json) -> str:
        """Return ReportStatusCode."""
        return str(case.get("report_status") or "komplet_svar")

    def producer_of(self, case: Json) -> tuple[str, str]:
        """Return ProducerOfLabResult: the clinic's identifier and its laboratory code of three letters at most."""
        return case["sender"]["identifier"], case["sender"]["laboratory"]

    def encoding_of(self, case: Json) -> str:
        """Return the encoding declared and used: UTF-8, ISO-8859-1 or windows-1252."""
        return str(case.get("encoding") or "UTF-8")

    def write(self, message: etree._Element, encoding: str) -> bytes:
        """Return the bytes to send; a character that the encoding lacks goes as a character reference."""
        body = etree.tostring(message, encoding="unicode")
        declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
        return (declaration + body).encode(encoding, "xmlcharrefreplace")
