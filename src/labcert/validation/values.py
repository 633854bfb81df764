"""What a validation is asked and what it answers."""

from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.messages import Emessage
from labcert.domain.outcome import Severity

__all__ = ["LayerName", "LayerResult", "LetterKind", "Limits", "Problem", "Status", "Validation"]

LayerName = Literal["wellformed", "identify", "schema", "codes", "business"]
Status = Literal["passed", "failed", "skipped", "fault"]
Problem = Literal["none", "too_large", "not_xml", "not_well_formed", "invalid", "fault"]


@dataclass(frozen=True)
class Limits:
    """What is refused before it can cost anything: `size` in bytes, the rest are counts."""

    size: int = 10 * 1024 * 1024
    depth: int = 64
    namespaces: int = 64
    attributes: int = 16
    """on one element"""


@dataclass(frozen=True)
class LayerResult:
    """How one layer went; `reason` says why it was skipped or broke, else ""."""

    layer: LayerName
    status: Status
    reason: str = ""


@dataclass(frozen=True)
class LetterKind:
    """What a letter says it is; `standard` is None for a letter that is not ours, `version` "" where it says none."""

    name: str
    standard: str | None
    version: str


@dataclass(frozen=True)
class Validation:
    """The whole answer. `message` is there when the schema is satisfied, `root` when the bytes are XML.

    `problem` tells a host what to answer: too_large (413), not_xml (415), not_well_formed (400), invalid (422), and
    fault where a layer of ours broke (500), which is never the sender's failure.
    """

    layers: tuple[LayerResult, ...]
    findings: tuple[Finding, ...]
    problem: Problem
    encoding: str | None = None
    letters: tuple[LetterKind, ...] = ()
    message: Emessage | None = None
    root: etree._Element | None = field(default=None, repr=False, compare=False)
    views: tuple[Any, ...] = field(default=(), repr=False, compare=False)
    """the parts of the message as rules see them (`rules/views.py`), where it was validated with rules"""

    @property
    def ok(self) -> bool:
        """Whether nothing stands against the message: no layer failed or broke, no finding is F1, F2 or F3."""
        return self.problem == "none"

    @property
    def standards(self) -> tuple[str | None, ...]:
        """The standard of each letter (XRPT01, XCTL03, ...), None for a letter that is not ours."""
        return tuple(letter.standard for letter in self.letters)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that make the message invalid (F1-F3)."""
        return tuple(finding for finding in self.findings if finding.severity is not Severity.F4)
