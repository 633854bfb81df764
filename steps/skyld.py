"""Skylden: what a databank holds is checked together with what was sent, so that a finding says whose it is."""

from collections.abc import Callable, Iterable

from lxml import etree

from labcert.checks import Letter, letters_of
from labcert.checks.holding import whose_fault
from labcert.checks.message import field_is, has_result
from labcert.domain.findings import Finding
from labcert.ports import HeldVersion, Sent
from steps.forloeb import Flow

__all__ = ["STANDARD", "Check", "WithinCheck", "fields_are", "of_result", "require_held", "result_fields_are"]

STANDARD = {"LABA": "XRPT01", "MiBa": "XRPT05"}
"""a databank -> the only standard it takes"""
Findings = Iterable[Finding | None]
Check = Callable[[Letter], Findings]
WithinCheck = Callable[[Letter, etree._Element], Findings]  # noqa: SLF001  lxml has no public name for an element


def of_result(code: str, check: WithinCheck) -> Check:
    """Make a check of a letter from one of its result with an analysis code; a result that is missing is a finding."""

    def within(letter: Letter) -> Findings:
        missing = has_result(letter, code)
        return [missing] if missing else check(letter, letter.results()[code])

    return within


def fields_are(rows: list[list[str]]) -> Check:
    """Make a check of paths below the letter and their values."""
    return lambda letter: [field_is(letter, path, value) for path, value in rows]


def result_fields_are(code: str, rows: list[list[str]]) -> Check:
    """Make a check of paths below a result and their values."""
    return of_result(code, lambda letter, within: [field_is(letter, path, value, within) for path, value in rows])


def _name_of(flow: Flow, version: HeldVersion) -> str | None:
    """Return the name of the answer that a version came in; None (the latest) for one that the LPS did not send."""
    sent = ((name, answer) for name, answer in flow.answers.items() if isinstance(answer, Sent))
    return next((name for name, answer in sent if version.letter in answer.letters), None)


def require_held(flow: Flow, bank: str, version: HeldVersion, check: Check) -> None:
    """Require the check of a held version; the same check of what was sent says whose fault a finding is."""
    found = [one for one in check(letters_of(version.raw)[0]) if one]
    if found:
        sent = check(flow.letter(STANDARD[bank], _name_of(flow, version)))
        flow.judge.require(whose_fault(bank, found, [one for one in sent if one]))
