"""The report as JUnit XML: a test suite a protocol and a test case a step, as the pages of CI systems show it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from xml.sax.saxutils import escape, quoteattr

from labcert.domain.findings import Finding
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Mark, Outcome
from labcert.reporting.casework_words import approver_words, review_word
from labcert.reporting.html.words import headline_word
from labcert.reporting.model import ProtocolPart, ReportModel, RowPart, StepPart

__all__ = ["to_junit"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SKIPPED = (Outcome.NOT_RUN, Outcome.NOT_RELEVANT, Outcome.WAITING)
_ERRORS = (Outcome.SETUP_FAULT, Outcome.FAULT)


def to_junit(report: ReportModel, accepted: Collection[Mark]) -> bytes:
    """Return the (masked) report in UTF-8; `accepted` are the marks that a step may have by the programme's rule.

    A step that may stand as it is, for its mark or a deviation in force, is no failure: what there is to say of it
    stands in its output. What has no mark yet is skipped, and a fault that isn't the system's an error.
    """
    suites = [(row, protocol, [_kind(step, accepted) for step in protocol.steps])
              for row in report.rows for protocol in row.protocols]  # fmt: skip
    total = Counter(kind for _row, _protocol, kinds in suites for kind in kinds)
    name = f"labcert {report.verdict.session}"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites name={_attribute(name)} {_counts(total)}>",
        *(line for row, protocol, kinds in suites for line in _suite(report, row, protocol, kinds)),
        "</testsuites>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _legal(text: str) -> str:
    """Return the text without what XML 1.0 can not carry."""
    return _FORBIDDEN.sub("\ufffd", text)


def _attribute(text: str) -> str:
    return quoteattr(_legal(text).replace("\n", " ").replace("\r", " ").replace("\t", " "))


def _inside(text: str) -> str:
    return escape(_legal(text), {"\r": "&#13;"})


def _counts(kinds: Counter[str]) -> str:
    failures, errors, skipped = kinds["failure"], kinds["error"], kinds["skipped"]
    return f'tests="{kinds.total()}" failures="{failures}" errors="{errors}" skipped="{skipped}"'


def _kind(step: StepPart, accepted: Collection[Mark]) -> str:
    verdict = step.verdict
    if verdict.mark is None:
        return "error" if verdict.outcome in _ERRORS else "skipped"
    if verdict.mark is Mark.NOT_RELEVANT:
        return "skipped"
    return "passed" if verdict.mark in accepted or verdict.deviations else "failure"


def _suite(report: ReportModel, row: RowPart, protocol: ProtocolPart, kinds: list[str]) -> Iterator[str]:
    seconds = sum(_seconds(step) for step in protocol.steps)
    title = f"{row.id} {protocol.id}" + (f": {protocol.texts.title}" if protocol.texts else "")
    started = min((step.history.started for step in protocol.steps if step.history.started), default="")
    time = f" timestamp={_attribute(started[:19])}" if started else ""
    yield f'<testsuite name={_attribute(title)} {_counts(Counter(kinds))} time="{seconds:.3f}"{time}>'
    yield "<properties>"
    yield from (
        f"<property name={_attribute(name)} value={_attribute(value)}/>" for name, value in _facts(report, protocol)
    )
    yield "</properties>"
    for step, kind in zip(protocol.steps, kinds, strict=True):
        yield _case(row, protocol, step, kind)
    yield "</testsuite>"


def _facts(report: ReportModel, protocol: ProtocolPart) -> Iterator[tuple[str, str]]:
    verdict = report.verdict
    yield "session", verdict.session
    yield "vendor", verdict.vendor
    yield "system", f"{verdict.system} {verdict.system_version}"
    yield "programme", f"{verdict.programme} {verdict.version}"
    if protocol.texts:
        yield "protocol", f"{protocol.id} {protocol.texts.version}"
    yield "review", review_word(verdict.review)
    yield "verdict", headline_word(report.headline, verdict.test_type)
    yield "sentence", report.sentence


def _seconds(step: StepPart) -> float:
    return sum(example.duration_ms for example in step.history.examples) / 1000


def _case(row: RowPart, protocol: ProtocolPart, step: StepPart, kind: str) -> str:
    verdict = step.verdict
    place = _attribute(f"{row.id}.{protocol.id}" if row.id else protocol.id)
    name, mark = _attribute(f"{step.id} {verdict.title}"), verdict.mark.value if verdict.mark else ""
    told = []
    if kind == "failure":
        texts = "\n\n".join(_told(verdict.findings)) or verdict.reason or verdict.title
        told.append(f"<failure type={_attribute(mark)} message={_attribute(_first(step))}>{_inside(texts)}</failure>")
    elif kind == "error":
        told.append(f"<error type={_attribute(verdict.outcome.value)} message={_attribute(verdict.reason)}/>")
    elif kind == "skipped":
        told.append(f"<skipped message={_attribute(_why(step))}/>")
    told.append(f"<system-out>{_inside(chr(10).join(_beside(step, kind)))}</system-out>")
    return f'<testcase classname={place} name={name} time="{_seconds(step):.3f}">{"".join(told)}</testcase>'


def _first(step: StepPart) -> str:
    findings = step.verdict.findings
    if step.verdict.override:
        return step.verdict.override.reason
    if not findings:
        return step.verdict.reason or step.verdict.title
    message = f"{findings[0].rule}: {findings[0].message}"
    if more := len(findings) - 1:
        message += " " + ngettext("(og {count} fund mere)", "(og {count} fund mere)", more).format(count=more)
    return message


def _why(step: StepPart) -> str:
    """Say why nothing is shown yet, never with nothing."""
    verdict = step.verdict
    if verdict.override:
        return verdict.override.reason
    words = {
        Outcome.NOT_RUN: _("Trinnet er ikke kørt."),
        Outcome.WAITING: _("Trinnet afventer {parties}.").format(parties=", ".join(verdict.missing_attestations)),
    }
    return verdict.reason or words.get(verdict.outcome, _("Trinnet er ikke relevant for systemet."))


def _beside(step: StepPart, kind: str) -> Iterator[str]:
    """Yield the mark, and what speaks neither for nor against: mild findings, an override, deviations, remarks."""
    verdict = step.verdict
    yield _("MedCom vurdering: {mark}").format(mark=verdict.mark.value if verdict.mark else _("ingen endnu"))
    if kind != "failure":
        yield from _told(verdict.findings)
    if verdict.override:
        text = _("MedCom har sat karakteren {mark} (beregnet: {computed}): {reason} {who}")
        yield text.format(
            mark=verdict.override.mark.value, computed=verdict.computed_mark or _("ingen"),
            reason=verdict.override.reason, who=approver_words(verdict.override.by),
        )  # fmt: skip
    yield from (part.judged.sentence for part in step.deviations)
    yield from (f"{comment.by.name}: {comment.text}" for comment in verdict.comments)


def _told(findings: tuple[Finding, ...]) -> Iterator[str]:
    for finding in findings:
        yield "\n".join(_lines(finding))


def _lines(finding: Finding) -> Iterator[str]:
    yield f"{finding.severity} {finding.rule}: {finding.message}"
    if finding.line:
        yield _("Linje {line}: {path}").format(line=finding.line, path=finding.path)
    elif finding.path:
        yield finding.path
    if finding.expected:
        yield _("Forventet: {text}").format(text=finding.expected)
    if finding.actual:
        yield _("Fundet: {text}").format(text=finding.actual)
    if finding.remedy:
        yield _("Gør: {text}").format(text=finding.remedy)
    if finding.requirements:
        yield _("Krav: {text}").format(text=", ".join(finding.requirements))
