"""Asks the tester in the terminal, with a countdown, while the features run in another process."""

import queue
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TextIO

import click

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.sut import SystemUnderTest
from labcert.runner.asking import Dialogue, FromFile, Post, read_answers
from labcert.runner.driving import needs_tester

if TYPE_CHECKING:
    from labcert.ports.tester import Question

__all__ = ["AtTerminal", "Looking", "asking_for", "asking_if_possible"]


class Looking(Protocol):
    """Whoever looks some times a second whether there is something to answer."""

    def look(self) -> None:
        """Look, and answer what can be answered."""
        ...


def asking_for(sut: SystemUnderTest, folder: Path, answers: Path | None) -> Looking | None:
    """Return who answers the system's questions: a file, the person at this terminal, or nobody.

    Raises UsageMistake where nobody is there and the system can't be driven without.
    """
    found = asking_if_possible(folder, answers)
    if found is None and needs_tester(sut):
        raise UsageMistake(
            _("Systemet bliver betjent af en tester, men her er ingen terminal at spørge i."),
            remedy=_("Kør kommandoen i en terminal, eller giv svarene i en fil med --answers."),
        )
    return found


def asking_if_possible(folder: Path, answers: Path | None) -> Looking | None:
    """Return who answers questions that are put in a mailbox's folder, or None where nobody is there."""
    if answers:
        from labcert.adapters.mailbox import Mailbox

        return FromFile(Mailbox(folder), read_answers(answers), lambda line: click.echo(line, err=True))
    if sys.stdin is not None and sys.stdin.isatty():
        from labcert.adapters.mailbox import Mailbox

        return AtTerminal(Mailbox(folder), sys.stdin, sys.stderr)
    return None


class AtTerminal:
    """Shows one question at a time and reads its answer, without stopping the run meanwhile.

    A question that is withdrawn (the answer came in by itself, or the time was up) is told, and a line typed too late
    for it is not taken for an answer to the next.
    """

    def __init__(
        self, post: Post, typed: TextIO, shown: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._post, self._shown, self._clock = post, shown, clock
        self._lines: queue.Queue[str] = queue.Queue()
        self._typed, self._reader = typed, threading.Thread(target=self._read, daemon=True)
        self._now: tuple[str, Dialogue] | None = None
        self._told_left, self._looked = -1, -1.0

    def _read(self) -> None:
        for line in self._typed:
            self._lines.put(line)

    def look(self) -> None:
        """Show what waits, tell the time that is left, and hand on what was typed."""
        now = self._clock()
        if now - self._looked < 0.1 and self._lines.empty():
            return
        self._looked = now
        waiting = {identifier: (question, left) for identifier, question, left in self._post.pending()}
        if self._now and self._now[0] not in waiting:
            self._say("\n" + _("Spørgsmålet er lukket."))
            self._now = None
        if self._now is None and waiting:
            identifier, (question, left) = next(iter(waiting.items()))
            self._begin(identifier, question, left)
        if self._now:
            self._count_down(waiting[self._now[0]][1])
            self._take()

    def _begin(self, identifier: str, question: "Question", left: float) -> None:
        while not self._lines.empty():  # what was typed before the question is no answer to it
            self._lines.get()
        if not self._reader.is_alive():
            self._reader.start()
        self._now, self._told_left = (identifier, Dialogue(question)), -1
        self._say(f"\n{question.step}  {question.title}\n{question.text}")
        group = ""
        for heading, name, value in question.sheet:
            if heading != group:
                self._say(f"  {heading}")
                group = heading
            self._say(f"    {name}: {value}")
        if question.recognised_by:
            self._say(question.recognised_by)
        self._say(_("Der er {seconds:.0f} sekunder til det.").format(seconds=left))
        self._prompt()

    def _count_down(self, left: float) -> None:
        """Tell the time that is left each half minute, and each second of the last ten."""
        seconds = int(left)
        step = 30 if seconds > 10 else 1
        if seconds // step != self._told_left // step or self._told_left < 0:
            if self._told_left >= 0:
                self._say(_("{seconds} sekunder tilbage.").format(seconds=seconds))
            self._told_left = seconds

    def _take(self) -> None:
        while self._now and not self._lines.empty():
            identifier, dialogue = self._now
            answer = dialogue.feed(self._lines.get())
            if dialogue.complaint:
                self._say(dialogue.complaint)
            if answer is None:
                self._prompt()
                continue
            self._now = None
            try:
                self._post.reply(identifier, answer)
            except UsageMistake as mistake:  # it came too late, or the file is too large
                self._say(str(mistake))

    def _prompt(self) -> None:
        if self._now:
            self._shown.write(f"{self._now[1].prompt} > ")
            self._shown.flush()

    def _say(self, text: str) -> None:
        self._shown.write(f"{text}\n")
        self._shown.flush()
