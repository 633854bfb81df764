"""`labcert session export`: sessions as one file."""

from pathlib import Path

import click

from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.language import _, ngettext

__all__ = ["command"]


@click.command(
    "export",
    cls=WordCommand,
    help=_(
        "Skriv sessioner hele til én zip-fil: hændelser, beviser, rapporter, underskrifter og certifikater. Filen kan "
        "læses ind i et andet lager med “labcert session import”, og den er en sikkerhedskopi."
    ),
)
@click.argument("sessions", metavar="[SESSION]...", nargs=-1)
@click.option("--programme", default="", metavar="ID", help=_("Alle sessioner med dette program."))
@click.option("--all", "everything", is_flag=True, help=_("Hele lageret."))
@click.option("--bundle", is_flag=True, help=_("Én session som en pakke, som “labcert verify” kan kontrollere."))
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FIL.zip",
    help=_("Den zip-fil, der skal laves."),
)
@store_option
def command(
    sessions: tuple[str, ...], programme: str, out: Path, store_url: str | None, *, everything: bool, bundle: bool
) -> int:
    """Write the export."""
    from labcert.runner.casework.exporting import chosen_sessions, export, export_bundle

    with open_chosen(store_url) as store:
        rows = chosen_sessions(store, sessions, programme, everything=everything)
        size = (export_bundle if bundle else export)(store, rows, out)
    text = ngettext(
        "{count} session er skrevet til {file} ({size} kB).", "{count} sessioner er skrevet til {file} ({size} kB).",
        len(rows),
    )  # fmt: skip
    click.echo(text.format(count=len(rows), file=out, size=-(-size // 1000)))
    return 0
