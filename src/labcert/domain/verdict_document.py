"""A verdict as machines read it: the keys of `verdict.json`, which every output that tells a verdict shares."""

from typing import Any

import msgspec

from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.suite_state import SuiteState
from labcert.domain.verdict import JudgedDeviation, StepVerdict, Verdict

__all__ = ["evidence_document", "verdict_document"]


def verdict_document(verdict: Verdict) -> dict[str, Any]:
    """Return what JSON can hold, keys in the order in which they are explained; steps in the protocols' order."""
    return {
        "session": verdict.session,
        "programme": verdict.programme,
        "protocols": list(dict.fromkeys(step.protocol for step in verdict.steps)),
        "version": verdict.version,
        "vendor": verdict.vendor,
        "system": {"name": verdict.system, "version": verdict.system_version},
        "demo": verdict.demo,
        "test_type": verdict.test_type,
        "standards": list(verdict.standards),
        "direction": verdict.direction,
        "follows": verdict.follows,
        "runs": verdict.runs,
        "review": verdict.review.value,
        "claimed_by": verdict.claimed_by,
        **_suite(verdict.suite_state),
        "steps": [_step(step) for step in verdict.steps],
        "totals": verdict.totals,
        "outcome": verdict.outcome.value,
        "approved": verdict.approved,
        "sentence": verdict.sentence,
        "policy": [_plain(line) for line in verdict.lines],
        "deviations": [_deviation(each) for each in verdict.deviations],
        "comments": [_plain(comment) for comment in verdict.comments],
    }


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value, order="deterministic")


def _suite(state: SuiteState | None) -> dict[str, Any]:
    """`sealed` is null where the log doesn't say; `suite` names the files that aren't the release's."""
    if state is None:
        return {"sealed": None, "suite": None}
    return {"sealed": state.sealed, "suite": _plain(state)}


def _step(step: StepVerdict) -> dict[str, Any]:
    return {
        "id": step.id,
        "title": step.title,
        "protocol": step.protocol,
        "row": step.row,
        "area": step.area,
        "kind": step.kind,
        "outcome": step.outcome.value,
        "class": step.severity.value,
        "mark": step.mark.value if step.mark else None,
        "reason": step.reason,
        "requirements": list(step.requirements),
        "findings": [_finding(finding) for finding in step.findings],
        "evidence": [evidence_document(evidence) for evidence in step.evidence],
        "parties": list(step.parties),
        "attested_by": [_plain(attestation) for attestation in step.attested_by],
        "missing_attestations": list(step.missing_attestations),
        "computed_mark": step.computed_mark.value if step.computed_mark else None,
        "override": _plain(step.override) if step.override else None,
        "deviation": list(step.deviations) or None,
        "comments": [_plain(comment) for comment in step.comments],
        "added_evidence": [evidence_document(evidence) for evidence in step.added_evidence],
        "run": step.run or None,
    }


def evidence_document(evidence: Evidence) -> dict[str, Any]:
    """Return a piece of evidence with its path in a bundle."""
    found: dict[str, Any] = _plain(evidence)
    return found | {"path": f"evidence/{evidence.sha256}"}


def _deviation(judged: JudgedDeviation) -> dict[str, Any]:
    found: dict[str, Any] = _plain(judged.deviation)
    return found | {"state": judged.state.value, "sentence": judged.sentence, "covers": list(judged.covers)}


def _finding(finding: Finding) -> dict[str, Any]:
    """A finding with the key that every output uses for its severity: class."""
    found: dict[str, Any] = _plain(finding)
    found["class"] = found.pop("severity")
    return found
