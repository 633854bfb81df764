"""The certificate and the revocation list in a bundle: made after the manifest was signed, so they must speak of it."""

from dataclasses import dataclass

from labcert.session.contents import Contents
from labcert.session.manifest import Manifest
from labcert.session.report import CertificateFacts, Reason
from labcert.session.verifying.question import Question

__all__ = ["Companions", "companion_reasons"]


@dataclass(frozen=True)
class Companions:
    """What speaks against them, and what the certificate says (None where there is none)."""

    reasons: tuple[Reason, ...] = ()
    facts: CertificateFacts | None = None


def companion_reasons(_contents: Contents, _manifest: Manifest, _sha256: str, _question: Question) -> Companions:
    """Check them against the manifest they must name."""
    return Companions()
