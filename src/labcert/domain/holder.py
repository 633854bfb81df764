"""Whose certificate it is: what is told of one in journals and to people.

The library that reads certificates is loaded only where there is one.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from labcert.domain.masking import mask_text

if TYPE_CHECKING:
    from cryptography import x509

__all__ = ["Holder", "holder_of", "holder_of_der"]

LONGEST_NAME = 200
"""characters of a name that are told: whoever calls may have written anything in it"""


@dataclass(frozen=True)
class Holder:
    """A certificate's holder and issuer by their common names (else the whole name), and what it is told apart by.

    `serial` and `fingerprint` (SHA-256 of the certificate) are hexadecimal, the times are UTC.
    """

    name: str
    organisation: str
    issuer: str
    serial: str
    fingerprint: str
    begins: datetime
    ends: datetime


def holder_of(certificate: "x509.Certificate") -> Holder:
    """Return whose certificate it is."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.x509.oid import NameOID

    return Holder(
        name=_name(certificate.subject),
        organisation=", ".join(_parts(certificate.subject, NameOID.ORGANIZATION_NAME)),
        issuer=_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        begins=certificate.not_valid_before_utc,
        ends=certificate.not_valid_after_utc,
    )


def holder_of_der(data: bytes) -> Holder | None:
    """Return whose certificate the DER bytes are, None where they are none that can be read."""
    from cryptography import x509

    try:
        return holder_of(x509.load_der_x509_certificate(data))
    except Exception:  # noqa: BLE001 - a stranger's bytes, and the library has many ways to say no
        return None


def _name(name: "x509.Name") -> str:
    from cryptography.x509.oid import NameOID

    text = ", ".join(_parts(name, NameOID.COMMON_NAME)) or name.rfc4514_string()
    shown = "".join(character if character.isprintable() else "?" for character in text)[:LONGEST_NAME]
    return mask_text(shown, ())


def _parts(name: "x509.Name", kind: "x509.ObjectIdentifier") -> list[str]:
    return [str(attribute.value) for attribute in name.get_attributes_for_oid(kind)]
