"""What a store tells of its sessions, files and certificates."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labcert.domain.casework import ReviewState
from labcert.domain.certificate import Certificate

__all__ = ["CertificateRow", "Lease", "RowState", "SessionRow", "StoredFile", "Wanted"]


@dataclass(frozen=True)
class Lease:
    """Who has a session checked out: machine, process, when that began (in the machine's own words), since when.

    `time` is ISO 8601 with offset; `folder` is the working folder on that machine.
    """

    host: str
    pid: int
    started: str
    time: str
    folder: Path


@dataclass(frozen=True)
class RowState:
    """A row of the plan in a session: the roll-up of its steps, how many of them may stand, and who is waited for."""

    row: str
    outcome: str
    accepted: int
    steps: int
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class SessionRow:
    """A session as a list shows it. Times are ISO 8601 with offset; `changed` is the time of its latest event.

    `outcome`, `approved`, `sentence` and `rows` are those of the latest verdict that was noted: "" and none before.
    """

    id: str
    programme: str
    programme_version: str
    vendor: str
    system: str
    system_version: str
    test_type: str
    direction: str
    standards: tuple[str, ...]
    demo: bool
    follows: str
    created: str
    changed: str
    runs: int
    events: int
    review: ReviewState
    claimed_by: str
    outcome: str
    approved: bool
    sentence: str
    rows: tuple[RowState, ...]
    lease: Lease | None


@dataclass(frozen=True)
class Wanted:
    """Which sessions a list shows; "" and None mean any. A vendor is matched without regard to case."""

    vendor: str = ""
    programme: str = ""
    test_type: str = ""
    review: ReviewState | None = None


@dataclass(frozen=True)
class StoredFile:
    """A file of a session: its path below the session's folder (with `/`), bytes, and sha256 in hexadecimal."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class CertificateRow:
    """A certificate as a list shows it; fields as in `domain.certificate.Certificate`."""

    id: str
    session: str
    version: int
    issued: str
    valid_from: date
    valid_to: date
    vendor: str
    system: str
    system_version: str
    standards: tuple[str, ...]
    test_type: str
    test: bool
    supersedes: str

    @classmethod
    def of(cls, certificate: Certificate) -> "CertificateRow":
        """Return the row of a certificate."""
        return cls(
            certificate.id, certificate.session, certificate.version, certificate.issued, certificate.valid_from,
            certificate.valid_to, certificate.vendor, certificate.system, certificate.system_version,
            certificate.standards, certificate.test_type, certificate.test, certificate.supersedes,
        )  # fmt: skip
