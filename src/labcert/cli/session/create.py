"""`labcert session create`: open a session in the store."""

from pathlib import Path

import click

from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.casework import Direction, TestType
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "create",
    cls=WordCommand,
    help=_(
        "Opret en session: hvilket program eller hvilken protokol der prøves, hvis system det er (sut.yaml), og "
        "hvilken slags test. Sessionens id skrives til sidst; det bruges i alle de andre kommandoer."
    ),
)
@click.argument("what", metavar="PROGRAM|PROTOKOL")
@click.option(
    "--sut", type=click.Path(path_type=Path, dir_okay=False), required=True,
    help=_("Beskrivelsen af systemet (sut.yaml)."),
)
@click.option(
    "--type", "test_type", type=click.Choice([kind.value for kind in TestType]), required=True,
    help=_("Slags test. Den kan ikke ændres senere."),
)
@click.option(
    "--direction", type=click.Choice([side.value for side in Direction]), default=Direction.SENDING.value,
    show_default=True, help=_("Om systemet prøves som afsender eller modtager."),
)
@click.option("--follows", default="", metavar="SESSION", help=_("En afsluttet session, som denne tager op igen."))
@store_option
def command(what: str, sut: Path, test_type: str, direction: str, follows: str, store_url: str | None) -> int:
    """Open a session and print its id."""
    from labcert.adapters.sut_file import read_sut
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.opening import Wished, open_session

    wished = Wished(what, read_sut(sut), TestType(test_type), Direction(direction), follows)
    with open_chosen(store_url) as store:
        identifier = open_session(store, load_suite(suite_root()), wished)
    click.echo(_("Næste: labcert session run {id} --sut {sut}").format(id=identifier, sut=sut), err=True)
    click.echo(identifier)
    return 0
