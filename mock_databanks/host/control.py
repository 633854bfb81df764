"""Control and journal: switch faults, set policies, read what happened. Only with the token."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.masking import mask_text
from mock_databanks.faults import fault_from
from mock_databanks.host.gate import Gate
from mock_databanks.host.settings import HOSTS
from mock_databanks.host.wire import sentence
from mock_databanks.host.world import BankRoom, PlspRoom, Room, World
from mock_databanks.journal import Line
from mock_databanks.persons import known_persons
from mock_databanks.policies import changed, standard_policies

__all__ = ["ControlRoutes"]

Work = Callable[[Room, Mapping[str, object]], object]


class ControlRoutes:
    """The paths below /control, and /journal."""

    def __init__(self, world: World, gate: Gate) -> None:
        self._world, self._gate = world, gate

    def routes(self) -> list[Route]:
        """Return the routes of control and journal."""
        return [
            Route("/control/{host}/faults", self.faults, methods=["GET", "PUT", "DELETE"]),
            Route("/control/{host}/policy", self.policy, methods=["GET", "PUT", "DELETE"]),
            Route("/journal", self.journal, methods=["GET"]),
        ]

    async def faults(self, request: Request) -> Response:
        """Switch a fault on (PUT), all off (DELETE), or show them (GET)."""
        return await self._managed(request, {"PUT": _switch_fault, "DELETE": _clear_faults, "GET": _active_faults})

    async def policy(self, request: Request) -> Response:
        """Set values (PUT), put the defaults back (DELETE), or show them (GET)."""
        return await self._managed(request, {"PUT": _set_policy, "DELETE": _restore_policy, "GET": _policy_now})

    async def _managed(self, request: Request, works: Mapping[str, Work]) -> Response:
        closed = self._gate.closed(request)
        if closed is not None:
            return closed
        room = self._world.room(request.path_params["host"])
        if room is None:
            return sentence(
                404, _("Der er ingen vært, der hedder sådan."), _("Værterne er {names}.").format(names=", ".join(HOSTS))
            )
        try:
            keys = _json_object(await request.body()) if request.method == "PUT" else {}
            with room.lock:
                return JSONResponse(works[request.method](room, keys))
        except UsageMistake as mistake:
            return sentence(422, mistake.message, mistake.remedy)

    async def journal(self, request: Request) -> Response:
        """Return the journal's lines from a number on, of one host or of all, in the order in which they happened."""
        closed = self._gate.closed(request)
        if closed is not None:
            return closed
        host, since = request.query_params.get("host"), request.query_params.get("since", "0")
        rooms = [room for room in self._world.rooms() if host in (None, room.name)]
        if not rooms or not since.isdecimal():
            return sentence(400, _("Angiv since som et tal og host som en af {names}.").format(names=", ".join(HOSTS)))
        lines: list[Line] = []
        for room in rooms:
            with room.lock:
                lines += room.journal.lines(int(since))
        lines.sort(key=lambda line: line.seq)
        text = "".join(f"{line.to_json()}\n" for line in lines)
        return Response(mask_text(text, known_persons()), media_type="application/x-ndjson")


def _json_object(body: bytes) -> Mapping[str, object]:
    try:
        keys = json.loads(body)
    except ValueError as error:
        raise UsageMistake(_("Indholdet er ikke JSON.")) from error
    if not isinstance(keys, dict):
        raise UsageMistake(_("Indholdet skal være et JSON-objekt."))
    return keys


def _active_faults(room: Room, _keys: Mapping[str, object]) -> object:
    return {"faults": [asdict(fault) for fault in room.faults.active()]}


def _switch_fault(room: Room, keys: Mapping[str, object]) -> object:
    fault = fault_from(keys)
    if fault.kind == "duplicate" and room.name != "plsp":
        raise UsageMistake(_("Kun plsp kan viderestille dobbelt; værten {host} modtager.").format(host=room.name))
    room.faults.switch(fault)
    room.note("fault_switched", asdict(fault))
    return _active_faults(room, keys)


def _clear_faults(room: Room, keys: Mapping[str, object]) -> object:
    if room.faults.active():
        room.faults.clear()
        room.note("faults_cleared", {})
    return _active_faults(room, keys)


def _policy_now(room: Room, _keys: Mapping[str, object]) -> object:
    if isinstance(room, PlspRoom | BankRoom):
        return {"policy": asdict(room.simulator.policy)}
    raise UsageMistake(_("Værten {host} har ingen politikker.").format(host=room.name))


def _set_policy(room: Room, keys: Mapping[str, object]) -> object:
    match room:
        case PlspRoom(simulator=plsp):
            plsp.policy = changed(plsp.policy, keys)
        case BankRoom(simulator=bank):
            bank.policy = changed(bank.policy, keys)
    now = _policy_now(room, keys)
    room.note("policy_set", dict(keys))
    return now


def _restore_policy(room: Room, keys: Mapping[str, object]) -> object:
    for_plsp, for_bank = standard_policies()
    match room:
        case PlspRoom(simulator=plsp):
            plsp.policy = for_plsp
        case BankRoom(simulator=bank):
            bank.policy = for_bank
    room.note("policy_restored", {})
    return _policy_now(room, keys)
