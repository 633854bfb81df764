"""Binds the five addresses before anything is served, so that a taken port is told in a sentence at once."""

import os
import socket
from collections.abc import Iterator

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from mock_databanks.host.settings import HOSTS, Settings

__all__ = ["bind_all", "local", "reachable"]


def bind_all(settings: Settings) -> dict[str, socket.socket]:
    """Return a bound socket for the common address ("all") and each host; UsageMistake if one can't be had."""
    bound: dict[str, socket.socket] = {}
    try:
        for name, port in _ports(settings.port):
            bound[name] = _bind(settings.host, port)
    except UsageMistake:
        for one in bound.values():
            one.close()
        raise
    return bound


def _ports(first: int) -> Iterator[tuple[str, int]]:
    return ((name, first + number if first else 0) for number, name in enumerate(("all", *HOSTS)))


def _bind(host: str, port: int) -> socket.socket:
    if port > 65535:
        raise UsageMistake(
            _("Porten {port} findes ikke.").format(port=port), remedy=_("Vælg en --port på højst 65531.")
        )
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise UsageMistake(
            _("Adressen {host} kan ikke bruges.").format(host=host),
            remedy=_("Vælg en af maskinens egne adresser med --host."),
        ) from error
    one = socket.socket(family, kind, protocol)
    if os.name == "posix":  # a port left in TIME_WAIT is free; on Windows the option would let two processes share one
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        one.bind(address)
        one.listen(512)
    except OSError as error:
        one.close()
        raise UsageMistake(
            _("Porten {port} på {host} er optaget eller må ikke bruges.").format(port=port, host=host),
            remedy=_(
                "Stop det, der bruger den, eller vælg en anden med --port. Fem porte i træk skal være ledige; "
                "--port 0 finder selv ledige."
            ),
        ) from error
    one.setblocking(False)
    return one


def reachable(one: socket.socket, scheme: str) -> str:
    """Return the address at which this machine reaches a bound socket."""
    host, port = one.getsockname()[:2]
    here = local(host)
    return f"{scheme}://[{here}]:{port}" if ":" in here else f"{scheme}://{here}:{port}"


def local(host: str) -> str:
    """Return the address at which this machine reaches what listens at one, which may be all of its addresses."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 compared, not bound
