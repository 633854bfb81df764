"""What a scenario has done so far, handed from sentence to sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pytest

from labcert.checks import Judge, Letter, letters_of
from labcert.checks.identifiers import is_of_sample
from labcert.domain.case import Case
from labcert.domain.errors import ToolFault
from labcert.domain.findings import Finding
from labcert.ports import Delivery, Hub, HubMessage, HubReceipt, OutboxEntry, PortalPage, Refused, Sending, Sent

__all__ = ["Flow", "flow"]

FIRST = "svar"
ARRIVED = ("accepted", "refused")
"""states of a letter that do not change any more"""
Validate = Callable[[bytes], tuple[Finding, ...]]
"""a message's bytes in, what makes it invalid out"""


@dataclass
class Flow:
    """One scenario's course: the case, what the LPS answered by the answer's name, and what was seen last."""

    case: Case
    hub: Hub
    judge: Judge
    validate: Validate
    cases: dict[str, Case] = field(default_factory=dict)
    answers: dict[str, Sending] = field(default_factory=dict)
    delivery: Delivery | None = None
    receipt: HubReceipt | None = None
    page: PortalPage | None = None
    latest: str = FIRST
    resent: dict[str, str] = field(default_factory=dict)
    """an answer's first envelope -> the newest in which the LPS has sent it again"""
    arrived: set[str] = field(default_factory=set)
    """envelopes whose letters have all been accepted or refused"""
    read: dict[str, tuple[Letter, ...]] = field(default_factory=dict)
    """the letters of an envelope, read once: what PLSP has received does not change"""

    def named_case(self, name: str) -> Case:
        """Return the case of an answer by its name in the test data ("svar" is the first)."""
        if name == FIRST:
            return self.case
        if name not in self.case.further:
            raise ToolFault(f"Scenariet nævner svaret “{name}”, som ikke står i trinnets testdata.")
        return self.case.further[name]

    def remember(self, name: str, answer: Sending) -> None:
        """Keep what the LPS answered."""
        self.answers[name] = answer
        self.latest = name

    def sent(self, name: str | None = None) -> Sent:
        """Return what was sent under a name (default: the latest); a refusal by the LPS is a finding."""
        name = name or self.latest
        answer = self.answers.get(name)
        if answer is None:
            raise ToolFault(f"Scenariet ser efter svaret “{name}”, før det er sendt.")
        if isinstance(answer, Refused):
            self.judge.require(
                self.judge.finding(
                    "LPS-REFUSED",
                    "LPS'et afviste at sende svaret.",
                    expected="Svaret bliver sendt",
                    actual=answer.reason,
                    remedy="Ret LPS'et, så et rigtigt svar kan sendes.",
                )
            )
        assert isinstance(answer, Sent)
        return answer

    def follow(self, outbox: Iterable[OutboxEntry]) -> None:
        """Learn from the outbox in which envelope each answer was sent last."""
        self.resent.update({entry.envelopes[0]: entry.envelopes[-1] for entry in outbox if entry.envelopes})

    def envelope(self, name: str | None = None) -> str:
        """Return the identifier of the newest envelope in which an answer was sent."""
        first = self.sent(name).envelope
        return self.resent.get(first, first)

    def message(self, name: str | None = None, *, settled: bool = True) -> HubMessage:
        """Return the message as PLSP received it; one that never came, or that PLSP turned away, is a finding."""
        envelope = self.envelope(name)
        message = self.hub.message(envelope, settled=settled)
        if message is None:
            self.judge.require(self._not_taken(envelope))
        assert message is not None
        self.judge.require(is_of_sample(message.raw, self.case.sample.requester_number, envelope))
        return message

    def _not_taken(self, envelope: str) -> tuple[Finding, ...]:
        """Say why PLSP does not have a message: in PLSP's own words, and with what validation finds in the message."""
        reasons = " ".join(self.hub.turned_away(envelope))
        if not reasons:
            return (
                self.judge.finding(
                    "HUB-NOTHING",
                    f"PLSP har ikke modtaget beskeden {envelope}.",
                    expected="Beskeden ligger i PLSP",
                    actual="PLSP kender den ikke",
                    remedy="Se LPS'ets svar under beviserne: er beskeden sendt til den rigtige adresse?",
                ),
            )
        refused = self.judge.finding(
            "HUB-REFUSED",
            f"PLSP afviste beskeden {envelope}: {reasons}",
            expected="PLSP tager imod beskeden",
            actual=reasons,
            remedy="Ret det, PLSP peger på, og send svaret igen.",
        )
        data = self.hub.refused_bytes(envelope)
        return (refused, *(self.validate(data) if data is not None else ()))

    def arrive(self) -> None:
        """Wait until what was sent last has got as far as it can; a message that never came is a finding."""
        if not self.answers or self.envelope() in self.arrived:
            return
        if all(letter.state in ARRIVED for letter in self.message().letters):
            self.arrived.add(self.envelope())

    def letter(self, standard: str | None = None, name: str | None = None) -> Letter:
        """Return the letter of a standard (default: the only one) in the message as PLSP received it."""
        envelope = self.envelope(name)
        if envelope not in self.read:
            self.read[envelope] = letters_of(self.message(name, settled=False).raw)
        letters = self.read[envelope]
        fitting = [letter for letter in letters if standard in (None, letter.standard)]
        if not fitting:
            self.judge.require(
                self.judge.finding(
                    "MSG-STANDARD",
                    f"Beskeden har intet brev af standarden {standard or 'XRPT01 eller XRPT05'}.",
                    expected=standard or "XRPT01 eller XRPT05",
                    actual=", ".join(one.standard for one in letters) or "intet",
                    remedy="Send biokemi som XRPT01 og mikrobiologi som XRPT05.",
                )
            )
        return fitting[0]


@pytest.fixture
def flow(case: Case, hub: Hub, judge: Judge, validate: Validate) -> Flow:
    """The scenario's course, empty at its start."""
    return Flow(case, hub, judge, validate)
