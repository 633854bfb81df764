"""What somebody asks of a bundle or a certificate: whom they trust, for which day, what they know of revocations."""

from dataclasses import dataclass, field
from datetime import date

from cryptography import x509

from labcert.session.contents import Limits

__all__ = ["CERTIFICATE_JSON", "CERTIFICATE_PDF", "COMPANIONS", "REVOCATIONS", "Question"]

CERTIFICATE_JSON, CERTIFICATE_PDF, REVOCATIONS = "certificate.json", "certificate.pdf", "revocations.json"
COMPANIONS = frozenset({CERTIFICATE_JSON, CERTIFICATE_PDF, REVOCATIONS})
"""made after the manifest was signed, so that it can't list them; they name its sha256 instead"""


@dataclass(frozen=True)
class Question:
    """`trusted` may vouch for signatures, `time_stampers` for time-stamps (none: the trusted ones may).

    A certificate must hold on `day`. `revocations` is a list that came another way than the bundle, None for none;
    `issuer` is the organisation that must have issued the certificate, "" for MedCom.
    """

    trusted: tuple[x509.Certificate, ...]
    day: date
    time_stampers: tuple[x509.Certificate, ...] = ()
    revocations: bytes | None = None
    revocations_name: str = REVOCATIONS
    issuer: str = ""
    limits: Limits = field(default_factory=Limits)

    @property
    def vouch_for_time(self) -> tuple[x509.Certificate, ...]:
        """The certificates that may vouch for a time-stamp."""
        return self.time_stampers or self.trusted
