"""What a microbiological investigation found: quantities, cultures with resistance, microscopy."""

from dataclasses import dataclass

from labcert.domain.messages.common import CodedText, Paragraphs, Reference, ReferenceInterval

__all__ = [
    "AnalysisFindings",
    "Antibiotic",
    "CultureFindings",
    "Details",
    "Findings",
    "Grouping",
    "Microorganism",
    "MicroscopicFindings",
    "MicroscopicType",
    "Pattern",
    "PatternEntry",
    "QuantitativeFindings",
    "SusceptibilityValue",
]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """A quantity; `operator`, `value` and `unit` are one optional group where only the unit may lack."""

    interpretation: CodedText
    reference_interval: ReferenceInterval | None = None
    operator: str | None = None
    value: str | None = None
    unit: str | None = None
    result_validation: str | None = None
    reference: tuple[Reference, ...] = ()
    comments: tuple[CodedText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnalysisFindings:
    """What was measured and what was found."""

    analysis: CodedText
    findings: Findings


@dataclass(frozen=True, kw_only=True)
class QuantitativeFindings:
    """The quantities of an investigation."""

    interpretation: CodedText | None = None
    analysis_findings: tuple[AnalysisFindings, ...] = ()
    comments: tuple[CodedText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Microorganism:
    """A micro-organism that grew."""

    identification: CodedText
    growth_value: CodedText | None = None
    species_comment: tuple[CodedText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Antibiotic:
    """An antibiotic of a resistance pattern."""

    antibiotic_name: CodedText
    susceptibility_method: CodedText | None = None


@dataclass(frozen=True, kw_only=True)
class SusceptibilityValue:
    """The quantity behind a susceptibility."""

    reference_interval: ReferenceInterval | None = None
    operator: str | None = None
    value: str | None = None
    unit: str | None = None
    reference: tuple[Reference, ...] = ()
    comments: tuple[CodedText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PatternEntry:
    """One cell of a pattern. Both references are positions from 1 and may dangle: the schema does not check them."""

    ref_microorganism: str
    ref_antibiotic: str
    susceptibility: str
    susceptibility_value: SusceptibilityValue | None = None


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A resistance pattern: antibiotics and what each micro-organism is susceptible to."""

    headline: str
    antibiotic: tuple[Antibiotic, ...]
    pattern_entry: tuple[PatternEntry, ...]
    susceptibility_interpretation: Paragraphs


@dataclass(frozen=True, kw_only=True)
class CultureFindings:
    """What grew."""

    headline: str
    microorganism: tuple[Microorganism, ...] = ()
    pattern: Pattern | None = None
    comments: tuple[CodedText, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Details:
    """One line of microscopy: what, and how much of it."""

    identification: CodedText
    value: CodedText


@dataclass(frozen=True, kw_only=True)
class MicroscopicType:
    """Lines of one kind: cells, micro-organisms, consistency, ..."""

    type: str
    details: tuple[Details, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """Lines under a headline of their own."""

    headline: CodedText
    microscopic_type: tuple[MicroscopicType, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MicroscopicFindings:
    """What the microscope showed."""

    headline: str
    comments: Paragraphs
    grouping: tuple[Grouping, ...] = ()
