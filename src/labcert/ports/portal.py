"""Laboratoriesvarportalen and Sundhedsjournalen, and the same through MinLæge and MinSundhed."""

from dataclasses import dataclass
from typing import Protocol

__all__ = ["Portal", "PortalPage", "ShownResult"]


@dataclass(frozen=True)
class ShownResult:
    """One result as it stands on a page; texts as shown, `""` where nothing is shown."""

    sample: str
    code: str
    name: str
    value: str
    unit: str
    interval: str
    abnormal: str
    comments: str
    corrected: bool
    origin: str
    text: str
    """everything the row shows, as one text"""


@dataclass(frozen=True)
class PortalPage:
    """A page as it was fetched: the HTML's bytes and the results it shows."""

    html: bytes
    results: tuple[ShownResult, ...]


class Portal(Protocol):
    """What can be looked at. `via` is sundhed.dk, minlaege or minsundhed; `origin` filters (gp: general practice)."""

    def citizen(self, cpr: str, *, via: str = "sundhed.dk", origin: str | None = None) -> PortalPage:
        """Return the page a citizen sees."""
        ...

    def professional(self, cpr: str, *, origin: str | None = None) -> PortalPage:
        """Return the page a health professional sees."""
        ...
