"""Sessions: begin one, list them, run, follow, answer, cancel."""

import base64
from collections.abc import Awaitable, Callable
from typing import Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from labcert.adapters.mailbox import FILE_CAP
from labcert.domain.casework import Actor
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.ports.tester import Answer
from labcert.protocol.model import Programme
from labcert.runner.certifying import programme_of
from labcert.web.api.bodies import AnswerBody, NewRun, NewSession, ProgrammeBody, SessionState, StepName, Submission
from labcert.web.api.carrying import planned
from labcert.web.api.orders import Order
from labcert.web.api.problems import Refused, refusal
from labcert.web.api.reading import read_body
from labcert.web.api.runs import Full, Job, Underway
from labcert.web.api.shelf import Owned
from labcert.web.api.stream import Follower, follow, question_body
from labcert.web.api.systems import system_of
from labcert.web.api.talking import Known, as_json

__all__ = ["SessionRoutes"]

ANSWER_CAP = FILE_CAP * 4 // 3 + 100_000
"""bytes of an answer: the file in base64, and the words"""
RETRY_SECONDS = "60"


class SessionRoutes:
    """The paths below /sessions that change something or tell of it, and /programmes."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._persons = frozenset(person.cpr for person in known.suite.persons if person.cpr)

    def table(self) -> list[tuple[str, str, Callable[[Request], Awaitable[Response]]]]:
        """Return path, method and what answers."""
        return [
            ("/programmes", "GET", self.programmes),
            ("/sessions", "GET", self.index),
            ("/sessions", "POST", self.create),
            ("/sessions/{session}", "GET", self.show),
            ("/sessions/{session}/runs", "POST", self.run),
            ("/sessions/{session}/cancel", "POST", self.cancel),
            ("/sessions/{session}/submit", "POST", self.submit),
            ("/sessions/{session}/events", "GET", self.events),
            ("/sessions/{session}/questions", "GET", self.questions),
            ("/sessions/{session}/questions/{question}", "POST", self.answer),
        ]

    async def programmes(self, _request: Request) -> Response:
        """Tell what can be run."""
        suite = self._known.suite
        told = [_programme(programme, "programme", self._steps(programme)) for programme in suite.programmes]
        for protocol in suite.protocols:
            alone = programme_of(suite, protocol.id)
            if alone not in suite.programmes:
                told.append(_programme(alone, "protocol", self._steps(alone)))
        return as_json(told)

    def _steps(self, programme: Programme) -> list[StepName]:
        return [StepName(step.id, step.title) for step in self._known.suite.steps_of(programme)]

    async def index(self, request: Request) -> Response:
        """Tell of the owner's sessions, the newest last."""
        return as_json(await run_in_threadpool(self._known.describe_all, str(request.state.owner)))

    async def create(self, request: Request) -> Response:
        """Begin a session."""
        wanted = await read_body(request, NewSession)
        owner, known = str(request.state.owner), self._known
        sut = system_of(wanted.sut, known.suite, known.allowed)
        try:
            programme = programme_of(known.suite, wanted.programme)
        except UsageMistake as mistake:
            raise refusal(422, mistake) from mistake
        name = await run_in_threadpool(known.shelf.create, owner, programme, sut)
        body = await run_in_threadpool(known.tell_whole, Owned(owner, name))
        return as_json(body, 201, Location=f"/api/sessions/{name}")

    async def show(self, request: Request) -> Response:
        """Tell where a session is."""
        one = await self._known.session(request)
        return as_json(await run_in_threadpool(self._known.tell_whole, one))

    async def run(self, request: Request) -> Response:
        """Run a session's steps, or those that are left."""
        one = await self._known.session(request)
        wanted = await read_body(request, NewRun, empty=NewRun())
        known = self._known

        def start() -> Response:
            order = known.shelf.order(one)
            self._require_steps(order, wanted)
            self._require_something(one, order, wanted)
            try:
                known.runs.start(one.owner, one.session, lambda job: known.shelf.run(job, order, wanted, known.work))
            except Underway:
                raise _under_way() from None
            except Full:
                text = _("Der venter så mange kørsler, at der ikke er plads til flere. Prøv igen om lidt.")
                raise Refused(503, text, Retry_After=RETRY_SECONDS) from None
            return as_json(known.describe(one), 202)

        return await run_in_threadpool(start)

    def _require_steps(self, order: Order, wanted: NewRun) -> None:
        suite = self._known.suite
        steps = {step.id for step in suite.steps_of(programme_of(suite, order.programme))}
        strange = [step for step in wanted.only if step not in steps]
        if strange:
            told = _("Trinnet “{wanted}” findes ikke i {programme}.")
            each = [told.format(wanted=step, programme=order.programme) for step in strange]
            raise Refused(422, " ".join(each), *each)

    def _require_something(self, one: Owned, order: Order, wanted: NewRun) -> None:
        if self._known.job(one):
            raise _under_way()
        self._known.shelf.require_runnable(one)
        try:
            with self._known.shelf.opened(one) as folder:
                plan = planned(folder, order, wanted)
        except UsageMistake as mistake:
            raise refusal(409, mistake) from mistake
        finished = self._known.describe(one).state is SessionState.FINISHED
        if finished and not plan.steps and not plan.irrelevant:
            raise Refused(409, _("Sessionen har ikke flere af de trin, der blev bedt om. Begynd en ny session."))

    async def cancel(self, request: Request) -> Response:
        """Stop a run, or take it out of the row."""
        one = await self._known.session(request)
        if not self._known.runs.cancel(one.owner, one.session):
            raise Refused(409, _("Sessionen kører ikke og venter ikke på at køre."))
        return as_json(await run_in_threadpool(self._known.describe, one), 202)

    async def submit(self, request: Request) -> Response:
        """Hand a session in to MedCom, or take it back."""
        one = await self._known.session(request)
        body = await read_body(request, Submission)
        known = self._known

        def hand_in() -> Response:
            if known.job(one):
                raise _under_way()
            organisation = body.organisation or known.shelf.describe(one).vendor
            actor = Actor(body.name, body.role, organisation)
            known.shelf.submit(one, actor, withdraw=body.withdraw)
            return as_json(known.tell_whole(one))

        return await run_in_threadpool(hand_in)

    async def events(self, request: Request) -> Response:
        """Follow a session; ends when it no longer runs."""
        one = await self._known.session(request)
        if (await run_in_threadpool(self._known.describe, one)).state is SessionState.UNREADABLE:
            raise Refused(409, _("Sessionens hændelseslog kan ikke læses."))
        headers = {"X-Accel-Buffering": "no"}
        if request.method == "HEAD":
            return Response(media_type="text/event-stream", headers=headers)
        last = request.headers.get("last-event-id", "")
        after = int(last) if last.isdecimal() and last.isascii() and len(last) < 10 else 0
        told = follow(
            Follower(lambda since: self._known.shelf.log(one, since), after, self._persons),
            lambda: self._known.describe(one),
            lambda: self._known.job(one),
        )
        return StreamingResponse(told, media_type="text/event-stream", headers=headers)

    async def questions(self, request: Request) -> Response:
        """Tell which questions wait for the tester."""
        one = await self._known.session(request)
        job = self._known.job(one)
        waiting = await run_in_threadpool(job.post.pending) if job else ()
        return as_json([question_body(each) for each in waiting])

    async def answer(self, request: Request) -> Response:
        """Answer a question, once and for all."""
        one = await self._known.session(request)
        body = await read_body(request, AnswerBody, cap=ANSWER_CAP)
        job = self._known.job(one)
        number = request.path_params["question"]
        if job is None:
            raise Refused(409, _("Sessionen kører ikke, så der er ingen spørgsmål at svare på."))
        given = Answer(body.kind, body.reason, base64.b64decode(body.file), body.file_name)
        await run_in_threadpool(_reply, job, number, given)
        return Response(status_code=204)


def _reply(job: Job, number: str, given: Answer) -> None:
    if len(given.file) > FILE_CAP:
        raise Refused(413, _("Filen må højst være på {cap} MiB.").format(cap=FILE_CAP // 1024**2))
    try:
        job.post.reply(number, given)
    except UsageMistake as mistake:
        raise refusal(409, mistake) from mistake


def _under_way() -> Refused:
    return Refused(409, _("Sessionen kører allerede, eller den venter på at køre."))


def _programme(
    programme: Programme, kind: Literal["programme", "protocol"], steps: list[StepName]
) -> ProgrammeBody:
    return ProgrammeBody(programme.id, programme.title, kind, programme.version, steps)
