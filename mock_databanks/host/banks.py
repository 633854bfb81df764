"""LABA and MiBa over HTTP: the same paths below /laba and /miba."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from labcert.domain.language import _
from mock_databanks.host.gate import Gate, read_body
from mock_databanks.host.resting import rested
from mock_databanks.host.taking import checked_body, taken_in
from mock_databanks.host.wire import answer_response, held_json, sentence, xml_response
from mock_databanks.host.world import BankRoom, World

__all__ = ["BankRoutes"]

_CHANGES = ["DELETE", "PUT", "PATCH", "POST"]


class BankRoutes:
    """The paths of one databank."""

    def __init__(self, world: World, room: BankRoom, gate: Gate) -> None:
        self._world, self._room, self._gate = world, room, gate

    def routes(self) -> list[Route]:
        """Return the databank's routes."""
        at = f"/{self._room.name}"
        return [
            Route(f"{at}/messages", self.post, methods=["POST"]),
            Route(f"{at}/messages/{{id}}/receipt", self.receipt, methods=["GET"]),
            Route(f"{at}/answers", self.answers, methods=["GET"]),
            Route(f"{at}/answers/{{id}}", self.refuse_change, methods=_CHANGES),
            Route(f"/control/{self._room.name}/seed", self.seed, methods=["PUT"]),
        ]

    async def post(self, request: Request) -> Response:
        """Take a message: what is answered with 202 is on disk."""
        stopped = await self._gate.before_intake(request, self._room)
        if stopped is not None:
            return stopped
        answer = await self._take(request, refusal=self._gate.refusal(self._room))
        return self._gate.after_intake(self._room, answer)

    async def seed(self, request: Request) -> Response:
        """Take a message that counts as coming from a hospital."""
        return self._gate.closed(request) or await self._take(request, origin="hospital")

    async def _take(self, request: Request, *, refusal: str | None = None, origin: str | None = None) -> Response:
        room = self._room
        checked = await checked_body(await read_body(request), test_persons_only=room.simulator.policy.known_persons)
        answer = await taken_in(room, lambda: room.simulator.receive(checked, refusal=refusal, origin=origin))
        return answer_response(room.name, answer)

    async def receipt(self, request: Request) -> Response:
        """Give XCTL03 where the envelope asked for it, else 204."""
        closed = self._gate.down(request, self._room)
        if closed is not None:
            return closed
        with self._room.lock:
            message = self._room.simulator.message(request.path_params["id"])
            if message is None:
                return sentence(
                    404, _("{databank} kender ikke beskeden.").format(databank=self._room.simulator.kind.name)
                )
            return xml_response(self._room.simulator.receipt(message))

    async def answers(self, request: Request) -> Response:
        """Say what is held for a person, with every version and its marks."""
        closed = self._gate.down(request, self._room) or await rested(request, self._world, self._gate)
        if closed is not None:
            return closed
        cpr = request.query_params.get("cpr", "")
        if not cpr:
            return sentence(
                400, _("Angiv en person: /{host}/answers?cpr=CPR&sample=PRØVE.").format(host=self._room.name)
            )
        simulator = self._room.simulator
        with self._room.lock:
            found = [
                held_json(simulator, held) for held in simulator.answers(cpr, request.query_params.get("sample", ""))
            ]
        return JSONResponse(found)

    async def refuse_change(self, request: Request) -> Response:
        """Refuse to delete or overwrite an answer, and remember that it was tried."""
        closed = self._gate.down(request, self._room)
        if closed is not None:
            return closed
        with self._room.lock:
            self._room.simulator.refuse_change(request.path_params["id"], request.method)
        return sentence(
            405,
            _("Et svar, der er delt, kan hverken slettes eller overskrives."),
            _("Send en rettelse i stedet."),
            Allow="GET",
        )
