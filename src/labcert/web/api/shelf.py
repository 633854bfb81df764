"""Where a server's sessions are: a folder (`folders`), or a store that the whole of labcert works with (`stored`)."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from labcert.domain.casework import Actor
from labcert.domain.sut import SystemUnderTest
from labcert.domain.verdict import Verdict
from labcert.protocol.model import Programme, Suite
from labcert.session import SessionFolder
from labcert.session.manifest import RequiredSigner
from labcert.web.api.bodies import NewRun, SessionBody
from labcert.web.api.orders import Order
from labcert.web.api.runs import Job

__all__ = ["ERRORS", "Owned", "Review", "Shelf", "Work", "is_address", "open_shelf"]

ERRORS = "labcert-web-fejl.log"
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")

Work = Callable[[Job, SessionFolder, Order, NewRun], None]
"""carries a run out, in the session's folder"""


@dataclass(frozen=True)
class Owned:
    """A session by its id, and whose it is."""

    owner: str
    session: str


@dataclass(frozen=True)
class Review:
    """What came of a session so far; `verdict` is None where the log or the programme can't be read.

    `certificate` is the newest one's id, "" for none; `unsigned` are those who must still sign.
    """

    verdict: Verdict | None
    signed: bool = False
    unsigned: tuple[RequiredSigner, ...] = ()
    certificate: str = ""
    revoked: bool = False


class Shelf(Protocol):
    """But for `has`, whatever takes a session is called only with one that its owner has."""

    @property
    def errors(self) -> Path:
        """The file for traces of our own faults."""

    def create(self, owner: str, programme: Programme, sut: SystemUnderTest) -> str:
        """Begin a session and return its id; raises LabcertError where that can't be kept."""

    def has(self, one: Owned) -> bool:
        """Say whether the owner has a session of that id."""

    def describe_all(self, owner: str) -> list[SessionBody]:
        """Tell of the owner's sessions, the newest last."""

    def describe(self, one: Owned) -> SessionBody:
        """Tell of a session; whether this server runs it now is not known here."""

    def review(self, one: Owned) -> Review:
        """Tell what came of a session, who has signed, and whether there is a certificate."""

    def order(self, one: Owned) -> Order:
        """Return what a session was begun for; raises ToolFault where that can't be read."""

    def log(self, one: Owned, since: int) -> bytes:
        """Return the log's bytes from that one on, also those that a run is writing now."""

    def opened(self, one: Owned) -> AbstractContextManager[SessionFolder]:
        """Have the session as a folder, for reading."""

    def verdict(self, one: Owned) -> bytes:
        """Return verdict.json."""

    def require_runnable(self, one: Owned) -> None:
        """Raise Refused (409) where a session can't be run as far as it has come."""

    def run(self, job: Job, order: Order, wanted: NewRun, work: Work) -> None:
        """Have the work done in the session's folder and keep what it leaves, whatever ends it."""

    def submit(self, one: Owned, actor: Actor, *, withdraw: bool) -> None:
        """Hand a session in to MedCom, or take it back; raises Refused (409)."""

    def certificate(self, one: Owned) -> tuple[bytes, bytes] | None:
        """Return the newest certificate as JSON and as PDF, None where there is none."""

    def close(self) -> None:
        """Let go of everything."""


def is_address(text: str) -> bool:
    """Say whether words name a store rather than a folder."""
    return _ADDRESS.match(text) is not None


def open_shelf(where: Path | str, suite: Suite) -> Shelf:
    """Open the sessions in a folder (a path) or a store (a URL); raises UsageMistake or ToolFault."""
    if isinstance(where, Path):
        from labcert.web.api.folders import Folders

        return Folders(where, suite)
    from labcert.web.api.stored import Stored  # the database takes 0.2 s, which a folder has not

    return Stored(where, suite)
