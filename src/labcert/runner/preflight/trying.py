"""Tries a set-up from one end to the other: the machine, the hub, and one harmless message."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from labcert.adapters.hosts import RunningHosts
from labcert.domain.errors import LabcertError
from labcert.domain.language import _
from labcert.domain.sut import SystemUnderTest
from labcert.protocol.model import Suite
from labcert.runner.driving import needs_tester
from labcert.runner.hosting import starting_for
from labcert.runner.marks import local_time
from labcert.runner.preflight.checks import Check, CheckState, fault, local_checks, not_tried, ok
from labcert.runner.preflight.message import message_checks

__all__ = ["Looks", "is_ready", "preflight"]

MOST_SECONDS_APART = 60


@dataclass(frozen=True)
class Looks:
    """How far a preflight goes, and who answers for the tester.

    `out` is where sessions will be put. `message` says whether a harmless message is tried. `mailbox` is the folder by
    which the tester is asked ("": nobody), and `look` is called some times a second meanwhile.
    """

    out: Path
    message: bool = True
    mailbox: str = ""
    look: Callable[[], None] = lambda: None


def is_ready(checks: tuple[Check, ...]) -> bool:
    """Say whether nothing speaks against a run."""
    return all(check.state is not CheckState.FAULT for check in checks)


def preflight(
    suite: Suite, sut: SystemUnderTest, looks: Looks, start: Callable[[Path], RunningHosts] | None = None
) -> Iterator[Check]:
    """Yield one check after another, as they are done; never raises for what is wrong with the set-up."""
    seen = tuple(local_checks(sut, looks.out, local_time(), os.environ))
    yield from seen
    if sut.hub:
        yield from _foreign(sut)
        return
    what = _("PLSP, LABA, MiBa og portal på denne maskine")
    with tempfile.TemporaryDirectory(prefix="labcert-preflight-", ignore_cleanup_errors=True) as folder:
        try:
            hosts = (start or starting_for(sut))(Path(folder))
        except LabcertError as error:
            yield fault(what, error.message, error.remedy or _("Se, hvad der optager maskinen, og prøv igen."))
            return
        with hosts:
            yield ok(what, _("De er startet og svarer på {address}.").format(address=hosts.addresses["plsp"]))
            if is_ready(seen):
                yield from _message(suite, sut, looks, hosts)
            else:
                yield not_tried(_("Uskadelig besked"), _("Det, der står ovenfor, skal rettes først."))


def _message(suite: Suite, sut: SystemUnderTest, looks: Looks, hosts: RunningHosts) -> Iterator[Check]:
    what = _("Uskadelig besked")
    if not looks.message:
        yield not_tried(what, _("Det blev valgt fra (--no-message)."))
    elif needs_tester(sut) and not looks.mailbox:
        yield not_tried(what, _("Den kræver en tester, og her er ingen at spørge. Kør i en terminal."))
    else:
        yield from message_checks(suite, sut, hosts, mailbox=looks.mailbox, look=looks.look)


def _foreign(sut: SystemUnderTest) -> Iterator[Check]:
    """Try the connection to a hub that isn't the local one; nothing is sent to it."""
    from labcert.adapters.connection import Connection, NoAnswer

    what = _("Forbindelsen til hub'en")
    try:
        with closing(Connection(sut.hub, {}, sut.security)) as connection:
            answer = connection.ask("GET", "/")
    except NoAnswer as error:
        yield fault(
            what, _("{hub} svarer ikke: {why}.").format(hub=sut.hub, why=error),
            _("Kontrollér adressen, netværket, og om jeres certifikat er kendt hos hub'en."),
        )  # fmt: skip
    else:
        told = _("{host} svarer (status {status}).").format(host=urlsplit(sut.hub).netloc, status=answer.status)
        yield ok(what, told)
        yield _hub_clock(answer.date)
    yield not_tried(
        _("Uskadelig besked"),
        _("Der sendes intet til en hub udenfor: labcert kan ikke se efter i den, om beskeden nåede frem."),
    )


def _hub_clock(date: str) -> Check:
    what = _("Ure")
    try:
        theirs = parsedate_to_datetime(date)
    except (TypeError, ValueError):
        return not_tried(what, _("Hub'en siger ikke, hvad klokken er."))
    apart = abs((datetime.now(theirs.tzinfo) - theirs).total_seconds())
    if apart > MOST_SECONDS_APART:
        return fault(
            what, _("Hub'ens ur og maskinens er {seconds:.0f} sekunder fra hinanden.").format(seconds=apart),
            _("Stil maskinens ur efter en tidsserver."),
        )  # fmt: skip
    return ok(what, _("Hub'ens ur og maskinens følges ad."))
