"""Is what verdict.json says what the log says? As far as that can be told without the protocols.

Recomputed: which session it is, each step that was judged (passed, not relevant, failed), its mark and evidence,
overrides, approved deviations, the review, the sums, and whether the rule's lines give the answer. Not recomputed:
which steps the protocols have, which parties must attest, which requirements are clinical, and the lines of the rule
themselves; those are the protocols' to say, and their digests stand in the manifest.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from labcert.domain.casework import Deviation, DeviationState, Override
from labcert.domain.language import _
from labcert.domain.outcome import Mark, Outcome, Severity, mark_of
from labcert.session.canonical import parsed
from labcert.session.casework import casework_of
from labcert.session.contents import Contents
from labcert.session.folder import VERDICT_FILE
from labcert.session.history import ExampleHistory, History, StepHistory, history_of
from labcert.session.log import LogEntry
from labcert.session.manifest import Manifest
from labcert.session.overriding import could_be_refused
from labcert.session.report import BundleBroken, Reason
from labcert.session.verifying.files import whole
from labcert.session.verifying.record import Record

__all__ = ["verdict_reasons"]

LARGEST_VERDICT = 64 << 20
JUDGED = frozenset({Outcome.PASSED, Outcome.NOT_RELEVANT, Outcome.FAILED})
"""outcomes that a step has only because something happened, and so the log must say it"""


def verdict_reasons(contents: Contents, manifest: Manifest, record: Record) -> list[Reason]:
    """Return where the verdict says something else than log and manifest."""
    try:
        verdict = parsed(whole(contents, VERDICT_FILE, LARGEST_VERDICT))
    except BundleBroken as broken:
        return list(broken.reasons)
    except ValueError:
        verdict = None
    if not isinstance(verdict, dict):
        return [Reason("verdict_not_derived", VERDICT_FILE, _("verdict.json kan ikke læses."))]
    if record.strange:
        text = _("Hændelsesloggen er skrevet af en nyere labcert, så resultatet er ikke regnet efter her.")
        return [Reason("verdict_not_recomputed", VERDICT_FILE, text)]
    try:
        told = list(_differences(verdict, manifest, record.entries))
    except (TypeError, KeyError, AttributeError, ValueError):
        told = [_("verdict.json har et andet indhold, end et resultat har.")]
    return [Reason("verdict_not_derived", VERDICT_FILE, text) for text in dict.fromkeys(told)]


def _differences(verdict: dict[str, Any], manifest: Manifest, entries: Sequence[LogEntry]) -> Iterator[str]:
    history = history_of(entries)
    work = casework_of(entries, lambda _requirement: False)
    facts: dict[str, object] = {
        "session": manifest.session, "programme": manifest.programme.name, "version": manifest.programme.version,
        "vendor": manifest.sut.vendor, "demo": manifest.demo, "test_type": manifest.test_type,
        "system": {"name": manifest.sut.system, "version": manifest.sut.version},
        "runs": max(history.runs, default=0), "review": work.review.value,
    }  # fmt: skip
    text = _("verdict.json siger “{said}” om {field}, men manifestet og hændelsesloggen siger “{real}”.")
    for field, real in facts.items():
        if verdict.get(field, real) != real:
            yield text.format(field=field, said=_shown(verdict[field]), real=_shown(real))
    steps = verdict.get("steps", [])
    for step in steps:
        yield from _step_differences(step, history)
        yield from _mark_differences(step)
    yield from _deviation_differences(verdict, work.deviations)
    if not _same_overrides(steps, work.overrides):
        yield _("verdict.json har andre ændrede karakterer end dem, der står i hændelsesloggen.")
    counted = Counter(step["outcome"] for step in steps)
    if any(counted[outcome] != number for outcome, number in verdict.get("totals", {}).items()):
        yield _("Summerne i verdict.json passer ikke med trinnene.")
    lines = verdict.get("policy", [])
    if lines and verdict.get("approved") is not all(line["fulfilled"] or not line["counts"] for line in lines):
        yield _("verdict.json siger noget andet om godkendelsen end sine egne linjer.")


def _mark_differences(step: dict[str, Any]) -> Iterator[str]:
    """The mark is the override's, else what the outcome and the step's class give."""
    if step["outcome"] not in set(Outcome):
        return  # told already
    given = step.get("override")
    real = Mark(given["mark"]) if given else mark_of(Outcome(step["outcome"]), Severity(step["class"]))
    if "mark" in step and step["mark"] != (real.value if real else None):
        text = _("verdict.json siger karakteren “{said}” om trin {step}, men dets udfald giver “{real}”.")
        yield text.format(said=_shown(step["mark"]), step=step["id"], real=real.value if real else "–")


def _deviation_differences(verdict: dict[str, Any], known: Mapping[str, Deviation]) -> Iterator[str]:
    """A deviation lets something stand only if the log says that it was approved, by such a one, and not withdrawn."""
    in_force = {each["id"]: each for each in verdict.get("deviations", []) if each["state"] == DeviationState.IN_FORCE}
    used = (number for step in verdict.get("steps", []) for number in step.get("deviation") or ())
    for number in dict.fromkeys((*in_force, *used)):
        said, real = in_force.get(number), known.get(number)
        if said is None or real is None or said["requirement"] != real.requirement or not _may_stand(said, real):
            text = _("verdict.json lader afvigelsen {id} gælde, men det siger hændelsesloggen ikke.")
            yield text.format(id=number)


def _may_stand(said: dict[str, Any], real: Deviation) -> bool:
    approver = real.approved_by
    return real.withdrawn_by is None and approver is not None and approver.may_approve(clinical=said["clinical"])


def _same_overrides(steps: Sequence[dict[str, Any]], made: Mapping[str, Override]) -> bool:
    """Say whether the verdict has the log's overrides. It leaves out those only that may count for nothing."""
    told = {step["id"]: Mark(step["override"]["mark"]) for step in steps if step.get("override")}
    if any(step not in made or made[step].mark is not mark for step, mark in told.items()):
        return False
    there = {step["id"]: step for step in steps}
    return all(step in there and _could_be_refused(there[step], made[step].mark) for step in made.keys() - told)


def _could_be_refused(step: dict[str, Any], mark: Mark) -> bool:
    return could_be_refused(mark_of(Outcome(step["outcome"]), Severity(step["class"])), mark)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _step_differences(step: dict[str, Any], history: History) -> Iterator[str]:
    known = history.steps.get(step["id"], StepHistory(run=0))
    said = Outcome(step["outcome"]) if step["outcome"] in set(Outcome) else None
    if said is None or (said in JUDGED and said not in _possible(known)):
        text = _("verdict.json siger “{said}” om trin {step}, men det siger hændelsesloggen ikke.")
        yield text.format(said=step["outcome"], step=step["id"])
    if {kept["sha256"] for kept in step.get("evidence", [])} != {kept.sha256 for kept in known.evidence}:
        yield _("verdict.json nævner andre beviser til trin {step}, end hændelsesloggen gør.").format(step=step["id"])


def _possible(step: StepHistory) -> set[Outcome]:
    """Return how a step can have been judged: one bad example or one no is enough, a pass needs all of them."""
    ended = [example.finished.outcome for example in step.examples.values() if example.finished]
    latest = {given.statement.party: given.statement.outcome for given in step.attestations}
    attested = list(latest.values())
    found: set[Outcome] = {outcome for outcome in (*ended, *attested) if outcome is not Outcome.PASSED}
    if step.examples and all(_may_have_passed(example, attested) for example in step.examples.values()):
        found.add(Outcome.PASSED)
    return found


def _may_have_passed(example: ExampleHistory, attested: Sequence[Outcome]) -> bool:
    """A pass needs evidence; what waited for people has passed when they all said so."""
    if example.finished is None or not example.evidence:
        return False
    if any(outcome is not Outcome.PASSED for outcome in attested):
        return False
    return example.finished.outcome is Outcome.PASSED or (bool(attested) and _waits(example))


def _waits(example: ExampleHistory) -> bool:
    return example.finished is not None and example.finished.outcome is Outcome.WAITING
