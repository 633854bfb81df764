"""What a session's log alone tells of it, for lists: all its lines are looked at, and only those that tell are read."""

import json

from labcert.domain.errors import LabcertError
from labcert.domain.events import RunFinished, RunStarted, SessionOpened
from labcert.session.log import decode_event
from labcert.web.api.bodies import SessionBody, SessionState

__all__ = ["Told", "told_by", "unreadable"]

TELLING = tuple(f'"kind":"{kind.__name__}"'.encode() for kind in (SessionOpened, RunStarted, RunFinished))
"""a line of the log that has one of these says how far the session is; within a text the quotation marks are escaped"""


class Told:
    """What was told: `body` is CREATED, or INTERRUPTED where a run began; `ended` is whether the latest one ended."""

    def __init__(self, session: str) -> None:
        self.body = SessionBody(session, SessionState.CREATED)
        self.ended = False

    def take(self, line: bytes) -> None:
        """Take in a line that tells."""
        link = json.loads(line)
        match decode_event(link["kind"], link["data"], link["seq"]):
            case SessionOpened() as opened:
                self.body.programme, self.body.vendor = opened.programme, opened.vendor
                self.body.system, self.body.system_version = opened.system, opened.system_version
                self.body.opened, self.body.suite = link["time"], opened.suite_state
            case RunStarted(run=run):
                self.body.runs, self.ended = run, False
                self.body.state = SessionState.INTERRUPTED
            case RunFinished():
                self.ended = True
            case _:
                pass


def told_by(session: str, log: bytes) -> Told | None:
    """Look a log through, but for a last line that is half written; None where it can't be read."""
    told = Told(session)
    try:
        for line in log[: log.rfind(b"\n") + 1].splitlines():
            if any(mark in line for mark in TELLING):
                told.take(line)
    except (ValueError, KeyError, TypeError, LabcertError):
        return None
    return told


def unreadable(session: str) -> SessionBody:
    """Return what is said of a session that can't be read."""
    return SessionBody(session, SessionState.UNREADABLE)
