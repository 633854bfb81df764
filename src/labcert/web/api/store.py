"""Sessions as folders: `<store>/<owner>/<id>` is a bundle as the command line makes it; its log says how far it is.

What a run needs besides (what was said of the system) lies in `<store>/<owner>/.orders/<id>.json`, for this user only.
A client's id is looked up among the folders that are there and never made into a path.
"""

import json
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

import msgspec

from labcert.adapters.sut_file import parse_sut, sut_text
from labcert.domain.errors import LabcertError, ToolFault
from labcert.domain.events import RunStarted, SessionOpened
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.domain.sut import SystemUnderTest
from labcert.domain.verdict import SELF_TEST
from labcert.protocol.model import Programme, Suite
from labcert.runner.certifying import Opening, begin
from labcert.session import SessionFolder
from labcert.session.atomic import write_whole
from labcert.session.log import decode_event
from labcert.web.api.bodies import SessionBody, SessionState

__all__ = ["Order", "Store"]

ORDERS = ".orders"
IDENTIFIER = re.compile(SELF_TEST + r"-\d{8}-\d{4}-[a-z0-9]{4}\Z", re.ASCII)
TELLING = tuple(f'"kind":"{kind.__name__}"'.encode() for kind in (SessionOpened, RunStarted))
"""a line of the log that has one of these says how far the session is; within a text the quotation marks are escaped"""


@dataclass(frozen=True)
class Order:
    """What a session was begun for."""

    programme: str
    sut: SystemUnderTest


class _OrderFile(msgspec.Struct):
    programme: str
    sut: str


class Store:
    """All sessions below one folder."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def create(self, owner: str, suite: Suite, programme: Programme, sut: SystemUnderTest) -> str:
        """Begin a session and return its id; raises LabcertError where the disk refuses."""
        place = self._root / owner
        draft = place / f".{secrets.token_hex(8)}"
        of_system = (sut.vendor.name, sut.system.name, sut.system.version)
        opening = Opening(SELF_TEST, *of_system, test_type=SELF_TEST, standards=sut.standards)
        session = begin(draft, suite, programme, opening)
        session.log.close()
        order = _OrderFile(programme.id, sut_text(sut))
        try:
            (place / ORDERS).mkdir(mode=0o700, exist_ok=True)
            if (place / session.id).exists():
                raise FileExistsError
            write_whole(self._order_file(owner, session.id), msgspec.json.encode(order))
            self._order_file(owner, session.id).chmod(0o600)
            draft.rename(place / session.id)
        except OSError as error:
            raise ToolFault(
                _("Sessionen kunne ikke gemmes: {why}.").format(why=error.strerror or error),
                remedy=_("Prøv igen, eller bed den, der driver serveren, om at se på dens disk."),
            ) from error
        return session.id

    def ids(self, owner: str) -> list[str]:
        """Return the ids of an owner's sessions, the newest last."""
        place = self._root / owner
        if not place.is_dir():
            return []
        found = [path.name for path in place.iterdir() if IDENTIFIER.match(path.name) and path.is_dir()]
        return sorted(found)

    def folder(self, owner: str, identifier: str) -> SessionFolder | None:
        """Return a session's folder, None where the owner has no such session."""
        known = next((name for name in self.ids(owner) if name == identifier), None)
        return SessionFolder(self._root / owner / known) if known else None

    def order(self, owner: str, folder: SessionFolder) -> Order:
        """Return what a session was begun for; raises ToolFault where that can't be read."""
        try:
            path = self._order_file(owner, folder.path.name)
            read = msgspec.json.decode(path.read_bytes(), type=_OrderFile)
            return Order(read.programme, parse_sut(read.sut, "sut", suite_root()))
        except (OSError, msgspec.MsgspecError, LabcertError) as error:
            raise ToolFault(_("Bestillingen af sessionen kan ikke læses, så den kan ikke køres.")) from error

    def _order_file(self, owner: str, identifier: str) -> Path:
        return self._root / owner / ORDERS / f"{identifier}.json"

    def describe(self, folder: SessionFolder) -> SessionBody:
        """Return what the session's files say of it; whether it runs now, they can't say."""
        body = SessionBody(folder.path.name, SessionState.CREATED)
        try:
            for line in folder.events.read_bytes().splitlines():
                if any(mark in line for mark in TELLING):
                    _tell(body, line)
            if folder.signatures.is_file():
                _judge(body, folder)
            elif body.runs:
                body.state = SessionState.INTERRUPTED
        except (OSError, ValueError, KeyError, LabcertError):
            return SessionBody(folder.path.name, SessionState.UNREADABLE)
        return body


def _tell(body: SessionBody, line: bytes) -> None:
    link = json.loads(line)
    match decode_event(link["kind"], link["data"], link["seq"]):
        case SessionOpened() as opened:
            body.programme, body.vendor = opened.programme, opened.vendor
            body.system, body.system_version = opened.system, opened.system_version
            body.opened, body.suite = link["time"], opened.suite_state
        case RunStarted(run=run):
            body.runs = run
        case _:
            pass


def _judge(body: SessionBody, folder: SessionFolder) -> None:
    verdict = json.loads(folder.verdict.read_bytes())
    body.state = SessionState.FINISHED
    body.outcome, body.sentence = Outcome(verdict["outcome"]), str(verdict["sentence"])
