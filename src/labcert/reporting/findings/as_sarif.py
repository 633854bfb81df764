"""Findings as SARIF 2.1.0, for the code-scanning pages of CI systems and for editors.

Results are written as they come and the rest after them, so that memory does not grow with the files.
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.reporting.findings.as_json import summary
from labcert.reporting.findings.model import FileReport, RunFacts, Told, Totals
from labcert.validation.rules.rule import RuleText

__all__ = ["SarifTeller"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {Severity.F1: "error", Severity.F2: "error", Severity.F3: "warning", Severity.F4: "note"}

_encode = json.JSONEncoder(ensure_ascii=False).encode
Object = dict[str, Any]
"""a piece of the log, on its way into JSON"""


class SarifTeller:
    """Writes one log with one run. Paths below `folder` are told from there; `rules` are described in the log."""

    def __init__(self, write: Callable[[str], object], folder: Path, rules: Iterable[RuleText]) -> None:
        self._write, self._folder = write, folder
        self._rules: dict[str, Object] = {text.id: _described(text) for text in rules}
        self._numbers = {rule: number for number, rule in enumerate(self._rules)}
        self._notifications: list[Object] = []
        self._between = "\n"
        self._run: RunFacts | None = None

    def begin(self, run: RunFacts) -> None:
        """Open the log."""
        self._run = run
        self._write(f'{{"$schema": {_encode(SCHEMA)},\n"version": "2.1.0",\n"runs": [{{"results": [')

    def file(self, report: FileReport) -> None:
        """Write the results of a file; why it was not checked is told at the end."""
        for told in report.findings:
            self._write(self._between + _encode(self._result(report, told)))
            self._between = ",\n"
        if report.reason:
            self._notifications.append({
                "level": "error" if report.fault else "warning",
                "message": {"text": report.reason},
                "locations": [self._location(report.path, None)],
            })  # fmt: skip

    def end(self, totals: Totals) -> None:
        """Write tool, rules and how the run went, and close the log."""
        assert self._run is not None
        if totals.interrupted:
            self._notifications.append({"level": "error", "message": {"text": _("Kørslen blev afbrudt.")}})
        run = self._run
        rest: Object = {
            "tool": {"driver": {"name": "labcert", "version": run.version, "rules": list(self._rules.values())}},
            "invocations": [{
                "executionSuccessful": not (totals.faults or totals.interrupted),
                "exitCode": totals.exit_code,
                "toolExecutionNotifications": self._notifications,
            }],
            "columnKind": "unicodeCodePoints",
            "properties": {**_facts(run), "summary": summary(totals)},
        }  # fmt: skip
        self._write(f"],\n{_encode(rest)[1:-1]}}}]}}\n")

    def _result(self, report: FileReport, told: Told) -> Object:
        finding = told.finding
        properties: Object = {"class": finding.severity, "layer": finding.layer, "requirements": finding.requirements}
        if finding.path:
            properties["path"] = finding.path
        if told.default is not None:
            properties |= {"default_class": told.default, "class_reason": told.reason}
        return {
            "ruleId": finding.rule,
            "ruleIndex": self._number(finding.rule),
            "level": LEVELS[finding.severity],
            "message": {"text": _message(told)},
            "locations": [self._location(report.path, told)],
            "partialFingerprints": {"labcertFinding/v1": _fingerprint(report, told)},
            "properties": properties,
        }

    def _number(self, rule: str) -> int:
        """Return a rule's place among the rules; one that has no words yet gets a place of its own."""
        if rule not in self._numbers:
            self._numbers[rule] = len(self._rules)
            self._rules[rule] = {"id": rule}
        return self._numbers[rule]

    def _location(self, path: str, told: Told | None) -> Object:
        physical: Object = {"artifactLocation": {"uri": self._uri(path)}}
        location: Object = {"physicalLocation": physical}
        if told is None:
            return location
        if told.finding.line:
            physical["region"] = _region(told)
        if told.finding.path:
            location["logicalLocations"] = [{"fullyQualifiedName": told.finding.path, "kind": "element"}]
        return location

    def _uri(self, path: str) -> str:
        """Return a path as a URI: relative wherever it was told so, or lies below the folder."""
        place = Path(path)
        if place.is_absolute():
            if not place.is_relative_to(self._folder):
                return place.as_uri()
            place = place.relative_to(self._folder)
        return quote(place.as_posix())


def _region(told: Told) -> Object:
    region: Object = {"startLine": told.finding.line}
    if told.excerpt is not None and told.excerpt.line == told.finding.line and told.excerpt.text:
        region["snippet"] = {"text": told.excerpt.text}
    return region


def _message(told: Told) -> str:
    finding = told.finding
    parts = [finding.message]
    if finding.expected:
        parts.append(_("Forventet: {text}").format(text=finding.expected))
    if finding.actual:
        parts.append(_("Fundet: {text}").format(text=finding.actual))
    if finding.remedy:
        parts.append(_("Gør: {text}").format(text=finding.remedy))
    return "\n".join(parts)


def _fingerprint(report: FileReport, told: Told) -> str:
    """Return what stays the same while lines move: the rule, the file, and the place in the message."""
    finding = told.finding
    what = f"{finding.rule}\0{report.path}\0{finding.path}\0{finding.actual}"
    return hashlib.sha256(what.encode()).hexdigest()


def _facts(run: RunFacts) -> Object:
    return {
        "schema": {"source": run.schema_source, "sha256": run.schema_digest},
        "profile": {
            "name": run.profile,
            "version": run.profile_version,
            "changes": [{"rule": one.rule, "class": one.severity, "reason": one.reason} for one in run.changes],
        },
        "codes": [{"name": table.name, "version": table.version} for table in run.codes],
    }


def _described(text: RuleText) -> Object:
    said = {part: text.said(part) for part in ("title", "text", "why", "remedy", "source")}
    why, source = _("Hvorfor: {text}").format(text=said["why"]), _("Kilde: {text}").format(text=said["source"])
    return {
        "id": text.id,
        "name": said["title"],
        "shortDescription": {"text": said["title"]},
        "fullDescription": {"text": said["text"]},
        "help": {"text": "\n".join((said["remedy"], why, source))},
        "defaultConfiguration": {"level": LEVELS[text.severity]},
        "properties": {
            "class": text.severity, "layer": text.layer, "standards": text.standards,
            "requirements": text.requirements,
        },
    }  # fmt: skip
