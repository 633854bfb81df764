"""Groups of subcommands that speak the chosen language, and the options that they share."""

import errno
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root
from labcert.domain.system_words import system_words

__all__ = ["WordCommand", "WordGroup", "print_json", "print_table", "shape_option", "suite_option", "write_out"]

Decorated = Callable[..., Any]


class WordCommand(TranslatedCommand):
    """A subcommand."""


class WordGroup(TranslatedCommand, click.Group):
    """A group of subcommands."""

    command_class = WordCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a subcommand, or say what was probably meant."""
        from difflib import get_close_matches

        known = self.described()
        if args and not args[0].startswith("-") and args[0] not in known:
            near = get_close_matches(args[0], known, n=1)
            words = ", ".join(known)
            others = _("Der findes: {words}.").format(words=words)
            hint = _("Mente du “{near}”?").format(near=near[0]) if near else others
            raise click.UsageError(_("Kommandoen “{word}” findes ikke. {hint}").format(word=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the subcommands with a line each."""
        super().format_options(ctx, formatter)
        with formatter.section(_("Kommandoer")):
            formatter.write_dl(list(self.described().items()))

    def described(self) -> Mapping[str, str]:
        """Return word -> its line in the help, in the order in which they are shown."""
        return {name: each.help or "" for name, each in sorted(self.commands.items())}


def suite_option(function: Decorated) -> Decorated:
    """Take --suite: the folder with protocols/, features/, steps/ and fixtures/."""
    return click.option(
        "--suite", "root", metavar=_("MAPPE"), type=click.Path(path_type=Path), default=suite_root,
        help=_("Mappe med protocols, features, steps og fixtures. Ellers den, der følger med."),
    )(function)  # fmt: skip


def shape_option(function: Decorated) -> Decorated:
    """Take --format text or json."""
    return click.option(
        "--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help=_("Tekst til mennesker eller JSON til maskiner."),
    )(function)  # fmt: skip


def print_json(value: object) -> None:
    """Print one JSON value, and nothing else, to standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Print rows in aligned columns, the first row being the headings."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def write_out(content: bytes, out: Path | None) -> None:
    """Write to a file, or to standard output where none is named; the file is whole or as it was before.

    Raises UsageMistake where it can't be written there, ToolFault where the disk is full.
    """
    if out is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        return
    from labcert.session.atomic import write_whole  # help needs none of it

    try:
        if out.exists() and not out.is_file():
            out.write_bytes(content)  # /dev/stdout and its like take bytes, and are nobody's to replace
        else:
            write_whole(out, content)
    except (OSError, ToolFault) as failure:
        error = failure.__cause__ if isinstance(failure, ToolFault) else failure
        if not isinstance(error, OSError) or error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        raise UsageMistake(
            _("Filen kunne ikke skrives: {why}.").format(why=system_words(error)), where=str(out),
            remedy=_("Vælg en mappe, der findes, og som du må skrive i."),
        ) from error  # fmt: skip
    click.echo(_("Skrevet til {file}.").format(file=out), err=True)
