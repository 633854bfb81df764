"""Stand-ins for the hosts, for suites whose scenarios talk to none: they give a journal, and that is all."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer

from labcert.adapters.connection import NO_SECURITY
from labcert.domain.sut import Security


class Journals(BaseHTTPRequestHandler):
    """Gives a journal of one line to whoever has the token."""

    status = 200

    def do_GET(self):
        """Answer with the asked host's journal."""
        known = self.headers["Authorization"] == "Bearer key"
        self.send_response(self.status if known and self.path.startswith("/journal?host=") else 401)
        self.end_headers()
        self.wfile.write(json.dumps({"seq": 1, "host": self.path.rpartition("=")[2]}).encode() + b"\n")

    def log_message(self, *_told):
        """Say nothing."""


@dataclass
class Hosts:
    """What a run knows of running hosts."""

    addresses: dict[str, str]
    token: str = "key"
    security: Security = NO_SECURITY

    def stop(self):
        """Nothing runs."""


@contextmanager
def serving_journals() -> Iterator[tuple[type[Journals], Hosts]]:
    """Serve journals at an address of this machine; the handler's `status` can be changed."""
    handler = type("Handler", (Journals,), {})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        yield handler, Hosts(dict.fromkeys(("all", "plsp", "laba", "miba", "portal"), address))
        server.shutdown()
