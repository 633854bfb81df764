"""LaboratoryReport (XRPT01, XR0131K): the letter for clinical biochemistry."""

from lxml import etree

from sut.reference.behaviours import Behaviours, Json
from sut.reference.parts import (
    add,
    head,
    interval,
    moment,
    optional,
    parties,
    patient,
    producer,
    sample_numbers,
    texts,
)

__all__ = ["append_laboratory_report"]


def append_laboratory_report(
    message: etree._Element, rules: Behaviours, case: Json, results: list[Json], identifier: str
) -> None:
    """Append the letter with these results of the case to an Emessage."""
    letter = add(message, "LaboratoryReport")
    sample = case["sample"]
    head(letter, rules, "XRPT01", identifier, sample)
    parties(letter, rules, case, "XRPT01")
    patient(letter, rules, case, "XRPT01")
    requisition = add(letter, "RequisitionInformation")
    if comments := rules.comments_of(case):
        lines: list[Json] = []
        for comment in comments:
            lines += [{"text": "", "style": "break"}] if lines else []
            lines.append({"text": comment, "style": "plain"})
        texts(requisition, "Comments", lines)
    sample_numbers(requisition, rules, sample)
    report = add(letter, "LaboratoryResults")
    general = add(report, "GeneralResultInformation")
    add(general, "ReportStatusCode", rules.report_status_of(case))
    add(general, "LaboratoryInternalProductionIdentifier", rules.production_number_of(sample))
    moment(general, "ResultsDateTime", rules.results_at(sample))
    for result in results:
        _result(report, rules, case, result)


def _result(report: etree._Element, rules: Behaviours, case: Json, result: Json) -> None:
    element = add(report, "Result")
    add(element, "ResultStatusCode", rules.result_status_of(result))
    analysis = add(element, "Analysis")
    add(analysis, "AnalysisCode", rules.code_of(result))
    add(analysis, "AnalysisCodeType", rules.code_type_of(result))
    add(analysis, "AnalysisCodeResponsible", rules.code_responsible_of(result))
    optional(analysis, "AnalysisShortName", rules.short_name_of(result))
    add(analysis, "AnalysisCompleteName", rules.full_name_of(result))
    producer(element, rules, case)
    interval(element, rules.interval_of(result))
    add(element, "ResultType", rules.result_type_of(result))
    optional(element, "Operator", rules.operator_of(result))
    optional(element, "Value", rules.cut_or_block_value(result))
    optional(element, "Unit", rules.unit_of(result))
    optional(element, "ResultValidation", rules.abnormal_of(result))
    for spans in rules.texts_of(result):
        texts(element, "ResultTextValue", spans)
    for spans in rules.comments_on(result):
        texts(element, "ResultComments", spans)
