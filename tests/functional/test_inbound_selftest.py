"""A whole self-test of a system that sends by itself, over HTTPS with certificates and a token, as sut.yaml says."""

import contextlib
import dataclasses
import json
import socket
from datetime import UTC, datetime

import pytest

from labcert.adapters.mailbox import Mailbox
from labcert.adapters.practice_authority import make_certificates
from labcert.adapters.sut_file import read_sut
from labcert.domain.errors import SetupFault
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.ports.tester import Answer, AnswerKind, Task
from labcert.protocol.load import load_suite
from labcert.runner.certifying import Telling
from labcert.runner.early import Children
from labcert.runner.hosting import starting_for
from labcert.runner.planning import Wish, plan
from labcert.runner.selftest import Wanted, self_test
from sut.reference import ReferenceLps
from sut.reference.hub import Access

STEP = "TP-4.3.13"
TOKEN = "invented-for-this-test"
SUT = """vendor: {{name: Leverandøren A/S}}
system: {{name: LægeSystemet, version: '1.0'}}
standards: [XRPT01, XRPT05]
adapter: {{kind: inbound, seconds: 30}}
security: {{ca: x/ca.pem, certificate: x/labcert.pem, key: x/labcert.key, token_from: LPS_TOKEN}}
listen: {{port: {port}, certificate: x/hub.pem, key: x/hub.key}}
"""


@pytest.fixture
def sut(tmp_path, monkeypatch):
    """A description of a system that knows the hub's address before it starts, with certificates beside it."""
    monkeypatch.setenv("LPS_TOKEN", TOKEN)
    make_certificates(tmp_path / "x", ["LPS"], datetime.now(UTC))
    (tmp_path / "sut.yaml").write_text(SUT.format(port=five_ports()), "utf-8")
    return read_sut(tmp_path / "sut.yaml")


def five_ports():
    """Return the first of five free ports in a row."""
    for first in range(21000, 60000, 7):
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            for port in range(first, first + 5):
                stack.enter_context(socket.create_server(("127.0.0.1", port)))
            return first
    raise AssertionError("no ports")


class Person:
    """A person with a system of their own, who does what is asked; `wont` is what the system says instead of sending."""

    def __init__(self, suite, folder, sut, *, wont=""):
        self.box, self.wont, self.asked = Mailbox(folder / "box"), wont, []
        self._cases = {step.id: step.case for step in suite.steps}
        self._access = Access(TOKEN, sut.security.ca, str(folder / "x/lps.pem"), str(folder / "x/lps.key"))
        self._address = f"https://localhost:{sut.listen.port + 1}"

    def look(self):
        """Answer what waits; an answer that was sent needs no words."""
        for id, question, _left in self.box.pending():
            if id in [known for known, _question in self.asked]:
                continue
            self.asked.append((id, question))
            if self.wont:
                self.box.reply(id, Answer(AnswerKind.REFUSED, self.wont))
            elif question.task is Task.SEND:
                self._send(question)
            else:
                self.box.reply(id, Answer(AnswerKind.CANNOT, "ikke nu"))

    def _send(self, question):
        (number,) = [value for _group, field, value in question.sheet if field == "Rekvirentens prøvenummer"]
        case = self._cases[question.step]
        case = dataclasses.replace(case, sample=dataclasses.replace(case.sample, requester_number=number))
        with contextlib.closing(ReferenceLps(self._address, access=self._access)) as system:
            system.send(json.loads(json.dumps(dataclasses.asdict(case))))


def run(sut, folder, **tester):
    """Run one step; return its verdict and who was asked."""
    suite = load_suite(suite_root())
    planned = plan(suite, Wish("laba", sut, folder / "pakke", (STEP,), "", ""))
    person = Person(suite, folder, sut, **tester)
    wanted = Wanted(allure=False, mailbox=str(folder / "box"), tell=Telling(look=person.look))
    result = self_test(planned, wanted, Children(suite_root(), start=starting_for(sut)))
    (step,) = [each for each in result.verdict.steps if each.id == STEP]
    return step, person, result


def test_a_system_that_sends_by_itself_is_tested_over_https(sut, tmp_path):
    """The tester is asked once, sends from a system with its own certificate and the token, and the step is Ok."""
    step, person, result = run(sut, tmp_path)
    assert (result.broke, step.outcome) == ("", Outcome.PASSED)
    assert [question.task for _id, question in person.asked] == [Task.SEND]
    assert f"https://127.0.0.1:{sut.listen.port + 1}" in person.asked[0][1].text
    journal = (tmp_path / "pakke/journals/plsp.jsonl").read_text("utf-8")
    assert '"certificate":"LPS"' in journal
    assert person.box.pending() == ()


def test_a_system_that_will_not_send_has_not_met_the_step(sut, tmp_path):
    """What the tester reads off the screen is the step's finding."""
    step, _person, result = run(sut, tmp_path, wont="Svaret kan ikke sendes.")
    assert (result.broke, step.outcome) == ("", Outcome.FAILED)
    assert "Svaret kan ikke sendes." in [finding.actual for finding in step.findings]


def test_a_port_that_is_taken_is_a_fault_of_the_set_up(sut, tmp_path):
    """Neither ours nor the system's: told with what to do."""
    with socket.create_server(("127.0.0.1", sut.listen.port)), pytest.raises(SetupFault, match="optaget"):
        starting_for(sut)(tmp_path / "data")


def test_a_token_that_is_not_set_is_a_fault_of_the_set_up(sut, tmp_path):
    """The hosts are not started without what the system will show."""
    with pytest.raises(SetupFault, match="LPS_TOKEN"):
        starting_for(sut, {})(tmp_path / "data")
