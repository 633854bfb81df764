"""A piece of evidence: bytes kept under their sha256."""

from dataclasses import dataclass

__all__ = ["Evidence"]


@dataclass(frozen=True)
class Evidence:
    """A reference to kept bytes.

    `sha256` is 64 hexadecimal digits and the file's name below `evidence/`; `name` is what a person reads
    ("Beskeden som LPS'et sendte"); `media_type` is an IANA media type; `size` counts bytes; `masked` says that a
    CPR number or name was masked before the bytes were kept.
    """

    sha256: str
    name: str
    media_type: str
    size: int
    masked: bool = False
