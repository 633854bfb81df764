"""`labcert report`: a session's report in any format, under a name that carries the session's id."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.group import TranslatedCommand
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import write_out
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.runner.reporting_session import Gathered

__all__ = ["command"]

SHAPES = ("html", "pdf", "allure", "csv", "xlsx", "json", "junit", "docx", "protocol-pdf")
STANDARD_OUTPUT = "-"


@click.command(
    "report",
    cls=TranslatedCommand,
    help=_(
        "Skriv en sessions rapport: som side (html), til papir (pdf), i Allure, som regneark (csv, xlsx), til maskiner "
        "(json, junit) eller som udfyldt testprotokol i MedComs form (docx, protocol-pdf). SESSION er et id i lageret "
        "eller en mappe. Er sessionen forseglet, udleveres dens egen html og Allure-side uændret."
    ),
)
@click.argument("session")
@click.option("--format", "shape", type=click.Choice(SHAPES), required=True, help=_("Rapportens format."))
@click.option(
    "--out", metavar=_("FIL"),
    help=_("Fil eller mappe; “-” er skærmen, for de formater, der er tekst. Ellers en fil her med sessionens id i."),
)
@click.option("--force", is_flag=True, help=_("Overskriv filen, hvis den findes."))
@click.option("--protocol", default="", metavar="ID", help=_("Kun denne protokol (docx og protocol-pdf)."))
@click.option("--fetch/--no-fetch", default=True, help=_("Hent Allures generator, hvis den mangler."))
@store_option
def command(
    session: str, shape: str, out: str | None, protocol: str, store_url: str | None, *, force: bool, fetch: bool
) -> int:
    """Make the report, and write it where nothing is lost by it."""
    from labcert.protocol.load import load_suite
    from labcert.runner.reporting_session import TEXT_FORMATS, gathered, make_report

    if out == STANDARD_OUTPUT and shape not in TEXT_FORMATS:
        raise UsageMistake(
            _("Formatet {shape} er ikke tekst og kan ikke skrives på skærmen.").format(shape=shape),
            remedy=_("Skriv et filnavn efter --out, eller udelad det."),
        )
    with gathered(session, load_suite(suite_root()), lambda: open_chosen(store_url)) as found:
        place = None if out == STANDARD_OUTPUT else _place(found, shape, out, protocol, force=force)
        content = make_report(found, shape, protocol=protocol, may_fetch=fetch, phase=_tell)
    if place is None:
        write_out(content, None)
        return 0
    from labcert.session.atomic import write_whole

    write_whole(place, content)
    click.echo(_("Skrevet til {file}.").format(file=place), err=True)
    return 0


def _place(found: "Gathered", shape: str, out: str | None, protocol: str, *, force: bool) -> Path:
    """Return the file to write; raises UsageMistake where it can't be, or there is one that nobody gave up."""
    from labcert.runner.reporting_session import report_name

    name = report_name(found, shape, protocol)
    place = Path(out) if out else Path(name)
    if place.is_dir():
        place /= name
    if not place.parent.is_dir():
        raise UsageMistake(_("Mappen findes ikke."), where=str(place.parent), remedy=_("Lav den, eller vælg en anden."))
    if place.exists() and not force:
        raise UsageMistake(
            _("Filen findes i forvejen og bliver ikke overskrevet."),
            where=str(place),
            remedy=_("Skriv --force, hvis den må erstattes, eller vælg et andet navn med --out."),
        )
    return place


def _tell(phase: str) -> None:
    click.echo(f"{phase} …", err=True)
