"""Findings as one JSON object, written file by file: ten thousand of them are never in memory together."""

import json
from collections.abc import Callable

from labcert.domain.outcome import Severity
from labcert.reporting.findings.model import FileReport, RunFacts, Told, Totals

__all__ = ["JsonTeller", "summary"]

_encode = json.JSONEncoder(ensure_ascii=False).encode


class JsonTeller:
    """Writes the object that docs/validering.md describes; one line a file."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write
        self._between = "\n"

    def begin(self, run: RunFacts) -> None:
        """Write what every file is held against."""
        facts = {
            "tool": {"name": "labcert", "version": run.version},
            "schema": {"source": run.schema_source, "sha256": run.schema_digest},
            "profile": {
                "name": run.profile,
                "version": run.profile_version,
                "changes": [
                    {"rule": change.rule, "class": change.severity, "reason": change.reason} for change in run.changes
                ],
            },
            "codes": [{"name": table.name, "version": table.version} for table in run.codes],
        }
        self._write("{" + ",\n".join(f'"{key}": {_encode(value)}' for key, value in facts.items()) + ',\n"files": [')

    def file(self, report: FileReport) -> None:
        """Write one file."""
        self._write(self._between + _encode(_file(report)))
        self._between = ",\n"

    def end(self, totals: Totals) -> None:
        """Write the counts, and close the object."""
        last = {"summary": summary(totals)}
        interrupted = ',\n"interrupted": true' if totals.interrupted else ""
        self._write(f"],\n{_encode(last)[1:-1]}{interrupted}}}\n")


def summary(totals: Totals) -> dict[str, object]:
    """Return the counts, as JSON has them."""
    return {
        "files": totals.files,
        "valid": totals.verdicts["valid"],
        "invalid": totals.verdicts["invalid"],
        "not_checked": totals.verdicts["not_checked"],
        "findings": {severity.value: totals.severities[severity.value] for severity in Severity},
    }


def _file(report: FileReport) -> dict[str, object]:
    return {
        "path": report.path,
        "sha256": report.sha256,
        "standard": report.standard,
        "version": report.version,
        "verdict": report.verdict,
        "reason": report.reason or None,
        "layers": [
            {"layer": layer.layer, "status": layer.status, "reason": layer.reason or None} for layer in report.layers
        ],
        "findings": [_finding(told) for told in report.findings],
    }


def _finding(told: Told) -> dict[str, object]:
    finding = told.finding
    return {
        "rule": finding.rule,
        "layer": finding.layer,
        "class": finding.severity,
        "default_class": told.default,
        "class_reason": told.reason or None,
        "requirements": finding.requirements,
        "path": finding.path,
        "line": finding.line,
        "message": finding.message,
        "expected": finding.expected,
        "actual": finding.actual,
        "remedy": finding.remedy,
    }
