"""The person at the system's keyboard: asked to do what no program can, and answering in words the harness knows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

__all__ = ["Answer", "AnswerKind", "Question", "Task", "Tester"]


class Task(StrEnum):
    """What the tester is asked to do."""

    SEND = "send"
    CORRECT = "correct"
    DELETE = "delete"
    WORK = "work"
    SHOW = "show"
    """show a page of the system: the outbox, a receipt"""
    LOOK = "look"
    """look at something and say what it shows"""


class AnswerKind(StrEnum):
    """What the tester says."""

    DONE = "done"
    """sent, corrected, done"""
    REFUSED = "refused"
    """the system won't let me; `reason` is what it shows"""
    CANNOT = "cannot"
    """I can't do it now; `reason` says why. The step stays open."""


@dataclass(frozen=True)
class Question:
    """What is asked. `sheet` is what to enter or to see, field by field: (group, field, value).

    `seconds` is the time limit; `recognised_by` tells the person what the harness will know the answer by.
    """

    step: str
    task: Task
    title: str
    text: str
    sheet: tuple[tuple[str, str, str], ...] = ()
    seconds: float = 600.0
    recognised_by: str = ""
    wants_file: bool = False
    """whether a file (an exported message, a screenshot) goes with the answer"""
    wants_text: bool = False
    """whether `Answer.reason` is wanted with DONE too: what the system shows, written off by the person"""


@dataclass(frozen=True)
class Answer:
    """What the tester answered; `file` is the bytes handed over and `file_name` their name, where one was wanted."""

    kind: AnswerKind
    reason: str = ""
    file: bytes = b""
    file_name: str = ""


class Tester(Protocol):
    """Asks a person and waits."""

    def ask(self, question: Question, seen: Callable[[], bool] = lambda: False) -> Answer | None:
        """Put the question and wait; return the answer, or None where the time was up.

        `seen` is asked a few times a second: as soon as it says yes (the answer came in by itself), DONE is returned
        without the person having to say so, and the question is withdrawn.
        """
        ...
