"""Findings as JUnit XML: a test suite a file and a test case a layer, which is what the pages of CI systems show."""

import re
from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape, quoteattr

from labcert.domain.language import _, ngettext
from labcert.reporting.findings.model import FileReport, RunFacts, Told, Totals
from labcert.reporting.findings.words import held_against, layer_word
from labcert.validation.values import LayerResult

__all__ = ["JunitTeller"]

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _legal(text: str) -> str:
    """Return the text without what XML 1.0 can not carry."""
    return _FORBIDDEN.sub("\ufffd", text)


def _attribute(text: str) -> str:
    return quoteattr(_legal(text).replace("\n", " "))


class JunitTeller:
    """Writes one test suite a file; findings are failures, faults of ours errors, what was not checked is skipped."""

    def __init__(self, write: Callable[[str], object]) -> None:
        self._write = write

    def begin(self, run: RunFacts) -> None:
        """Open the suites, and say what files are held against."""
        facts = {
            "labcert": run.version, "schema": f"{run.schema_source} {run.schema_digest}",
            "profile": f"{run.profile} {run.profile_version}",
        }  # fmt: skip
        self._properties = "".join(
            f"<property name={_attribute(name)} value={_attribute(value)}/>"
            for name, value in (*facts.items(), *((f"codes {table.name}", table.version) for table in run.codes))
        )
        self._write(
            f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="labcert validate">\n'
            f"<!-- {_legal(held_against(run)).replace('--', '- -')} -->\n"
        )

    def file(self, report: FileReport) -> None:
        """Write the suite of a file."""
        status = [self._status(report, layer) for layer in report.layers]
        cases = "".join(_case(report, layer, what) for layer, what in zip(report.layers, status, strict=True))
        counts = "".join(
            f' {name}="{sum(what == kind for what in status)}"'
            for name, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
        )
        self._write(
            f'<testsuite name={_attribute(report.path)} tests="{len(status)}"{counts}>\n'
            f"<properties>{self._properties}</properties>\n{cases}</testsuite>\n"
        )

    def end(self, totals: Totals) -> None:
        """Close the suites; one that was stopped has an error that says so."""
        if totals.interrupted:
            text = _attribute(_("Kørslen blev afbrudt efter {done} filer.").format(done=totals.files))
            self._write(
                '<testsuite name="labcert" tests="1" errors="1"><testcase classname="labcert" name="labcert validate">'
                f'<error type="interrupted" message={text}/></testcase></testsuite>\n'
            )
        self._write("</testsuites>\n")

    def _status(self, report: FileReport, layer: LayerResult) -> str:
        if any(told.blocks and told.finding.layer == layer.layer for told in report.findings):
            return "failure"
        return {"passed": "passed", "failed": "failure", "skipped": "skipped", "fault": "error"}[layer.status]


def _case(report: FileReport, layer: LayerResult, status: str) -> str:
    found = [told for told in report.findings if told.finding.layer == layer.layer]
    blocking = [told for told in found if told.blocks]
    inside = ""
    if status == "failure":
        inside = _failure(blocking)
    elif status == "error":
        inside = f'<error type="fault" message={_attribute(layer.reason)}/>'
    elif status == "skipped":
        inside = f"<skipped message={_attribute(layer.reason)}/>"
    mild = [told for told in found if not told.blocks]
    if mild:
        inside += f"<system-out>{escape(_legal(_texts(mild)))}</system-out>"
    path, word = _attribute(report.path), _attribute(layer_word(layer.layer))
    name = f"<testcase classname={path} file={path} name={word}"
    return f"{name}>{inside}</testcase>\n" if inside else f"{name}/>\n"


def _failure(told: list[Told]) -> str:
    if not told:
        return '<failure type="F2"/>'
    first = told[0].finding
    message = f"{first.rule}: {first.message}"
    if more := len(told) - 1:
        message += " " + ngettext("(og {count} fund mere)", "(og {count} fund mere)", more).format(count=more)
    worst = min(one.finding.severity for one in told)
    return f'<failure type="{worst}" message={_attribute(message)}>{escape(_legal(_texts(told)))}</failure>'


def _texts(found: list[Told]) -> str:
    return "\n\n".join("\n".join(_lines(told)) for told in found)


def _lines(told: Told) -> Iterator[str]:
    finding = told.finding
    yield f"{finding.severity} {finding.rule}: {finding.message}"
    if finding.line:
        yield _("Linje {line}: {path}").format(line=finding.line, path=finding.path)
    if finding.expected:
        yield _("Forventet: {text}").format(text=finding.expected)
    if finding.actual:
        yield _("Fundet: {text}").format(text=finding.actual)
    if finding.remedy:
        yield _("Gør: {text}").format(text=finding.remedy)
    if finding.requirements:
        yield _("Krav: {text}").format(text=", ".join(finding.requirements))
    if told.default is not None:
        yield _("Profilen har ændret klassen fra {own} til {new}: {reason}").format(
            own=told.default, new=finding.severity, reason=told.reason
        )
