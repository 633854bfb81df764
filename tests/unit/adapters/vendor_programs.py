"""Small programs that play a vendor's, and a case for them."""

import sys
from pathlib import Path

from labcert.adapters.executable import ExecutableAdapter
from labcert.domain.case import Case, Patient, Requester, Result, Sample, Sender
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
