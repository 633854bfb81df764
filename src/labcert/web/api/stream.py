"""A run as server-sent events: its steps from the log, its questions from the mailbox, and where the session is."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool

from labcert.adapters.mailbox import Pending
from labcert.domain.events import Event, RunFinished, RunStarted, StepFinished, StepStarted
from labcert.domain.masking import mask_text
from labcert.session.log import decode_event
from labcert.web.api.bodies import QuestionBody, SessionBody, SessionState, SheetLine
from labcert.web.api.runs import Job

__all__ = ["Follower", "follow", "question_body"]

LOOK_SECONDS = 0.2
PING_SECONDS = 15.0
TOLD = tuple(kind.__name__ for kind in (RunStarted, StepStarted, StepFinished, RunFinished))
LIVE = (SessionState.QUEUED, SessionState.RUNNING)


class Follower:
    """Reads what is new in a log, whole lines only, from the event after `after`; `log` gives its bytes from one on."""

    def __init__(self, log: Callable[[int], bytes], after: int, known: frozenset[str]) -> None:
        self._log, self._after, self._known = log, after, known
        self._read = 0

    def fresh(self) -> list[str]:
        """Return the messages of what was written since the last look."""
        whole = self._log(self._read)
        whole = whole[: whole.rfind(b"\n") + 1]
        self._read += len(whole)
        return [told for line in whole.splitlines() if (told := self._told(line))]

    def _told(self, line: bytes) -> str:
        entry = json.loads(line)
        if entry["kind"] not in TOLD or entry["seq"] <= self._after:
            return ""
        name, data = _as_data(decode_event(entry["kind"], entry["data"], entry["seq"]))
        if data.get("reason"):
            data["reason"] = mask_text(data["reason"], self._known)
        return message(name, data | {"time": entry["time"]}, entry["seq"])


def _as_data(event: Event) -> tuple[str, dict[str, Any]]:
    match event:
        case RunStarted(run=run, steps=steps):
            return "run_started", {"run": run, "steps": list(steps)}
        case StepStarted(step=step, example=example, scenario=scenario):
            return "step_started", {"step": step, "example": example, "scenario": scenario}
        case StepFinished(step=step, example=example, outcome=outcome, reason=reason, duration_ms=took):
            return "step_finished", {
                "step": step, "example": example, "outcome": outcome.value, "reason": reason, "duration_ms": took,
            }
        case RunFinished(run=run, outcome=outcome, reason=reason):
            return "run_finished", {"run": run, "outcome": outcome.value, "reason": reason}
        case _:
            raise ValueError(type(event).__name__)


def message(name: str, data: object, number: int | None = None) -> str:
    """Return one server-sent event."""
    head = "" if number is None else f"id: {number}\n"
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def question_body(pending: Pending) -> QuestionBody:
    """Return a question as it goes to the client."""
    asked = pending.question
    return QuestionBody(
        pending.id, asked.step, asked.task, asked.title, asked.text, [SheetLine(*line) for line in asked.sheet],
        asked.recognised_by, asked.wants_file, asked.wants_text, round(max(0.0, pending.seconds_left), 1),
    )  # fmt: skip


class _Questions:
    """Tells once of each question that begins to wait, and once when it no longer does."""

    def __init__(self) -> None:
        self._waiting: dict[str, QuestionBody] = {}

    def fresh(self, job: Job | None) -> list[str]:
        bodies = [question_body(each) for each in job.post.pending()] if job else []
        now = {body.id: body for body in bodies}
        told = [message("question_closed", {"id": gone}) for gone in self._waiting if gone not in now]
        told += [message("question", msgspec.to_builtins(now[new])) for new in now if new not in self._waiting]
        self._waiting = now
        return told


async def follow(
    follower: Follower, describe: Callable[[], SessionBody], job: Callable[[], Job | None]
) -> AsyncIterator[str]:
    """Yield messages until the session is neither running nor waiting to; the last one is its state."""
    questions, state, quiet = _Questions(), "", 0.0
    while True:
        body = await run_in_threadpool(describe)  # before the log is read: what ends in between is told the next time
        told = await run_in_threadpool(follower.fresh)
        told += await run_in_threadpool(questions.fresh, job())
        if body.state != state:
            state = body.state
            told.append(message("state", msgspec.to_builtins(body)))
        for each in told:
            yield each
        if state not in LIVE:
            return
        quiet = 0.0 if told else quiet + LOOK_SECONDS
        if quiet >= PING_SECONDS:
            quiet = 0.0
            yield ": her endnu\n\n"
        await asyncio.sleep(LOOK_SECONDS)
