"""The report as JSON: everything that verdict.json says, and the runs, signatures and requirements besides.

The shape is written down in docs/rapport.schema.json, and grows only by new keys; another one gets another `format`.
"""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec

from labcert.domain.outcome import Mark, Outcome
from labcert.domain.verdict import Verdict
from labcert.domain.verdict_document import evidence_document, verdict_document
from labcert.reporting.model import ReportModel, RequirementPart, RowPart, RunPart, SignOffRow, StepPart

__all__ = ["FORMAT", "to_json"]

FORMAT = "labcert-report/1"


def to_json(report: ReportModel) -> bytes:
    """Return one JSON object in UTF-8, keys in a fixed order, the same bytes for the same (masked) report."""
    document = {
        "format": FORMAT,
        "title": report.title,
        "headline": report.headline.value,
        "opened": report.opened,
        "latest": report.closed,
        "tool": {"name": "labcert", "version": report.session.tool_version if report.session else ""},
        "verdict": _verdict(report.verdict),
        "marks": _marks(report.verdict),
        "rows": [_row(row) for row in report.rows],
        "steps": [_further(report, step) for step in report.steps],
        "runs": [_run(run) for run in report.runs],
        "reviews": [_plain(review) for review in report.reviews],
        "signatures": [signed for row in report.sign_off for signed in _signed(row)],
        "requirements": [_requirement(part) for part in report.requirements],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return (text + "\n").encode("utf-8", "backslashreplace")


def _plain(value: object) -> Any:
    return msgspec.to_builtins(value)


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """Return what verdict.json says, with the same keys; totals name every outcome, in its order."""
    totals = {outcome.value: verdict.totals.get(outcome.value, 0) for outcome in Outcome}
    return {**verdict_document(verdict), "totals": totals}


def _marks(verdict: Verdict) -> dict[str, int]:
    """Return mark -> how many steps have it; `none` are those that have none yet."""
    counted = Counter(step.mark for step in verdict.steps)
    return {**{mark.value: counted[mark] for mark in Mark}, "none": counted[None]}


def _row(row: RowPart) -> dict[str, Any]:
    protocols = [
        {
            "id": part.id,
            "title": part.texts.title if part.texts else "",
            "version": part.texts.version if part.texts else "",
            "digest": part.texts.digest if part.texts else "",
            "steps": [step.id for step in part.steps],
        }
        for part in row.protocols
    ]
    return {"row": row.id, "title": row.title, "parties": list(row.parties), "protocols": protocols}


def _further(report: ReportModel, part: StepPart) -> dict[str, Any]:
    """Return what the verdict's step doesn't say: the texts, each run, and the names of what is handed in."""
    names = [
        {"sha256": digest, "names": list(given)}
        for (step, digest), given in report.file_names.items()
        if step == part.id
    ]
    return {
        "id": part.id,
        "requirement": part.texts.requirement if part.texts else "",
        "instruction": part.texts.instruction if part.texts else "",
        "testdata": list(part.texts.testdata) if part.texts else [],
        "expected": part.texts.expected if part.texts else "",
        "started": part.history.started,
        "runs": [_plain(run) for run in part.runs],
        "handed_in": names,
        "added_evidence": [
            {"evidence": evidence_document(each.evidence), "note": each.note, "by": _plain(each.by), "time": each.time}
            for each in part.added
        ],
    }


def _run(run: RunPart) -> dict[str, Any]:
    return {**_plain(run), "finished": run.finished or None}


def _signed(row: SignOffRow) -> Iterator[dict[str, Any]]:
    """Yield each party that must sign, or has; `row` is "" for the whole programme."""
    for party in row.parties:
        said = party.signed.stated if party.signed else None
        yield {
            "row": row.row,
            "party": party.party,
            "signed": party.signed.time if party.signed else None,
            "name": said.name if said else None,
            "role": said.role if said else None,
            "organisation": said.organisation if said else None,
            "remark": said.remark if said else None,
            "demo": said.demo if said else None,
        }


def _requirement(part: RequirementPart) -> dict[str, Any]:
    return {
        "id": part.id,
        "title": part.title,
        "text": part.text,
        "source": part.source,
        "steps": [step.id for step in part.steps],
        "not_tested": part.not_tested or None,
    }
