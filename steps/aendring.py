"""Ændringen: a databank is asked to delete or overwrite a shared answer; it must neither do so nor forget it."""

from dataclasses import dataclass, field

import pytest
from pytest_bdd import given, then, when

from labcert.checks.versions import same_bytes
from labcert.domain.errors import ToolFault
from labcert.ports import Databank, DeletionAttempt, HeldAnswer
from steps.databank import held_answer
from steps.forloeb import Flow
from steps.journal import BankJournals
from steps.ord import sentence

METHODS = {"slette": ("DELETE",), "overskrive": ("PUT", "PATCH")}
REFUSED = 405
"""Method Not Allowed: source: the interface of the hosts"""


@dataclass
class Attempts:
    """What was held before somebody tried to change it, and what the databank answered each time."""

    before: HeldAnswer | None = None
    answers: list[DeletionAttempt] = field(default_factory=list)


@pytest.fixture
def attempts() -> Attempts:
    """Nothing tried yet."""
    return Attempts()


@given(sentence("at {bank:Bank} holder svaret"))
def bank_holds(flow: Flow, databanks: dict[str, Databank], attempts: Attempts, bank: str) -> None:
    """Puts the answer aside as it is held, so that a later sentence can say that it is still the same."""
    attempts.before = held_answer(flow, databanks[bank])


@when(sentence("testlederen beder {bank:Bank} om at {verb} svaret"))
def asks_to_change(flow: Flow, databanks: dict[str, Databank], attempts: Attempts, bank: str, verb: str) -> None:
    """`slette` is DELETE, `overskrive` both PUT (whole) and PATCH (in part)."""
    if verb not in METHODS:
        raise ToolFault(f"Scenariet beder {bank} om at {verb} svaret. Skriv slette eller overskrive.")
    held = attempts.before or held_answer(flow, databanks[bank])
    attempts.before = held
    attempts.answers += [databanks[bank].attempt_change(held.id, method) for method in METHODS[verb]]


@then(sentence("svarer {bank:Bank} {status:d} til hver anmodning"))
def answers_with(flow: Flow, attempts: Attempts, bank: str, status: int) -> None:
    """405 each time; anything else is the databank's fault."""
    if not attempts.answers:
        raise ToolFault(f"Scenariet har ikke bedt {bank} om noget.")
    flow.judge.require(
        flow.judge.finding(
            "BANK-CHANGE-ALLOWED",
            f"{bank} afviste ikke {attempt.method} på et delt svar.",
            expected=str(status),
            actual=str(attempt.status),
            remedy=f"Fejlen er {bank}s: et delt svar må hverken kunne slettes eller overskrives.",
        )
        for attempt in attempts.answers
        if attempt.status != status
    )


@then(sentence("står hver anmodning i {bank:Bank}s journal"))
def attempts_are_journalled(
    flow: Flow, databanks: dict[str, Databank], attempts: Attempts, bank_journals: BankJournals, bank: str
) -> None:
    """The journal names the answer and the method of each attempt."""
    assert attempts.before is not None
    entries = bank_journals.about(databanks[bank], "delete_refused", "answer", attempts.before.id)
    told = [str(entry.data.get("method")) for entry in entries]
    flow.judge.require(
        flow.judge.finding(
            "BANK-NOT-JOURNALLED",
            f"{bank}s journal viser ikke, at nogen forsøgte {attempt.method} på svaret.",
            expected=attempt.method,
            actual=", ".join(told) or "intet",
            remedy=f"Fejlen er {bank}s: hvert forsøg på at slette eller overskrive skal føres i journalen.",
        )
        for attempt in attempts.answers
        if attempt.method not in told
    )


@then(sentence("ligger svaret uændret i {bank:Bank}, byte for byte"))
def answer_is_unchanged(flow: Flow, databanks: dict[str, Databank], attempts: Attempts, bank: str) -> None:
    """Every version is still there, and none has another byte."""
    if attempts.before is None:
        raise ToolFault(f"Scenariet har ikke sagt “Givet at {bank} holder svaret”.")
    now = held_answer(flow, databanks[bank])
    flow.judge.require(same_bytes(bank, attempts.before.versions, now.versions))
