"""Allure's words for our outcomes: status, severity and the sentences that say why."""

import re
from collections.abc import Iterable, Sequence

from allure_commons.model2 import Status
from allure_commons.types import Severity as AllureSeverity

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Outcome, Severity
from labcert.domain.verdict import StepVerdict

__all__ = ["CATEGORIES", "SEVERITY", "STATUS", "finding_text", "outcome_text", "step_description"]

STATUS: dict[Outcome, str] = {
    Outcome.PASSED: Status.PASSED,
    Outcome.NOT_RELEVANT: Status.SKIPPED,
    Outcome.NOT_RUN: Status.SKIPPED,
    Outcome.WAITING: Status.SKIPPED,
    Outcome.FAILED: Status.FAILED,
    Outcome.SETUP_FAULT: Status.BROKEN,
    Outcome.FAULT: Status.BROKEN,
}
"""Allure's broken is a fault on our side or in the set-up; only its failed speaks of the system under test"""

SEVERITY: dict[Severity, str] = {
    Severity.F1: AllureSeverity.BLOCKER.value,
    Severity.F2: AllureSeverity.CRITICAL.value,
    Severity.F3: AllureSeverity.NORMAL.value,
    Severity.F4: AllureSeverity.MINOR.value,
}


def CATEGORIES() -> list[dict[str, object]]:  # noqa: N802 -- a constant in the chosen language
    """Return the content of categories.json: a vendor's flaw is kept apart from a fault of ours."""
    standing = re.escape(_("Står med en godkendt afvigelse")).replace("\\ ", " ")
    return [
        {
            "name": _("Fejl, der står med en godkendt afvigelse"), "matchedStatuses": ["failed"],
            "messageRegex": f"^{standing}[\\s\\S]*",
        },
        {"name": _("Fejl i det afprøvede system"), "matchedStatuses": ["failed"]},
        {"name": _("Fejl i opsætning eller værktøj (tæller ikke med)"), "matchedStatuses": ["broken"]},
        {"name": _("Ikke kørt, ikke relevant eller afventer"), "matchedStatuses": ["skipped"]},
    ]


def outcome_text(outcome: Outcome, reason: str) -> str:
    """Return the outcome as a Danish sentence with its reason; "" for a plain pass."""
    words = {
        Outcome.PASSED: "",
        Outcome.NOT_RELEVANT: _("Ikke relevant."),
        Outcome.NOT_RUN: _("Ikke kørt."),
        Outcome.WAITING: _("Afventer."),
        Outcome.FAILED: _("Ikke som krævet."),
        Outcome.SETUP_FAULT: _("Opsætningsfejl, tæller ikke med i vurderingen."),
        Outcome.FAULT: _("Fejl i værktøjet, tæller ikke med i vurderingen."),
    }
    word = words[outcome]
    if reason.startswith(word.rstrip(".")):
        return reason
    return " ".join(part for part in (word, reason) if part)


def finding_text(finding: Finding) -> str:
    """Return a finding as its reader needs it: class, what, where, expected, found, and what to do."""
    ids = f" ({', '.join(finding.requirements)})" if finding.requirements else ""
    line = "" if finding.line is None else _(", linje {line}").format(line=finding.line)
    parts = (
        f"{finding.severity.value} · {finding.message}{ids}",
        finding.path and _("Sted: {path}{line}").format(path=finding.path, line=line),
        finding.expected and _("Forventet: {expected}").format(expected=finding.expected),
        finding.actual and _("Fundet: {actual}").format(actual=finding.actual),
        finding.remedy and _("Sådan rettes det: {remedy}").format(remedy=finding.remedy),
    )
    return "\n".join(part for part in parts if part)


def step_description(
    step: StepVerdict, notes: Sequence[str], titles: Sequence[str], casework: Iterable[str] = ()
) -> str:
    """Return the step's description in Markdown: mark, what people did, parties, requirements, the notes of its log."""
    mark = step.mark.value if step.mark else _("endnu ingen")
    lines = [
        _("**MedCom vurdering:** {mark} (klasse ved fejl: {severity})").format(mark=mark, severity=step.severity.value),
        *casework,
        _("**Parter:** {parties}").format(parties=", ".join(step.parties)),
        *(f"- {title}" for title in titles),
        *(f"> {note}" for note in notes),
    ]
    return "\n\n".join(lines)
