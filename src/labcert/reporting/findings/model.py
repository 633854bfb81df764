"""What is told of a batch of files: facts of the run, a report a file, and the count of it all."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from labcert.domain.findings import Finding
from labcert.domain.outcome import Severity
from labcert.validation.values import LayerName, LayerResult

__all__ = [
    "LAYERS", "Change", "CodeTableFacts", "Excerpt", "FileReport", "RunFacts", "Teller", "Told", "Totals", "Verdict",
    "unread", "with_more",
]  # fmt: skip

Verdict = Literal["valid", "invalid", "not_checked"]
LAYERS: tuple[LayerName, ...] = ("wellformed", "identify", "schema", "codes", "business")


@dataclass(frozen=True)
class Excerpt:
    """A line of a file as it may be shown: masked, without control characters, cut around what is marked.

    `line` counts from 1; `start` and `end` are places in `text`, and equal where nothing in it can be marked.
    """

    line: int
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Told:
    """A finding as it is told. `default` and `reason` are there only where the profile changed the class."""

    finding: Finding
    default: Severity | None = None
    reason: str = ""
    excerpt: Excerpt | None = None

    @property
    def blocks(self) -> bool:
        """Whether the finding makes its file invalid."""
        return self.finding.severity is not Severity.F4


@dataclass(frozen=True)
class FileReport:
    """All that is told of one file.

    `path` is what people read, masked; `sha256` is None for a file that was not read. `standard` and `version` are
    those of the first letter of ours. `reason` says why a file was not checked, or what of ours broke (`fault`).
    """

    path: str
    verdict: Verdict
    sha256: str | None = None
    standard: str | None = None
    version: str | None = None
    layers: tuple[LayerResult, ...] = ()
    findings: tuple[Told, ...] = ()
    reason: str = ""
    fault: bool = False


def unread(path: str, reason: str, *, fault: bool = False) -> FileReport:
    """Return the report of a file that was not read, or that broke the tool."""
    first, *rest = LAYERS
    status: Literal["fault", "skipped"] = "fault" if fault else "skipped"
    layers = (LayerResult(first, status, reason), *(LayerResult(layer, "skipped", reason) for layer in rest))
    return FileReport(path, "not_checked", layers=layers, reason=reason, fault=fault)


def with_more(report: FileReport, more: Iterable[Told]) -> FileReport:
    """Return the report with findings that were made later, between files; they count like the others."""
    new = tuple(more)
    failed = {told.finding.layer for told in new if told.blocks}
    if not new:
        return report
    layers = tuple(
        replace(layer, status="failed", reason="") if layer.layer in failed and layer.status != "fault" else layer
        for layer in report.layers
    )
    verdict: Verdict = "invalid" if failed else report.verdict
    return replace(report, layers=layers, findings=(*report.findings, *new), verdict=verdict)


@dataclass(frozen=True)
class Change:
    """A rule that the profile changed: `severity` None where it is switched off."""

    rule: str
    severity: Severity | None
    reason: str


@dataclass(frozen=True)
class CodeTableFacts:
    """A code table that was used: the file's name and its version."""

    name: str
    version: str


@dataclass(frozen=True)
class RunFacts:
    """What every file of a run was held against. Digests are sha256 in hexadecimal."""

    version: str
    schema_source: str
    schema_digest: str
    profile: str
    profile_version: str
    files: int
    """how many files there are to check"""
    changes: tuple[Change, ...] = ()
    codes: tuple[CodeTableFacts, ...] = ()


@dataclass
class Totals:
    """What has come out so far; `exit_code` is that of the whole."""

    verdicts: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    faults: int = 0
    interrupted: bool = False

    def count(self, report: FileReport) -> None:
        """Take one more file in."""
        self.verdicts[report.verdict] += 1
        self.faults += report.fault
        for told in report.findings:
            self.severities[told.finding.severity.value] += 1
            self.rules[told.finding.rule] += 1

    @property
    def files(self) -> int:
        """How many files were told of."""
        return self.verdicts.total()

    @property
    def exit_code(self) -> int:
        """A fault of ours before everything, then what is invalid, then what was not checked; 130 where stopped."""
        if self.interrupted:
            return 130
        if self.faults:
            return 3
        if self.verdicts["invalid"]:
            return 1
        return 4 if self.verdicts["not_checked"] else 0


class Teller(Protocol):
    """Tells a run in one format: once `begin`, then `file` for each, then once `end`, whatever happens between."""

    def begin(self, run: RunFacts) -> None:
        """Open what is written."""

    def file(self, report: FileReport) -> None:
        """Tell of one file."""

    def end(self, totals: Totals) -> None:
        """Close what is written, so that it is whole."""
