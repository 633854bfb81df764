"""Runs the hosts: binds, builds the state, says that it is ready, and stops within a second when asked to."""

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path

import uvicorn
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from labcert.domain.errors import LabcertError
from labcert.domain.holder import Holder, holder_of_der
from labcert.domain.language import _
from mock_databanks.host.app import OwnAddress, build_app
from mock_databanks.host.client import Caller
from mock_databanks.host.forwarder import Forwarder
from mock_databanks.host.gate import Gate, check_vendor_token
from mock_databanks.host.hub import HubRoutes
from mock_databanks.host.pages import PageRoutes
from mock_databanks.host.settings import HOSTS, Settings, Tls
from mock_databanks.host.sockets import bind_all, local, reachable
from mock_databanks.host.tls import TurnedAway, check_tls, server_context
from mock_databanks.host.world import World, open_world

__all__ = ["main", "serve"]

SWITCH_SECONDS = 0.0005
"""how long a thread that forwards, or draws a page, may keep Python to itself while the next question waits; the
standard 5 ms are ten times as long as an answer takes"""
SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]


def tell(text: str) -> None:
    """Say something to the person at the terminal."""
    print(text, file=sys.stderr, flush=True)


class Server(uvicorn.Server):
    """uvicorn's server that says when it is ready, and takes a signal as a wish to stop and nothing more."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop at the first signal; the process then ends with exit code 0."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Connections:
    """The open connections, so that a fault can cut one off without an answer, and it is known who called."""

    def __init__(self) -> None:
        self._open: dict[tuple[object, object], tuple[asyncio.Transport, Holder | None]] = {}

    def protocol(self) -> type[H11Protocol]:
        """Return uvicorn's protocol with its connections written down here."""
        known = self._open

        class Written(H11Protocol):
            def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
                super().connection_made(transport)
                known[self.server, self.client] = transport, _holder(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                known.pop((self.server, self.client), None)
                super().connection_lost(exc)

        return Written

    def abort(self, scope: Scope) -> None:
        """Close a request's connection at once."""
        found = self._open.get((scope["server"], scope["client"]))
        if found is not None:
            found[0].abort()

    def holder(self, scope: Scope) -> Holder | None:
        """Return whose certificate a request's connection was made with, None where there was none."""
        found = self._open.get((scope["server"], scope["client"]))
        return found[1] if found else None


def _holder(transport: asyncio.Transport) -> Holder | None:
    secured = transport.get_extra_info("ssl_object")
    shown = secured.getpeercert(binary_form=True) if secured else None
    return holder_of_der(shown) if shown else None


class Hosts:
    """Everything of one start, wired together."""

    def __init__(self, settings: Settings, world: World, sockets: dict[str, socket.socket]) -> None:
        self._settings, self._world, self._sockets = settings, world, sockets
        self._token = secrets.token_urlsafe(24)
        scheme = "https" if settings.tls.on else "http"
        world.addresses.update({name: reachable(one, scheme) for name, one in sockets.items()})
        self._forwarders = [
            Forwarder(world.plsp, target, lambda target=target: self._databank(target), Caller(settings.tls))  # type: ignore[misc]
            for target in ("laba", "miba")
        ]
        self._server = Server(self._config(), self._say_ready)

    def _databank(self, target: str) -> str:
        """Return where a databank is: PLSP can be pointed at another one by its policy."""
        policy = self._world.plsp.simulator.policy
        return ({"laba": policy.laba, "miba": policy.miba}[target] or self._world.addresses[target]).rstrip("/")

    def _wake(self) -> None:
        for forwarder in self._forwarders:
            forwarder.wake()

    def _config(self) -> uvicorn.Config:
        connections = _Connections()
        gate = Gate(
            self._token, connections.abort, vendor_token=self._settings.vendor_token, holder=connections.holder
        )
        hub = HubRoutes(self._world, gate, self._wake)
        pages = PageRoutes(self._world, gate, self._world.addresses.__getitem__, self._settings.tls)
        owners = {self._sockets[name].getsockname()[1]: name for name in HOSTS}
        tls = self._settings.tls
        config = uvicorn.Config(
            OwnAddress(build_app(self._world, gate, hub, pages), owners),
            http=connections.protocol(),
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=75,
        )
        config.load()
        if tls.on:
            config.ssl = server_context(tls, self._turned_away)
        return config

    def _turned_away(self, each: TurnedAway) -> None:
        self._world.plsp.note("tls_refused", each.line())
        tell(each.told())

    def _say_ready(self) -> None:
        for room in self._world.rooms():
            room.note("started", {"address": self._world.addresses[room.name]})
        print(json.dumps({"addresses": self._world.addresses, "token": self._token}), flush=True)
        tell(
            _("PLSP, LABA, MiBa og portalen er klar på {address}. Stop med Ctrl-C.").format(
                address=self._world.addresses["all"]
            )
        )

    def run(self) -> None:
        """Serve until a signal, or the parent's end, stops it."""
        sys.setswitchinterval(SWITCH_SECONDS)
        for forwarder in self._forwarders:
            forwarder.start()
        if self._settings.stop_with_parent:
            threading.Thread(target=self._watch_parent, daemon=True).start()
        try:
            self._server.run(list(self._sockets.values()))
        finally:
            for forwarder in self._forwarders:
                forwarder.end()
            for forwarder in self._forwarders:
                forwarder.join(0.3)
            self._world.close()

    def _watch_parent(self) -> None:
        while os.read(sys.stdin.fileno(), 1024):  # not through the buffer: its lock would block the interpreter's end
            pass
        self._server.should_exit = True


def serve(settings: Settings) -> None:
    """Serve all hosts until stopped; UsageMistake says why it can't start (port, folder, certificate)."""
    check_tls(settings.tls, local(settings.host))
    check_vendor_token(settings.vendor_token)
    sockets = bind_all(settings)
    try:
        world = open_world(settings.data, tell)
    except LabcertError:
        for one in sockets.values():
            one.close()
        raise
    Hosts(settings, world, sockets).run()


def main(
    host: str = "127.0.0.1",
    port: int = 0,
    data: Path = Path("mock-data"),
    *,
    tls_ca: Path | None = None,
    tls_cert: Path | None = None,
    tls_key: Path | None = None,
    vendor_token: str = "",
    stop_with_parent: bool = False,
) -> int:
    """Serve and return the exit code: 0 stopped, else that of the mistake, which is told on standard error."""
    tls = Tls(cert=tls_cert, key=tls_key, ca=tls_ca)
    try:
        serve(Settings(data, host, port, tls, vendor_token, stop_with_parent))
    except LabcertError as error:
        tell(str(error))
        return error.exit_code
    return 0
