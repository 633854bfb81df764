"""Serves labcert over HTTP until it is stopped."""

import socket
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["Address", "bind", "serve", "server_of"]


@dataclass(frozen=True)
class Address:
    """Where to listen; port 0 is any free one."""

    host: str = "127.0.0.1"
    port: int = 8080


def bind(address: Address) -> socket.socket:
    """Return a socket that listens; raises UsageMistake where the address can't be had."""
    try:
        found = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        one = socket.socket(found[0], found[1], found[2])
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        one.bind(found[4])
        one.listen(128)
    except OSError as error:
        raise UsageMistake(
            _("Der kan ikke lyttes på {host}, port {port}: {why}.").format(
                host=address.host, port=address.port, why=error.strerror or error
            ),
            remedy=_("Vælg en anden --host eller --port; --port 0 finder selv en ledig."),
        ) from error
    return one


def server_of(app: ASGIApp) -> uvicorn.Server:
    """Return a server of an application; set its `should_exit` to stop it."""
    config = uvicorn.Config(
        app, ws="none", loop="asyncio", log_config=None, access_log=False, server_header=False, proxy_headers=False,
        timeout_graceful_shutdown=2, limit_concurrency=200,
    )  # fmt: skip
    return uvicorn.Server(config)


def serve(listening: socket.socket, app: ASGIApp) -> None:
    """Serve on a bound socket until Ctrl-C or a signal; runs under way are stopped and can be gone on with."""
    server_of(app).run([listening])
