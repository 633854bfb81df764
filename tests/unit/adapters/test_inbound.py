"""The inbound adapter: what the tester says and what the hub saw, and what they make together."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from labcert.adapters.inbound import InboundAdapter
from labcert.domain.case import Case, Patient, Requester, Result, Sample, Sender
from labcert.domain.errors import NotAsRequired, NotRun
from labcert.domain.sut import Inbound
from labcert.ports import Arrival, ArrivedLetter, Refused, Sent
from labcert.ports.tester import Answer, AnswerKind, Question, Task
from tests.support.recording import RecordingSink

NANCY, BRUNO = "2512489996", "2509479989"
NUMBER = "LCab12a-421"
PARTY = ("5790000147465", "045861", "ydernummer", "Lægehuset")
CASE = Case(
    "TP-4.2.1", Patient("nancy", "Nancy Ann Test", "Berggren", NANCY), Sender(*PARTY), Requester(*PARTY),
    Sample(NUMBER, "LAB1", "PRO1", *["2025-12-01T08:15"] * 4),
    (Result("NPU19748", "iupac", "SST", "C-reaktivt protein", "biochemistry", value="42"),),
)  # fmt: skip
DONE = Answer(AnswerKind.DONE)


@dataclass
class Hub:
    """A hub to which a test sends by appending."""

    came: list[Arrival] = field(default_factory=list)
    address = "http://127.0.0.1:8801"

    def sent(self, envelope="E1", letter="L1", sample=NUMBER, cpr=NANCY, event="received", reasons=(), standard="XRPT01"):
        """A message of one letter came."""
        letters = (ArrivedLetter(letter, standard, cpr, sample),) if letter else ()
        time = f"2026-01-01T10:00:{len(self.came):02}"
        self.came.append(Arrival(self.next_seq(), time, event, envelope, reasons, letters))

    def next_seq(self):
        """Return the number of the next that comes."""
        return len(self.came) + 1

    def arrivals(self, cpr, sample, since):
        """Return what concerns either."""
        return tuple(
            each for each in self.came
            if each.seq >= since
            and (not each.letters or any(letter.cpr == cpr or letter.sample == sample for letter in each.letters))
        )  # fmt: skip


@dataclass
class Person:
    """A tester who does something at the system and then answers; None lets the time run out."""

    does: list[tuple[Callable[[], None], Answer | None]] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)

    def ask(self, question, seen=lambda: False):
        """Do the next thing."""
        self.asked.append(question)
        do, answer = self.does.pop(0)
        do()
        return DONE if seen() else answer


class Desk:
    """The adapter with its hub, its tester and its evidence."""

    def __init__(self):
        self.hub, self.person, self.evidence = Hub(), Person(), RecordingSink()
        settings = Inbound(seconds=5)
        self.lps = InboundAdapter(
            settings, self.hub, self.evidence, self.person, arrive=0, twice=0.1, pause=lambda _s: self.meanwhile()
        )
        self.meanwhile = lambda: None

    def send(self, *does, answer=None, case=CASE):
        """Have the case sent by a tester who does all that."""
        self.person.does.append((lambda: [do() for do in does], answer))
        return self.lps.send(case)

    def flaw(self, *does, answer=None, case=CASE):
        """Return the one finding of a sending."""
        with pytest.raises(NotAsRequired) as error:
            self.send(*does, answer=answer, case=case)
        (finding,) = error.value.findings
        return finding


@pytest.fixture
def desk():
    """A desk of its own for each test."""
    return Desk()


def test_the_tester_is_told_what_to_enter_and_what_it_is_known_by(desk):
    """The question has the case's own words, every field, the time limit, and the sample number that must be right."""
    desk.send(desk.hub.sent, case=replace(CASE, instruction="Send et CRP-svar."))
    (question,) = desk.person.asked
    assert (question.step, question.task, question.seconds) == ("TP-4.2.1", Task.SEND, 5)
    assert question.text.startswith("Send et CRP-svar.\n")
    assert "http://127.0.0.1:8801" in question.text
    assert ("Prøve", "Rekvirentens prøvenummer", NUMBER) in question.sheet
    assert question.recognised_by == f"testpersonen Nancy Ann Test Berggren og rekvirentens prøvenummer {NUMBER}"


@pytest.mark.parametrize("event", ["received", "refused", "kept_out"])
def test_the_answer_is_known_when_it_comes(desk, event):
    """Whatever became of it at the hub: the system sent it. What came is kept as evidence."""
    assert desk.send(lambda: desk.hub.sent(event=event)) == Sent("E1", ("L1",))
    assert "Det, hub'en så komme" in [name for name, _kind, _data in desk.evidence.kept]


def test_one_that_was_turned_away_and_then_taken(desk):
    """The message that was taken counts."""
    sent = desk.send(lambda: desk.hub.sent("E1", "L1", event="refused"), lambda: desk.hub.sent("E2", "L2"))
    assert sent == Sent("E2", ("L2",))


def test_the_system_won_t(desk):
    """The screen's reason comes back as a refusal; a number that may be somebody's is masked."""
    answer = Answer(AnswerKind.REFUSED, "Kan ikke sende for 311299-0000")
    assert desk.send(answer=answer) == Refused("Kan ikke sende for 311299-xxxx")


def test_the_system_said_no_and_sent_all_the_same(desk):
    """What the user was told is not what happened."""
    desk.person.ask = lambda _question, seen: desk.hub.sent() or Answer(AnswerKind.REFUSED, "Nej.")
    with pytest.raises(NotAsRequired, match="PLSP har set det"):
        desk.lps.send(CASE)


@pytest.mark.parametrize("answer", [None, Answer(AnswerKind.CANNOT, "systemet er nede")])
def test_nobody_could(desk, answer):
    """Time up, or the tester can't: the step is not run, and shows nothing about the system."""
    with pytest.raises(NotRun):
        desk.send(answer=answer)


def test_sent_but_nothing_came(desk):
    """The finding says that the hub saw nothing."""
    finding = desk.flaw(answer=DONE)
    assert (finding.rule, finding.actual) == (
        "SUT-NOT-SENT", "PLSP så intet om personen eller prøvenummeret imens.",
    )  # fmt: skip


def test_sent_with_another_number(desk):
    """The finding names the envelope and the number that came instead."""
    finding = desk.flaw(lambda: desk.hub.sent(sample="P77"), answer=DONE)
    assert finding.actual == "PLSP fik kuverten E1 om personen med prøvenummer P77."


def test_sent_something_that_was_turned_away(desk):
    """The finding tells why the hub turned away what came instead, also where it could not be read."""
    finding = desk.flaw(
        lambda: desk.hub.sent(sample="P77", event="refused", reasons=("Koden findes ikke.",)),
        lambda: desk.hub.sent(letter="", event="refused", reasons=("Ikke velformet.",)),
        answer=DONE,
    )
    assert finding.actual == (
        "PLSP fik kuverten E1 om personen med prøvenummer P77. Koden findes ikke. "
        "PLSP fik en besked, som den ikke kunne læse, og som kan være en andens. Ikke velformet."
    )


def test_another_vendor_s_answer_is_never_taken(desk):
    """The same test person and step under another run's mark: not taken, and its number is not told."""
    finding = desk.flaw(lambda: desk.hub.sent(sample="LCzz99a-421"), answer=DONE)
    assert finding.rule == "SUT-NOT-SENT"
    assert finding.actual == "1 svar om personen bar andre kørslers prøvenumre og hører til dem."


def test_an_answer_of_this_run_s_other_step_is_told(desk):
    """The tester entered the number of another step of the same run: it is named."""
    assert "LCab12b-999" in desk.flaw(lambda: desk.hub.sent(sample="LCab12b-999"), answer=DONE).actual


def test_sent_as_somebody_else(desk):
    """The right sample number with another person is an outcome of its own; the other's number is masked."""
    finding = desk.flaw(lambda: desk.hub.sent(cpr=BRUNO))
    assert (finding.rule, finding.expected, finding.actual) == ("SUT-OTHER-PERSON", NANCY, "250947-xxxx")


def test_sent_twice(desk):
    """Two letters with identifiers of their own, the second while the hub is watched on: sent twice."""
    desk.meanwhile = lambda: desk.hub.sent("E2", "L2") if len(desk.hub.came) == 1 else None
    finding = desk.flaw(desk.hub.sent)
    assert (finding.rule, finding.actual) == ("SUT-SENT-TWICE", "L1 i kuverten E1, L2 i kuverten E2")


def test_both_standards_in_an_envelope_of_their_own(desk):
    """A biochemistry and a microbiology letter of one sample are not one answer sent twice."""
    sent = desk.send(desk.hub.sent, lambda: desk.hub.sent("E2", "M1", standard="XRPT05"))
    assert sent == Sent("E1", ("L1",))


def test_sent_again_while_time_passes(desk):
    """The same letter in a new envelope is a message sent again: the outbox knows both envelopes."""
    desk.send(lambda: desk.hub.sent(event="kept_out"))
    desk.person.does.append((lambda: desk.hub.sent("E2"), Answer(AnswerKind.DONE, "leveret: Sendt")))
    desk.lps.work(30)
    (entry,) = desk.lps.outbox()
    assert (entry.envelopes, entry.attempts, entry.state, entry.text) == (("E1", "E2"), 2, "delivered", "Sendt")
    assert [question.task for question in desk.person.asked] == [Task.SEND, Task.WORK]


def test_a_correction_is_another_answer_of_the_same_sample(desk):
    """Only what comes after it was asked for is the correction; the first answer has not come twice."""
    first = desk.send(desk.hub.sent)
    desk.person.does.append((lambda: desk.hub.sent("E2", "L2"), None))
    assert desk.lps.correct(CASE, first) == Sent("E2", ("L2",))
    desk.person.does.append((lambda: None, Answer(AnswerKind.REFUSED, "Delte svar kan ikke slettes.")))
    assert desk.lps.delete(first) == Refused("Delte svar kan ikke slettes.")
    assert [question.task for question in desk.person.asked] == [Task.SEND, Task.CORRECT, Task.DELETE]


def test_what_comes_too_late_is_told_and_kept(desk):
    """It counts for nothing, and the next step begins clean."""
    with pytest.raises(NotRun):
        desk.send()
    desk.hub.sent()
    other = replace(CASE, step="TP-4.2.2", sample=replace(CASE.sample, requester_number="LCab12a-422"))
    assert desk.send(lambda: desk.hub.sent("E2", "L2", "LCab12a-422"), case=other) == Sent("E2", ("L2",))
    told = (
        f"Svaret til trin TP-4.2.1 med prøvenummer {NUMBER} kom for sent (2026-01-01T10:00:00) og er ikke regnet med. "
        "Kør trinnet igen."
    )
    assert [note for note in desk.evidence.notes if "for sent" in note] == [told]
    assert "Svaret, der kom for sent" in [name for name, _kind, _data in desk.evidence.kept]
