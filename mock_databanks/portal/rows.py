"""What one line of the portal says. Texts are as shown; formatted texts are safe HTML."""

from dataclasses import dataclass

from markupsafe import Markup

__all__ = ["Culture", "Finding", "Microbe", "Microscopy", "PatternLine", "Row"]


@dataclass(frozen=True)
class Finding:
    """One quantitative finding of a microbiological investigation."""

    name: str
    value: str
    unit: str
    interval: str
    abnormal: str
    comments: tuple[str, ...]


@dataclass(frozen=True)
class Microbe:
    """A micro-organism that was found."""

    name: str
    growth: str
    comments: tuple[str, ...]


@dataclass(frozen=True)
class PatternLine:
    """An antibiotic and how each micro-organism reacts to it, in the micro-organisms' order ("" for not tested)."""

    antibiotic: str
    method: str
    susceptibility: tuple[str, ...]


@dataclass(frozen=True)
class Culture:
    """What grew, and what it is sensitive to."""

    headline: str
    microbes: tuple[Microbe, ...]
    pattern_headline: str
    pattern: tuple[PatternLine, ...]
    interpretation: tuple[str, ...]
    comments: tuple[str, ...]


@dataclass(frozen=True)
class Microscopy:
    """What was seen under the microscope; `lines` are (kind, what, value)."""

    headline: str
    comments: tuple[str, ...]
    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]


@dataclass(frozen=True)
class Row:
    """One analysis of one sample. Times are "2025-12-01 08:15"; `origin` is gp or hospital."""

    sample: str
    laboratory_sample: str
    report: str
    origin: str
    databank: str
    taken: str
    results_at: str
    sender: str
    requester: str
    patient: str
    code: str = ""
    name: str = ""
    short_name: str = ""
    value: str = ""
    unit: str = ""
    interval: str = ""
    abnormal: str = ""
    status: str = ""
    corrected: bool = False
    material: str = ""
    location: str = ""
    texts: tuple[Markup, ...] = ()
    comments: tuple[Markup, ...] = ()
    notes: tuple[str, ...] = ()
    """comments of the requisition and clinical information"""
    findings: tuple[Finding, ...] = ()
    culture: Culture | None = None
    microscopy: Microscopy | None = None

    @property
    def detailed(self) -> bool:
        """Whether there is more to show than fits in the columns."""
        return bool(
            self.texts
            or self.comments
            or self.notes
            or self.findings
            or self.culture
            or self.microscopy
            or self.material
        )
