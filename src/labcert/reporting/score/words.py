"""The score in sentences."""

from labcert.domain.language import _, ngettext
from labcert.domain.mutation import Kind, Scope, Score, Status, Tried

__all__ = ["caught_words", "harmless_words", "scope_words", "status_words", "unproved_words"]


def _percent(part: int, whole: int) -> int:
    """Return whole percents, rounded down: only all of them are 100."""
    return part * 100 // whole


def caught_words(score: Score) -> str:
    """Say how many defects were caught."""
    of, caught = len(score.of(Kind.DEFECTIVE)), score.count(Status.CAUGHT)
    if not of:
        return _("Ingen systemer med fejl er prøvet.")
    text = _("{caught} af {of} systemer med en fejl blev afsløret ved de trin, der skal afsløre dem ({percent} %).")
    return text.format(caught=caught, of=of, percent=_percent(caught, of))


def harmless_words(score: Score) -> str:
    """Say how many harmless systems passed."""
    of, passed = len(score.of(Kind.HARMLESS)), score.count(Status.PASSED)
    if not of:
        return _("Ingen harmløse systemer er prøvet.")
    return _("{passed} af {of} systemer med en harmløs forskel bestod hvert trin ({percent} %).").format(
        passed=passed, of=of, percent=_percent(passed, of)
    )


def scope_words(score: Score) -> str:
    """Say which steps the systems met, and which systems were left out."""
    if score.scope is Scope.WHOLE:
        said = _("Hvert system er kørt gennem alle {count} trin.")
    else:
        said = _(
            "Et system med en fejl er kørt ved de trin, der skal afsløre det; afslørede et af dem det ikke, så ved "
            "alle {count} trin. Et harmløst er kørt ved alle trin. “--whole” kører alle systemer ved alle trin."
        )
    said = said.format(count=score.steps)
    if score.left_out:
        text = ngettext(
            "{count} system med en fejl vedrører andre protokoller og er ikke kørt.",
            "{count} systemer med en fejl vedrører andre protokoller og er ikke kørt.",
            score.left_out,
        )
        said += " " + text.format(count=score.left_out)
    if not score.whole:
        said += " " + _("Kun de nævnte systemer er kørt, så der er ikke set efter, hvilke krav ingen fejl viser.")
    return said


def unproved_words(score: Score) -> str:
    """Say which requirements no caught defect shows; "" where that was not looked into."""
    if score.unproved is None:
        return ""
    if not score.unproved:
        said = _("Hvert krav, som trinnene prøver, vises af en fejl, der blev afsløret.")
    else:
        said = _("Krav, som ingen afsløret fejl viser: {names}.").format(names=", ".join(score.unproved))
    if score.excused:
        text = ngettext(
            "({count} krav stilles til en anden part end systemet og kan ikke vises sådan.)",
            "({count} krav stilles til en anden part end systemet og kan ikke vises sådan.)",
            len(score.excused),
        )
        said += " " + text.format(count=len(score.excused))
    return said


def status_words(tried: Tried) -> str:
    """Say what became of a system, in a few words."""
    if tried.status is Status.ELSEWHERE:
        return _("Ikke afsløret ved {steps}").format(steps=", ".join(tried.not_at))
    return {
        Status.CAUGHT: _("Afsløret"),
        Status.MISSED: _("Ikke afsløret"),
        Status.PASSED: _("Bestod"),
        Status.FALSE_ALARM: _("Afvist med urette"),
        Status.FAULT: _("Fejl hos os"),
    }[tried.status]
