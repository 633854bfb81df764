"""What is shown of a session: how far it is, who has run and signed, and the one thing that is to be done next."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from labcert.domain.errors import UsageMistake
from labcert.domain.events import RunFinished, RunStarted, StepFinished
from labcert.domain.outcome import Outcome, roll_up
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Suite
from labcert.runner.casework.next_step import State, next_step
from labcert.runner.casework.standing import standing_of
from labcert.runner.certifying import programme_of
from labcert.session import LogEntry
from labcert.session.manifest import SIGNATURES, RequiredSigner, required_signers
from labcert.session.signing import Signature, read_signatures
from labcert.session.store import CertificateRow, SessionRow, Store

__all__ = ["RunTold", "Shown", "show_session"]


@dataclass(frozen=True)
class RunTold:
    """A run: when it began (ISO 8601), how many steps it was about, and how many of them ended with which outcome.

    `ended` is False for a run that was interrupted.
    """

    number: int
    started: str
    steps: int
    outcomes: dict[Outcome, int]
    ended: bool


@dataclass(frozen=True)
class Shown:
    """Everything about one session; `verdict` is None where its programme isn't among those of this labcert."""

    row: SessionRow
    verdict: Verdict | None
    runs: tuple[RunTold, ...]
    signatures: tuple[Signature, ...]
    unsigned: tuple[RequiredSigner, ...]
    """who must still sign"""
    certificates: tuple[CertificateRow, ...]
    next: str
    """what is to be done now, in one sentence"""


def show_session(store: Store, suite: Suite, word: str, day: date) -> Shown:
    """Gather everything about a session; raises UsageMistake where there is none of that name."""
    row = store.find(word)
    entries = store.entries(row.id)
    verdict = standing_of(suite, entries, day)
    signatures = _signatures(store, row.id)
    unsigned = _unsigned(suite, row, signatures)
    certificates = tuple(each for each in store.certificates() if each.session == row.id)
    told = _runs(entries)
    broken_off = bool(told) and not told[-1].ended
    state = State(row, verdict, unsigned, bool(certificates), broken_off=broken_off)
    return Shown(row, verdict, told, signatures, unsigned, certificates, next_step(state))


def _signatures(store: Store, session: str) -> tuple[Signature, ...]:
    if all(file.path != SIGNATURES for file in store.files(session)):
        return ()
    try:
        return read_signatures(store.read(session, SIGNATURES)).signatures
    except ValueError:  # `labcert verify` tells of it
        return ()


def _unsigned(suite: Suite, row: SessionRow, signatures: tuple[Signature, ...]) -> tuple[RequiredSigner, ...]:
    try:
        wanted = required_signers(programme_of(suite, row.programme))
    except UsageMistake:
        return ()
    have = {(each.row, each.party) for each in signatures}
    return tuple(each for each in wanted if (each.row, each.party) not in have)


def _runs(entries: tuple[LogEntry, ...]) -> tuple[RunTold, ...]:
    begun: dict[int, tuple[RunStarted, str]] = {}
    steps: dict[int, dict[str, list[Outcome]]] = {}
    ended: set[int] = set()
    for entry in entries:
        match entry.event:
            case RunStarted(run=run) as started:
                begun[run], steps[run] = (started, entry.time), {}
            case StepFinished(step=step, outcome=outcome) if begun and step in begun[max(begun)][0].steps:
                steps[max(begun)].setdefault(step, []).append(outcome)
            case RunFinished(run=run):
                ended.add(run)
            case _:
                pass
    return tuple(
        RunTold(run, time, len(started.steps), Counter(map(roll_up, steps[run].values())), run in ended)
        for run, (started, time) in begun.items()
    )
