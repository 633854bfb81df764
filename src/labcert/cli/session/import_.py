"""`labcert session import`: read sessions into the store."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.runner.casework.importing import Imported

__all__ = ["command"]


@click.command(
    "import",
    cls=WordCommand,
    help=_(
        "Læs sessioner ind i lageret: en pakke fra en leverandør (mappe eller zip), eller en eksport. Alt "
        "kontrolleres, før noget skrives, og det gør ikke noget, at det samme læses ind to gange."
    ),
)
@click.argument("path", metavar="MAPPE|FIL.zip", type=click.Path(path_type=Path))
@click.option(
    "--decisions", is_flag=True,
    help=_("Tag også MedComs afgørelser med (godkendelser, certifikater). Kun for filer fra MedComs eget lager."),
)
@store_option
def command(path: Path, *, decisions: bool, store_url: str | None) -> int:
    """Read it in and say what came of each session."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.importing import import_sessions

    with open_chosen(store_url) as store:
        imported = import_sessions(store, load_suite(suite_root()), path, decisions=decisions)
    for each in imported:
        click.echo(_line(each))
        for note in each.notes:
            click.echo(f"  {note}")
    return 0


def _line(imported: "Imported") -> str:
    from labcert.runner.casework.importing import What

    row = imported.row
    told = {
        What.NEW: _("{id} er læst ind: {vendor}, {system} {version}."),
        What.CONTINUED: _("{id} er ført videre med det, der var nyt: {vendor}, {system} {version}."),
        What.COMPLETED: _("{id} var her allerede; filer, som manglede, er kommet til."),
        What.KNOWN: _("{id} er her allerede; intet er ændret."),
    }[imported.what]
    return told.format(id=row.id, vendor=row.vendor, system=row.system, version=row.system_version)
