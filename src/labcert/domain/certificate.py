"""What a certificate says, and the list of those that no longer hold."""

from dataclasses import dataclass
from datetime import date

from labcert.domain.casework import Deviation

__all__ = ["Certificate", "CertifiedStep", "Digests", "Revocation", "RevocationList", "SignedRow"]


@dataclass(frozen=True)
class CertifiedStep:
    """A step as it stands on the certificate; `deviations` are ids."""

    id: str
    title: str
    row: str
    mark: str
    deviations: tuple[str, ...] = ()
    overridden: str = ""
    """the reason for another mark than the computed one, "" where nobody set one"""


@dataclass(frozen=True)
class SignedRow:
    """A party's sign-off of a row; `time` as in the signature, `fingerprint` is the sha256 of its certificate."""

    row: str
    party: str
    name: str
    role: str
    organisation: str
    time: str
    remark: str
    fingerprint: str


@dataclass(frozen=True)
class Digests:
    """What the certificate binds, as sha256 in hexadecimal. `protocols` is protocol id -> digest."""

    manifest: str
    verdict: str
    suite: str
    schema: str
    protocols: dict[str, str]


@dataclass(frozen=True)
class Certificate:
    """`certificate.json`; `test` says that test keys made it, or that it is of a demonstration: it certifies nothing.

    `id` is labcert-cert-<session id>-v<version>; `supersedes` is the id of the certificate that it replaces, "" for
    none. Dates are whole days, both included; `issued` is ISO 8601 with offset.
    """

    format: str
    id: str
    version: int
    supersedes: str
    test: bool
    issuer: str
    issued: str
    valid_from: date
    valid_to: date
    vendor: str
    system: str
    system_version: str
    standards: tuple[str, ...]
    direction: str
    test_type: str
    session: str
    programme: str
    programme_title: str
    programme_version: str
    profile: str
    tool_version: str
    steps: tuple[CertifiedStep, ...]
    totals: dict[str, int]
    """mark -> how many steps have it"""
    deviations: tuple[Deviation, ...]
    parties: tuple[SignedRow, ...]
    digests: Digests
    sentence: str


@dataclass(frozen=True)
class Revocation:
    """A certificate that no longer holds. `superseded_by` is the id of its successor, "" where there is none."""

    certificate: str
    time: str
    reason: str
    by: str
    superseded_by: str = ""


@dataclass(frozen=True)
class RevocationList:
    """`revocations.json`'s content: numbered from 1, good until `next_update` (ISO 8601 with offset)."""

    format: str
    issuer: str
    number: int
    issued: str
    next_update: str
    test: bool
    revoked: tuple[Revocation, ...]
