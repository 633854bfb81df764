"""What the routes have in common: what they know, and how they find the session that a path names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from labcert.domain.language import _
from labcert.protocol.model import Suite
from labcert.session import SessionFolder
from labcert.web.api.bodies import NewRun, SessionBody, SessionState
from labcert.web.api.problems import Refused
from labcert.web.api.runs import Job, Runs
from labcert.web.api.store import Order, Store
from labcert.web.api.systems import Allowed

__all__ = ["Known", "Work", "as_json"]

Work = Callable[[Job, SessionFolder, Order, NewRun], None]
"""carries a run out"""


def as_json(body: Any, status: int = 200, **headers: str) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(body), status, headers, "application/json")


@dataclass(frozen=True)
class Known:
    """Everything that the routes work with."""

    store: Store
    runs: Runs
    suite: Suite
    allowed: Allowed
    work: Work

    def session(self, request: Request) -> tuple[str, SessionFolder]:
        """Return owner and folder of the session in the path; raises Refused (404), also for another owner's."""
        owner = str(request.state.owner)
        folder = self.store.folder(owner, request.path_params["session"])
        if folder is None:
            raise Refused(404, _("Sessionen findes ikke."))
        return owner, folder

    def describe(self, owner: str, folder: SessionFolder) -> SessionBody:
        """Return a session with where it is now."""
        name = folder.path.name
        job = self.runs.job(owner, name)
        body = self.store.describe(folder)
        if job is None:
            body.problem = self.runs.problem(owner, name)
        elif body.state is not SessionState.UNREADABLE:
            body.state, body.outcome, body.sentence = job.state, None, ""
        return body
