"""How a command that can't go on says so: one sentence and the documented exit code."""

import os
import traceback
from typing import Any

import click

from labcert.domain.errors import LabcertError
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["tell_failure"]

INTERRUPTED = 130
"""what a shell expects after Ctrl-C"""


def _name(parameter: click.Parameter) -> str:
    """Return what people call a parameter: the option's word, or the argument as the usage line has it."""
    return parameter.opts[0] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _what_is_taken(kind: "click.ParamType[Any]", said: str) -> str:
    """Say what a value must be; `said` is click's own English, for kinds that our options don't have."""
    if isinstance(kind, click.Choice):
        return _("vælg en af disse: {known}.").format(known=", ".join(map(str, kind.choices)))
    if isinstance(kind, click.IntRange):
        return _("skriv et helt tal fra {least} til {most}.").format(least=kind.min, most=kind.max)
    if isinstance(kind, click.Path):
        return _("her skal stå en fil.") if kind.file_okay else _("her skal stå en mappe.")
    return said


def _usage_sentence(error: click.ClickException) -> str:
    """Tell click's own complaints in the chosen language."""
    if isinstance(error, click.NoSuchOption):
        text = _("Valget “{name}” findes ikke.").format(name=error.option_name)
        if error.possibilities:
            text += " " + _("Mente du “{near}”?").format(near=min(error.possibilities))
        return text
    if isinstance(error, click.MissingParameter) and error.param is not None:
        return _("Der mangler et “{name}”.").format(name=_name(error.param))
    if isinstance(error, click.BadParameter) and error.param is not None:
        why = _what_is_taken(error.param.type, error.message)
        return _("Værdien af “{name}” kan ikke bruges: {why}").format(name=_name(error.param), why=why)
    if isinstance(error, click.BadOptionUsage):
        return _("Valget “{name}” mangler sin værdi, eller har en, som det ikke tager.").format(name=error.option_name)
    return error.format_message()


def tell_failure(error: BaseException) -> int:
    """Print one sentence about the error to stderr and return the exit code."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else 1
    if isinstance(error, click.exceptions.Exit):
        return error.exit_code
    if isinstance(error, LabcertError):
        click.echo(str(error), err=True)
        return error.exit_code
    if isinstance(error, click.ClickException):
        click.echo(_usage_sentence(error), err=True)
        return 2
    if isinstance(error, KeyboardInterrupt | click.Abort):
        click.echo(_("Afbrudt. Det, der nåede at blive gemt, er bevaret."), err=True)
        return INTERRUPTED
    if os.environ.get("LABCERT_DEBUG"):
        traceback.print_exception(error)
    if isinstance(error, OSError):
        place = error.filename or ""
        click.echo(
            _("Systemet svarede “{why}” ved {place}. Kontrollér plads og rettigheder, og prøv igen.").format(
                why=system_words(error), place=place
            ),
            err=True,
        )
        return 3
    click.echo(
        _(
            "Der er en fejl i labcert ({kind}: {text}). Det er ikke din fejl. "
            "Kør igen med LABCERT_DEBUG=1, og send os det, der vises."
        ).format(kind=type(error).__name__, text=error),
        err=True,
    )
    return 3
