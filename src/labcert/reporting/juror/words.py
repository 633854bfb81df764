"""What screens, evidence and answers are called where a person reads of them."""

from labcert.domain.juror import EvidenceKind, Sight
from labcert.domain.language import _

__all__ = ["evidence_word", "screen_word", "sight_word"]


def screen_word(screen: str) -> str:
    """Return which screen is meant."""
    return {
        "udbakke": _("LPS'ets oversigt over sendte svar"),
        "borger": _("Borgerens side i Sundhedsjournalen"),
        "sundhedsperson": _("Sundhedspersonens side i Sundhedsjournalen"),
        "minlaege": _("Borgerens side i MinLæge"),
        "minsundhed": _("Borgerens side i MinSundhed"),
    }.get(screen, screen)


def evidence_word(kind: EvidenceKind | None) -> str:
    """Return what must be handed in."""
    return {
        EvidenceKind.SCREENSHOT: _("et skærmbillede (PNG, JPEG eller PDF)"),
        EvidenceKind.FILE: _("en fil, der viser det"),
        None: _("intet ud over denne seddel"),
    }[kind]


def sight_word(sight: Sight) -> str:
    """Return an answer in words."""
    return {Sight.SEEN: _("Set"), Sight.NOT_SEEN: _("Ikke set"), Sight.CANNOT_TELL: _("Kan ikke afgøres")}[sight]
