"""The national test persons: the only CPR numbers that may be taken, or shown whole."""

from labcert import validation
from labcert.domain.suite import suite_root

__all__ = ["known_persons"]


def known_persons() -> frozenset[str]:
    """Return every test person's CPR and replacement CPR."""
    return validation.known_persons(suite_root())
