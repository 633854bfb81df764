"""Reads culture, resistance pattern, microscopy and quantitative findings of an XRPT05 investigation."""

from lxml import etree

from mock_databanks.portal.nodes import abnormal_of, below, interval_of, said, value_of
from mock_databanks.portal.rows import Culture, Finding, Microbe, Microscopy, PatternLine

__all__ = ["comments_of", "culture_of", "findings_of", "microscopy_of"]

_KINDS = {
    "celler": "Celler",
    "mikroorganisme": "Mikroorganisme",
    "konsistens": "Konsistens",
    "udseende": "Udseende",
    "vurdering": "Vurdering",
    "flora": "Flora",
}


def _paragraphs(element: etree._Element, path: str) -> tuple[str, ...]:
    return tuple(said(paragraph, ".") for paragraph in below(element, f"{path}/Paragraph"))


def _coded(element: etree._Element, path: str) -> str:
    """Return a coded text's words, paragraphs joined."""
    return " ".join(_paragraphs(element, f"{path}/Text"))


def comments_of(element: etree._Element, path: str = "Comments") -> tuple[str, ...]:
    """Return the paragraphs of an element's coded comments."""
    return tuple(line for comment in below(element, path) for line in _paragraphs(comment, "Text"))


def findings_of(investigation: etree._Element) -> tuple[Finding, ...]:
    """Return the quantitative findings."""
    return tuple(
        Finding(
            name=_coded(analysis, "Analysis"),
            value=" ".join(dict.fromkeys(part for part in (value_of(found), _coded(found, "InterPretation")) if part)),
            unit=said(found, "Unit"),
            interval=interval_of(found),
            abnormal=abnormal_of(found),
            comments=comments_of(found),
        )
        for analysis in below(investigation, "QuantitativeFindings/AnalysisFindings")
        for found in below(analysis, "Findings")
    )


def culture_of(investigation: etree._Element) -> Culture | None:
    """Return what grew, with the resistance pattern as a table of antibiotics against micro-organisms."""
    culture = next(iter(below(investigation, "CultureFindings")), None)
    if culture is None:
        return None
    microbes = tuple(
        Microbe(_coded(found, "Identification"), _coded(found, "GrowthValue"), comments_of(found, "SpeciesComment"))
        for found in below(culture, "Microorganism")
    )
    return Culture(
        headline=said(culture, "Headline"),
        microbes=microbes,
        pattern_headline=said(culture, "Pattern/Headline"),
        pattern=_pattern(culture, len(microbes)),
        interpretation=_paragraphs(culture, "Pattern/SusceptibilityInterpretation"),
        comments=comments_of(culture),
    )


def _pattern(culture: etree._Element, microbes: int) -> tuple[PatternLine, ...]:
    """Positions count from 1 and may point at nothing: the schema does not check them, so such an entry is left out."""
    cells = {
        (said(entry, "RefAntibiotic"), said(entry, "RefMicroorganism")): said(entry, "Susceptibility")
        for entry in below(culture, "Pattern/PatternEntry")
    }
    return tuple(
        PatternLine(
            antibiotic=_coded(antibiotic, "AntibioticName"),
            method=_coded(antibiotic, "SusceptibilityMethod"),
            susceptibility=tuple(cells.get((str(row), str(column)), "") for column in range(1, microbes + 1)),
        )
        for row, antibiotic in enumerate(below(culture, "Pattern/Antibiotic"), start=1)
    )


def microscopy_of(investigation: etree._Element) -> Microscopy | None:
    """Return what was seen under the microscope."""
    seen = next(iter(below(investigation, "MicroscopicFindings")), None)
    if seen is None:
        return None
    return Microscopy(
        headline=said(seen, "Headline"),
        comments=_paragraphs(seen, "Comments"),
        groups=tuple(
            (
                _coded(group, "Headline"),
                tuple(
                    (
                        _KINDS.get(said(kind, "Type"), said(kind, "Type")),
                        _coded(line, "Identification"),
                        _coded(line, "Value"),
                    )
                    for kind in below(group, "MicroscopicType")
                    for line in below(kind, "Details")
                ),
            )
            for group in below(seen, "Grouping")
        ),
    )
