"""From one file to its report. What breaks here is a fault of ours, told of this file, and never stops the others."""

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.masking import mask_cpr, mask_text
from labcert.reporting.findings.model import Change, FileReport, Told, Verdict, unread
from labcert.runner.validating.listing import Entry, why_unreadable
from labcert.validation.loading import load_rule_book
from labcert.validation.pipeline import default_schemas, validate
from labcert.validation.profiles import load_profile
from labcert.validation.reading import declared_encoding
from labcert.validation.rulebook import RuleBook
from labcert.validation.rules.versions import LetterFacts
from labcert.validation.schema_folder import load_schema_dir
from labcert.validation.schemas import Schemas
from labcert.validation.tables import load_tables
from labcert.validation.values import Limits, Second, Validation

__all__ = ["Checked", "Engine", "Settings", "load_engine"]

_LIMITS = Limits()
_PERSONS_NUMBERS = ("/CivilRegistrationNumber", "/AlternativeIdentifier")
_LONG = re.compile(r"[0-9]{7}[0-9A-Za-z]*")


@dataclass(frozen=True)
class Settings:
    """What a run is told to hold files against; can be handed to another process.

    `lines`: whether the lines that findings are about are shown; `series`: whether letters are held against others.
    """

    root: Path
    language: str = "da"
    profile: str = "standard"
    codes: tuple[Path, ...] = ()
    schema_dir: Path | None = None
    lines: bool = True
    series: bool = True
    positive_list: bool | None = None
    """whether codes beside the positive list are told; None: as the suite's policies have it"""
    second: Second = "when_invalid"
    """when the second schema engine is asked too; it is loaded only then"""


@dataclass(frozen=True)
class Checked:
    """A file's report, and what other files are held against."""

    report: FileReport
    letters: tuple[LetterFacts, ...] = ()


@dataclass(frozen=True)
class Engine:
    """Everything that is loaded once and used for every file."""

    settings: Settings
    book: RuleBook
    schemas: Schemas

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every rule that the profile changes, in the order the rules are told."""
        profile = self.book.profile
        return tuple(
            Change(text.id, severity, setting.reason)
            for text in self.book.texts.values()
            if (setting := profile.setting(text.id, text.layer)) is not None
            and (severity := profile.severity(text.id, text.layer, text.severity)) is not text.severity
        )

    @cached_property
    def _changed(self) -> dict[str, Change]:
        return {change.rule: change for change in self.changes}

    def check(self, entry: Entry) -> Checked:
        """Check a file; whatever happens, there is a report."""
        if entry.problem:
            return Checked(unread(entry.shown, entry.problem))
        try:
            data = self.read(entry)
            if len(data) > _LIMITS.size:
                return Checked(unread(entry.shown, _too_large()))
            return self._checked(entry.shown, data)
        except OSError as error:
            return Checked(unread(entry.shown, why_unreadable(error)))
        except Exception as error:  # noqa: BLE001 - a crash of ours is told of the file it happened at
            return Checked(unread(entry.shown, _our_fault(type(error).__name__), fault=True))

    def read(self, entry: Entry) -> bytes:
        """Return the bytes of a file, never more than one over the limit; raises OSError."""
        if entry.data is not None:
            return entry.data
        with open(entry.path, "rb", buffering=0) as file:  # noqa: PTH123 - ten thousand files: paths stay text
            data = file.read(_LIMITS.size + 1) or b""
            while 0 < len(data) <= _LIMITS.size and (more := file.read(_LIMITS.size + 1 - len(data))):
                data += more
            return data

    def told(self, data: bytes | None, findings: tuple[Finding, ...]) -> tuple[Told, ...]:
        """Return findings as they are told: with what the profile changed, and their lines where there is `data`."""
        if not findings:
            return ()
        if data is None or not self.settings.lines:
            return tuple(self._one(finding) for finding in findings)
        from labcert.reporting.findings.excerpts import Source

        source = Source(data, declared_encoding(data), self.book.persons.keys())
        return tuple(
            Told(told.finding, told.default, told.reason, excerpt)
            for told, excerpt in zip(map(self._one, findings), source.excerpts(findings), strict=True)
        )

    def _one(self, finding: Finding) -> Told:
        finding = self._masked(finding)
        change = self._changed.get(finding.rule)
        if change is None or change.severity is not finding.severity:
            return Told(finding)
        return Told(finding, self.book.texts[finding.rule].severity, change.reason)

    def _masked(self, finding: Finding) -> Finding:
        """Return the finding with no number in it that may be a person's: whoever made it may have overlooked one."""
        actual = self._mask(finding.actual)
        if finding.path.endswith(_PERSONS_NUMBERS):  # a number with a digit too many is a person's all the same
            actual = _LONG.sub(self._mask_number, actual)
        return replace(
            finding,
            message=self._mask(finding.message),
            expected=self._mask(finding.expected),
            actual=actual,
            remedy=self._mask(finding.remedy),
            path=self._mask(finding.path),
        )

    def _mask_number(self, found: re.Match[str]) -> str:
        return found[0] if found[0] in self.book.persons else mask_cpr(found[0])

    def _mask(self, text: str) -> str:
        return mask_text(text, self.book.persons.keys())

    def _checked(self, shown: str, data: bytes) -> Checked:
        result = validate(data, schemas=self.schemas, rules=self.book, second=self.settings.second)
        kind = next((letter for letter in result.letters if letter.standard), None)
        verdict, reason = _verdict(result)
        report = FileReport(
            path=shown,
            verdict=verdict,
            sha256=hashlib.sha256(data).hexdigest(),
            standard=kind.standard if kind else None,
            version=self._mask(kind.version[:20]) or None if kind else None,
            layers=tuple(
                replace(layer, reason=self._mask(layer.reason)) if layer.reason else layer for layer in result.layers
            ),
            findings=self.told(data, result.findings),
            reason=self._mask(reason),
            fault=any(layer.status == "fault" for layer in result.layers),
        )
        if not self.settings.series:
            return Checked(report)
        from labcert.validation.series import facts_of

        return Checked(report, facts_of(result))


def _verdict(result: Validation) -> tuple[Verdict, str]:
    """Return the verdict, and why there is none or what broke. A finding counts, whatever broke beside it."""
    broken = next((layer.reason for layer in result.layers if layer.status == "fault"), "")
    if result.blocking:
        return "invalid", broken
    if broken:
        return "not_checked", broken
    if result.problem == "not_checked":
        return "not_checked", next((layer.reason for layer in result.layers if layer.layer == "schema"), "")
    return "valid", ""


def _too_large() -> str:
    return _("Filen er for stor: højst {size} byte læses. Kontrollér, at det er den rigtige fil.").format(
        size=_LIMITS.size
    )


def _our_fault(kind: str) -> str:
    return _("Fejl i labcert ({kind}). Det er ikke filens eller din fejl. Send os filen, hvis du må.").format(kind=kind)


def load_engine(settings: Settings) -> Engine:
    """Load what the settings name. Raises UsageMistake for a profile, a code table or a folder that can't be used."""
    profile = load_profile(settings.root, settings.profile)
    tables = load_tables(settings.root, settings.codes) if settings.codes else None
    schemas = load_schema_dir(settings.schema_dir) if settings.schema_dir else default_schemas()
    book = load_rule_book(settings.root, profile, tables=tables, positive_list=settings.positive_list)
    return Engine(settings, book, schemas)
