"""Commands that are imported only when called and speak the chosen language in help and complaints."""

import difflib
import importlib
from collections.abc import Mapping
from typing import Any

import click

from labcert.domain.language import _

__all__ = ["LazyGroup", "TranslatedCommand", "command_summaries"]


def command_summaries() -> dict[str, str]:
    """One line a command for `labcert --help`, so that help needs no command's module."""
    return {
        "certificate": _("Udsted, vis og tilbagekald certifikater."),
        "certificates": _("Lav certifikater til at prøve TLS med, og se, hvis et certifikat er."),
        "demo": _("Kør programmet “pilot” med referencesystemet og lokale databanker, og vis rapporterne."),
        "explain": _("Forklar en regel: hvad den kræver, hvorfor, og hvordan forkert og rigtigt ser ud."),
        "mock": _("Start simulerede PLSP, LABA, MiBa og portal."),
        "mutation": _("Prøv, om protokollerne afslører systemer, der er forkerte."),
        "overview": _("Vis projektgruppen, hvor langt hvert system er i forhold til planen."),
        "preflight": _("Efterprøv en opsætning, før der bliver testet: er alt klar?"),
        "protocol": _("Vis, kontrollér og eksportér protokoller."),
        "register": _("Vis MedComs register over godkendte systemer."),
        "report": _("Skriv en sessions rapport: side, papir, regneark, data eller udfyldt testprotokol."),
        "requirements": _("Vis krav, og hvilke trin der viser dem."),
        "selftest": _("Kør et program eller en protokol mod leverandørens eget system."),
        "session": _("Arbejd med en session, fra den oprettes, til den er underskrevet."),
        "setup": _("Hent det, som Allure-rapporten kræver, én gang."),
        "validate": _("Efterprøv beskeder: filer, mapper eller standard input."),
        "verify": _("Kontrollér en afleveret pakke: er hver byte, som den var, da den blev underskrevet?"),
        "web": _("Start labcert som HTTP-tjeneste, så en pipeline kan køre egentest."),
    }


class TranslatedCommand(click.Command):
    """A command whose help and complaints are in the chosen language; click's own are in English."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the words of the command line; the only nameless complaint here is of words left over."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            if type(error) is not click.UsageError:
                raise
            words = error.message.partition("(")[2].rstrip(")")
            raise click.UsageError(
                _("Der er for mange ord: {words}. “{command} --help” viser, hvad der kan skrives.").format(
                    words=words, command=ctx.command_path
                )
            ) from error

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the first line of the help."""
        words = {"[OPTIONS]": _("[VALG]"), "COMMAND [ARGS]...": _("KOMMANDO [ORD]...")}
        pieces = [words.get(piece, piece) for piece in self.collect_usage_pieces(ctx)]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Brug: "))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options; an argument stands in the usage line already."""
        records = [record for parameter in self.get_params(ctx) if (record := parameter.get_help_record(ctx))]
        records = [_in_our_words(names, told) for names, told in records if told]
        if records:
            with formatter.section(_("Valg")):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return --help with its text in the chosen language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Vis denne hjælp.")
        return option


def _in_our_words(names: str, told: str) -> tuple[str, str]:
    """Return an option's line with the words that click puts there in the chosen language."""
    kinds = {"FILE": _("FIL"), "TEXT": _("TEKST"), "PATH": _("STI"), "DIRECTORY": _("MAPPE"), "INTEGER": _("TAL")}
    head, space, kind = names.replace("INTEGER RANGE", "INTEGER").rpartition(" ")
    for word, ours in {"[required]": _("[skal skrives]"), "[default: ": _("[ellers: ")}.items():
        told = told.replace(word, ours)
    return f"{head}{space}{kinds.get(kind, kind)}", told


class LazyGroup(TranslatedCommand, click.Group):
    """A group that knows its commands by module name."""

    def __init__(self, name: str, modules: Mapping[str, str], **settings: Any) -> None:
        super().__init__(name, **settings)
        self._modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the command words in order."""
        return sorted(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """Import and return a command, or None where there is none."""
        module = self._modules.get(cmd_name)
        if module is None:
            return None
        command: click.Command = importlib.import_module(module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; a word that is none is told with its nearest match."""
        if args and args[0] not in self._modules and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], self._modules, n=1)
            hint = _("Mente du “{near}”?").format(near=near[0]) if near else _("“labcert --help” viser kommandoerne.")
            raise click.UsageError(_("Kommandoen “{word}” findes ikke. {hint}").format(word=args[0], hint=hint))
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then one line a command."""
        super().format_options(ctx, formatter)
        summaries = command_summaries()
        with formatter.section(_("Kommandoer")):
            formatter.write_dl([(name, summaries[name]) for name in self.list_commands(ctx)])
