"""The system under test as its vendor describes it in `sut.yaml`: who, what, which standards, and how it is driven."""

from dataclasses import dataclass, field

__all__ = [
    "ABILITIES", "MODES", "Adapter", "Executable", "Folder", "Inbound", "Listening", "Manual", "Reference", "Security",
    "System", "SystemUnderTest", "Vendor",
]

ABILITIES = ("send", "correct", "delete", "work", "outbox")
"""what a system may be able to do on command; send and correct are the contract, the others are done by a tester where
they are missing"""
MODES = ("once", "lines")
"""how a program is called: a process for each thing to do, or one for a whole run that reads a JSON object a line"""


@dataclass(frozen=True)
class Vendor:
    """Who makes the system; the first page of MedCom's protocol asks for each."""

    name: str
    address: str = ""
    contact: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class System:
    """The system; `version` is the one that is certified, to the letter."""

    name: str
    version: str
    type: str = "LPS"
    description: str = ""


@dataclass(frozen=True)
class Reference:
    """The reference system that comes along, or (`defect`) a variant of it."""

    defect: str = ""


@dataclass(frozen=True)
class Executable:
    """A program that is called once for each thing to do; `can` names what it is able to (`ABILITIES`).

    `command` is a list of words, run without a shell in `folder` ("" is that of sut.yaml). `seconds` is its time limit.
    `mode` is "once" (a process for each thing to do) or "lines" (`… serve --hub URL`: one process for a whole run,
    which reads one JSON object a line and answers each with one).
    """

    command: tuple[str, ...]
    folder: str = ""
    seconds: float = 60.0
    can: tuple[str, ...] = ("send", "correct")
    mode: str = "once"
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Folder:
    """A folder that the tester exports files into; a file is taken when it has not changed for `settle` seconds."""

    path: str
    seconds: float = 300.0
    settle: float = 1.0


@dataclass(frozen=True)
class Inbound:
    """The system sends to the hub by itself; the tester is told what to enter and has `seconds` to do it."""

    seconds: float = 600.0


@dataclass(frozen=True)
class Manual:
    """Files are handed over by hand, one question at a time."""

    seconds: float = 1800.0


Adapter = Reference | Executable | Folder | Inbound | Manual


@dataclass(frozen=True)
class Security:
    """How the two sides know each other: PEM files for TLS, or a bearer token (the name of an environment variable).

    `ca` signs the hub's certificate; `certificate` and `key` are what the harness shows where it speaks for the system.
    """

    ca: str = ""
    certificate: str = ""
    key: str = ""
    token_from: str = ""


@dataclass(frozen=True)
class Listening:
    """Where the local hub listens for a system that can't be told an address each time; port 0 is any free one.

    With `certificate` and `key` (PEM files) it speaks https; who calls must then show a certificate of `Security.ca`,
    where `Security` has one itself.
    """

    host: str = "127.0.0.1"
    port: int = 0
    certificate: str = ""
    key: str = ""


@dataclass(frozen=True)
class SystemUnderTest:
    """All of `sut.yaml`. `folder` is where it lies: relative paths in it start there.

    `not_relevant` is step -> reason where the vendor says that a step does not concern the system.
    """

    vendor: Vendor
    system: System
    standards: tuple[str, ...]
    adapter: Adapter
    folder: str = ""
    hub: str = ""
    """the address of a hub that is not the local one, "" for the local one"""
    security: Security = Security()
    listen: Listening = Listening()
    not_relevant: dict[str, str] = field(default_factory=dict)
