"""The examples for vendors, and each kind of adapter, over real HTTP against real hosts."""

import json
import shutil
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import datetime

import pytest

from labcert.adapters.executable import ExecutableAdapter
from labcert.adapters.folder import FolderAdapter
from labcert.adapters.hosts import start_hosts
from labcert.adapters.http_databank import HttpDatabank
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.manual import ManualAdapter
from labcert.domain.case import Case
from labcert.domain.suite import suite_root
from labcert.domain.sut import Executable, Folder, Manual
from labcert.ports import Refused, Sent
from labcert.ports.tester import Answer, AnswerKind
from labcert.protocol.cases import case_from_json, for_run
from sut.reference import ReferenceLps
from sut.reference.message import build
from tests.support.recording import RecordingSink
from tests.support.tester import ScriptedTester

ROOT = suite_root()
EXAMPLES = ROOT / "sut" / "examples"
TOOLS = ("sh", "awk", "iconv", "curl")
needs_shell = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"needs {', '.join(TOOLS)}")
PROGRAMS = {
    "reference": ("-m", "sut.reference"), "reference, lines": ("-m", "sut.reference"),
    "example": (str(EXAMPLES / "program.py"),), "example, lines": (str(EXAMPLES / "program.py"),),
}  # fmt: skip
ALL = ("send", "correct", "delete", "work", "outbox")


def case(step: str, mark: str) -> Case:
    """A case of the protocols, with sample numbers of its own."""
    return for_run(case_from_json((ROOT / "fixtures" / "cases" / f"{step}.json").read_bytes()), mark)


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    """Hosts that all tests of the module share."""
    with start_hosts(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def world(hosts):
    """The hub and LABA, asked directly."""
    hub = HttpHub(hosts.addresses["plsp"], RecordingSink(), token=hosts.token)
    laba = HttpDatabank("LABA", hosts.addresses["laba"], RecordingSink(), token=hosts.token)
    yield hub, laba
    hub.close()
    laba.close()


def corrected(laba, asked):
    """Versions and correction marks of what LABA holds of a case."""
    (held,) = laba.answers(asked.patient.identifier, asked.sample.requester_number)
    return [(version.number, version.corrected) for version in held.versions]


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_with_every_ability_goes_all_the_way(hosts, world, tmp_path, program):
    """Sent, seen as accepted, corrected, not deleted: one-shot and line by line, the reference and the example."""
    hub, laba = world
    mode = "lines" if "lines" in program else "once"
    settings = Executable(
        (sys.executable, *PROGRAMS[program]), str(ROOT), 60.0, ALL, mode,
        {"REFERENCE_LPS_DATA": str(tmp_path), "PRACTICE_DATA": str(tmp_path)},
    )  # fmt: skip
    lps = ExecutableAdapter(settings, hosts.addresses["plsp"], RecordingSink(), None)
    asked = case("TP-4.2.07", f"P{list(PROGRAMS).index(program)}")
    try:
        sent = lps.send(asked)
        assert [letter.state for letter in hub.message(sent.envelope).letters] == ["accepted"]
        lps.work()
        assert [(one.envelope, one.state, one.envelopes) for one in lps.outbox()] == [(sent.envelope, "accepted", (sent.envelope,))]
        assert lps.outbox_page().startswith(b"<!doctype html>")
        again = lps.correct(asked.further["rettelse"], sent)
        assert hub.message(again.envelope).letters[0].state == "accepted"
        assert corrected(laba, asked) == [(1, False), (2, True)]
        assert isinstance(lps.delete(sent), Refused)
        assert isinstance(lps.send(case("TP-4.2.12", "P9")), Refused)
    finally:
        lps.close()


@needs_shell
def test_the_shell_example_sends_and_corrects(hosts, world):
    """What plain shell, awk and curl can do: XRPT01 accepted and corrected, microbiology and long values refused."""
    hub, laba = world
    lps = ExecutableAdapter(Executable(("./lps.sh",), str(EXAMPLES / "shell")), hosts.addresses["plsp"], RecordingSink(), None)
    asked = case("TP-4.2.07", "SH")
    sent = lps.send(asked)
    assert [letter.state for letter in hub.message(sent.envelope).letters] == ["accepted"]
    again = lps.correct(asked.further["rettelse"], sent)
    assert hub.message(again.envelope).letters[0].state == "accepted"
    assert corrected(laba, asked) == [(1, False), (2, True)]
    assert lps.send(case("TP-4.2.12", "SH")) == Refused("Værdien er for lang: der er plads til 12 tegn.")
    microbiology = replace(asked, results=tuple(replace(one, specialty="microbiology") for one in asked.results))
    assert lps.send(microbiology) == Refused("Eksemplet kan kun sende klinisk biokemi.")


def letters_of_protocols():
    """Every answer of the protocols' cases that is clinical biochemistry alone and may be sent."""
    for file in sorted((ROOT / "fixtures" / "cases").glob("*.json")):
        whole = case_from_json(file.read_bytes())
        for one in (whole, *whole.further.values()):
            if all(result.specialty == "biochemistry" and len(result.value) <= 12 for result in one.results):
                yield one


@needs_shell
def test_the_shell_example_writes_what_the_reference_system_writes(tmp_path):
    """Two systems with nothing in common make the same message, character by character, of every such case."""
    lps, file = ReferenceLps("http://127.0.0.1:9"), tmp_path / "CASE.json"
    different = []
    for one in letters_of_protocols():
        plain = replace(one, encoding="UTF-8")
        file.write_text(json.dumps(asdict(plain), ensure_ascii=False, indent=2), encoding="utf-8")
        words = ["awk", "-v", "envelope=E1", "-v", "letter=L1", "-v", "sent=2026-03-18T09:30", "-f", EXAMPLES / "shell" / "xrpt01.awk", file]
        shell = subprocess.run(words, capture_output=True, env={"LC_ALL": "C"}, check=True).stdout
        reference = build(lps, json.loads(file.read_bytes()), "E1", ("L1",), datetime(2026, 3, 18, 9, 30))  # noqa: DTZ001 - local
        if shell.splitlines()[1:] != reference.splitlines()[1:]:
            different.append(one.step)
    lps.close()
    assert different == []


def exported(asked, envelope):
    """The message of a case as a file of a system that can only export."""
    lps = ReferenceLps("http://127.0.0.1:9")
    try:
        return build(lps, json.loads(json.dumps(asdict(asked))), envelope, (f"L{envelope}",), datetime(2026, 3, 18, 9, 30))  # noqa: DTZ001 - local
    finally:
        lps.close()


def test_a_folder_goes_all_the_way(hosts, world, tmp_path):
    """What is exported comes to the databank, and lies in `sendt` afterwards; what the hub turns away in `afvist`."""
    hub, laba = world
    asked = case("TP-4.2.07", "FO")

    def exports(name, data):
        def export(_question):
            (tmp_path / name).write_bytes(data)
            return Answer(AnswerKind.DONE)

        return export

    broken = exported(asked, "EFO3").replace(b"XR0131K", b"XR9999K")
    tester = ScriptedTester([
        exports("a.xml", exported(asked, "EFO1")), exports("b.xml", exported(asked.further["rettelse"], "EFO2")), exports("c.xml", broken),
    ])  # fmt: skip
    lps = FolderAdapter(Folder(str(tmp_path), settle=0.1), hub, RecordingSink(), tester)
    sent = lps.send(asked)
    assert sent == Sent("EFO1", ("LEFO1",))
    assert lps.correct(asked.further["rettelse"], sent) == Sent("EFO2", ("LEFO2",))
    assert [letter.state for letter in hub.message("EFO2").letters] == ["accepted"]
    assert corrected(laba, asked) == [(1, False), (2, True)]
    assert lps.send(asked) == Sent("EFO3", ("LEFO3",))
    assert hub.turned_away("EFO3")
    assert [len(list((tmp_path / below).iterdir())) for below in ("sendt", "afvist")] == [2, 1]


def test_a_file_handed_over_goes_all_the_way(hosts, world):
    """The manual adapter sends on what the tester hands over."""
    hub, laba = world
    asked = case("TP-4.2.07", "MA")
    tester = ScriptedTester([Answer(AnswerKind.DONE, "", exported(asked, "EMA1"), "svar.xml")])
    assert ManualAdapter(Manual(), hub, RecordingSink(), tester).send(asked) == Sent("EMA1", ("LEMA1",))
    assert [letter.state for letter in hub.message("EMA1").letters] == ["accepted"]
    assert corrected(laba, asked) == [(1, False)]


def test_the_example_is_short():
    """A vendor reads it in a minute: 100 lines at most."""
    assert len((EXAMPLES / "program.py").read_text(encoding="utf-8").splitlines()) <= 100


def test_the_clock_of_the_reference_goes_on_between_processes(tmp_path):
    """A system that is called once for each thing to do sends again after 30 minutes, twice, and then gives up."""
    environment = {"REFERENCE_LPS_DATA": str(tmp_path), "PATH": ""}
    file = tmp_path / "CASE.json"
    file.write_text(json.dumps(asdict(case("TP-4.2.01", "CL"))), encoding="utf-8")

    def call(*words):
        command = [sys.executable, "-m", "sut.reference", *words, "--hub", "http://127.0.0.1:9"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True)
        return json.loads(done.stdout)

    call("send", "--case", str(file))
    attempts = [[(one["attempts"], one["state"]) for one in call("work", "--minutes", "30")["answers"]] for _ in range(3)]
    assert attempts == [[(2, "waiting")], [(3, "failed")], [(3, "failed")]]
