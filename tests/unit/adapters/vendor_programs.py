"""Small programs that play a vendor's, and a case for them."""

import json
import sys
from pathlib import Path

import pytest

from labcert.adapters.executable import ExecutableAdapter
from labcert.domain.case import Case, Patient, Requester, Result, Sample, Sender
from labcert.domain.errors import NotAsRequired
from labcert.domain.outcome import Severity
from labcert.domain.sut import Executable
from labcert.ports import Sent
from tests.support.recording import RecordingSink

CASE = Case(
    "TP-4.2.01", Patient("nancy-ann", "Nancy Ann Test", "Berggren", cpr="2512489996"),
    Sender("5790000147465", "045861", "ydernummer", "Lægehuset Æblegården"),
    Requester("5790001382445", "5790001382445", "lokationsnummer", "MedComs testcenter"),
    Sample("LC1", "LAB1", "PRO1", "2025-12-01T08:15", "2025-12-01T08:20", "2025-12-01T08:30", "2025-12-01T08:35"),
    (Result("NPU19748", "iupac", "SST", "P—C-reaktivt protein", "biochemistry", "CRP;P", value="31", unit="mg/L"),),
)  # fmt: skip
SENT = Sent("E1", ("L1",))
HUB = "http://127.0.0.1:9"
ALL = ("send", "correct", "delete", "work", "outbox")
SAYS_SENT = 'print(\'{"envelope": "E1", "letters": ["L1"]}\')\n'


class Vendor:
    """A program of the test's own in a folder, with the adapter around it and what that kept."""

    def __init__(self, place: Path, code: str, tester=None, machine=None, security=(), **settings):
        (place / "program.py").write_text("import json, os, sys, time\n" + code, encoding="utf-8")
        self.folder, self.sink, self.tester = place, RecordingSink(), tester
        plain = {"command": (sys.executable, "-S", "program.py"), "folder": str(place), "seconds": 20.0}
        self.settings = Executable(**{**plain, **settings})
        machine = {} if machine is None else {"environment": machine}
        self.adapter = ExecutableAdapter(self.settings, HUB, self.sink, tester, *security, **machine)

    def kept(self, name):
        """The evidence with a name, as one text."""
        return "\n".join(data.decode("utf-8", "replace") for title, _kind, data in self.sink.kept if title == name)


def failure(vendor, do=lambda adapter: adapter.send(CASE)):
    """Do something that must fail, and return the finding."""
    with pytest.raises(NotAsRequired) as raised:
        do(vendor.adapter)
    (finding,) = raised.value.findings
    assert finding.severity is Severity.F1
    return finding


ECHO = """
case = sys.argv[sys.argv.index("--case") + 1] if "--case" in sys.argv else None
seen = {"words": sys.argv[1:], "case": open(case, "rb").read().decode() if case else None, "at": case}
with open("seen.json", "a") as file: file.write(json.dumps(seen) + chr(10))
"""


def seen(vendor):
    """What the program was called with, call by call."""
    return [json.loads(line) for line in (vendor.folder / "seen.json").read_text().splitlines()]
