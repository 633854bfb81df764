"""From what a run wrote to what became of the system: the same verdict as a demonstration's, people's look included."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from labcert.domain.events import Event, RunStarted, SessionOpened, StepFinished, StepStarted
from labcert.domain.language import _
from labcert.domain.mutation import Kind, Status, Tried, Variant
from labcert.domain.outcome import Outcome
from labcert.domain.verdict import StepVerdict
from labcert.protocol.model import Programme, Suite
from labcert.runner.attesting import Person
from labcert.runner.demo_looking import looks
from labcert.runner.marks import local_time
from labcert.runner.mutation.brief import BriefStore, read_brief
from labcert.runner.mutation.order import OUT_OF_TIME, Ending, Order
from labcert.runner.settings import ALL_RAN, SETUP_BROKE
from labcert.session import LogEntry
from labcert.session.verdict import compute

__all__ = ["Bench", "judged"]

OURS = frozenset({Outcome.FAULT, Outcome.SETUP_FAULT})
RIGHT = frozenset({Outcome.PASSED, Outcome.NOT_RELEVANT})


@dataclass(frozen=True)
class Bench:
    """What every system is tried with."""

    root: Path
    suite: Suite
    programme: Programme
    people: Mapping[str, Person]

    @property
    def steps(self) -> tuple[str, ...]:
        """The programme's steps in order."""
        return tuple(step.id for step in self.suite.steps_of(self.programme))


def judged(bench: Bench, variant: Variant, order: Order, ending: Ending, seconds: float) -> Tried:
    """Say what became of a system in a run of some steps."""
    events = read_brief(order.folder)
    ran = order.settings.steps
    broke = _what_broke(ending, order, events)
    if broke:
        return Tried(variant, Status.FAULT, (), broke, len(ran), seconds)
    steps = [step for step in _verdicts(bench, order, events) if step.id in set(ran)]
    ours = next((step for step in steps if step.outcome in OURS), None)
    failed = tuple(step.id for step in steps if step.outcome is Outcome.FAILED)
    if ours is not None:
        return Tried(variant, Status.FAULT, failed, f"{ours.id}: {ours.reason}", len(ran), seconds)
    if variant.kind is Kind.HARMLESS:
        wrong = [step for step in steps if step.outcome not in RIGHT]
        status = Status.FALSE_ALARM if wrong else Status.PASSED
        return Tried(variant, status, tuple(step.id for step in wrong), _told(wrong), len(ran), seconds)
    said = [step for step in steps if step.id in failed]
    said.sort(key=lambda step: step.id not in variant.expected_at)
    return Tried(variant, _caught(variant, failed), failed, _told(said), len(ran), seconds)


def _caught(variant: Variant, failed: Sequence[str]) -> Status:
    if set(variant.expected_at) <= set(failed):
        return Status.CAUGHT
    return Status.ELSEWHERE if failed else Status.MISSED


def _told(steps: Sequence[StepVerdict]) -> str:
    """Return what the first of these steps says of the system."""
    if not steps:
        return ""
    first = steps[0]
    return f"{first.id}: {first.reason or first.title}"


def _what_broke(ending: Ending, order: Order, events: Sequence[Event]) -> str:
    """Return a sentence for a run that did not come to its end, or ""."""
    if ending.code == ALL_RAN:
        return ""
    at = _open_step(events)
    if ending.code == OUT_OF_TIME:
        if not at:
            return _("Blev ikke færdig inden {seconds:.0f} sekunder.").format(seconds=order.seconds)
        text = _("Blev ikke færdig inden {seconds:.0f} sekunder; da kørte {step}.")
        return text.format(seconds=order.seconds, step=at)
    if ending.code == SETUP_BROKE:
        return ending.why or _("Opsætningen omkring systemet brød sammen undervejs.")
    if ending.why:
        return ending.why
    if at:
        return _("Kørslen gik i stå hos os (kode {code}) ved {step}.").format(code=ending.code, step=at)
    return _("Kørslen gik i stå hos os (kode {code}).").format(code=ending.code)


def _open_step(events: Iterable[Event]) -> str:
    """Return the step that had begun and not ended, or ""."""
    begun = ""
    for event in events:
        match event:
            case StepStarted(step=step):
                begun = step
            case StepFinished():
                begun = ""
            case _:
                pass
    return begun


def _verdicts(bench: Bench, order: Order, events: Sequence[Event]) -> tuple[StepVerdict, ...]:
    settings = order.settings
    opened = SessionOpened(
        "", bench.programme.id, bench.programme.version, {}, "", settings.lps, "", "", "", "", "", demo=True
    )
    store, wanted = BriefStore(order.folder), set(settings.steps)
    steps = [step for step in bench.suite.steps_of(bench.programme) if step.id in wanted]
    seen = looks(steps, settings.mark, events, store, bench.people)
    whole = [opened, RunStarted(1, settings.steps, {}), *events, *seen]
    now = local_time().isoformat()
    entries = [LogEntry(number, now, event, "") for number, event in enumerate(whole, 1)]
    return compute(bench.suite, bench.programme, entries).steps
