"""The defective variants of the reference system, by name."""

import difflib
import importlib
import sys

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["known_defects", "require_known"]


def known_defects() -> dict[str, str]:
    """Return id -> what the defect does, in a line."""
    root = str(suite_root())
    if root not in sys.path:
        sys.path.insert(0, root)
    return {defect.id: defect.what for defect in importlib.import_module("sut.defective").catalogue()}


def require_known(name: str) -> None:
    """Raise UsageMistake where there is no such defect."""
    known = known_defects()
    if name not in known:
        raise UsageMistake(
            _("Der findes ingen indbygget fejl, som hedder “{name}”.").format(name=name),
            remedy=_("Mente du en af disse: {near}?").format(near=", ".join(near))
            if (near := difflib.get_close_matches(name, known, n=5, cutoff=0.4))
            else _("Vælg en af disse: {known}.").format(known=", ".join(sorted(known))),
        )
