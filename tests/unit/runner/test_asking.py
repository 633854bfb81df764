"""Answers to what the tester is asked: typed line by line, or prepared in a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.domain.errors import UsageMistake
from labcert.ports.tester import Answer, AnswerKind, Question, Task
from labcert.protocol.mistakes import ConfigurationMistakes
from labcert.runner.asking import LARGEST_FILE, Dialogue, FromFile, Prepared, handed_over, read_answers

QUESTION = Question("TP-4.2.21", Task.SEND, "Send svaret", "Opret svaret, og send det.")
WITH_FILE = Question("TP-4.2.21", Task.SHOW, "Vis udbakken", "Gem siden.", wants_file=True)
WITH_TEXT = Question("TP-4.2.21", Task.DELETE, "Slet svaret", "Prøv.", wants_text=True)
BOTH = Question("TP-4.2.21", Task.SHOW, "Vis", "Gem.", wants_file=True, wants_text=True)


class Post:
    """A mailbox in memory."""

    def __init__(self, *questions: Question) -> None:
        self.waiting = {str(number): question for number, question in enumerate(questions, 1)}
        self.replies: list[tuple[str, Answer]] = []
        self.refuses = ""

    def pending(self):
        return tuple((name, question, 60.0) for name, question in self.waiting.items())

    def reply(self, identifier, answer):
        if self.refuses:
            raise UsageMistake(self.refuses)
        self.replies.append((identifier, answer))
        self.waiting.pop(identifier, None)


def typed(question: Question, *lines: str) -> tuple[list[str], Answer | None]:
    """Type lines into a dialogue; return its complaints and the answer."""
    dialogue, complaints, answer = Dialogue(question), [], None
    for line in lines:
        assert answer is None
        assert dialogue.prompt
        answer = dialogue.feed(line)
        complaints.append(dialogue.complaint)
    return complaints, answer


@pytest.mark.parametrize(
    ("question", "lines", "answer"),
    [
        (QUESTION, ["g"], Answer(AnswerKind.DONE)),
        (QUESTION, [" G \n"], Answer(AnswerKind.DONE)),
        (QUESTION, ["a", "Værdien er for lang"], Answer(AnswerKind.REFUSED, "Værdien er for lang")),
        (QUESTION, ["k", "Strømmen er gået"], Answer(AnswerKind.CANNOT, "Strømmen er gået")),
        (WITH_TEXT, ["g", "Kan ikke slettes"], Answer(AnswerKind.DONE, "Kan ikke slettes")),
        (WITH_FILE, ["k", "Nej"], Answer(AnswerKind.CANNOT, "Nej")),
    ],
)
def test_an_answer_is_typed_in_few_words(question, lines, answer):
    """A letter, and a reason where one is wanted."""
    assert typed(question, *lines) == ([""] * len(lines), answer)


def test_a_line_that_cannot_be_used_is_told_and_asked_for_again():
    """Nothing is guessed, and nothing is lost."""
    complaints, answer = typed(QUESTION, "måske", "", "a", "", "Nej")
    assert [bool(complaint) for complaint in complaints] == [True, True, False, True, False]
    assert answer == Answer(AnswerKind.REFUSED, "Nej")


def test_a_file_goes_with_the_answer(tmp_path):
    """Its bytes and its name; a wrong place is told and asked for again, quotes around it are taken off."""
    (tmp_path / "svar æ.xml").write_bytes(b"<x/>")
    complaints, answer = typed(BOTH, "g", "Siden", str(tmp_path / "ingen"), f"'{tmp_path / 'svar æ.xml'}'")
    assert "kan ikke læses" in complaints[2]
    assert answer == Answer(AnswerKind.DONE, "Siden", b"<x/>", "svar æ.xml")


def test_a_path_that_no_file_can_have_is_told():
    """A null character, which a terminal may send."""
    complaints, answer = typed(WITH_FILE, "g", "a\0b")
    assert "kan ikke læses" in complaints[1]
    assert answer is None


def test_a_file_larger_than_the_hub_takes_is_not_read(tmp_path):
    """The mailbox would not take it either."""
    with (tmp_path / "stor").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(UsageMistake, match="større end 10 MB"):
        handed_over(tmp_path / "stor")


@given(st.lists(st.text(max_size=8), max_size=8), st.sampled_from([QUESTION, WITH_FILE, WITH_TEXT, BOTH]))
def test_whatever_is_typed_a_dialogue_goes_on_until_it_has_an_answer(lines, question):
    """No line breaks it, and no answer but "done" comes without a reason."""
    dialogue = Dialogue(question)
    for line in lines:
        assert dialogue.prompt
        answer = dialogue.feed(line)
        if answer is not None:
            assert answer.kind is AnswerKind.DONE or answer.reason
            break


def test_prepared_answers_are_read_from_a_list(tmp_path):
    """Paths begin where the list lies."""
    path = tmp_path / "svar.yaml"
    path.write_text(
        "- {step: TP-4.2.21, task: send, answer: refused, reason: For lang}\n- {answer: done, file: svar.xml}\n", "utf-8"
    )
    assert read_answers(path) == (
        Prepared(Answer(AnswerKind.REFUSED, "For lang"), "TP-4.2.21", Task.SEND),
        Prepared(Answer(AnswerKind.DONE), file=tmp_path / "svar.xml"),
    )


def test_every_mistake_in_the_list_is_told_with_its_line(tmp_path):
    """A wrong word, a missing reason, an unknown key."""
    path = tmp_path / "svar.yaml"
    path.write_text("- {answer: færdig}\n- {answer: cannot}\n- {answer: done, tsak: send}\n", "utf-8")
    with pytest.raises(ConfigurationMistakes) as raised:
        read_answers(path)
    told = [str(mistake) for mistake in raised.value.mistakes]
    assert {mistake.line for mistake in raised.value.mistakes} == {1, 2, 3}
    assert any("Mente du “task”" in line for line in told)


def test_a_prepared_answer_with_a_step_is_used_once_and_one_without_whenever_no_other_fits():
    """The step's own answer first, then the general one; each question is answered once."""
    post, said = Post(QUESTION, QUESTION), []
    own = Prepared(Answer(AnswerKind.REFUSED, "Nej"), "TP-4.2.21")
    asking = FromFile(post, [Prepared(Answer(AnswerKind.DONE)), own], said.append)
    asking.look()
    asking.look()
    assert [answer.kind for _id, answer in post.replies] == [AnswerKind.REFUSED, AnswerKind.DONE]
    assert len(said) == 2


def test_a_question_that_nothing_fits_is_answered_with_cannot(tmp_path):
    """So is one whose file is gone: the run never hangs for a list that is too short."""
    post = Post(QUESTION, WITH_FILE)
    FromFile(post, [Prepared(Answer(AnswerKind.DONE), task=Task.SHOW, file=tmp_path / "ingen")], lambda _line: None).look()
    assert [answer.kind for _id, answer in post.replies] == [AnswerKind.CANNOT, AnswerKind.CANNOT]
    assert all(answer.reason for _id, answer in post.replies)


def test_an_answer_that_comes_too_late_is_told_and_breaks_nothing():
    """The mailbox refuses it with words."""
    post, said = Post(QUESTION), []
    post.refuses = "Svaret kom for sent."
    FromFile(post, [Prepared(Answer(AnswerKind.DONE))], said.append).look()
    assert said[-1] == "Svaret kom for sent."
