"""PLSP over HTTP."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from labcert.domain.language import _
from mock_databanks.answers import Answer
from mock_databanks.host.gate import Gate, read_body
from mock_databanks.host.resting import rested
from mock_databanks.host.taking import checked_body, taken_in
from mock_databanks.host.tls import holder_line
from mock_databanks.host.wire import XML, answer_response, arrival_json, message_json, sentence, xml_response
from mock_databanks.host.world import World
from mock_databanks.plsp import MessageState

__all__ = ["HubRoutes"]

MOST_DIGITS = 19
"""of a sequence number"""


class HubRoutes:
    """The paths below /plsp; `wake` tells the forwarders that there is something to do."""

    def __init__(self, world: World, gate: Gate, wake: Callable[[], None]) -> None:
        self._world, self._room, self._gate, self._wake = world, world.plsp, gate, wake

    def routes(self) -> list[Route]:
        """Return PLSP's routes."""
        return [
            Route("/plsp/messages", self.post, methods=["POST"]),
            Route("/plsp/messages", self.find, methods=["GET"]),
            Route("/plsp/arrivals", self.arrivals, methods=["GET"]),
            Route("/plsp/messages/{id}", self.state, methods=["GET"]),
            Route("/plsp/messages/{id}", self.refuse_change, methods=["DELETE", "PUT", "PATCH", "POST"]),
            Route("/plsp/messages/{id}/raw", self.raw, methods=["GET"]),
            Route("/plsp/messages/{id}/receipt", self.receipt, methods=["GET"]),
        ]

    async def post(self, request: Request) -> Response:
        """Take a message: what is answered with 202 is on disk."""
        room = self._room
        unknown = self._gate.unknown_sender(request, room)
        if unknown is not None:
            return unknown
        stopped = await self._gate.before_intake(request, room)
        checked = await checked_body(await read_body(request), test_persons_only=room.simulator.policy.known_persons)
        if stopped is not None:
            await taken_in(room, lambda: room.simulator.keep_out(checked))
            return stopped
        refusal = self._gate.refusal(room)
        holder = self._gate.holder(request)

        def take() -> Answer:
            taken = room.simulator.receive(checked, refusal=refusal)
            if holder is not None:
                room.note("certificate_shown", {"id": taken.id, **holder_line(holder)})
            return taken

        answer = await taken_in(room, take)
        self._wake()
        return self._gate.after_intake(room, answer_response("plsp", answer))

    async def find(self, request: Request) -> Response:
        """Find by envelope identifier."""
        closed = self._gate.down(request, self._room) or await rested(request, self._world, self._gate)
        if closed is not None:
            return closed
        envelope = request.query_params.get("envelope", "")
        if not envelope:
            return sentence(400, _("Angiv en kuvert: /plsp/messages?envelope=IDENTIFIKATION."))
        with self._room.lock:
            message = self._room.simulator.find(envelope)
        return self._unknown() if message is None else JSONResponse(message_json(message))

    async def arrivals(self, request: Request) -> Response:
        """List what came about a person or a sample, from a sequence number on; without one say only what is next."""
        closed = self._gate.closed(request)
        if closed is not None:
            return closed
        cpr, sample, since = (request.query_params.get(name, "") for name in ("cpr", "sample", "since"))
        if since and not (since.isdecimal() and len(since) < MOST_DIGITS):
            return sentence(400, _("Angiv since som et tal."))
        simulator = self._room.simulator
        with self._room.lock:
            came = simulator.arrivals(int(since)) if since else ()
            following = simulator.next_seq()
        found = [arrival_json(arrival) for arrival in came if arrival.concerns(cpr, sample)]
        return JSONResponse({"arrivals": found, "next": following})

    async def state(self, request: Request) -> Response:
        """Say where each letter is."""
        return self._about(request, lambda message: JSONResponse(message_json(message)))

    async def raw(self, request: Request) -> Response:
        """Give the bytes as they came."""
        return self._about(request, self._raw)

    async def receipt(self, request: Request) -> Response:
        """Give the receipt, 204 while there is none."""
        return self._about(request, lambda message: xml_response(self._room.simulator.receipt(message)))

    async def refuse_change(self, request: Request) -> Response:
        """Refuse to delete or overwrite what was shared, and remember that it was tried."""
        closed = self._gate.down(request, self._room)
        if closed is not None:
            return closed
        with self._room.lock:
            self._room.simulator.refuse_change(request.path_params["id"], request.method)
        return sentence(
            405,
            _("Det, der er delt, kan hverken slettes eller overskrives."),
            _("Send en rettelse i stedet."),
            Allow="GET",
        )

    def _raw(self, message: MessageState) -> Response:
        data = self._room.simulator.raw(message)
        if data is None:
            return sentence(404, _("Beskeden blev afvist, og dens indhold er ikke gemt."))
        return Response(data, media_type=XML)

    def _about(self, request: Request, reply: Callable[[MessageState], Response]) -> Response:
        closed = self._gate.down(request, self._room)
        if closed is not None:
            return closed
        with self._room.lock:
            message = self._room.simulator.message(request.path_params["id"])
            return self._unknown() if message is None else reply(message)

    def _unknown(self) -> Response:
        return sentence(404, _("PLSP kender ikke beskeden."))
