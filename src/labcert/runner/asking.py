"""Answers to what the tester is asked: word by word from a person, or prepared in a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words
from labcert.ports.tester import Answer, AnswerKind, Question, Task
from labcert.protocol.fields import Fields, Sheet
from labcert.protocol.mistakes import ConfigurationMistakes, Gatherer
from labcert.protocol.yaml_text import read_text, read_yaml

__all__ = ["LARGEST_FILE", "Dialogue", "FromFile", "Post", "Prepared", "handed_over", "read_answers", "words_of"]

LARGEST_FILE = 10 << 20
"""bytes of a file that is handed over; the hub takes no larger message"""

Waiting = tuple[str, Question, float]
"""a question's id, the question, and the seconds that are left to answer it"""


class Post(Protocol):
    """Where questions wait and answers are put: the mailbox."""

    def pending(self) -> Sequence[Waiting]:
        """Return the questions that wait now."""
        ...

    def reply(self, identifier: str, answer: Answer) -> object:
        """Answer a question."""
        ...


def words_of() -> dict[AnswerKind, str]:
    """Return the letter that a person types for each answer, in the chosen language."""
    return {AnswerKind.DONE: _("g"), AnswerKind.REFUSED: _("a"), AnswerKind.CANNOT: _("k")}


def handed_over(path: Path) -> tuple[bytes, str]:
    """Return a file's bytes and name; raises UsageMistake with the reason where it can't be handed over."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UsageMistake(_("Filen er større end 10 MB."), where=str(path))
        return path.read_bytes(), path.name
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        why = _("Filen kan ikke læses: {why}.").format(why=system_words(error))
        raise UsageMistake(why, where=str(path)) from error


class Dialogue:
    """One question answered line by line. `prompt` says what is wanted now; `feed` takes a line."""

    def __init__(self, question: Question) -> None:
        self._question = question
        self._kind: AnswerKind | None = None
        self._reason: str | None = None
        self.complaint = ""
        """why the last line could not be used, "" where it could"""

    @property
    def prompt(self) -> str:
        """What to type next."""
        words = words_of()
        match self._kind:
            case None:
                return _("[{done}] gjort   [{refused}] systemet afviser det   [{cannot}] kan ikke gøres nu").format(
                    done=words[AnswerKind.DONE], refused=words[AnswerKind.REFUSED], cannot=words[AnswerKind.CANNOT]
                )
            case AnswerKind.REFUSED:
                return _("Hvad skriver systemet?")
            case AnswerKind.CANNOT:
                return _("Hvorfor ikke?")
            case _ if self._question.wants_text and self._reason is None:
                return _("Hvad viser systemet?")
            case _:
                return _("Hvilken fil? Skriv stien til den.")

    def feed(self, line: str) -> Answer | None:
        """Take a line; return the answer once it is whole. A line that can't be used sets `complaint`."""
        text, self.complaint = line.strip(), ""
        if self._kind is None:
            return self._choose(text)
        if not text:
            self.complaint = _("Skriv et svar.")
            return None
        if self._kind is not AnswerKind.DONE:
            return Answer(self._kind, text)
        if self._question.wants_text and self._reason is None:
            self._reason = text
            return None if self._question.wants_file else Answer(AnswerKind.DONE, text)
        return self._with_file(text)

    def _choose(self, text: str) -> Answer | None:
        chosen = [kind for kind, word in words_of().items() if word == text.lower()]
        if not chosen:
            self.complaint = _("Skriv et af bogstaverne.")
            return None
        self._kind = chosen[0]
        more = self._kind is not AnswerKind.DONE or self._question.wants_text or self._question.wants_file
        return None if more else Answer(AnswerKind.DONE)

    def _with_file(self, text: str) -> Answer | None:
        try:
            data, name = handed_over(Path(text.strip("'\"")).expanduser())
        except UsageMistake as mistake:
            self.complaint = str(mistake)
            return None
        return Answer(AnswerKind.DONE, self._reason or "", data, name)


@dataclass(frozen=True)
class Prepared:
    """An answer written beforehand. One with a step is used once; one without is used whenever no other fits."""

    answer: Answer
    step: str = ""
    task: Task | None = None
    file: Path | None = None

    def fits(self, question: Question) -> bool:
        """Say whether it answers a question."""
        return self.step in ("", question.step) and self.task in (None, question.task)


def read_answers(path: Path) -> tuple[Prepared, ...]:
    """Read a YAML list of answers: `{step, task, answer: done|refused|cannot, reason, file}`.

    Raises ConfigurationMistakes with every mistake in it.
    """
    gatherer = Gatherer()
    page = Sheet(path.name, gatherer)
    text = read_text(path, path.name, gatherer)
    node = None if text is None else read_yaml(f"answers:\n{_indented(text)}", path.name, gatherer)
    found: tuple[Prepared, ...] = ()
    if node is not None:
        fields = Fields.of(node, page, _("filen"))
        rows = fields.inners("answers", _("et svar"), required=True)
        found = tuple(_prepared(row, path.resolve().parent) for row in rows)
    if gatherer.mistakes:
        raise ConfigurationMistakes([replace(each, line=max(1, each.line - 1)) for each in gatherer.mistakes])
    return found


def _indented(text: str) -> str:
    return "".join(f" {line}\n" for line in text.splitlines())


def _prepared(row: Fields, folder: Path) -> Prepared:
    kind = row.choice("answer", {kind.value: kind for kind in AnswerKind}) or AnswerKind.CANNOT
    reason = (row.optional("reason") or "").strip()
    if kind is not AnswerKind.DONE and not reason:
        row.tell("reason", _("Et svar, der ikke er done, skal have en grund: “reason”."))
    name = row.optional("file")
    prepared = Prepared(
        Answer(kind, reason),
        (row.optional("step") or "").strip(),
        row.choice("task", {task.value: task for task in Task}, required=False),
        folder / name if name else None,
    )
    row.finish()
    return prepared


class FromFile:
    """Answers what is asked with what was prepared; a question that nothing fits is answered with "cannot"."""

    def __init__(self, post: Post, prepared: Sequence[Prepared], say: Callable[[str], None]) -> None:
        self._post, self._left, self._say = post, list(prepared), say
        self._answered: set[str] = set()

    def look(self) -> None:
        """Answer every question that waits."""
        for identifier, question, _seconds in self._post.pending():
            if identifier not in self._answered:
                self._answered.add(identifier)
                answer = self._answer(question)
                self._say(f"{question.step}: {question.title} → {answer.kind.value}")
                try:
                    self._post.reply(identifier, answer)
                except UsageMistake as mistake:  # the question is no longer there
                    self._say(str(mistake))

    def _answer(self, question: Question) -> Answer:
        fitting = [each for each in self._left if each.fits(question)]
        named = [each for each in fitting if each.step]
        if named:
            self._left.remove(named[0])
        if not fitting:
            return Answer(AnswerKind.CANNOT, _("Filen med svar har intet svar på dette."))
        chosen = (named or fitting)[0]
        if chosen.file is None:
            return chosen.answer
        try:
            data, name = handed_over(chosen.file)
        except UsageMistake as mistake:
            return Answer(AnswerKind.CANNOT, mistake.message)
        return replace(chosen.answer, file=data, file_name=name)
