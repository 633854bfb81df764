"""What the page shows besides the certificate itself: titles that the signed data only have ids for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from labcert.domain.certificate import Certificate

__all__ = ["CertificatePage", "CertifiedProtocol"]


@dataclass(frozen=True)
class CertifiedProtocol:
    """A protocol that was gone through; its digest stands in the certificate."""

    id: str
    title: str
    version: str


@dataclass(frozen=True)
class CertificatePage:
    """A certificate, and the titles of its protocols, of the plan's rows ("4.2" -> …) and of requirements by id."""

    certificate: Certificate
    protocols: tuple[CertifiedProtocol, ...] = ()
    rows: Mapping[str, str] = field(default_factory=dict)
    requirements: Mapping[str, str] = field(default_factory=dict)
