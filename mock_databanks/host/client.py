"""The hosts' own HTTP client towards each other: one kept connection a host, no proxy of the machine in between.

The standard library's client and not requests: a letter is forwarded in a third of the time.
"""

import json
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from selectors import EVENT_READ, DefaultSelector
from socket import socket
from urllib.parse import urlencode, urlsplit

from mock_databanks.host.settings import Tls
from mock_databanks.host.tls import caller_context

__all__ = ["Caller", "NoAnswer"]

TIMEOUT = 15.0
"""seconds without a byte"""


class NoAnswer(Exception):
    """The other host could not be reached, or gave no answer that can be read."""


class Caller:
    """Calls over kept connections, with the hosts' own certificate where they speak TLS. For one thread at a time."""

    def __init__(self, tls: Tls) -> None:
        self._context = caller_context(tls) if tls.on else None
        self._open: dict[tuple[str, str], HTTPConnection] = {}

    def post(self, address: str, data: bytes) -> tuple[int, object]:
        """Post XML; return the status and the answer's JSON (None where it is none). Raises NoAnswer."""
        return self._ask("POST", address, data, {"Content-Type": "application/xml"})

    def get(self, address: str, query: Mapping[str, str]) -> tuple[int, object]:
        """Ask for JSON; return the status and the answer's JSON (None where it is none). Raises NoAnswer."""
        return self._ask("GET", f"{address}?{urlencode(query)}", None, {})

    def close(self) -> None:
        """Close the connections."""
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    def _ask(self, method: str, address: str, data: bytes | None, headers: dict[str, str]) -> tuple[int, object]:
        parts = urlsplit(address)
        connection = self._connection(parts.scheme, parts.netloc)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        try:
            connection.request(method, target, data, headers)
            answer = connection.getresponse()
            return answer.status, _json(answer)
        except (OSError, HTTPException) as error:
            connection.close()  # the next call opens it anew
            raise NoAnswer(address) from error

    def _connection(self, scheme: str, place: str) -> HTTPConnection:
        known = self._open.get((scheme, place))
        if known is not None and _ended(known):
            known.close()
        if known is None:
            known = (
                HTTPSConnection(place, timeout=TIMEOUT, context=self._context)
                if scheme == "https"
                else HTTPConnection(place, timeout=TIMEOUT)
            )
            self._open[scheme, place] = known
        return known


def _ended(connection: HTTPConnection) -> bool:
    """Say whether the other host has closed a connection that lay idle: it is opened anew then, and nothing is lost."""
    sock: socket | None = connection.sock
    if sock is None:
        return False
    with DefaultSelector() as waiting:
        waiting.register(sock, EVENT_READ)
        return bool(waiting.select(0))


def _json(answer: HTTPResponse) -> object:
    try:
        return json.loads(answer.read())
    except ValueError:
        return None
