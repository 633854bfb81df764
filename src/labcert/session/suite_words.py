"""The sentence about tests that aren't those of the release."""

from collections.abc import Sequence

from labcert.domain.language import _
from labcert.domain.suite_state import SuiteState

__all__ = ["told_of_suite"]

SHOWN = 10
"""how many files of each kind a sentence names before it counts the rest"""


def told_of_suite(state: SuiteState) -> str:
    """Return what is different, file by file, and what that means; "" where nothing is."""
    if state.sealed:
        return ""
    if not state.release:
        return _("Testene kom uden forsegling, så det kan ikke ses, om de er ændret. Resultatet kan ikke godkendes.")
    kinds = ((_("ændret"), state.changed), (_("tilføjet"), state.added), (_("mangler"), state.missing))
    told = "; ".join(f"{word}: {_named(names)}" for word, names in kinds if names)
    return _(
        "Testene er ikke dem, der fulgte med labcert {release} ({files}). Det tæller ikke mod systemet, men resultatet "
        "kan ikke godkendes."
    ).format(release=state.release, files=told)


def _named(names: Sequence[str]) -> str:
    if len(names) <= SHOWN + 1:
        return ", ".join(names)
    return _("{names} og {count} andre").format(names=", ".join(names[:SHOWN]), count=len(names) - SHOWN)
