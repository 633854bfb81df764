"""`labcert protocol diff`: what differs between two editions, in plain Danish, and what that touches."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.days import day_option
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand, write_out
from labcert.domain.language import _

if TYPE_CHECKING:
    from datetime import date

    from labcert.reporting.radar import Radar

__all__ = ["diff"]


@click.command(
    "diff",
    cls=WordCommand,
    help=_(
        "Sammenlign to udgaver af protokoller, krav, regler og kodetabeller, og sig, om forskellen kan ændre en "
        "vurdering. GAMMEL og NY er mapper, wheels eller zip-filer af labcert, eller “current” for den installerede "
        "udgave. Med --store siges også, hvilke certifikater og sessioner det berører. Svarer 0, når intet er ændret, "
        "og 1, når noget er."
    ),
)
@click.argument("old", metavar=_("GAMMEL"))
@click.argument("new", metavar=_("NY"))
@click.option(
    "--format", "shape", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
    help=_("Tekst, JSON til maskiner eller en side til browseren."),
)  # fmt: skip
@store_option
@day_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar=_("FIL"), help=_("Fil, der skrives. Ellers standard output.")
)
@click.pass_context
def diff(
    ctx: click.Context, old: str, new: str, shape: str, store_url: str | None, day: "date", out: Path | None
) -> None:
    """Write the difference; leave with 0 where there is none and with 1 where there is."""
    from labcert.runner.radar import known_persons_of, open_edition, scan

    editions = open_edition(old), open_edition(new)
    if store_url is None:
        radar = scan(*editions, None, day)
    else:
        with open_chosen(store_url) as store:
            radar = scan(*editions, store, day)
    write_out(_written(radar, shape, known_persons_of(*editions)), out)
    ctx.exit(1 if radar.difference.changes else 0)


def _written(radar: "Radar", shape: str, known: set[str]) -> bytes:
    from labcert.reporting.radar import radar_json, radar_page, radar_text

    if shape == "html":
        return radar_page(radar, known)
    return radar_json(radar) if shape == "json" else radar_text(radar).encode("utf-8")
