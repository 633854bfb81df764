"""Asks the tester across processes by files in a folder: a run puts questions, the command line or a page answers.

A question is `<n>.question.json`, its answer `<n>.answer.json`. Whoever makes the answer's file first decides: the
person, or the run that withdraws its question. So there is exactly one answer, and nobody is left in doubt.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple, TypeVar

import msgspec

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import N_, _
from labcert.domain.system_words import system_words
from labcert.ports.tester import Answer, AnswerKind, Question

__all__ = ["FILE_CAP", "Mailbox", "Pending"]

FILE_CAP = 10 * 1024 * 1024
"""bytes a file handed over may have; the hub takes no more either"""
POLL_SECONDS = 0.1
LOOKS = 3
"""polls between two looks at whether the answer came in by itself: a look may be a question to a far hub"""
BEATS = 10
"""polls between two signs of life"""
GONE_SECONDS = 15.0
"""without a sign of life for as long as this, whoever asked is gone: killed, or its machine was switched off"""
QUESTION, ANSWER, DRAFT = ".question.json", ".answer.json", ".part"


class Pending(NamedTuple):
    """A question that waits for its answer."""

    id: str
    question: Question
    seconds_left: float


class _End(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    SEEN = "seen"
    LATE = "late"
    STOPPED = "stopped"


TOO_LATE = {
    _End.ANSWERED: N_("Spørgsmålet er allerede besvaret, og det første svar gælder."),
    _End.SEEN: N_("Spørgsmålet er trukket tilbage: det, der blev spurgt om, er kommet af sig selv."),
    _End.LATE: N_("Svaret kom for sent: tiden til spørgsmålet er udløbet, og trinnet er gået videre uden det."),
    _End.STOPPED: N_("Spørgsmålet er trukket tilbage, fordi kørslen stoppede."),
}


class _Asked(msgspec.Struct):
    """The content of a question's file; `until` is the machine's clock (seconds since 1970)."""

    question: Question
    until: float


class _Ended(msgspec.Struct):
    """The content of an answer's file; `answer` is there only while the run has not read it."""

    end: _End
    answer: Answer | None = None


Content = TypeVar("Content", _Asked, _Ended)


class Mailbox:
    """The port `Tester` for the run, and `pending` and `reply` for whoever sits with the tester.

    The folder is made where it is missing and opened for nobody but this user: it holds what persons' answers say, and
    the files handed over. `now` is the machine's clock, `pause` waits for some seconds.
    """

    def __init__(
        self, folder: Path, *, now: Callable[[], float] = time.time, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._folder, self._now, self._pause = folder, now, pause
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        except OSError as error:
            raise _fault(folder, error) from error

    def ask(self, question: Question, seen: Callable[[], bool] = lambda: False) -> Answer | None:
        """Put the question and wait; see the port `Tester`. Whatever ends the wait, the question is gone afterwards."""
        number = self._put(question)
        end = _End.STOPPED
        try:
            end = self._wait(number, question.seconds, seen)
        finally:
            answer = self._close(number, end)
        return answer or (Answer(AnswerKind.DONE) if end is _End.SEEN else None)

    def pending(self) -> tuple[Pending, ...]:
        """Return the questions that wait, oldest first; one whose asker is gone waits no longer."""
        found = ((number, self._asked(number)) for number in self._numbers(QUESTION))
        waiting = ((number, asked) for number, asked in found if asked and self._closed(number) is None)
        return tuple(
            Pending(str(number), asked.question, asked.until - self._now())
            for number, asked in waiting
            if asked.until > self._now()
        )

    def reply(self, id: str, answer: Answer) -> None:
        """Answer a question, once and for all; raises UsageMistake where it can't be answered any more, and says why.

        A file of more than `FILE_CAP` bytes is not taken either; the question then goes on waiting.
        """
        number = int(id) if id.isdecimal() and id.isascii() and len(id) < 10 else 0
        if len(answer.file) > FILE_CAP:
            raise UsageMistake(
                _("Filen {name} er på {size:.1f} MiB og kan højst være på {cap} MiB.").format(
                    name=answer.file_name, size=len(answer.file) / 1024**2, cap=FILE_CAP // 1024**2
                ),
                remedy=_("Vælg et mindre skærmbillede, eller del filen."),
            )
        asked, late = self._asked(number), self._closed(number)
        if late is None and asked is None:
            raise UsageMistake(_("Der er ikke noget spørgsmål {id}, som venter på svar.").format(id=id))
        if late is None and asked is not None and asked.until <= self._now():
            late = _End.LATE
        if late is None and not self._made(self._path(number, ANSWER), _Ended(_End.ANSWERED, answer)):
            late = self._closed(number) or _End.ANSWERED
        if late is not None:
            raise UsageMistake(_(TOO_LATE[late]))

    def _put(self, question: Question) -> int:
        """Write a question under the next free number."""
        number = max((*self._numbers(QUESTION), *self._numbers(ANSWER)), default=0) + 1
        while not self._made(self._path(number, QUESTION), _Asked(question, self._now() + question.seconds)):
            number += 1
        return number

    def _wait(self, number: int, seconds: float, seen: Callable[[], bool]) -> _End:
        until, polls = time.monotonic() + seconds, 0
        while True:
            if self._read(self._path(number, ANSWER), _Ended) is not None:
                return _End.ANSWERED
            if polls % LOOKS == 0 and seen():
                return _End.SEEN
            if polls % BEATS == 0:
                with suppress(OSError):
                    os.utime(self._path(number, QUESTION))
            left = until - time.monotonic()
            if left <= 0:
                return _End.LATE
            self._pause(min(POLL_SECONDS, left))
            polls += 1

    def _close(self, number: int, end: _End) -> Answer | None:
        """Withdraw the question, or return the answer that came before; what the answer held is not left lying."""
        path = self._path(number, ANSWER)
        answered = None if self._made(path, _Ended(end)) else self._read(path, _Ended)
        if answered is not None and answered.answer is not None:
            self._write(path, _Ended(_End.ANSWERED))
        with suppress(OSError):
            self._path(number, QUESTION).unlink(missing_ok=True)
        return answered.answer if answered else None

    def _asked(self, number: int) -> _Asked | None:
        """Return a question whose asker lives."""
        path = self._path(number, QUESTION)
        try:
            alive = self._now() - path.stat().st_mtime < GONE_SECONDS
        except OSError:
            return None
        return self._read(path, _Asked) if alive else None

    def _closed(self, number: int) -> _End | None:
        ended = self._read(self._path(number, ANSWER), _Ended)
        return ended.end if ended else None

    def _numbers(self, kind: str) -> Iterator[int]:
        names = (path.name.removesuffix(kind) for path in self._folder.glob(f"*{kind}"))
        return iter(sorted(int(name) for name in names if name.isdecimal()))

    def _path(self, number: int, kind: str) -> Path:
        return self._folder / f"{number}{kind}"

    def _read(self, path: Path, kind: type[Content]) -> Content | None:
        """Return what a file says; None where it isn't there, or isn't whole."""
        try:
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except (OSError, msgspec.MsgspecError):
            return None

    def _made(self, path: Path, content: _Asked | _Ended) -> bool:
        """Make a file that appears whole; False where there is one already."""
        draft = self._draft(content)
        try:
            os.link(draft, path)
        except FileExistsError:
            return False
        except OSError as error:
            raise _fault(path, error) from error
        finally:
            draft.unlink(missing_ok=True)
        return True

    def _write(self, path: Path, content: _Ended) -> None:
        with suppress(OSError):  # the answer has been read: what is lost is only that it is forgotten here
            self._draft(content).replace(path)

    def _draft(self, content: _Asked | _Ended) -> Path:
        draft = self._folder / f".{secrets.token_hex(8)}{DRAFT}"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(msgspec.json.encode(content))
        except OSError as error:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
            raise _fault(draft, error) from error
        return draft


def _fault(path: Path, error: OSError) -> ToolFault:
    return ToolFault(
        _("Testeren kan ikke spørges, for mappen til spørgsmål og svar kan ikke bruges: {why}.").format(
            why=system_words(error)
        ),
        where=str(path.parent),
        remedy=_("Skaf plads på disken, og kontrollér, at du må skrive i mappen."),
    )
