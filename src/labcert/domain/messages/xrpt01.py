"""XRPT01, version XR0131K: LaboratoryReport, the biochemical answer that goes to LABA."""

from dataclasses import dataclass

from labcert.domain.messages.common import (
    CCReceiver,
    DateAndTime,
    Letter,
    Patient,
    Physician,
    Producer,
    Reference,
    ReferenceInterval,
)
from labcert.domain.messages.texts import Mixed

__all__ = [
    "Analysis", "GeneralResultInformation", "LaboratoryReport", "LaboratoryResults", "Receiver", "RequisitionGroup",
    "RequisitionInformation", "Result", "ResultComments", "ResultTextValue", "Sample", "SamplingInterval", "Sender",
]


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Who made the answer, with one of `identifier_code` and `identifier_local`."""

    ean_identifier: str
    identifier: str
    identifier_code: str | None = None
    identifier_local: str | None = None
    organisation_name: str
    department_name: str | None = None
    unit_name: str | None = None
    medical_speciality_code: str | None = None
    from_lab_identifier: str


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """Who asked for the answer, with one of `identifier_code` and `identifier_local`."""

    ean_identifier: str
    identifier: str
    identifier_code: str | None = None
    identifier_local: str | None = None
    organisation_name: str | None = None
    department_name: str | None = None
    unit_name: str | None = None
    street_name: str | None = None
    suburb_name: str | None = None
    district_name: str | None = None
    post_code_identifier: str | None = None
    physician: Physician | None = None


@dataclass(frozen=True, kw_only=True)
class SamplingInterval:
    """From when to when a sample was collected."""

    start_date_time: DateAndTime
    end_date_time: DateAndTime


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The sample; `requester_sample_identifier` is the requester's own number for it."""

    laboratory_internal_sample_identifier: str
    requester_sample_identifier: str | None = None
    sampling_date_time: DateAndTime
    volume: str | None = None
    unit_of_volume: str | None = None
    sampling_interval: SamplingInterval | None = None


@dataclass(frozen=True, kw_only=True)
class RequisitionInformation:
    """What was asked for."""

    comments: Mixed | None = None
    sample: Sample


@dataclass(frozen=True, kw_only=True)
class GeneralResultInformation:
    """What holds for all results of the letter."""

    report_status_code: str
    laboratory_internal_production_identifier: str
    results_date_time: DateAndTime


@dataclass(frozen=True, kw_only=True)
class RequisitionGroup:
    """The group of analyses that a result was asked for in."""

    identifier: str
    identifier_responsible: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """What was analysed; `requisition_group` and `order` come together or not at all."""

    analysis_code: str
    analysis_code_type: str
    analysis_code_responsible: str
    analysis_short_name: str | None = None
    analysis_complete_name: Mixed
    requisition_group: RequisitionGroup | None = None
    order: str | None = None


@dataclass(frozen=True)
class ResultTextValue:
    """A result that is a text."""

    content: Mixed


@dataclass(frozen=True)
class ResultComments:
    """A comment to a result."""

    content: Mixed


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result; `texts` holds text values and comments in the order in which they stand."""

    result_status_code: str
    analysis: Analysis
    producer_of_lab_result: Producer
    reference_interval: ReferenceInterval | None = None
    result_type: str
    operator: str | None = None
    value: str
    unit: str | None = None
    result_validation: str | None = None
    texts: tuple[ResultTextValue | ResultComments, ...] = ()
    reference: tuple[Reference, ...] = ()
    to_lab_identifier: str | None = None


@dataclass(frozen=True, kw_only=True)
class LaboratoryResults:
    """The results: at most 99."""

    general_result_information: GeneralResultInformation
    result: tuple[Result, ...]


@dataclass(frozen=True, kw_only=True)
class LaboratoryReport:
    """The letter of XRPT01."""

    letter: Letter
    sender: Sender
    receiver: Receiver
    cc_receiver: CCReceiver | None = None
    patient: Patient
    requisition_information: RequisitionInformation
    laboratory_results: LaboratoryResults

    @property
    def consent_refused(self) -> bool:
        """Whether the patient refuses that the answer is shared; saying nothing means that it may be."""
        return self.patient.consent is not None and self.patient.consent.refused
