"""The port `Lps` around a system that sends to the hub by itself, operated by a tester who is told what to enter.

The answer is known by its test person and its marked requester sample number, so several vendors at one hub don't mix.
What came is read from the hub; that nothing came, that something else did, or that it came twice, is said so.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict

from labcert.adapters.byhand import ByHand
from labcert.adapters.inbound_watch import Arrivals, Watch
from labcert.adapters.sheet import sheet_of
from labcert.domain.case import Case
from labcert.domain.errors import NotAsRequired, NotRun
from labcert.domain.language import _
from labcert.domain.sut import Inbound
from labcert.ports import EvidenceSink, OutboxEntry, Sending, Sent
from labcert.ports.tester import AnswerKind, Task, Tester

__all__ = ["InboundAdapter"]

ARRIVE_SECONDS = 15.0
"""how long the hub is watched after the tester has said that the answer is sent"""
TWICE_SECONDS = 1.0
"""how long it is watched after the answer has come, to see one that is sent twice"""
LOOK_SECONDS = 0.1


class InboundAdapter:
    """Asks the tester to enter and send, and watches the hub meanwhile.

    Every question has the time limit of `settings`; `arrive` and `twice` are seconds (see above). Raises NotRun where
    the tester can't or nobody answers in time; NotAsRequired where what came is not what was asked for.
    """

    def __init__(
        self, settings: Inbound, hub: Arrivals, evidence: EvidenceSink, tester: Tester, *,
        arrive: float = ARRIVE_SECONDS, twice: float = TWICE_SECONDS, pause: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._hub, self._evidence = hub, evidence
        self._arrive, self._twice, self._pause = arrive, twice, pause
        self._hands = ByHand(tester, evidence, settings.seconds)
        self._open: list[Watch] = []
        """answers that were asked for and did not come in time"""
        self._sent: list[tuple[Sent, Watch]] = []
        """answers of the step that runs"""
        self._envelopes: set[str] = set()
        """in which answers were sent, so far as it is known"""

    def send(self, case: Case) -> Sending:
        """Have the tester enter the case and send it."""
        text = _("Indtast svaret i systemet, som det står her, og send det til hub'en på {address}. Rekvirentens "
                 "prøvenummer skal stå tegn for tegn: det er det, svaret kendes på.").format(
                     address=self._hub.address)  # fmt: skip
        return self._entered(case, Task.SEND, _("Indtast og send et svar"), text)

    def correct(self, case: Case, replaces: Sent) -> Sending:
        """Have the tester correct what was sent, and send the correction."""
        text = _("Ret svaret, som systemet sendte i kuverten {envelope}, så det siger det, der står her, og send "
                 "rettelsen til hub'en på {address}. Prøvenummeret er det samme.").format(
                     envelope=replaces.envelope, address=self._hub.address)  # fmt: skip
        return self._entered(case, Task.CORRECT, _("Ret svaret, og send rettelsen"), text)

    def delete(self, sent: Sent) -> Sending:
        """Have the tester try to take back an answer."""
        self._follow()
        return self._hands.delete(sent)

    def work(self, minutes: int = 0) -> None:
        """Have the tester wait, or move the system's clock; what it sends again meanwhile is found in the hub."""
        self._follow()
        self._hands.work(minutes)
        self._follow()

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return what the tester writes off the system's screen."""
        self._follow()
        return self._hands.entries()

    def outbox_page(self) -> bytes:
        """Return a page of what the system shows."""
        self._follow()
        return self._hands.page()

    def _entered(self, case: Case, task: Task, title: str, text: str) -> Sending:
        self._tell_late()
        self._begin(case)
        watch = Watch(self._hub, case, self._hub.next_seq())
        asked = json.dumps(asdict(case), ensure_ascii=False, indent=2)
        self._evidence.keep(_("Det som testeren bad om"), "application/json", asked.encode())
        try:
            answer = self._hands.ask(
                task, title, "\n".join(part for part in (case.instruction, text) if part), sheet_of(case),
                seen=watch.came, recognised_by=watch.known_by,
            )  # fmt: skip
        except NotRun:
            self._open.append(watch)
            self._evidence.note(watch.told_instead())
            raise
        if answer.kind is AnswerKind.REFUSED:
            if watch.came():
                raise NotAsRequired(watch.refused_and_sent(answer.reason.strip()))
            return self._hands.refused(answer.reason)
        return self._taken(case, watch)

    def _begin(self, case: Case) -> None:
        """Of one answer of the step only what came before the next is asked for belongs to it."""
        before = self._hub.next_seq()
        self._sent = [(sent, watch) for sent, watch in self._sent if watch.is_of(case)]
        for _sent, watch in self._sent:
            watch.end_before(before)
        self._hands.begins(case)

    def _taken(self, case: Case, watch: Watch) -> Sent:
        """Return what came; a tester who says "sent" may be quicker than the system."""
        until = time.monotonic() + self._arrive
        while not watch.came():
            if time.monotonic() >= until:
                self._open.append(watch)
                raise NotAsRequired(watch.nothing())
            self._pause(LOOK_SECONDS)
        self._pause(self._twice)
        came = watch.first()
        told = json.dumps([asdict(each) for each in watch.found()], ensure_ascii=False, indent=2)
        self._evidence.keep(_("Det, hub'en så komme"), "application/json", told.encode())
        flaws = (*watch.wrong_person(), *watch.more_than_once())
        if flaws:
            raise NotAsRequired(*flaws)
        sent = Sent(came.envelope, tuple(letter.identifier for letter in came.letters))
        self._hands.remember(sent, case)
        self._envelopes.add(sent.envelope)
        self._sent.append((sent, watch))
        return sent

    def _follow(self) -> None:
        """Learn in which envelopes the step's answers went out again; one that came as a new answer is told."""
        for _sent, watch in self._sent:
            for again in watch.found():
                if again.envelope not in self._envelopes:
                    self._envelopes.add(again.envelope)
                    self._hands.sent_again(tuple(letter.identifier for letter in again.letters), again.envelope)
            flaws = watch.more_than_once()
            if flaws:
                raise NotAsRequired(*flaws)

    def _tell_late(self) -> None:
        """Keep what came after its time was up; it counts for nothing, but nobody is to wonder where it went."""
        for watch in tuple(self._open):
            late = watch.found()
            if late:
                self._open.remove(watch)
                told = json.dumps([asdict(each) for each in late], ensure_ascii=False, indent=2)
                self._evidence.note(watch.told_late())
                self._evidence.keep(_("Svaret, der kom for sent"), "application/json", told.encode())
