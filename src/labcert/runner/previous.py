"""Finds what the run before showed: in the same session, or in the newest other one of the same system."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from labcert.domain.events import RunStarted
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Programme, Suite
from labcert.reporting.changes import Comparison, compare
from labcert.session import LogEntry
from labcert.session.folder import VERDICT_FILE
from labcert.session.verdict import compute

__all__ = ["compare_with", "what_changed"]

LARGEST = 20 << 20
"""bytes of a verdict that is looked into"""


def what_changed(
    suite: Suite, programme: Programme, entries: Sequence[LogEntry], verdict: Verdict, folder: Path
) -> Comparison | None:
    """Compare with the run before in this session, else with the newest session beside it; None where there is none."""
    begun = [number for number, entry in enumerate(entries) if isinstance(entry.event, RunStarted)]
    if len(begun) > 1:
        earlier = compute(suite, programme, entries[: begun[-1]])
        told = _("den forrige kørsel i samme session ({time})").format(time=_shown(entries[begun[-2]].time))
        return compare(told, {step.id: step.outcome for step in earlier.steps}, verdict)
    return _with_neighbour(verdict, folder)


def compare_with(earlier: Verdict, verdict: Verdict) -> Comparison:
    """Compare with the session that this one follows."""
    told = _("session {session} (version {version})").format(session=earlier.session, version=earlier.system_version)
    return compare(told, {step.id: step.outcome for step in earlier.steps}, verdict)


def _shown(time: str) -> str:
    return time[:16].replace("T", " ")


def _with_neighbour(verdict: Verdict, folder: Path) -> Comparison | None:
    here = folder.resolve()
    try:
        beside = [path for path in here.parent.glob(f"*/{VERDICT_FILE}") if path.parent != here]
        newest = sorted(beside, key=lambda path: path.stat().st_mtime, reverse=True)
    except OSError:
        return None
    for path in newest:
        content = _read(path)
        if content is not None and _same_system(content, verdict):
            told = _("session {session} (version {version})")
            told = told.format(session=content["session"], version=content["system"]["version"])
            return compare(told, {step["id"]: Outcome(step["outcome"]) for step in content["steps"]}, verdict)
    return None


def _read(path: Path) -> dict[str, Any] | None:
    """Return a verdict as its file says it; None for whatever is none: nobody asked for that file."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        content = json.loads(path.read_bytes())
        known = {outcome.value for outcome in Outcome}
        whole = all(step["outcome"] in known and isinstance(step["id"], str) for step in content["steps"])
        return content if whole and content["session"] and content["system"]["version"] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _same_system(content: dict[str, Any], verdict: Verdict) -> bool:
    found = (content.get("programme"), content.get("vendor"), content["system"].get("name"), content.get("demo"))
    return found == (verdict.programme, verdict.vendor, verdict.system, verdict.demo)
