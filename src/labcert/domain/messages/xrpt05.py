"""XRPT05, version XR0532M: MicrobiologyWebReport, the microbiological answer that goes to MiBa."""

from dataclasses import dataclass

from labcert.domain.messages.common import (
    CodedText,
    DateAndTime,
    Letter,
    Paragraphs,
    Patient,
    Physician,
    Producer,
)
from labcert.domain.messages.xrpt05_findings import CultureFindings, MicroscopicFindings, QuantitativeFindings

__all__ = [
    "AnalysisMDSName", "Examination", "Investigation", "MicrobiologyResultInformation", "MicrobiologyResults",
    "MicrobiologyWebReport", "WebCCReceiver", "WebReceiver", "WebRequisition", "WebSample", "WebSender",
]


@dataclass(frozen=True, kw_only=True)
class WebSender:
    """Who made the answer; unlike XRPT01 the speciality is needed and a local identifier not possible."""

    ean_identifier: str
    identifier: str
    identifier_code: str
    organisation_name: str
    department_name: str | None = None
    unit_name: str | None = None
    medical_speciality_code: str
    from_lab_identifier: str


@dataclass(frozen=True, kw_only=True)
class WebReceiver:
    """Who asked for the answer."""

    ean_identifier: str
    identifier: str
    identifier_code: str
    organisation_name: str | None = None
    department_name: str | None = None
    unit_name: str | None = None
    street_name: str | None = None
    suburb_name: str | None = None
    district_name: str | None = None
    post_code_identifier: str | None = None
    physician: Physician | None = None


@dataclass(frozen=True, kw_only=True)
class WebCCReceiver:
    """Who gets a copy; unlike XRPT01 a local identifier is not possible."""

    identifier: str
    identifier_code: str
    organisation_name: str | None = None
    department_name: str | None = None
    unit_name: str | None = None


@dataclass(frozen=True, kw_only=True)
class WebSample:
    """The sample, with when it was taken and when the laboratory received it."""

    laboratory_internal_sample_identifier: str
    requester_sample_identifier: str | None = None
    sampling_date_time: DateAndTime
    sample_received_date_time: DateAndTime


@dataclass(frozen=True, kw_only=True)
class WebRequisition:
    """RequisitionInformation: what was asked for."""

    clinical_information: Paragraphs | None = None
    comments: tuple[CodedText, ...] = ()
    sample: WebSample


@dataclass(frozen=True, kw_only=True)
class MicrobiologyResultInformation:
    """GeneralResultInformation: what holds for the whole letter, its result status too."""

    report_status_code: str
    result_status_code: str
    to_lab_identifier: str | None = None
    laboratory_internal_production_identifier: str
    results_date_time: DateAndTime
    summary: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnalysisMDSName:
    """The three parts of an MDS name."""

    examination: str
    material: str | None = None
    location: str | None = None


@dataclass(frozen=True, kw_only=True)
class Examination:
    """What was examined."""

    examination_type_code: str
    mic_analysis_code: str
    analysis_code_type: str
    analysis_code_responsible: str
    analysis_short_name: str | None = None
    analysis_mds_name: AnalysisMDSName
    supplementary_location: str | None = None
    examinator: str
    producer_of_lab_result: Producer
    summary: str | None = None


@dataclass(frozen=True, kw_only=True)
class Investigation:
    """One examination with what was found."""

    examination: Examination
    quantitative_findings: QuantitativeFindings | None = None
    culture_findings: CultureFindings | None = None
    microscopic_findings: MicroscopicFindings | None = None


@dataclass(frozen=True, kw_only=True)
class MicrobiologyResults:
    """LaboratoryResults of XRPT05: at most 90 investigations."""

    general_result_information: MicrobiologyResultInformation
    investigation: tuple[Investigation, ...]
    comments: tuple[CodedText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MicrobiologyWebReport:
    """The letter of XRPT05."""

    letter: Letter
    sender: WebSender
    receiver: WebReceiver
    cc_receiver: WebCCReceiver | None = None
    patient: Patient
    requisition_information: WebRequisition
    laboratory_results: MicrobiologyResults

    @property
    def consent_refused(self) -> bool:
        """Whether the patient refuses that the answer is shared; saying nothing means that it may be."""
        return self.patient.consent is not None and self.patient.consent.refused
