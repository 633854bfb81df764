"""A session's runs: when each was, what it ran and with which versions, and what every step showed in each of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from labcert.domain.events import RunFinished, RunStarted, StepStarted
from labcert.domain.outcome import Mark, Outcome, mark_of
from labcert.domain.verdict import StepVerdict, Verdict
from labcert.reporting.history import EntryView, StepHistory

__all__ = ["RunPart", "StepRun", "runs_of", "runs_of_step"]


@dataclass(frozen=True)
class RunPart:
    """One run. `steps` are those that began in it, `counting` those of them whose result no later run has replaced.

    `finished` is "" and `outcome` None for a run that was cut off. `system_version` and `suite_digest` are "" in logs
    that don't say; then they are the session's own.
    """

    number: int
    started: str
    finished: str
    outcome: Outcome | None
    reason: str
    system_version: str
    suite_digest: str
    steps: tuple[str, ...]
    counting: tuple[str, ...]


@dataclass(frozen=True)
class StepRun:
    """What a run showed of a step. `counts` says that it is the latest, whose mark here is the computed one."""

    run: int
    time: str
    outcome: Outcome
    mark: Mark | None
    findings: int
    counts: bool


def runs_of(entries: Sequence[EntryView], verdict: Verdict) -> tuple[RunPart, ...]:
    """Return the runs in the order in which they began."""
    latest = {step.id: step.run for step in verdict.steps}
    runs: list[RunPart] = []
    begun: dict[str, None] = {}
    for entry in entries:
        match entry.event:
            case RunStarted() as event:
                begun = {}
                runs.append(
                    RunPart(event.run, entry.time, "", None, "", event.system_version, event.suite_digest, (), ())
                )
            case StepStarted(step=step) if runs:
                begun[step] = None
                runs[-1] = replace(runs[-1], steps=tuple(begun))
            case RunFinished(outcome=outcome, reason=reason) if runs:
                runs[-1] = replace(runs[-1], finished=entry.time, outcome=outcome, reason=reason)
            case _:
                pass
    return tuple(
        replace(run, counting=tuple(step for step in run.steps if latest.get(step) == run.number)) for run in runs
    )


def runs_of_step(step: StepVerdict, history: StepHistory) -> tuple[StepRun, ...]:
    """Return what each run showed of a step, oldest first."""
    return tuple(_each(step, history))


def _each(step: StepVerdict, history: StepHistory) -> Iterator[StepRun]:
    for run in history.earlier:
        outcome = run.outcome
        mark = mark_of(outcome, step.severity)
        yield StepRun(run.run, run.started, outcome, mark, len(run.findings), counts=False)
    if history.examples:
        mark = step.computed_mark if step.override else step.mark
        yield StepRun(history.run, history.started, step.outcome, mark, len(step.findings), counts=True)
