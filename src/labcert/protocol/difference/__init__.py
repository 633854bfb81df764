"""What differs between two editions of the protocols, in sentences, and whether it can change a verdict."""

from labcert.protocol.difference.compare import compare
from labcert.protocol.difference.edition import Edition, read_edition
from labcert.protocol.difference.model import Change, ChangeKind, Consequence, Difference, Subject

__all__ = ["Change", "ChangeKind", "Consequence", "Difference", "Edition", "Subject", "compare", "read_edition"]
