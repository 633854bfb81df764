"""A time-stamp server for tests: `openssl ts` behind a little HTTP server, with a made TEST authority's key."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CONFIGURATION = """
[tsa]
default_tsa = t
[t]
serial = {folder}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
"""


def answer(folder: Path, query: bytes, certificate: Path, key: Path, chain: Path) -> bytes:
    """Return openssl's answer to a query; `folder` keeps the serial number."""
    configuration, question, reply = folder / "tsa.cnf", folder / "q.tsq", folder / "r.tsr"
    if not configuration.exists():
        configuration.write_text(CONFIGURATION.format(folder=folder))
        (folder / "serial").write_text("01\n")
    question.write_bytes(query)
    subprocess.run(
        ["openssl", "ts", "-reply", "-config", configuration, "-section", "t", "-queryfile", question,
         "-inkey", key, "-signer", certificate, "-chain", chain, "-out", reply],
        check=True, capture_output=True,
    )  # fmt: skip
    return reply.read_bytes()


class _Server(ThreadingHTTPServer):
    """Says nothing where a client hangs up, which tests have it do; its words would stand in another test's stderr."""

    daemon_threads = False

    def handle_error(self, request, client_address):
        """As in the class."""


@contextmanager
def served(reply, *, status=200, media_type="application/timestamp-reply") -> Iterator[str]:
    """Serve what `reply(query)` returns on a free port of this machine; give the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            data = reply(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_words):
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def time_stamp_server(folder: Path, certificate: Path, key: Path, chain: Path) -> Iterator[str]:
    """Run a server that stamps with these files (PEM)."""
    folder.mkdir(parents=True, exist_ok=True)
    with served(lambda query: answer(folder, query, certificate, key, chain)) as url:
        yield url
