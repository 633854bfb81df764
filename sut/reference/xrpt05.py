"""MicrobiologyWebReport (XRPT05, XR0532M): the letter for clinical microbiology."""

from lxml import etree

from sut.reference.behaviours import Behaviours, Json
from sut.reference.findings import culture, microscopy, quantitative
from sut.reference.parts import add, head, moment, optional, parties, patient, producer, sample_numbers
from sut.reference.texts import block, paragraphs

__all__ = ["append_microbiology_report"]


def append_microbiology_report(
    message: etree._Element, rules: Behaviours, case: Json, results: list[Json], identifier: str
) -> None:
    """Append the letter with these results of the case to an Emessage."""
    letter = add(message, "MicrobiologyWebReport")
    sample = case["sample"]
    head(letter, rules, "XRPT05", identifier, sample)
    parties(letter, rules, case, "XRPT05")
    patient(letter, rules, case, "XRPT05")
    requisition = add(letter, "RequisitionInformation")
    if clinical := rules.clinical_information_of(case):
        paragraphs(requisition, "ClinicalInformation", clinical)
    for comment in rules.comments_of(case):
        block(requisition, "Comments", [comment])
    moment(sample_numbers(requisition, rules, sample), "SampleReceivedDateTime", rules.received_at(sample))
    report = add(letter, "LaboratoryResults")
    general = add(report, "GeneralResultInformation")
    add(general, "ReportStatusCode", rules.report_status_of(case))
    add(general, "ResultStatusCode", rules.microbiology_status_of(results))
    add(general, "LaboratoryInternalProductionIdentifier", rules.production_number_of(sample))
    moment(general, "ResultsDateTime", rules.results_at(sample))
    for result in results:
        _investigation(report, rules, case, result)


def _investigation(report: etree._Element, rules: Behaviours, case: Json, result: Json) -> None:
    element = add(report, "Investigation")
    _examination(element, rules, case, result)
    quantitative(element, rules, result)
    culture(element, rules, result)
    microscopy(element, rules, result)


def _examination(investigation: etree._Element, rules: Behaviours, case: Json, result: Json) -> None:
    element = add(investigation, "Examination")
    add(element, "ExaminationTypeCode", rules.examination_type_of(result))
    add(element, "MICAnalysisCode", rules.code_of(result))
    add(element, "AnalysisCodeType", rules.code_type_of(result))
    add(element, "AnalysisCodeResponsible", rules.code_responsible_of(result))
    optional(element, "AnalysisShortName", rules.short_name_of(result))
    name = add(element, "AnalysisMDSName")
    add(name, "Examination", rules.full_name_of(result))
    optional(name, "Material", rules.material_of(result))
    optional(name, "Location", rules.location_of(result))
    add(element, "Examinator", case["sender"]["name"])
    producer(element, rules, case)
