"""The day that a page or a list is about: the one asked for, else today."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["day_option"]

Decorated = Callable[..., Any]


def _day(_context: click.Context, _option: click.Parameter, text: str | None) -> date:
    if text is None:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageMistake(
            _("“{text}” er ikke en dato.").format(text=text), remedy=_("Skriv den som 2026-11-23.")
        ) from error


def day_option(function: Decorated) -> Decorated:
    """Take --at and hand on `day`, today by the machine's clock and zone where none is asked for."""
    return click.option(
        "--at", "day", metavar=_("DATO"), callback=_day, help=_("Dagen, det gælder for, fx 2026-11-23. Ellers i dag.")
    )(function)
