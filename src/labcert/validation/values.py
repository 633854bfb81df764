"""What a validation is asked and what it answers."""

from dataclasses import dataclass, field
from typing import Any, Literal

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.messages import Emessage
from labcert.domain.outcome import Severity

__all__ = ["LayerName", "LayerResult", "LetterKind", "Limits", "Problem", "Second", "Status", "Validation"]

LayerName = Literal["wellformed", "identify", "schema", "codes", "business"]
Status = Literal["passed", "failed", "skipped", "fault"]
Problem = Literal["none", "too_large", "not_xml", "not_well_formed", "invalid", "not_checked", "fault"]
Second = Literal["never", "when_invalid", "always"]
"""when the second engine is asked what it says of a message"""


@dataclass(frozen=True)
class Limits:
    """What is refused before it can cost anything: `size` in bytes, the rest are counts."""

    size: int = 10 * 1024 * 1024
    elements: int = 150_000
    """in the message, comments and processing instructions counted too"""
    letters: int = 1_000
    children: int = 2_000
    """of one element: libxml2 tells the place of an error by counting siblings, which takes the square of them"""
    depth: int = 64
    namespaces: int = 64
    attributes: int = 16
    """on one element"""
    attributes_in_all: int = 10_000
    findings: int = 200
    """told of one layer; a last one says that there are more"""


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
    fault where a layer of ours broke (500), which is never the sender's failure. It is not_checked where nothing stands
    against the message, but nothing in it was looked at either: it has only letters that are not ours, or its
    namespace has no schema. The layer `schema` then says why it was skipped.
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
        """Whether the message was checked and nothing stands against it: no layer failed or broke, no F1, F2 or F3."""
        return self.problem == "none"

    @property
    def checked(self) -> bool:
        """Whether a schema has given its verdict on a letter of ours."""
        return any(layer.layer == "schema" and layer.status in {"passed", "failed"} for layer in self.layers)

    @property
    def standards(self) -> tuple[str | None, ...]:
        """The standard of each letter (XRPT01, XCTL03, ...), None for a letter that is not ours."""
        return tuple(letter.standard for letter in self.letters)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that make the message invalid (F1-F3)."""
        return tuple(finding for finding in self.findings if finding.severity is not Severity.F4)
