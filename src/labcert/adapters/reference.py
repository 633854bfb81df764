"""Drives a reference system that lives in the same process: cases in as JSON, what it answered out as port values."""

import json
import traceback
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from labcert.domain.case import Case
from labcert.domain.errors import NotAsRequired
from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from labcert.ports import EvidenceSink, OutboxEntry, Refused, Sending, Sent

__all__ = ["CRASH_RULE", "ReferenceAdapter", "ReferenceSystem", "SystemEntry", "SystemReply"]

CRASH_RULE = "SUT-CRASH"
"""The system under test broke down while it did what was asked of it; that is its failure, not a fault of ours."""

Answer = TypeVar("Answer")


class SystemReply(Protocol):
    """What the system answers at once; `reason` is empty where it sent."""

    @property
    def envelope(self) -> str:
        """The envelope's identifier."""
        ...

    @property
    def letters(self) -> Sequence[str]:
        """The letters' identifiers."""
        ...

    @property
    def reason(self) -> str:
        """Why the user interface refused, or empty."""
        ...


class SystemEntry(SystemReply, Protocol):
    """One answer of the system's outbox, as the user sees it."""

    @property
    def state(self) -> str:
        """One of waiting, delivered, accepted, refused, failed."""
        ...

    @property
    def text(self) -> str:
        """The sentence on the screen."""
        ...

    @property
    def attempts(self) -> int:
        """Deliveries tried."""
        ...

    @property
    def envelopes(self) -> Sequence[str]:
        """The envelope identifiers used, oldest first."""
        ...


class ReferenceSystem(Protocol):
    """The system as an object: the reference system, or one with a defect. Cases are the JSON of CASE.json."""

    def send(self, case: dict[str, Any]) -> SystemReply:
        """Send a case."""
        ...

    def correct(self, case: dict[str, Any], replaces: str) -> SystemReply:
        """Correct what was sent in an envelope."""
        ...

    def delete(self, envelope: str) -> SystemReply:
        """Try to delete what was sent in an envelope."""
        ...

    def work(self, minutes: int) -> None:
        """Let minutes pass."""
        ...

    def outbox(self) -> Sequence[SystemEntry]:
        """List what was sent."""
        ...

    def outbox_page(self) -> bytes:
        """Show what was sent."""
        ...


class ReferenceAdapter:
    """The port `Lps` around a system object.

    What was asked and what the system answered is kept as evidence. If the system breaks down, NotAsRequired is raised
    with the finding SUT-CRASH; its error text is kept as evidence and shown to nobody.
    """

    def __init__(self, lps: ReferenceSystem, evidence: EvidenceSink) -> None:
        self._lps = lps
        self._evidence = evidence

    def send(self, case: Case) -> Sending:
        """Send the case."""
        asked = self._asked(case)
        return self._replied(self._guard(lambda: self._lps.send(asked), _("sende et svar")))

    def correct(self, case: Case, replaces: Sent) -> Sending:
        """Send the case as a correction of what was sent before."""
        asked = self._asked(case)
        return self._replied(self._guard(lambda: self._lps.correct(asked, replaces.envelope), _("rette et svar")))

    def delete(self, sent: Sent) -> Sending:
        """Try to delete what was sent before."""
        return self._replied(self._guard(lambda: self._lps.delete(sent.envelope), _("slette et svar")))

    def work(self, minutes: int = 0) -> None:
        """Let the system work on its own for some minutes of its own clock."""
        self._guard(lambda: self._lps.work(minutes), _("hente kvitteringer og sende igen"))

    def outbox(self) -> tuple[OutboxEntry, ...]:
        """Return what the user sees, oldest first."""
        return tuple(
            OutboxEntry(
                envelope=entry.envelope,
                letters=tuple(entry.letters),
                state=entry.state,
                text=entry.text,
                reason=entry.reason,
                attempts=entry.attempts,
                envelopes=tuple(entry.envelopes),
            )
            for entry in self._guard(self._lps.outbox, _("vise udbakken"))
        )

    def outbox_page(self) -> bytes:
        """Return the outbox page, HTML in UTF-8."""
        return self._guard(self._lps.outbox_page, _("vise udbakken"))

    def _asked(self, case: Case) -> dict[str, Any]:
        """Return the case as a vendor's system reads it, and keep it as evidence."""
        asked: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(case))
        text = json.dumps(asked, ensure_ascii=False, indent=2)
        self._evidence.keep(_("Det som testeren bad om"), "application/json", text.encode())
        return asked

    def _replied(self, reply: SystemReply) -> Sending:
        told = (
            {"reason": reply.reason} if reply.reason else {"envelope": reply.envelope, "letters": list(reply.letters)}
        )
        text = json.dumps(told, ensure_ascii=False, indent=2)
        self._evidence.keep(_("Det som LPS'et svarede"), "application/json", text.encode())
        if reply.reason:
            return Refused(reply.reason)
        return Sent(reply.envelope, tuple(reply.letters))

    def _guard(self, call: Callable[[], Answer], doing: str) -> Answer:
        try:
            return call()
        except Exception as error:  # whatever breaks inside the system is the system's, and is told
            trace = traceback.format_exc()
            self._evidence.keep(_("Fejludskrift fra LPS'et"), "text/plain; charset=utf-8", trace.encode())
            raise NotAsRequired(_crash(error, doing)) from error


def _crash(error: Exception, doing: str) -> Finding:
    return Finding(
        rule=CRASH_RULE,
        severity=Severity.F1,
        message=_("LPS'et gik ned, da det skulle {doing}.").format(doing=doing),
        expected=_("LPS'et gør det, det bliver bedt om, eller afviser det med en begrundelse."),
        actual=_("LPS'et stoppede med fejlen {kind}.").format(kind=type(error).__name__),
        remedy=_("Se fejludskriften fra LPS'et blandt trinnets beviser, ret fejlen, og kør trinnet igen."),
    )
