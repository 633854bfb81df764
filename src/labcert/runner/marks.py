"""The time of an event, and what tells one example's sample numbers from another's."""

from datetime import UTC, datetime

from labcert.domain.errors import ToolFault
from labcert.domain.language import _

__all__ = ["local_time", "run_mark"]

EXAMPLE_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def local_time() -> datetime:
    """Return the time with the offset of this machine's zone."""
    return datetime.now(UTC).astimezone()


def run_mark(mark: str, example: int) -> str:
    """Return the mark of one example: two examples of a step never share a sample number.

    Raises ToolFault from the 37th example on: a sample number has room for one character.
    """
    if example >= len(EXAMPLE_LETTERS):
        raise ToolFault(
            _("Et scenarie kan højst have {most} eksempler, for hvert skal have sit eget prøvenummer.").format(
                most=len(EXAMPLE_LETTERS)
            ),
            remedy=_("Del scenariets eksempler på flere trin."),
        )
    return f"{mark}{EXAMPLE_LETTERS[example]}"
