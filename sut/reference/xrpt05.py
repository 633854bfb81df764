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
    head(letter, rules, "XRPT05", identifier, sample["authorised_at"])
    parties(letter, case, "XRPT05")
    patient(letter, rules, case)
    requisition = add(letter, "RequisitionInformation")
    if case.get("clinical_information"):
        paragraphs(requisition, "ClinicalInformation", case["clinical_information"])
    for comment in case.get("comments") or ():
        block(requisition, "Comments", [comment])
    moment(sample_numbers(requisition, rules, sample), "SampleReceivedDateTime", sample["received"])
    report = add(letter, "LaboratoryResults")
    general = add(report, "GeneralResultInformation")
    add(general, "ReportStatusCode", rules.report_status_of(case))
    add(general, "ResultStatusCode", rules.microbiology_status_of(results))
    add(general, "LaboratoryInternalProductionIdentifier", sample["production_number"])
    moment(general, "ResultsDateTime", sample["results_at"])
    for result in results:
        _investigation(report, rules, case, result)


def _investigation(report: etree._Element, rules: Behaviours, case: Json, result: Json) -> None:
    element = add(report, "Investigation")
    _examination(element, rules, case, result)
    quantitative(element, rules, result)
    culture(element, result)
    microscopy(element, result)


def _examination(investigation: etree._Element, rules: Behaviours, case: Json, result: Json) -> None:
    element = add(investigation, "Examination")
    add(element, "ExaminationTypeCode", result.get("examination_type") or _examination_type(result))
    add(element, "MICAnalysisCode", rules.code_of(result))
    add(element, "AnalysisCodeType", rules.code_type_of(result))
    add(element, "AnalysisCodeResponsible", rules.code_responsible_of(result))
    optional(element, "AnalysisShortName", rules.short_name_of(result))
    name = add(element, "AnalysisMDSName")
    add(name, "Examination", rules.full_name_of(result))
    optional(name, "Material", result.get("material"))
    optional(name, "Location", result.get("location"))
    add(element, "Examinator", case["sender"]["name"])
    producer(element, rules, case)


def _examination_type(result: Json) -> str:
    if result.get("culture"):
        return "dyrkning"
    return "maalbar_kvantitet" if result.get("type") == "numerisk" else "observerbar_egenskab"
