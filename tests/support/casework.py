"""Sessions in a store with a made log, and the people who work with them, for tests of what happens after a run."""

import functools
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from labcert.domain.casework import Actor, TestType
from labcert.domain.events import (
    AttestationGiven,
    Event,
    EvidenceKept,
    FindingMade,
    RunFinished,
    RunStarted,
    SessionOpened,
    StepFinished,
    StepStarted,
)
from labcert.domain.evidence import Evidence
from labcert.domain.findings import Finding
from labcert.domain.outcome import Outcome, Severity
from labcert.domain.suite_state import SuiteState
from labcert.protocol.load import load_suite
from labcert.protocol.model import Kind, ProtocolStep, Suite
from labcert.runner.certifying import Opening, opening_event, programme_of
from labcert.runner.marks import local_time
from labcert.session import new_session_id
from labcert.session.canonical import sha256_of
from labcert.session.store import Store

__all__ = ["ANNE", "BO", "SEEN", "VERA", "begun", "run_of"]

ANNE = Actor("Anne Holm", "Konsulent", "MedCom", "MedCom")
BO = Actor("Bo Berg", "Konsulent", "MedCom", "MedCom")
VERA = Actor("Vera Lund", "Testansvarlig", "Leverandøren A/S", "LPS")
BYTES = b"det, der blev sendt"
SEEN = Evidence(sha256_of(BYTES), "Det, der blev sendt", "application/pdf", len(BYTES))


def begun(
    store: Store, suite: Suite, what: str = "laba", *, test_type: TestType = TestType.LIVE, **changes: object
) -> str:
    """Begin a session about the vendor's system, by sealed protocols, and return its id."""
    session = new_session_id("live", local_time(), random.SystemRandom())
    opened = replace(_opening(suite.root, what), session=session, test_type=test_type.value, **changes)  # type: ignore[arg-type]
    store.begin(opened)
    return session


@functools.cache
def _opening(root: Path, what: str) -> SessionOpened:
    """The opening of a session, once for all: it reads every file that judges."""
    suite = load_suite(root)
    opening = Opening("live", VERA.organisation, "LægeSystemet", "1.0")
    return replace(opening_event(suite, programme_of(suite, what), opening), suite_state=SuiteState("1.0"))


def run_of(
    store: Store, suite: Suite, session: str, outcomes: Mapping[str, Outcome] | None = None, *, attested: bool = True
) -> None:
    """Write a run of every step of a session: passed and seen by everybody, but for the outcomes that are given."""
    programme = programme_of(suite, store.find(session).programme)
    steps = [step for step in suite.steps_of(programme) if (outcomes or {}).get(step.id) is not Outcome.NOT_RUN]
    store.keep(session, f"evidence/{SEEN.sha256}", BYTES)
    number = store.find(session).runs + 1
    store.append(session, *_events(suite, number, steps, outcomes or {}, attested=attested))


def _events(
    suite: Suite, run: int, steps: Iterable[ProtocolStep], outcomes: Mapping[str, Outcome], *, attested: bool
) -> Iterator[Event]:
    steps = list(steps)
    yield RunStarted(run, tuple(step.id for step in steps), {})
    for step in steps:
        outcome = outcomes.get(step.id, Outcome.PASSED)
        scenario = suite.scenario_of(step.id)
        for example in range(scenario.examples if scenario else 1):
            yield from _example(step, example, outcome)
        if attested and step.inspection and step.kind is Kind.ATTESTED and outcome is Outcome.PASSED:
            for party in step.inspection.confirmed_by:
                yield AttestationGiven(
                    step.id, party, "Tea Toft", "Tester", party, Outcome.PASSED, "", (SEEN.sha256,), demo=False
                )
    yield RunFinished(run, Outcome.PASSED, "")


def _example(step: ProtocolStep, example: int, outcome: Outcome) -> Iterator[Event]:
    yield StepStarted(step.id, step.title, example, "laba")
    yield EvidenceKept(step.id, example, 0, SEEN)
    if outcome is Outcome.FAILED:
        found = Finding("LAB-X", Severity.F1, "Enheden er forkert.", requirements=step.requirement_ids[:1])
        yield FindingMade(step.id, example, found)
    reason = "" if outcome is Outcome.PASSED else "Enheden er forkert."
    yield StepFinished(step.id, example, outcome, reason, 5.0)
