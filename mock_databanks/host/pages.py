"""The portal over HTTP: asks the databanks at their own addresses and shows what may be shown."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from labcert.domain.language import _
from mock_databanks.host.client import Caller, NoAnswer
from mock_databanks.host.gate import Gate
from mock_databanks.host.settings import Tls
from mock_databanks.host.world import World
from mock_databanks.portal import VIEWS, Source, SourceVersion, View, render_mistake, render_page, shown_rows

__all__ = ["PageRoutes"]

DATABANKS = {"laba": "LABA", "miba": "MiBa"}


class PageRoutes:
    """The paths below /portal; `address` gives a databank's base address by its host's name."""

    def __init__(self, world: World, gate: Gate, address: Callable[[str], str], tls: Tls) -> None:
        self._room, self._gate, self._address, self._tls = world.portal, gate, address, tls
        self._idle: list[Caller] = []

    def routes(self) -> list[Route]:
        """Return the portal's routes."""
        return [
            Route("/portal/citizen/{cpr}", self.citizen, methods=["GET"]),
            Route("/portal/professional/{cpr}", self.professional, methods=["GET"]),
        ]

    async def citizen(self, request: Request) -> Response:
        """Show what a citizen sees."""
        return await self._page(request, "citizen")

    async def professional(self, request: Request) -> Response:
        """Show what a health professional sees."""
        return await self._page(request, "professional")

    async def _page(self, request: Request, side: str) -> Response:
        stopped = await self._gate.before_intake(request, self._room)
        if stopped is not None:
            return stopped
        via, origin = request.query_params.get("via", "sundhed.dk"), request.query_params.get("origin")
        if via not in VIEWS:
            return HTMLResponse(
                render_mistake(_("Vælg en af visningerne {names}.").format(names=", ".join(VIEWS))), 400
            )
        if origin not in (None, "gp", "hospital"):
            return HTMLResponse(render_mistake(_("Oprindelsen skal være gp (almen praksis) eller hospital.")), 400)
        view = View(side, request.path_params["cpr"], via, origin)
        return HTMLResponse(await run_in_threadpool(self._show, view))

    def _show(self, view: View) -> str:
        sources, missing = [], []
        caller = self._caller()
        for host, name in DATABANKS.items():
            found = self._ask(caller, host, name, view.cpr)
            if found is None:
                missing.append(name)
            sources += found or []
        self._idle.append(caller)
        rows = shown_rows(sources, view.origin)
        self._room.note(
            "page_shown",
            {"side": view.side, "via": view.via, "origin": view.origin, "cpr": view.cpr, "rows": len(rows)},
        )
        return render_page(view, rows, tuple(missing))

    def _caller(self) -> Caller:
        """Return a caller that no other page uses right now; it is handed back with its connections open."""
        try:
            return self._idle.pop()
        except IndexError:
            return Caller(self._tls)

    def _ask(self, caller: Caller, host: str, name: str, cpr: str) -> list[Source] | None:
        """Return what a databank holds, None where it does not answer."""
        try:
            status, content = caller.get(f"{self._address(host)}/{host}/answers", {"cpr": cpr})
        except NoAnswer:
            return None
        if status != 200 or not isinstance(content, list):
            return None
        return [
            Source(
                name,
                tuple(
                    SourceVersion(version["xml"], version["consent_refused"], version["origin"])
                    for version in answer["versions"]
                ),
            )
            for answer in content
        ]
