"""A folder that a system exports into: each file is taken once, when it is whole, and sent on as it is."""

import os
import sys
import threading
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from labcert.adapters.folder import FolderAdapter
from labcert.adapters.handover import FILE_RULE, MOST_BYTES, MessageFile, read_message
from labcert.adapters.pickup import ENDLESS_TIMES, Found, Pickup
from labcert.domain.errors import NotAsRequired, NotRun, SetupFault, ToolFault
from labcert.domain.sut import Folder
from labcert.ports import Delivery, OutboxEntry, Refused, Sent
from labcert.ports.tester import Answer, AnswerKind, Task
from tests.support.recording import RecordingSink
from tests.support.tester import DONE, ScriptedTester
from tests.unit.adapters.vendor_programs import CASE

NAMESPACE = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
SETTLE = 0.05


def message(envelope="E1", letters=("L1",), sample="LC1"):
    """A message with no more in it than identifies it."""
    bodies = "".join(
        f"<LaboratoryReport><Letter><Identifier>{letter}</Identifier></Letter>"
        f"<RequisitionInformation><Sample><RequesterSampleIdentifier>{sample}</RequesterSampleIdentifier></Sample></RequisitionInformation></LaboratoryReport>"
        for letter in letters
    )
    return f'<Emessage xmlns="{NAMESPACE}"><Envelope><Identifier>{envelope}</Identifier></Envelope>{bodies}</Emessage>\n'.encode()


@dataclass
class KeepingHub:
    """Takes every message (or answers `status`; None: not at all) and keeps it."""

    status: int | None = 202
    taken: list[bytes] = field(default_factory=list)

    def deliver(self, data):
        """Take the bytes."""
        self.taken.append(data)
        if self.status is None:
            raise ToolFault("PLSP svarede ikke.")
        return Delivery(self.status, str(len(self.taken)), {})


class Patient:
    """A tester who does something, and then waits until it has been seen."""

    def __init__(self, does, seconds=5.0):
        self.does, self.seconds = does, seconds

    def ask(self, _question, seen=lambda: False):
        """Wait like the real mailbox does."""
        self.does()
        deadline = time.monotonic() + self.seconds
        while time.monotonic() < deadline:
            if seen():
                return DONE
            time.sleep(0.02)
        return None


class Desk:
    """A folder with the adapter on it."""

    def __init__(self, folder, tester, hub=None, **settings):
        self.folder, self.tester, self.hub, self.sink = folder, tester, hub or KeepingHub(), RecordingSink()
        self.lps = FolderAdapter(Folder(**{"path": str(folder), "settle": SETTLE, **settings}), self.hub, self.sink, tester)

    def names(self, below="."):
        """The names of the files in the folder or one below it; the stamp is left out."""
        place = self.folder / below
        return sorted(path.name.split("-", 3)[-1] for path in place.iterdir() if path.is_file()) if place.is_dir() else []


@pytest.fixture
def folder(tmp_path):
    """The folder that the system exports into."""
    place = tmp_path / "eksport"
    place.mkdir()
    return place


def puts(folder, **files):
    """Answer DONE after having put files into the folder."""

    def put(_question=None):
        for name, data in files.items():
            (folder / f"{name}.xml").write_bytes(data)
        return DONE

    return put


def test_a_file_is_seen_sent_on_and_moved_away(folder):
    """The tester need not say that it is sent; what the hub gets is the file, byte for byte."""
    desk = Desk(folder, Patient(puts(folder, svar=message())))
    assert desk.lps.send(CASE) == Sent("E1", ("L1",))
    assert desk.hub.taken == [message()]
    assert (desk.names(), desk.names("sendt"), desk.names("afvist")) == ([], ["svar.xml"], [])


def test_the_tester_is_told_what_to_enter_and_where_to_put_it(folder):
    """The question has the sheet of the case, the folder and the time limit."""
    tester = ScriptedTester([puts(folder, svar=message())])
    Desk(folder, tester, seconds=77.0).lps.send(replace(CASE, instruction="Opret et CRP-svar."))
    (question,) = tester.asked
    assert (question.step, question.task, question.seconds) == ("TP-4.2.01", Task.SEND, 77.0)
    assert str(folder) in question.text
    assert question.text.endswith("Opret et CRP-svar.")
    assert ("Patient", "CPR-nummer", "251248-9996") in question.sheet


def test_a_correction_and_a_resending_are_known_as_such(folder):
    """A correction is a new answer; the same letter in a new envelope is the answer again."""
    tester = ScriptedTester([
        puts(folder, a=message()), puts(folder, b=message("E2", ("L2",))),
        lambda _: (puts(folder, c=message("E3", ("L2",)))(), Answer(AnswerKind.DONE, "accepteret: Svaret er kvitteret\nventende - Sendt igen"))[1],
    ])  # fmt: skip
    lps = Desk(folder, tester).lps
    first = lps.send(CASE)
    assert lps.correct(CASE, first) == Sent("E2", ("L2",))
    lps.work(30)
    assert lps.outbox() == (
        OutboxEntry("E1", ("L1",), "accepted", "Svaret er kvitteret", "", 1, ("E1",)),
        OutboxEntry("E2", ("L2",), "waiting", "Sendt igen", "", 2, ("E2", "E3")),
    )
    assert [question.task for question in tester.asked] == [Task.SEND, Task.CORRECT, Task.WORK]
    assert "E1" in tester.asked[1].text


def test_what_a_deletion_exports_is_sent_on_too(folder):
    """A system that shares a deletion shall be seen doing it."""
    tester = ScriptedTester([puts(folder, a=message()), puts(folder, sletning=message("E2", ("L1",)))])
    desk = Desk(folder, tester)
    sent = desk.lps.send(CASE)
    assert desk.lps.delete(sent) == sent
    assert desk.hub.taken == [message(), message("E2", ("L1",))]


def test_a_refusal_is_what_the_screen_says(folder):
    """Nothing is sent; a CPR in the words is masked unless it is the test person's."""
    desk = Desk(folder, ScriptedTester([Answer(AnswerKind.REFUSED, "Værdien for 2512489996 er for lang (311299-0000)")]))
    assert desk.lps.send(CASE) == Refused("Værdien for 2512489996 er for lang (311299-xxxx)")
    assert desk.hub.taken == []


def test_a_file_from_before_is_named_and_left(folder):
    """Nobody knows what it belongs to."""
    (folder / "gammel.xml").write_bytes(message("E0"))
    desk = Desk(folder, ScriptedTester([puts(folder, svar=message())]))
    assert desk.lps.send(CASE) == Sent("E1", ("L1",))
    assert (desk.names(), "Filen gammel.xml lå i mappen i forvejen og bliver ikke taget." in desk.sink.notes) == (["gammel.xml"], True)


def test_an_old_file_that_is_written_anew_is_a_new_one(folder):
    """A system may always export to the same name."""
    (folder / "svar.xml").write_bytes(message("E0"))
    assert Desk(folder, ScriptedTester([puts(folder, svar=message("E1", ("L1", "L2")))])).lps.send(CASE) == Sent("E1", ("L1", "L2"))


def test_unfinished_and_hidden_files_and_folders_are_not_looked_at(folder):
    """Programs write under another name first."""
    (folder / "sendt").mkdir()
    for name in (".svar.xml", "svar.xml.tmp", "svar.xml.part", "svar.xml~"):
        (folder / name).write_bytes(message("E9"))
    pickup = Pickup(folder, 0.0, MOST_BYTES)
    pickup.begin()
    for name in (".svar.xml", "svar.xml.TMP", "x.part", "svar.xml~"):
        (folder / name).write_bytes(message("E8"))
    (folder / "link.xml").symlink_to(folder / ".svar.xml")
    assert (pickup.look(), pickup.unfinished()) == ((), ())


def test_several_files_at_once_are_all_sent_and_the_cases_own_is_the_answer(folder):
    """Which one the case asked for is known by the requester's sample number."""
    files = {"a": message("E8", ("L8",), "LC9"), "b": message("E1", ("L1",)), "c": message("E9", ("L9",), "LC9")}
    desk = Desk(folder, ScriptedTester([puts(folder, **files)]))
    assert desk.lps.send(CASE) == Sent("E1", ("L1",))
    assert sorted(desk.hub.taken) == sorted(files.values())
    assert "Der kom 3 filer på én gang; de er alle sendt." in desk.sink.notes


def test_something_else_than_asked_is_sent_on_for_the_steps_to_judge(folder):
    """It is what the system sent."""
    other = message("E7", ("L7",), "ANDEN")
    desk = Desk(folder, ScriptedTester([puts(folder, a=other)]))
    assert (desk.lps.send(CASE), desk.hub.taken) == (Sent("E7", ("L7",)), [other])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "Filen svar.xml er tom."), (b"UNB+UNOC:3+1'", "Filen svar.xml er ikke en Emessage."),
        (b"<html></html>", "Filen svar.xml er ikke en Emessage."),
        (f'<Emessage xmlns="{NAMESPACE}"><Envelope/></Emessage>'.encode(), "Filen svar.xml mangler kuvertens nummer."),
        (message("E1", ()), "Filen svar.xml mangler breve med et nummer."),
        (b"x" * (MOST_BYTES + 1), f"Filen svar.xml er på {MOST_BYTES + 1} byte; PLSP tager højst {MOST_BYTES}."),
    ],
    ids=["empty", "EDIFACT", "HTML", "no envelope", "no letter", "huge"],
)  # fmt: skip
def test_a_file_that_is_no_message_is_told_as_what_it_is(folder, data, told):
    """It is kept as evidence, moved out of the way, and never sent."""
    desk = Desk(folder, ScriptedTester([puts(folder, svar=data)]))
    with pytest.raises(NotAsRequired) as raised:
        desk.lps.send(CASE)
    (finding,) = raised.value.findings
    assert (finding.rule, finding.actual) == (FILE_RULE, told)
    assert (desk.hub.taken, desk.names(), desk.names("afvist")) == ([], [], ["svar.xml"])
    assert [kept[2] for kept in desk.sink.kept if "svar.xml" in kept[0]] == ([data] if len(data) <= MOST_BYTES else [])


def test_broken_xml_goes_to_the_hub_which_says_so(folder):
    """The identifiers are read as far as they stand; judging the message is not the adapter's."""
    broken = message().replace(b"</RequisitionInformation>", b"")
    hub = KeepingHub(status=400)
    desk = Desk(folder, ScriptedTester([puts(folder, svar=broken)]), hub)
    assert (desk.lps.send(CASE), hub.taken, desk.names("afvist")) == (Sent("E1", ("L1",)), [broken], ["svar.xml"])


def test_a_hub_that_does_not_answer_is_told_and_the_step_goes_on(folder):
    """A step may have switched it off, to see what the system does then."""
    desk = Desk(folder, ScriptedTester([puts(folder, svar=message())]), KeepingHub(status=None))
    assert desk.lps.send(CASE) == Sent("E1", ("L1",))
    assert "Filen svar.xml kunne ikke afleveres: PLSP svarede ikke." in desk.sink.notes


def test_sent_says_the_tester_and_nothing_came(folder):
    """That is the system's failure."""
    with pytest.raises(NotAsRequired) as raised:
        Desk(folder, ScriptedTester([DONE])).lps.send(CASE)
    assert "kom ingen fil" in raised.value.findings[0].actual


def test_time_is_up_with_half_a_file_there(folder):
    """The step is not run, and the file is named."""
    tester = Patient(lambda: (folder / "halv.xml").write_bytes(message()[:-5]), seconds=0.1)
    with pytest.raises(NotRun, match=r"halv\.xml"):
        Desk(folder, tester, settle=5.0).lps.send(CASE)


def test_a_file_is_taken_once(folder):
    """The next answer is not the last one again."""
    desk = Desk(folder, ScriptedTester([puts(folder, svar=message()), puts(folder, svar=message("E2", ("L2",)))]))
    assert (desk.lps.send(CASE), desk.lps.send(CASE)) == (Sent("E1", ("L1",)), Sent("E2", ("L2",)))
    assert desk.names("sendt") == ["svar.xml", "svar.xml"]


# ------------------------------------------------------------------------------------------------- when is a file whole?

class Watch:
    """A pickup with a clock of the test's own."""

    def __init__(self, folder, settle=10.0):
        self.time = 0.0
        self.pickup = Pickup(folder, settle, 1000, clock=lambda: self.time, now=lambda: datetime(2026, 3, 18, 9, 30, 5, tzinfo=UTC))
        self.pickup.begin()

    def at(self, seconds):
        """Look at a time."""
        self.time = seconds
        return self.pickup.look()


def test_a_file_that_still_grows_is_not_taken(folder):
    """The waiting begins anew with each change."""
    watch, path = Watch(folder), folder / "svar.xml"
    path.write_bytes(message())
    assert (watch.at(0), watch.at(9.9), watch.pickup.unfinished()) == ((), (), ("svar.xml",))
    path.write_bytes(message() + b" ")
    assert (watch.at(15), watch.at(24), watch.at(25)) == ((), (), ("svar.xml",))


@pytest.mark.parametrize("data", [message()[:-12], b"", b"<Emessage/>"], ids=["half", "empty", "other end"])
def test_a_file_without_a_messages_end_is_waited_for_longer(folder, data):
    """A slow network may stop in the middle; nothing is waited for for ever."""
    (folder / "svar.xml").write_bytes(data)
    watch = Watch.__new__(Watch)
    watch.time = 0.0
    watch.pickup = Pickup(folder, 10.0, 1000, clock=lambda: watch.time)
    assert (watch.at(0), watch.at(ENDLESS_TIMES * 10 - 1), watch.at(ENDLESS_TIMES * 10)) == ((), (), ("svar.xml",))


@pytest.mark.parametrize("tail", [b"", b"\r\n\t", b"<!-- slut -->\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_the_end_of_a_message_is_known_in_any_encoding(folder, tail, encoding):
    """White space and comments may follow, a prefix may stand in the tag."""
    watch = Watch(folder)
    (folder / "svar.xml").write_bytes(("<m:Emessage></m:Emessage>" + tail.decode()).encode(encoding))
    assert (watch.at(0), watch.at(10)) == ((), ("svar.xml",))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells who has a file open")
def test_a_file_that_is_open_for_writing_is_not_taken(folder):
    """Who reads it does no harm."""
    watch, path = Watch(folder), folder / "svar.xml"
    with path.open("wb") as file:
        file.write(message())
        file.flush()
        assert (watch.at(0), watch.at(20)) == ((), ())
    with path.open("rb"):
        assert watch.at(21) == ("svar.xml",)


def test_a_moved_file_has_a_stamp_and_never_covers_another(folder):
    """Date, time, a number, and the name it came with."""
    watch = Watch(folder)
    for number in (1, 2):
        (folder / "svar.xml").write_bytes(b"x" * number)
        assert watch.pickup.read("svar.xml") == Found("svar.xml", number, b"x" * number)
        assert watch.pickup.move("svar.xml", "sendt") == f"sendt/20260318-093005-00{number}-svar.xml"
    assert len(list((folder / "sendt").iterdir())) == 2


def test_a_huge_file_is_not_read(folder):
    """Its size is enough to know."""
    watch = Watch(folder)
    (folder / "stor.xml").write_bytes(b"x" * 1001)
    assert watch.pickup.read("stor.xml") == Found("stor.xml", 1001, b"")


@pytest.mark.parametrize("broken", ["gone", "a file"])
def test_a_folder_that_is_not_there_is_a_fault_of_the_set_up(folder, broken):
    """Said at once, with what to look at."""
    folder.rmdir()
    if broken == "a file":
        folder.write_bytes(b"")
    with pytest.raises(SetupFault) as raised:
        Desk(folder, ScriptedTester([DONE])).lps.send(CASE)
    assert raised.value.where == folder.name
    assert "path" in raised.value.remedy


def test_a_folder_that_vanishes_while_we_wait_is_a_fault_of_the_set_up(folder):
    """A network drive that goes away says nothing about the system."""
    with pytest.raises(SetupFault):
        Desk(folder, Patient(folder.rmdir)).lps.send(CASE)


def test_a_right_that_is_missing_is_told_in_words(folder, monkeypatch):
    """It must be possible to move files away."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SetupFault, match="ikke ret til at skrive"):
        Desk(folder, ScriptedTester([DONE])).lps.send(CASE)


def test_a_slow_writer_is_waited_for(folder):
    """A file that comes in pieces is sent whole."""
    data = message()

    def write():
        with (folder / "svar.xml").open("wb") as file:
            for start in range(0, len(data), 100):
                file.write(data[start : start + 100])
                file.flush()
                time.sleep(0.03)

    desk = Desk(folder, Patient(lambda: threading.Thread(target=write).start()))
    assert (desk.lps.send(CASE), desk.hub.taken) == (Sent("E1", ("L1",)), [data])


# ------------------------------------------------------------------------------------------------ reading what identifies

def test_what_identifies_a_message_is_read_from_any_namespace():
    """Envelope, letters and sample numbers, without white space around them."""
    data = message(" E1\n", ("L1", "L2")).replace(b"2014/10/08", b"2011/06/15")
    assert read_message(data) == MessageFile("E1", ("L1", "L2"), ("LC1", "LC1"))


def test_an_entity_is_never_expanded():
    """A file handed over by a stranger opens nothing."""
    data = b'<!DOCTYPE Emessage [<!ENTITY x SYSTEM "file:///etc/hostname">]>' + message("&x;")
    read = read_message(data)
    assert read is None or read.envelope == ""
