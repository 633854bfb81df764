"""One kept HTTP connection to a host: no proxy of the machine in between, no redirect followed, nothing sent twice.

The standard library's client: an exchange with a host on the same machine costs a quarter of what it does by way of
`requests`, and a run has more than a thousand of them.
"""

import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from selectors import EVENT_READ, DefaultSelector
from socket import socket
from urllib.parse import quote, urlencode, urlsplit

from labcert.adapters.trust import tls_context, why_untrusted
from labcert.domain.sut import Security

__all__ = ["Connection", "NoAnswer", "Reply", "Untrusted"]

NO_SECURITY = Security()
"""the machine's own trust, and nothing shown"""
CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 70.0
"""without a byte; a host may be told to be slow for a minute"""


class NoAnswer(Exception):
    """The host could not be reached, or gave no answer that can be read."""


class Untrusted(NoAnswer):
    """The two sides did not come to trust each other; the text says why."""


@dataclass(frozen=True)
class Reply:
    """An HTTP answer: status, the header Content-Type ("" for none), the body's bytes, and the header Date."""

    status: int
    content_type: str
    body: bytes
    date: str = ""


class Connection:
    """Speaks to an address such as http://127.0.0.1:8800 or https://plsp.example/base. For one thread at a time.

    `headers` go with every request. `security` says whom an https host is trusted by and what it is shown; raises
    SetupFault where that can't be used.
    """

    def __init__(self, address: str, headers: Mapping[str, str], security: Security = NO_SECURITY) -> None:
        parts = urlsplit(address)
        self._base, self._headers = parts.path.rstrip("/"), dict(headers)
        self._http: HTTPConnection = (
            HTTPSConnection(parts.netloc, timeout=CONNECT_SECONDS, context=tls_context(security))
            if parts.scheme == "https"
            else HTTPConnection(parts.netloc, timeout=CONNECT_SECONDS)
        )

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        data: bytes | None = None,
        content_type: str = "",
    ) -> Reply:
        """Send a request and return the answer, whatever its status; raises NoAnswer (or Untrusted) where none comes.

        `path` and `query` are as people read them; they are quoted here. `content_type` tells what `data` is.
        """
        target = quote(self._base + path) + (f"?{urlencode(query)}" if query else "")
        headers = self._headers if data is None else {**self._headers, "Content-Type": content_type}
        try:
            self._open()
            self._http.request(method, target, data, headers)
            with closing(self._http.getresponse()) as answer:
                kind, date = answer.headers.get("Content-Type", ""), answer.headers.get("Date", "")
                return Reply(answer.status, kind, answer.read(), date)
        except ssl.SSLError as error:
            self._http.close()
            raise Untrusted(why_untrusted(error)) from error
        except (OSError, HTTPException, ValueError) as error:  # ValueError: an address or method that HTTP can't say
            self._http.close()  # the next request opens it anew
            raise NoAnswer(str(error)) from error

    def close(self) -> None:
        """Close the connection; a later request opens it anew."""
        self._http.close()

    def _open(self) -> None:
        """Connect, also where the host has closed a connection that lay idle."""
        kept: socket | None = self._http.sock
        if kept is not None and not _ended(kept):
            return
        self._http.close()
        self._http.connect()
        new: socket | None = self._http.sock
        if new is not None:
            new.settimeout(ANSWER_SECONDS)


def _ended(kept: socket) -> bool:
    """Say whether the host has closed the connection: between two exchanges nothing else can be there to read."""
    with DefaultSelector() as waiting:
        waiting.register(kept, EVENT_READ)
        return bool(waiting.select(0))
