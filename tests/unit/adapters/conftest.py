"""A host that answers as a test says, over real HTTP."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.unit.adapters.vendor_programs import Vendor


@dataclass(frozen=True)
class Asked:
    """A request as it came; `target` is path and query."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class ScriptedHost:
    """Answers (method, path and query) with what `says` was told, anything else with 404; `dropped` gets no answer."""

    at: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: dict[tuple[str, str], tuple[int, str, bytes]] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    ends_after_answer: bool = False
    """close each connection after an answer without having said so, as a host does with one that lies idle"""

    def says(self, method, target, status=200, *, json_body=None, text="", body=None):
        """Say what a request gets: JSON, a text in UTF-8, or bytes of XML."""
        if json_body is not None:
            content = ("application/json", json.dumps(json_body).encode())
        else:
            content = ("text/plain; charset=utf-8", text.encode()) if body is None else ("application/xml", body)
        self.answers[method, target] = (status, *content)

    def targets(self):
        """Method and target of each request, oldest first."""
        return [(one.method, one.target) for one in self.asked]


def _handler(host):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            host.asked.append(Asked(self.command, self.path, dict(self.headers), body))
            if self.path in host.dropped:
                self.close_connection = True
                return
            status, kind, content = host.answers.get((self.command, self.path), (404, "application/json", b"{}"))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            if status != 204:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if status != 204:
                self.wfile.write(content)
            self.close_connection = self.close_connection or host.ends_after_answer

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815 the names of the base class

        def log_message(self, *_told):
            """Say nothing."""

    return Handler


@pytest.fixture
def host():
    """A host without any answers yet."""
    one = ScriptedHost()
    with ThreadingHTTPServer(("127.0.0.1", 0), _handler(one)) as server:
        server.daemon_threads = True
        one.at = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield one
        server.shutdown()
        thread.join()


@pytest.fixture
def vendor(tmp_path):
    """Makes a vendor's program of some lines of Python."""
    made = []

    def make(code, *more, **settings):
        made.append(Vendor(tmp_path, code, *more, **settings))
        return made[-1]

    yield make
    for each in made:
        each.adapter.close()
