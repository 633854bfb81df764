"""Days as people write them."""

from datetime import date

from labcert.domain.language import _, language

__all__ = ["day_word", "month_word"]


def _months() -> tuple[str, ...]:
    return (
        _("januar"), _("februar"), _("marts"), _("april"), _("maj"), _("juni"), _("juli"), _("august"), _("september"),
        _("oktober"), _("november"), _("december"),
    )  # fmt: skip


def month_word(day: date) -> str:
    """Return the month's name."""
    return _months()[day.month - 1]


def day_word(day: date) -> str:
    """Return 18. marts 2026, or 18 March 2026."""
    dot = "." if language() == "da" else ""
    return f"{day.day}{dot} {month_word(day)} {day.year}"
