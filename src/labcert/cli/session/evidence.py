"""`labcert session evidence`: lay files beside a step after it was run."""

from pathlib import Path

import click

from labcert.cli.acting import actor_of, actor_options, tell
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "evidence",
    cls=WordCommand,
    help=_(
        "Læg filer ved et trin eller ved sessionen, efter at der er kørt. De ændrer intet resultat, men følger med "
        "sessionen, og enhver ændring af dem kan ses."
    ),
)
@click.argument("session")
@click.argument("files", metavar=_("FIL..."), nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--step", default="", metavar=_("TRIN"), help=_("Trinnet, de hører til. Ellers sessionen som helhed."))
@click.option("--note", default="", help=_("Hvad de viser."))
@actor_options
@store_option
def command(session: str, files: tuple[Path, ...], step: str, note: str, store_url: str | None, **who: str) -> int:
    """Keep the files as evidence."""
    from labcert.domain.juror import EvidenceKind
    from labcert.protocol.load import load_suite
    from labcert.runner.attesting_files import hand_in
    from labcert.runner.casework.commenting import add_evidence

    actor = actor_of(**who)
    handed = [hand_in(path, EvidenceKind.FILE) for path in files]
    for sentence in (sentence for each in handed for sentence in each.told):
        click.echo(sentence, err=True)
    with open_chosen(store_url) as store:
        return tell(add_evidence(store, load_suite(suite_root()), session, handed, step, note, actor).told)
