"""The routes of all hosts as one ASGI application; an own address serves only its own host's paths."""

import traceback
from collections.abc import Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from labcert.domain.language import _
from mock_databanks.host.banks import BankRoutes
from mock_databanks.host.control import ControlRoutes
from mock_databanks.host.gate import Gate
from mock_databanks.host.hub import HubRoutes
from mock_databanks.host.pages import PageRoutes
from mock_databanks.host.wire import sentence
from mock_databanks.host.world import World

__all__ = ["OwnAddress", "build_app"]

OPENAPI = Path(__file__).parent / "openapi.json"


class OwnAddress:
    """Serves on a host's own port only what is the host's own; `owners` maps ports to hosts."""

    def __init__(self, app: ASGIApp, owners: dict[int, str]) -> None:
        self._app, self._owners = app, owners

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what belongs here."""
        server = scope.get("server")
        owner = self._owners.get(server[1]) if server else None
        if owner is None or _belongs(scope["path"], owner):
            await self._app(scope, receive, send)
            return
        text = _("Adressen tilhører {host} og har ikke {path}.").format(host=owner, path=scope["path"].split("/")[1])
        await sentence(404, text)(scope, receive, send)


def _belongs(path: str, owner: str) -> bool:
    return path in ("/health", "/openapi.json", "/journal") or path.startswith(
        (f"/{owner}/", f"/control/{owner}/")
    )


def build_app(world: World, gate: Gate, hub: HubRoutes, pages: PageRoutes) -> Starlette:
    """Return the application with every route of the hosts."""

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok", "addresses": world.addresses})

    async def openapi(_request: Request) -> Response:
        return Response(OPENAPI.read_bytes(), media_type="application/json")

    return Starlette(
        routes=[
            *hub.routes(),
            *BankRoutes(world, world.laba, gate).routes(),
            *BankRoutes(world, world.miba, gate).routes(),
            *pages.routes(),
            *ControlRoutes(world, gate).routes(),
            Route("/health", health),
            Route("/openapi.json", openapi),
        ],
        exception_handlers={HTTPException: _http_problem, Exception: _own_problem(world)},
    )


def _own_problem(world: World) -> Callable[[Request, Exception], Response]:
    """Return what answers where something of ours breaks: a sentence; the trace goes to a file beside the journals."""

    def problem(_request: Request, error: Exception) -> Response:
        with world.errors.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        if isinstance(error, OSError):
            return sentence(500, _("Værten kan ikke skrive på disken, så intet er modtaget."), _("Send igen senere."))
        return sentence(500, _("Der er en fejl i værten, så intet er modtaget."), _("Se errors.log i mappen --data."))

    return problem


def _http_problem(request: Request, error: Exception) -> Response:
    """Turn the framework's own 404 and 405 into sentences."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 405:
        return sentence(
            405, _("{method} kan ikke bruges her.").format(method=request.method), **dict(error.headers or {})
        )
    if error.status_code == 404:
        return sentence(404, _("Adressen findes ikke."), _("Se /openapi.json for dem, der gør."))
    return sentence(error.status_code, str(error.detail))
