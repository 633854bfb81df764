"""The REST interface on a port of its own, a client of it, and a stand-in for what carries a run out."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from labcert.web.serving import Address, bind, server_of

TOKEN, OTHER = "en-noegle-af-mindst-16-tegn", "en-anden-noegle-af-16-tegn"
OWN = {"Authorization": f"Bearer {TOKEN}"}
NEW = {
    "programme": "laba",
    "sut": {
        "vendor": {"name": "Leverandøren A/S"}, "system": {"name": "LægeSystemet", "version": "1.0"},
        "standards": ["XRPT01", "XRPT05"], "adapter": {"kind": "reference"},
    },
}  # fmt: skip


@contextmanager
def serving(app):
    """Serve an application in a thread; yield its address."""
    listening = bind(Address(port=0))
    server = server_of(app)
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


class Client(requests.Session):
    """Asks one server, with the first owner's token."""

    def __init__(self, address):
        super().__init__()
        self.address = address
        self.trust_env = False
        self.headers.update(OWN)

    def request(self, method, path, **told):
        """Ask."""
        return super().request(method, self.address + path, timeout=60, **told)


@dataclass
class Worker:
    """Carries runs out: does nothing, or waits until it is let go; `todo` is called with the job."""

    ran: list = field(default_factory=list)
    todo: object = lambda _job, _folder: None

    def __call__(self, job, folder, order, wanted):
        """Do as told."""
        self.ran.append((job.session, wanted))
        self.todo(job, folder)


@dataclass
class Held:
    """A run that goes on until it is let go or cancelled."""

    begun: threading.Event = field(default_factory=threading.Event)
    let_go: threading.Event = field(default_factory=threading.Event)

    def __call__(self, job, _folder):
        """Wait."""
        self.begun.set()
        while not self.let_go.wait(0.02):
            job.look()
