"""Reads a held letter (XRPT01 or XRPT05) into the lines that the portal shows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from mock_databanks.letters import STANDARDS
from mock_databanks.portal.markup import as_html
from mock_databanks.portal.microbiology import comments_of, culture_of, findings_of, microscopy_of
from mock_databanks.portal.nodes import abnormal_of, below, interval_of, moment, said, value_of
from mock_databanks.portal.rows import Row

__all__ = ["Marks", "read_rows"]

_STATUS = {
    "proeve_modtaget": "Prøven er modtaget",
    "svar_midlertidigt": "Foreløbigt svar",
    "svar_endeligt": "",
    "svar_rettet": "Rettet",
}
_REPORT = {"del_svar": "Delsvar", "modtaget": "Prøven er modtaget", "komplet_svar": ""}


@dataclass(frozen=True)
class Marks:
    """What does not stand in the letter: where the version comes from (gp, hospital), and which databank holds it."""

    origin: str
    databank: str


def read_rows(xml: str, marks: Marks) -> Iterator[Row]:
    """Return the letter's lines in its own order; ValueError if the text is no letter of ours."""
    letter = etree.fromstring(xml.encode(), etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    standard = STANDARDS.get(str(letter.tag))
    if standard is None:
        raise ValueError(f"{letter.tag} is no letter of the portal")
    read = _biochemistry if standard == "XRPT01" else _microbiology
    return read(letter, marks)


def _common(letter: etree._Element, marks: Marks) -> Row:
    """Return a row with what all of the letter's rows share, and the rest empty."""
    sample = "RequisitionInformation/Sample"
    laboratory_sample = said(letter, f"{sample}/LaboratoryInternalSampleIdentifier")
    given, family = said(letter, "Patient/PersonGivenName"), said(letter, "Patient/PersonSurnameName")
    return Row(
        sample=said(letter, f"{sample}/RequesterSampleIdentifier") or laboratory_sample,
        laboratory_sample=laboratory_sample,
        report=_REPORT.get(said(letter, "LaboratoryResults/GeneralResultInformation/ReportStatusCode"), ""),
        origin=marks.origin,
        databank=marks.databank,
        taken=moment(letter, f"{sample}/SamplingDateTime"),
        results_at=moment(letter, "LaboratoryResults/GeneralResultInformation/ResultsDateTime"),
        sender=said(letter, "Sender/OrganisationName"),
        requester=said(letter, "Receiver/OrganisationName"),
        patient=f"{given} {family}".strip(),
    )


def _biochemistry(letter: etree._Element, marks: Marks) -> Iterator[Row]:
    common = _common(letter, marks)
    note = said(letter, "RequisitionInformation/Comments")
    for result in below(letter, "LaboratoryResults/Result"):
        status = said(result, "ResultStatusCode")
        yield replace(
            common,
            code=said(result, "Analysis/AnalysisCode"),
            name=said(result, "Analysis/AnalysisCompleteName"),
            short_name=said(result, "Analysis/AnalysisShortName"),
            value=value_of(result),
            unit=said(result, "Unit"),
            interval=interval_of(result),
            abnormal=abnormal_of(result),
            status=_STATUS.get(status, ""),
            corrected=status == "svar_rettet",
            texts=tuple(as_html(text) for text in below(result, "ResultTextValue")),
            comments=tuple(as_html(text) for text in below(result, "ResultComments")),
            notes=(note,) if note else (),
        )


def _microbiology(letter: etree._Element, marks: Marks) -> Iterator[Row]:
    common = _common(letter, marks)
    status = said(letter, "LaboratoryResults/GeneralResultInformation/ResultStatusCode")
    notes = (
        *(said(line, ".") for line in below(letter, "RequisitionInformation/ClinicalInformation/Paragraph")),
        *comments_of(letter, "RequisitionInformation/Comments"),
        *comments_of(letter, "LaboratoryResults/Comments"),
    )
    for investigation in below(letter, "LaboratoryResults/Investigation"):
        findings = findings_of(investigation)
        only = findings[0] if len(findings) == 1 else None
        yield replace(
            common,
            code=said(investigation, "Examination/MICAnalysisCode"),
            name=said(investigation, "Examination/AnalysisMDSName/Examination"),
            short_name=said(investigation, "Examination/AnalysisShortName"),
            value=only.value if only else "",
            unit=only.unit if only else "",
            interval=only.interval if only else "",
            abnormal=only.abnormal if only else "",
            status=_STATUS.get(status, ""),
            corrected=status == "svar_rettet",
            material=said(investigation, "Examination/AnalysisMDSName/Material"),
            location=said(investigation, "Examination/AnalysisMDSName/Location")
            or said(investigation, "Examination/SupplementaryLocation"),
            notes=notes,
            findings=findings,
            culture=culture_of(investigation),
            microscopy=microscopy_of(investigation),
        )
