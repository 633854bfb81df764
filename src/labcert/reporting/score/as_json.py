"""The score as JSON, and back.

`{"summary": {"defective", "caught", "harmless", "passed", …}, "systems": [{"id", "what", "kind", "caught_by",
"expected_at", …}], "unproved_requirements": [ids], …}`; for a harmless system `caught_by` are the steps that it should
have passed and did not.
"""

import json
from pathlib import Path
from typing import Any

import msgspec

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.mutation import Kind, Scope, Score, Status, Tried, Variant
from labcert.domain.system_words import system_words

__all__ = ["read_score", "score_from_json", "score_to_json"]


def score_to_json(score: Score) -> bytes:
    """Return one JSON object, UTF-8."""
    content = {
        "summary": _summary(score),
        "systems": [_system(tried) for tried in score.systems],
        "unproved_requirements": list(score.unproved or ()),
        "requirements_without_defect": dict(score.excused),
        "complete": score.whole,
        "scope": score.scope.value,
        "programme": {"id": score.programme, "title": score.title, "version": score.version, "steps": score.steps},
        "suite_digest": score.suite_digest,
        "tool": {"name": "labcert", "version": score.tool_version},
        "time": score.time,
        "seconds": round(score.seconds, 1),
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _summary(score: Score) -> dict[str, int]:
    return {
        "defective": len(score.of(Kind.DEFECTIVE)),
        "caught": score.count(Status.CAUGHT),
        "harmless": len(score.of(Kind.HARMLESS)),
        "passed": score.count(Status.PASSED),
        "caught_elsewhere": score.count(Status.ELSEWHERE),
        "missed": score.count(Status.MISSED),
        "false_alarms": score.count(Status.FALSE_ALARM),
        "faults": score.count(Status.FAULT),
        "left_out": score.left_out,
    }


def _system(tried: Tried) -> dict[str, object]:
    variant = tried.variant
    return {
        "id": variant.id,
        "what": variant.what,
        "kind": variant.kind.value,
        "status": tried.status.value,
        "caught_by": list(tried.failed_at),
        "expected_at": list(variant.expected_at),
        "shows": list(variant.shows),
        "why": tried.why,
        "steps_run": tried.steps,
        "seconds": round(tried.seconds, 2),
    }


def score_from_json(data: bytes, where: str) -> Score:
    """Read what `score_to_json` made; raises UsageMistake where it is something else."""
    try:
        content = msgspec.json.decode(data)
        programme, summary = content["programme"], content["summary"]
        return Score(
            programme=programme["id"],
            title=programme["title"],
            version=programme["version"],
            suite_digest=content["suite_digest"],
            tool_version=content["tool"]["version"],
            time=content["time"],
            scope=Scope(content["scope"]),
            steps=programme["steps"],
            systems=tuple(_tried(system) for system in content["systems"]),
            unproved=tuple(content["unproved_requirements"]) if content["complete"] else None,
            excused=content["requirements_without_defect"],
            left_out=summary["left_out"],
            seconds=content["seconds"],
        )
    except (msgspec.MsgspecError, KeyError, TypeError, ValueError) as error:
        raise UsageMistake(
            _("Filen er ikke en mutation.json, som “labcert mutation” har skrevet."),
            where=where,
            remedy=_("Lav den med “labcert mutation PROGRAM --out MAPPE”."),
        ) from error


def read_score(path: Path) -> Score:
    """Read a mutation.json; raises UsageMistake."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = _("Filen kan ikke læses: {why}.").format(why=system_words(error))
        raise UsageMistake(why, where=str(path)) from error
    return score_from_json(data, str(path))


def _tried(system: dict[str, Any]) -> Tried:
    variant = Variant(
        id=system["id"],
        what=system["what"],
        kind=Kind(system["kind"]),
        expected_at=tuple(system["expected_at"]),
        shows=tuple(system["shows"]),
    )
    status, failed_at = Status(system["status"]), tuple(system["caught_by"])
    return Tried(variant, status, failed_at, system["why"], system["steps_run"], system["seconds"])
