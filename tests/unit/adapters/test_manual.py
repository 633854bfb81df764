"""A system that is only operated by hand: every answer is a file handed over."""

import pytest

from labcert.adapters.byhand import media_type_of
from labcert.adapters.handover import FILE_RULE, MOST_BYTES
from labcert.adapters.manual import ManualAdapter
from labcert.domain.errors import NotAsRequired, NotRun
from labcert.domain.sut import Manual
from labcert.ports import OutboxEntry, Refused, Sent
from labcert.ports.tester import Answer, AnswerKind, Task
from tests.support.recording import RecordingSink
from tests.support.tester import DONE, ScriptedTester
from tests.unit.adapters.test_folder import KeepingHub, message
from tests.unit.adapters.vendor_programs import CASE


def handed(data, name="svar.xml", reason=""):
    """An answer with a file."""
    return Answer(AnswerKind.DONE, reason, data, name)


class Desk:
    """The adapter with a tester who answers so."""

    def __init__(self, *answers):
        self.tester, self.hub, self.sink = ScriptedTester(list(answers)), KeepingHub(), RecordingSink()
        self.lps = ManualAdapter(Manual(1800.0), self.hub, self.sink, self.tester)


def test_the_file_that_is_handed_over_is_sent_on():
    """Byte for byte; what to enter stands in the question."""
    desk = Desk(handed(message()), handed(message("E2", ("L2",))))
    first = desk.lps.send(CASE)
    assert (first, desk.lps.correct(CASE, first)) == (Sent("E1", ("L1",)), Sent("E2", ("L2",)))
    assert desk.hub.taken == [message(), message("E2", ("L2",))]
    assert [(one.task, one.wants_file, one.seconds) for one in desk.tester.asked] == [(Task.SEND, True, 1800.0), (Task.CORRECT, True, 1800.0)]
    assert ("Prøve", "Rekvirentens prøvenummer", "LC1") in desk.tester.asked[0].sheet
    assert "E1" in desk.tester.asked[1].text


def test_a_message_sent_again_goes_with_the_answer_about_the_time_that_went():
    """The letter is known, the envelope is new: one answer, sent twice."""
    desk = Desk(handed(message()), handed(message("E2"), reason="leveret. Afventer kvittering"), handed(b"%PDF-1.7", "udbakke.pdf", "afvist: Ukendt <kode>"))
    desk.lps.send(CASE)
    desk.lps.work(30)
    assert desk.lps.outbox() == (OutboxEntry("E1", ("L1",), "delivered", "Afventer kvittering", "", 2, ("E1", "E2")),)
    desk.lps.work()
    assert b"Ukendt &lt;kode&gt;" in desk.lps.outbox_page()
    assert [entry.state for entry in desk.lps.outbox()] == ["refused"]
    assert [kind for name, kind, _data in desk.sink.kept if name == "Skærmbilledet fra testeren: udbakke.pdf"] == ["application/pdf"]
    assert "hente sine kvitteringer" in desk.tester.asked[-1].text


def test_a_page_handed_over_is_the_page():
    """A system whose outbox is HTML can be shown as it is."""
    desk = Desk(handed(message()), handed(b"<!DOCTYPE html><p>Udbakke", "udbakke.html", "1. accepteret: Kvitteret"))
    desk.lps.send(CASE)
    assert desk.lps.outbox_page() == b"<!DOCTYPE html><p>Udbakke"


def test_nothing_is_asked_about_an_outbox_of_nothing():
    """Before anything is sent there is nothing to see."""
    assert Desk().lps.outbox() == ()


def test_a_refusal_and_a_deletion_that_is_refused():
    """What the screen says is the reason."""
    desk = Desk(Answer(AnswerKind.REFUSED, " For lang "), Answer(AnswerKind.REFUSED, "Svaret er delt"), DONE)
    assert desk.lps.send(CASE) == Refused("For lang")
    assert desk.lps.delete(Sent("E1", ("L1",))) == Refused("Svaret er delt")
    assert desk.lps.delete(Sent("E1", ("L1",))) == Sent("E1", ("L1",))


@pytest.mark.parametrize("answer", [None, Answer(AnswerKind.CANNOT, "ingen strøm"), DONE], ids=["late", "cannot", "no file"])
def test_without_a_file_the_step_is_not_run(answer):
    """Whatever hindered the tester, the system has shown nothing."""
    with pytest.raises(NotRun) as raised:
        Desk(answer).lps.send(CASE)
    assert raised.value.exit_code == 4


@pytest.mark.parametrize("data", [b"UNB+UNOC:3'", b"<html>", b" " * (MOST_BYTES + 1)], ids=["EDIFACT", "HTML", "huge"])
def test_a_file_that_is_no_message_is_the_systems_failure(data):
    """It was asked for a message, and made something else."""
    desk = Desk(handed(data))
    with pytest.raises(NotAsRequired) as raised:
        desk.lps.send(CASE)
    assert (raised.value.findings[0].rule, desk.hub.taken) == (FILE_RULE, [])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n0", "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"), (b"%PDF-1.4", "application/pdf"),
        (b"\xef\xbb\xbf\n<!DOCTYPE HTML>", "text/html"), (b"<?xml version='1.0'?>", "application/xml"), (b"", "text/plain"),
        (b"GIF89a", "image/gif"), (b"hej", "text/plain"),
    ],
)  # fmt: skip
def test_what_a_file_is_stands_in_its_first_bytes(data, kind):
    """Its name may say anything."""
    assert media_type_of(data) == kind
