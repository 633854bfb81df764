"""The three kinds of microbiological findings: a measured or named one, a culture, and what the microscope showed."""

from lxml import etree

from sut.reference.behaviours import Behaviours, Json
from sut.reference.parts import add, interval, optional
from sut.reference.texts import block, paragraphs, plain

__all__ = ["culture", "microscopy", "quantitative"]


def quantitative(investigation: etree._Element, rules: Behaviours, result: Json) -> None:
    """Append QuantitativeFindings where the result has a value, or a text and no findings of another kind."""
    value = rules.cut_or_block_value(result) if _has_value(result) else ""
    lines = [line for spans in rules.texts_of(result) for line in plain(spans)]
    if not value and (not lines or result.get("culture") or result.get("microscopy")):
        return
    analysis = add(add(investigation, "QuantitativeFindings"), "AnalysisFindings")
    name = add(analysis, "Analysis")
    add(name, "Code", rules.code_of(result))
    add(name, "CodeType", rules.code_type_of(result))
    add(name, "CodeResponsible", rules.code_responsible_of(result))
    paragraphs(name, "Text", [rules.full_name_of(result)])
    findings = add(analysis, "Findings")
    block(findings, "InterPretation", lines or [value])
    interval(findings, rules.interval_of(result))
    if value:
        numeric = rules.result_type_of(result) == "numerisk"
        add(findings, "Operator", rules.operator_of(result) or ("lig_med" if numeric else "ikke_angivet"))
        add(findings, "Value", value)
        optional(findings, "Unit", rules.unit_of(result))
    optional(findings, "ResultValidation", rules.abnormal_of(result))
    for spans in rules.comments_on(result):
        block(findings, "Comments", plain(spans))


def _has_value(result: Json) -> bool:
    """A sample only received has no findings of its own kind yet, so `*****` stands where a value would."""
    received = result.get("status") == "proeve_modtaget" and not (result.get("culture") or result.get("microscopy"))
    return bool(result.get("value")) or received


def culture(investigation: etree._Element, rules: Behaviours, result: Json) -> None:
    """Append CultureFindings: micro-organisms, resistance pattern, comments."""
    found = rules.culture_of(result)
    if not found:
        return
    element = add(investigation, "CultureFindings")
    add(element, "Headline", found["headline"])
    for microbe in found.get("microbes") or ():
        organism = add(element, "Microorganism")
        block(organism, "Identification", [microbe["name"]], microbe.get("code"))
        if microbe.get("growth"):
            block(organism, "GrowthValue", [microbe["growth"]])
    if found.get("antibiotics"):
        _pattern(element, found)
    for comment in found.get("comments") or ():
        block(element, "Comments", [comment])
    if not _has_value(result):
        for spans in [*rules.texts_of(result), *rules.comments_on(result)]:
            block(element, "Comments", plain(spans))


def _pattern(findings: etree._Element, found: Json) -> None:
    element = add(findings, "Pattern")
    add(element, "Headline", found.get("pattern_headline") or "Resistens")
    for antibiotic in found["antibiotics"]:
        drug = add(element, "Antibiotic")
        block(drug, "AntibioticName", [antibiotic["name"]], antibiotic.get("code"))
        if antibiotic.get("method"):
            block(drug, "SusceptibilityMethod", [antibiotic["method"]])
    for entry in found.get("entries") or ():
        cell = add(element, "PatternEntry")
        add(cell, "RefMicroorganism", str(entry["microbe"]))
        add(cell, "RefAntibiotic", str(entry["antibiotic"]))
        add(cell, "Susceptibility", entry["susceptibility"])
    paragraphs(element, "SusceptibilityInterpretation", found.get("interpretation") or ())


def microscopy(investigation: etree._Element, rules: Behaviours, result: Json) -> None:
    """Append MicroscopicFindings: headline, comments and the lines in one grouping, those of a kind together."""
    seen = rules.microscopy_of(result)
    if not seen:
        return
    element = add(investigation, "MicroscopicFindings")
    add(element, "Headline", seen["headline"])
    paragraphs(element, "Comments", [*(seen.get("comments") or ()), *_remarks(rules, result)])
    lines = seen.get("lines") or ()
    if not lines and not seen.get("grouping"):
        return
    grouping = add(element, "Grouping")
    block(grouping, "Headline", [seen.get("grouping") or seen["headline"]])
    for kind in dict.fromkeys(line["kind"] for line in lines):
        group = add(grouping, "MicroscopicType")
        add(group, "Type", kind)
        for line in lines:
            if line["kind"] == kind:
                details = add(group, "Details")
                block(details, "Identification", [line["identification"]])
                block(details, "Value", [line["value"]])


def _remarks(rules: Behaviours, result: Json) -> list[str]:
    """Texts and comments of the result itself, where no other kind of findings carries them."""
    if result.get("culture") or _has_value(result):
        return []
    return [line for spans in [*rules.texts_of(result), *rules.comments_on(result)] for line in plain(spans)]
