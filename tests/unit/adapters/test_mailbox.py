"""The mailbox: one question, one answer, whoever dies on the way."""

import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from labcert.adapters.mailbox import FILE_CAP, GONE_SECONDS, Mailbox, Pending
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.ports.tester import Answer, AnswerKind, Question, Task

QUESTION = Question(
    "TP-4.2.1", Task.SEND, "Send svaret", "Indtast, og send.", (("Prøve", "Rekvirentens prøvenummer", "A1"),), 20.0,
    "prøvenummer A1", wants_file=True,
)  # fmt: skip
DONE = Answer(AnswerKind.DONE, "sendt", b"\x89PNG\x00", "skærm.png")


@contextmanager
def asking(box: Mailbox, question: Question = QUESTION) -> Iterator[list[Answer | None]]:
    """Ask in a thread of its own, as a run does in a process of its own."""
    answers: list[Answer | None] = []
    thread = threading.Thread(target=lambda: answers.append(box.ask(question)))
    thread.start()
    try:
        yield answers
    finally:
        thread.join(10)


def first(box: Mailbox) -> Pending:
    """Return the first question that comes within some seconds."""
    until = time.monotonic() + 5
    while time.monotonic() < until:
        if found := box.pending():
            return found[0]
        time.sleep(0.01)
    raise AssertionError("no question came")


def test_question_and_answer_come_over_whole(tmp_path: Path) -> None:
    """The question is read as it was put, with what is left of its time; the answer comes back with its file."""
    box = Mailbox(tmp_path / "box")
    with asking(box) as answers:
        found = first(Mailbox(tmp_path / "box"))
        Mailbox(tmp_path / "box").reply(found.id, DONE)
    assert found.question == QUESTION
    assert 18 < found.seconds_left <= 20
    assert answers == [DONE]
    assert box.pending() == ()


def test_time_runs_out(tmp_path: Path) -> None:
    """None is returned where nobody answers in time, and an answer that comes then is told that it is late."""
    box = Mailbox(tmp_path)
    assert box.ask(Question("", Task.LOOK, "", "", seconds=0.15)) is None
    with pytest.raises(UsageMistake, match="for sent"):
        box.reply("1", DONE)


def test_answer_that_came_in_by_itself(tmp_path: Path) -> None:
    """A question is withdrawn as soon as what it asked for is seen; who answers then is told why it is not wanted."""
    box, looks = Mailbox(tmp_path), iter((False, False, True))
    assert box.ask(QUESTION, lambda: next(looks)) == Answer(AnswerKind.DONE)
    assert box.pending() == ()
    with pytest.raises(UsageMistake, match="af sig selv"):
        box.reply("1", DONE)


def test_only_the_first_answer_counts(tmp_path: Path) -> None:
    """Of many who answer at once exactly one is heard, and each of the others is told so."""
    box = Mailbox(tmp_path)
    told: list[str] = []

    def reply(number: int) -> None:
        try:
            box.reply("1", Answer(AnswerKind.REFUSED, str(number)))
        except UsageMistake as mistake:
            told.append(mistake.message)

    with asking(box) as answers:
        first(box)
        threads = [threading.Thread(target=reply, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    reply(9)
    assert len(answers) == 1
    assert told == ["Spørgsmålet er allerede besvaret, og det første svar gælder."] * 8


@pytest.mark.parametrize("id", ["7", "", "../1", "1e3", "²", "9" * 400])
def test_no_such_question(tmp_path: Path, id: str) -> None:
    """An answer to what nobody asked is refused; a name that is no number never becomes a path."""
    with pytest.raises(UsageMistake, match="ikke noget spørgsmål"):
        Mailbox(tmp_path).reply(id, DONE)


def test_a_file_too_large_leaves_the_question(tmp_path: Path) -> None:
    """A file over the cap is refused with its size, and the question can still be answered."""
    box = Mailbox(tmp_path)
    with asking(box) as answers:
        found = first(box)
        with pytest.raises(UsageMistake, match=r"stor\.png er på 10\.0 MiB"):
            box.reply(found.id, Answer(AnswerKind.DONE, file=bytes(FILE_CAP + 1), file_name="stor.png"))
        box.reply(found.id, Answer(AnswerKind.DONE, file=bytes(FILE_CAP)))
    assert [len(answer.file) for answer in answers if answer] == [FILE_CAP]


def test_half_written_files_are_not_read(tmp_path: Path) -> None:
    """Drafts, and files cut off by a kill, are neither questions nor answers."""
    box = Mailbox(tmp_path)
    (tmp_path / ".abc.part").write_bytes(b'{"question":')
    (tmp_path / "1.question.json").write_bytes(b'{"question": {"step": "TP')
    (tmp_path / "x.question.json").write_bytes(b"{}")
    assert box.pending() == ()
    with asking(box) as answers:
        found = first(box)
        (tmp_path / "2.answer.json").write_bytes(b'{"end": "ans')
        time.sleep(0.3)
        assert answers == []
        (tmp_path / "2.answer.json").unlink()
        box.reply(found.id, DONE)
    assert (found.id, answers) == ("2", [DONE])


def test_a_question_whose_asker_was_killed_waits_no_longer(tmp_path: Path) -> None:
    """A run that is killed leaves its question; without a sign of life it is not shown, and the next has a number."""
    code = (
        "import sys; from pathlib import Path; from labcert.adapters.mailbox import Mailbox\n"
        "from labcert.ports.tester import Question, Task\n"
        "Mailbox(Path(sys.argv[1])).ask(Question('', Task.LOOK, 'Se', 'efter', seconds=60))"
    )
    run = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    try:
        assert first(Mailbox(tmp_path)).id == "1"
    finally:
        run.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        run.wait()
    later = Mailbox(tmp_path, now=lambda: time.time() + GONE_SECONDS)
    assert later.pending() == ()
    with pytest.raises(UsageMistake, match="ikke noget spørgsmål"):
        later.reply("1", DONE)
    with asking(later, Question("", Task.LOOK, "", "", seconds=0.2)):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1.question.json", "2.answer.json"]


def test_whoever_stops_the_run_withdraws_the_question(tmp_path: Path) -> None:
    """An error while it waits goes on, and leaves no question behind."""
    box = Mailbox(tmp_path)

    def broken() -> bool:
        raise ToolFault("hubben svarer ikke")

    with pytest.raises(ToolFault, match="hubben"):
        box.ask(QUESTION, broken)
    assert box.pending() == ()
    with pytest.raises(UsageMistake, match="kørslen stoppede"):
        box.reply("1", DONE)


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such rights")
def test_nobody_else_can_look(tmp_path: Path) -> None:
    """The folder is the user's alone, also one that was there; no number of a person is in a name of a file."""
    folder = tmp_path / "box"
    folder.mkdir(mode=0o755)
    box = Mailbox(folder)
    with asking(box):
        found = first(box)
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
        box.reply(found.id, DONE)
    assert b"PNG" not in b"".join(path.read_bytes() for path in folder.iterdir())
    assert [path.name for path in folder.iterdir()] == ["1.answer.json"]


def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    """A file where the folder should be is told in a sentence."""
    (tmp_path / "box").write_text("")
    with pytest.raises(ToolFault, match="kan ikke bruges"):
        Mailbox(tmp_path / "box")
