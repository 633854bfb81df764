"""What the routes have in common: what they know, and how they find the session that a path names."""

from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from labcert.domain.language import _
from labcert.protocol.model import Suite
from labcert.session.manifest import RequiredSigner
from labcert.web.api.bodies import PolicyBody, SessionBody, SessionState, SignerBody, WholeSessionBody
from labcert.web.api.problems import Refused
from labcert.web.api.runs import Job, Runs
from labcert.web.api.shelf import Owned, Shelf, Work
from labcert.web.api.systems import Allowed

__all__ = ["Known", "as_json"]


def as_json(body: Any, status: int = 200, **headers: str) -> Response:
    """Return a value as JSON."""
    return Response(msgspec.json.encode(body), status, headers, "application/json")


@dataclass(frozen=True)
class Known:
    """Everything that the routes work with."""

    shelf: Shelf
    runs: Runs
    suite: Suite
    allowed: Allowed
    work: Work

    async def session(self, request: Request) -> Owned:
        """Return the session in the path; raises Refused (404), also for another owner's."""
        one = Owned(str(request.state.owner), str(request.path_params["session"]))
        if not await run_in_threadpool(self.shelf.has, one):
            raise Refused(404, _("Sessionen findes ikke."))
        return one

    def describe_all(self, owner: str) -> list[SessionBody]:
        """Return an owner's sessions with where they are now."""
        return [self._now(owner, body) for body in self.shelf.describe_all(owner)]

    def describe(self, one: Owned) -> SessionBody:
        """Return a session with where it is now."""
        return self._now(one.owner, self.shelf.describe(one))

    def job(self, one: Owned) -> Job | None:
        """Return the session's run that waits or goes on."""
        return self.runs.job(one.owner, one.session)

    def _now(self, owner: str, body: SessionBody) -> SessionBody:
        job = self.runs.job(owner, body.id)
        if job is None:
            body.problem = self.runs.problem(owner, body.id)
        elif body.state is not SessionState.UNREADABLE:
            body.state, body.outcome, body.sentence = job.state, None, ""
        return body

    def tell_whole(self, one: Owned) -> WholeSessionBody:
        """Return a session with the rule of approval, line by line, and what came of the review."""
        body, review = self.describe(one), self.shelf.review(one)
        lines = review.verdict.lines if review.verdict else ()
        policy = [PolicyBody(each.rule, each.text, each.fulfilled, list(each.missing), each.counts) for each in lines]
        return WholeSessionBody(
            **{name: getattr(body, name) for name in body.__struct_fields__},
            policy=policy,
            closed=body.review.closed,
            signed=review.signed,
            unsigned=[_signer(each) for each in review.unsigned],
            certificate=review.certificate,
            certificate_revoked=review.revoked,
        )


def _signer(wanted: RequiredSigner) -> SignerBody:
    return SignerBody(wanted.row, wanted.party)
