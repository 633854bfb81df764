"""history.jsonl: how the whole session stood after each of its earlier runs, in the form that Allure 3 reads.

Allure adds the present state itself. A step keeps its result until a later run replaces it.
"""

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime

from labcert.domain.events import RunStarted
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.reporting.allure_results.telling import STATUS
from labcert.reporting.history import EntryView, Example, StepHistory, events_of, histories

__all__ = ["HISTORY_FILE", "case_id", "history_id", "history_lines", "milliseconds"]

HISTORY_FILE = "history.jsonl"


def milliseconds(time: str) -> int:
    """Turn ISO 8601 with offset into the milliseconds since 1970 that Allure counts in."""
    return round(datetime.fromisoformat(time).timestamp() * 1000)


def case_id(step: str) -> str:
    """Return what Allure 3 makes of a step's id."""
    return _md5(step)


def history_id(step: str, parameters: Mapping[str, str]) -> str:
    """Return what Allure 3 makes of a step's id and those of its parameters that tell its examples apart."""
    return f"{case_id(step)}.{_md5(','.join(f'{name}:{parameters[name]}' for name in sorted(parameters)))}"


def _md5(text: str) -> str:
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def history_lines(
    ids: uuid.UUID, verdict: Verdict, entries: Sequence[EntryView], mask: Callable[[str], str]
) -> Iterator[str]:
    """Yield a line of JSON for each run before the latest, oldest first; nothing where there was only one."""
    told = histories(entries)
    runs = events_of(entries, RunStarted)
    for time, run in runs[:-1]:
        results: dict[str, object] = {}
        for step in verdict.steps:
            results |= _results(step, _latest_by(told.get(step.id, StepHistory()), run.run), mask)
        name = _("Kørsel {number}").format(number=run.run)
        point = {
            "uuid": str(uuid.uuid5(ids, f"{verdict.session}/history/{run.run}")), "name": name,
            "timestamp": milliseconds(time), "knownTestCaseIds": [case_id(step.id) for step in verdict.steps],
            "testResults": results, "metrics": {}, "url": "",
        }  # fmt: skip
        yield json.dumps(point, ensure_ascii=False, separators=(",", ":")) + "\n"


def _latest_by(history: StepHistory, run: int) -> StepHistory | None:
    """Return the latest of a step's runs that was no later than a run."""
    every = [*history.earlier, *([history] if history.examples else [])]
    return next((each for each in reversed(every) if each.run <= run), None)


def _results(
    step: StepVerdict, history: StepHistory | None, mask: Callable[[str], str]
) -> Iterator[tuple[str, object]]:
    if history is None:
        return
    many = len(history.examples) > 1
    for example in history.examples:
        key = history_id(step.id, {_("eksempel"): str(example.number + 1)} if many else {})
        start = milliseconds(example.started)
        yield key, {
            "id": _md5(f"{step.id}/{example.number}/{history.run}"), "name": mask(f"{step.id} · {step.title}"),
            "fullName": mask(f"{example.feature}: {example.scenario}"), "status": STATUS[_outcome(history, example)],
            "message": mask(example.reason), "start": start, "stop": start + round(example.duration_ms),
            "duration": round(example.duration_ms), "labels": [], "url": "", "historyId": key,
        }  # fmt: skip


def _outcome(history: StepHistory, example: Example) -> Outcome:
    """Return what the example showed, or the step where its attestations say more."""
    waited = example.outcome is Outcome.WAITING
    return history.outcome if waited else example.outcome or Outcome.FAULT
