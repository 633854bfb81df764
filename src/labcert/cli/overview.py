"""`labcert overview`: the project group's page, all systems and all rows of the plan."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.days import day_option
from labcert.cli.group import TranslatedCommand
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import suite_option, write_out
from labcert.domain.language import _

if TYPE_CHECKING:
    from datetime import date

__all__ = ["command"]

PAGE = "oversigt.html"


@click.command(
    "overview",
    cls=TranslatedCommand,
    help=_(
        "Projektgruppens side: planens rækker med deres datoer, hvor langt hvert system er, og hvad der er forsinket. "
        "Én fil, som kan sendes, vises uden net og udskrives."
    ),
)
@click.option(
    "--format", "shape", type=click.Choice(["html", "json"]), default="html", show_default=True,
    help=_("En side til browseren eller JSON til maskiner."),
)  # fmt: skip
@store_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar=_("FIL"),
    help=_("Fil, der skrives. Ellers {page} for siden og standard output for JSON.").format(page=PAGE),
)  # fmt: skip
@day_option
@suite_option
def command(shape: str, store_url: str | None, out: Path | None, day: "date", root: Path) -> None:
    """Write the page, and say on standard error what is late."""
    from labcert.protocol import load_suite
    from labcert.protocol.plan import load_plan
    from labcert.reporting.overview import overview_json, overview_page, overview_sentence
    from labcert.runner.overview import gather_overview

    suite, plan = load_suite(root), load_plan(root)
    with open_chosen(store_url) as store:
        overview = gather_overview(store, suite, plan, day)
    if shape == "json":
        write_out(overview_json(overview), out)
    else:
        write_out(overview_page(overview), out or Path(PAGE))
    click.echo(overview_sentence(overview), err=True)
