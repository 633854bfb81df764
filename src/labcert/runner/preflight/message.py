"""One harmless message from the system to the local hub, and what can be seen of it there."""

import hashlib
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime, timedelta

from labcert.adapters.hosts import RunningHosts
from labcert.adapters.http_hub import HttpHub
from labcert.adapters.sut_file import sut_text
from labcert.checks.encoding import keeps_its_encoding, stands_in_encoding
from labcert.domain.case import Case
from labcert.domain.errors import LabcertError, NotAsRequired, NotRun
from labcert.domain.evidence import Evidence
from labcert.domain.language import _
from labcert.domain.messages import Emessage, MessageError, read
from labcert.domain.sut import SystemUnderTest
from labcert.ports import HubMessage, Refused, Sending, Sent
from labcert.protocol.cases import case_from_json, for_run
from labcert.protocol.model import Suite
from labcert.runner.certifying import new_mark
from labcert.runner.driving import lps_of
from labcert.runner.marks import local_time, run_mark
from labcert.runner.preflight.checks import Check, danish_time, fault, not_tried, ok
from labcert.runner.settings import RunSettings

__all__ = ["message_checks"]

POLL_SECONDS = 0.05
MOST_APART = timedelta(minutes=2)
"""between this machine's clock and the time in the message, which has no seconds"""
SAYS = "æøå ÆØÅ"
"""what the harmless message holds to try the encoding with"""


class _Kept:
    """Keeps the last words of an adapter; nothing goes to disk."""

    def __init__(self) -> None:
        self.notes: list[str] = []

    def keep(self, name: str, media_type: str, data: bytes) -> Evidence:
        """Say what would be kept."""
        return Evidence(hashlib.sha256(data).hexdigest(), name, media_type, len(data))

    def note(self, text: str) -> None:
        """Remember a line."""
        self.notes.append(text)


def _what() -> str:
    return _("Uskadelig besked")


def message_checks(
    suite: Suite, sut: SystemUnderTest, hosts: RunningHosts, *, mailbox: str, look: Callable[[], None]
) -> Iterator[Check]:
    """Have the system send a message about a test person, and look at it in the hub: arrival, encoding, clock."""
    if str(suite.root) not in sys.path:
        sys.path.insert(0, str(suite.root))  # the reference system lies there
    evidence, before = _Kept(), local_time()
    settings = _settings(suite, sut, hosts, mailbox)
    hub = HttpHub(hosts.addresses["plsp"], evidence, token=hosts.token, security=hosts.security)
    try:
        sending = _sent(lambda: _send(settings, hub, evidence, _case(suite, sut, settings.mark)), look)
        message = hub.message(sending.envelope) if isinstance(sending, Sent) else None
        turned_away = hub.turned_away(sending.envelope) if isinstance(sending, Sent) and message is None else ()
    except NotAsRequired as error:
        yield fault(_what(), error.findings[0].message, error.findings[0].remedy)
    except NotRun as error:
        yield not_tried(_what(), str(error))
    except LabcertError as error:
        where = error.where and f" ({error.where})"
        yield fault(_what(), f"{error.message}{where}", error.remedy)
    else:
        yield _arrived(sending, message, turned_away)
        if message is not None:
            yield from _looked_at(message.raw, before)


def _settings(suite: Suite, sut: SystemUnderTest, hosts: RunningHosts, mailbox: str) -> RunSettings:
    return RunSettings(
        str(suite.root), "", 1, "", (), dict(hosts.addresses), hosts.token, new_mark(), sut=sut_text(sut),
        mailbox=mailbox,
    )  # fmt: skip


def _case(suite: Suite, sut: SystemUnderTest, mark: str) -> Case:
    content = (suite.root / "fixtures" / "preflight" / f"{sut.standards[0]}.json").read_bytes()
    return for_run(case_from_json(content), run_mark(mark, 0))


def _send(settings: RunSettings, hub: HttpHub, evidence: _Kept, case: Case) -> Sending:
    lps = lps_of(settings, hub, evidence)
    try:
        return lps.send(case)
    finally:
        close = getattr(lps, "close", None)
        if close is not None:
            close()


def _sent(send: Callable[[], Sending], look: Callable[[], None]) -> Sending:
    """Send beside this thread, which answers for the tester meanwhile; an interruption doesn't wait for it."""
    future: Future[Sending] = Future()

    def work() -> None:
        try:
            future.set_result(send())
        except BaseException as error:  # noqa: BLE001 - handed on to whoever waits
            future.set_exception(error)

    threading.Thread(target=work, daemon=True, name="preflight").start()
    while not future.done():
        look()
        with suppress(TimeoutError):
            future.exception(timeout=POLL_SECONDS)
    return future.result()


def _arrived(sending: Sending, message: HubMessage | None, turned_away: tuple[str, ...]) -> Check:
    if isinstance(sending, Refused):
        return fault(
            _what(), _("Systemet ville ikke sende den: {reason}").format(reason=sending.reason),
            _("Beskeden er et almindeligt svar på en national testperson; systemet skal kunne sende det."),
        )  # fmt: skip
    if turned_away:
        return fault(
            _what(), _("PLSP afviste den: {why}").format(why=" ".join(turned_away)),
            _("Efterprøv en besked med “labcert validate”, og ret det, der står."),
        )  # fmt: skip
    if message is None:
        return fault(
            _what(), _("Systemet siger, at den er sendt i kuverten {envelope}, men PLSP har den ikke.").format(
                envelope=sending.envelope
            ),
            _("Kontrollér, at systemet sender til den adresse, det får at vide."),
        )  # fmt: skip
    states = ", ".join(f"{letter.standard} → {letter.target}: {letter.state}" for letter in message.letters)
    if any(letter.state == "refused" for letter in message.letters):
        reasons = " ".join(letter.reason for letter in message.letters if letter.reason)
        return fault(_what(), _("Databanken afviste den: {why}").format(why=reasons), _("Ret det, der står."))
    return ok(_what(), _("Den nåede frem ({states}).").format(states=states))


def _looked_at(raw: bytes, before: datetime) -> Iterator[Check]:
    what = _("Tegnsæt i beskeden")
    try:
        message = read(raw)
    except MessageError as error:
        yield fault(what, error.message, error.remedy)
        return
    found = keeps_its_encoding(raw) or _text_is_missing(raw)
    yield fault(what, *found) if isinstance(found, tuple) else (
        fault(what, found.message, found.remedy) if found else ok(what, _("Danske bogstaver står, som de skal."))
    )
    yield _clock(message, before)


def _text_is_missing(raw: bytes) -> tuple[str, str] | None:
    """Return what to say where the Danish letters of the case stand in the message in no encoding."""
    for encoding in ("UTF-8", "ISO-8859-1", "windows-1252"):
        if stands_in_encoding(raw, SAYS, encoding) is None:
            return None
    return (
        _("Teksten “{text}” står ikke i beskeden.").format(text=SAYS),
        _("Kontrollér, at systemet sender kommentarer med, og at det ikke ødelægger danske bogstaver på vejen."),
    )


def _clock(message: Emessage, before: datetime) -> Check:
    """The message's time is local Danish time without seconds."""
    what = _("Systemets ur")
    said, now = message.envelope.sent, danish_time(local_time()) or local_time()
    try:
        sent = datetime.fromisoformat(f"{said.date}T{said.time}").replace(tzinfo=now.tzinfo)
    except ValueError:
        return fault(
            what, _("Beskedens tid “{date} {time}” kan ikke læses.").format(date=said.date, time=said.time),
            _("Skriv dato og klokkeslæt som 2026-11-23 og 08:15."),
        )  # fmt: skip
    if before - MOST_APART <= sent <= now + MOST_APART:
        return ok(what, _("Beskeden siger {time}, som er rigtigt.").format(time=f"{sent:%H:%M}"))
    return fault(
        what, _("Beskeden siger, at den er sendt {sent}, men klokken er {now} i Danmark.").format(
            sent=f"{sent:%Y-%m-%d %H:%M}", now=f"{now:%Y-%m-%d %H:%M}"
        ),
        _("Stil systemets ur og tidszone (Europe/Copenhagen); tiden i beskeden er dansk tid."),
    )  # fmt: skip
