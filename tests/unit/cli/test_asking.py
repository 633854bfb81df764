"""The tester at the terminal: questions shown one at a time, a countdown, and lines that belong to their question."""

import io
import queue

import pytest

from labcert.cli.asking import AtTerminal, asking_for
from labcert.domain.errors import UsageMistake
from labcert.domain.sut import Inbound, Reference, System, SystemUnderTest, Vendor
from labcert.ports.tester import Answer, AnswerKind, Question, Task

FIRST = Question(
    "TP-4.2.21", Task.SEND, "Send svaret", "Opret svaret, og send det.",
    (("Patient", "Navn", "Nancy"), ("Patient", "CPR", "251248-9996"), ("Svar", "Værdi", "42")), 60.0, "Kendes på LC1",
)  # fmt: skip
SECOND = Question("TP-4.2.22", Task.WORK, "Lad tiden gå", "Vent.")


class Typing:
    """A keyboard: lines come when they are typed."""

    def __init__(self) -> None:
        self.lines: queue.Queue[str | None] = queue.Queue()

    def __iter__(self):
        while (line := self.lines.get()) is not None:
            yield line


class Post:
    """A mailbox in memory with a clock."""

    def __init__(self, *questions: Question) -> None:
        self.waiting, self.left = {str(n): question for n, question in enumerate(questions)}, 60.0
        self.replies: list[tuple[str, Answer]] = []

    def pending(self):
        return tuple((name, question, self.left) for name, question in self.waiting.items())

    def reply(self, identifier, answer):
        if identifier not in self.waiting:
            raise UsageMistake("Svaret kom for sent.")
        self.replies.append((identifier, answer))
        del self.waiting[identifier]


@pytest.fixture
def terminal():
    """A function that makes a terminal over questions: post, keyboard, screen, and a function that looks."""
    keyboards = []

    def made(*questions: Question):
        post, keyboard, screen, now = Post(*questions), Typing(), io.StringIO(), [0.0]
        keyboards.append(keyboard)
        asking = AtTerminal(post, keyboard, screen, lambda: now[0])

        def look(*lines: str) -> str:
            """Type lines, wait until they are read, look, and give back what was shown."""
            for line in lines:
                before = asking._lines.qsize()
                keyboard.lines.put(line)
                while asking._lines.qsize() == before:
                    pass
            start = screen.tell()
            now[0] += 0.2
            asking.look()
            screen.seek(start)
            return screen.read()

        return post, look

    yield made
    for keyboard in keyboards:
        keyboard.lines.put(None)


def test_a_question_is_shown_with_what_to_enter_group_by_group(terminal):
    """Title, text, each group's heading once, what it is recognised by, the time there is, and what to type."""
    _post, look = terminal(FIRST)
    shown = look()
    for part in ("TP-4.2.21  Send svaret", "Opret svaret", "    CPR: 251248-9996", "Kendes på LC1", "60 sekunder", "[g] gjort"):
        assert part in shown, part
    assert shown.count("Patient") == 1
    assert look() == ""


def test_one_question_is_answered_after_the_other(terminal):
    """The second is shown when the first has its answer."""
    post, look = terminal(FIRST, SECOND)
    assert "TP-4.2.22" not in look()
    look("g\n")
    assert "TP-4.2.22" in look()
    look("a\n", "Kan ikke\n")
    assert post.replies == [("0", Answer(AnswerKind.DONE)), ("1", Answer(AnswerKind.REFUSED, "Kan ikke"))]


def test_the_time_that_is_left_is_told_more_often_towards_the_end(terminal):
    """Each half minute, and each of the last ten seconds."""
    post, look = terminal(FIRST)
    look()
    told = []
    for left in (59, 31, 29, 28, 9.5, 8.5, 8.4):
        post.left = left
        told.append(look().strip())
    assert told == ["59 sekunder tilbage.", "", "29 sekunder tilbage.", "", "9 sekunder tilbage.", "8 sekunder tilbage.", ""]


def test_a_line_typed_for_a_withdrawn_question_answers_no_other(terminal):
    """The answer came in by itself: that is told, and what was typed meanwhile is thrown away."""
    post, look = terminal(FIRST)
    look()
    post.waiting.clear()
    assert "Spørgsmålet er lukket" in look()
    post.waiting["9"] = SECOND
    assert "TP-4.2.22" in look("g\n")
    assert look() == ""
    assert post.replies == []


def test_an_answer_that_comes_too_late_is_told(terminal):
    """The mailbox says why, and the run goes on."""
    post, look = terminal(FIRST)
    look()
    post.pending = lambda: (("7", FIRST, 60.0),)
    look()
    assert "kom for sent" in look("g\n")


SUT = SystemUnderTest(Vendor("A"), System("B", "1"), ("XRPT01",), Inbound())


def test_a_system_that_needs_a_tester_is_refused_where_nobody_can_be_asked(tmp_path, monkeypatch):
    """The sentence says how to go on; a system that needs nobody is run."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    with pytest.raises(UsageMistake, match="--answers"):
        asking_for(SUT, tmp_path, None)
    assert asking_for(SystemUnderTest(SUT.vendor, SUT.system, SUT.standards, Reference()), tmp_path, None) is None
