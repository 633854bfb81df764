"""A tester who answers as a test says, at once."""

from collections.abc import Callable
from dataclasses import dataclass, field

from labcert.ports.tester import Answer, AnswerKind, Question

DONE = Answer(AnswerKind.DONE)


@dataclass
class ScriptedTester:
    """Gives the next of `answers` (None: the time was up; a callable is given the question first) and keeps `asked`."""

    answers: list[Answer | Callable[[Question], Answer | None] | None] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)

    def ask(self, question: Question, seen: Callable[[], bool] = lambda: False) -> Answer | None:
        """Answer the question; DONE at once where it has been seen."""
        self.asked.append(question)
        answer = self.answers.pop(0)
        if callable(answer):
            answer = answer(question)
        return DONE if seen() else answer
