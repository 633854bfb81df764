"""A system that sends by itself, operated by a tester: real hosts, a mailbox between the run and the tester."""

import contextlib
import dataclasses
import json
import threading
import time

import pytest

from labcert.adapters.hosts import start_hosts
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.http_world import HttpFaults
from labcert.adapters.inbound import InboundAdapter
from labcert.adapters.mailbox import Mailbox
from labcert.domain.errors import NotAsRequired
from labcert.domain.suite import suite_root
from labcert.domain.sut import Inbound
from labcert.ports import Refused
from labcert.ports.tester import Answer, AnswerKind
from labcert.protocol.cases import case_from_json, for_run
from sut.reference import ReferenceLps
from tests.support.recording import RecordingSink


@pytest.fixture(scope="module")
def hosts(tmp_path_factory):
    """One hub for all."""
    with start_hosts(tmp_path_factory.mktemp("data")) as running:
        yield running


@pytest.fixture
def desk_of(hosts, tmp_path):
    """Make desks, and close what they opened."""
    with contextlib.ExitStack() as stack:

        def make(mark):
            one = Vendor(hosts, tmp_path / mark, mark)
            stack.callback(one.hub.close)
            return one

        yield make


def a_case(mark):
    """Return the first answer of the suite that a run with this mark asks for."""
    path = suite_root() / "fixtures" / "cases" / "TP-4.2.01.json"
    return for_run(case_from_json(path.read_bytes()), mark)


class Vendor:
    """A vendor's desk: a run that asks, and a tester with a system of their own, in a thread."""

    def __init__(self, hosts, folder, mark):
        self.evidence = RecordingSink()
        self.hub = HttpHub(hosts.addresses["plsp"], self.evidence, token=hosts.token)
        self.lps = InboundAdapter(
            Inbound(seconds=20), self.hub, self.evidence, Mailbox(folder), arrive=0.5, twice=0.3
        )
        self.case = a_case(mark)
        self.address, self.mark = hosts.addresses["plsp"], mark[:4]
        self.box = Mailbox(folder)

    def question(self):
        """Wait for what is asked."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if found := self.box.pending():
                return found[0]
            time.sleep(0.02)
        raise AssertionError("nothing was asked")

    def tester(self, do):
        """Do something at the desk once a question is there."""
        thread = threading.Thread(target=lambda: do(self.question().id))
        thread.start()
        return thread

    def enters(self, case=None):
        """Enter the answer into the system and send it."""
        asked = json.loads(json.dumps(dataclasses.asdict(case or self.case)))
        with contextlib.closing(ReferenceLps(hub=self.address, mark=self.mark)) as system:  # belongs to one thread
            return system.send(asked)

    def sends(self, do):
        """Run the question while the tester does something."""
        thread = self.tester(do)
        try:
            return self.lps.send(self.case)
        finally:
            thread.join()


def test_two_vendors_at_one_hub_do_not_mix(desk_of):
    """The same step, person and analyses at once: each run takes its own answer, and neither has to say "sent"."""
    desks = [desk_of("aaaa0"), desk_of("bbbb0")]
    replies, taken = {}, {}
    order = [desks[1], desks[0]]
    threads = [
        threading.Thread(target=lambda one=one: taken.update({id(one): one.lps.send(one.case)})) for one in desks
    ]
    for thread in threads:
        thread.start()
    for one in order:
        one.question()
    for one in order:
        replies[id(one)] = one.enters()
        time.sleep(0.5)
    for thread in threads:
        thread.join()
    for one in desks:
        assert taken[id(one)].envelope == replies[id(one)].envelope
        assert taken[id(one)].letters == tuple(replies[id(one)].letters)
        assert one.box.pending() == ()


def test_the_tester_s_words_come_back(desk_of):
    """The system won't: the reason comes across as the system's refusal."""
    desk = desk_of("cccc0")
    answer = Answer(AnswerKind.REFUSED, "CPR-nummeret mangler.")
    assert desk.sends(lambda id: desk.box.reply(id, answer)) == Refused("CPR-nummeret mangler.")


def test_said_sent_but_sent_something_else(desk_of):
    """The hub names the number that came instead."""
    desk = desk_of("dddd0")
    other = dataclasses.replace(
        desk.case, sample=dataclasses.replace(desk.case.sample, requester_number="TASTEFEJL-1")
    )

    def mistypes(id):
        desk.enters(other)
        desk.box.reply(id, Answer(AnswerKind.DONE))

    with pytest.raises(NotAsRequired) as error:
        desk.sends(mistypes)
    assert "TASTEFEJL-1" in error.value.findings[0].actual


@pytest.mark.parametrize(("kind", "mark"), [("unavailable", "eeee0"), ("drop", "ffff0")])
def test_a_system_that_tries_while_the_hub_is_down_has_sent(hosts, desk_of, kind, mark):
    """A fault keeps the message out; its sender did try, and the envelope is known by what it tried to deliver."""
    desk = desk_of(mark)
    faults = HttpFaults(hosts.addresses["all"], desk.evidence, token=hosts.token)
    replies = []
    try:
        faults.switch("plsp", kind)
        sent = desk.sends(lambda _id: replies.append(desk.enters()))
    finally:
        faults.clear("plsp")
        faults.close()
    assert sent.envelope == replies[0].envelope
