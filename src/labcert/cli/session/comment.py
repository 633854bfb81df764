"""`labcert session comment`: a remark in the thread at a step, or at the session."""

import sys
from pathlib import Path

import click

from labcert.cli.acting import actor_of, actor_options, tell
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "comment",
    cls=WordCommand,
    help=_(
        "Skriv en bemærkning ved et trin eller ved sessionen. Alle parter kan skrive, til gennemgangen er afsluttet. "
        "Bemærkningen får et kort id, som andre kan svare på."
    ),
)
@click.argument("session")
@click.option("--step", default="", metavar=_("TRIN"), help=_("Trinnet, den handler om. Ellers sessionen som helhed."))
@click.option("--answers", default="", metavar="ID", help=_("Bemærkningen, den svarer på, f.eks. k1."))
@click.option("--text", help=_("Teksten. Ellers spørges der."))
@click.option(
    "--file", type=click.Path(path_type=Path, dir_okay=False), help=_("Teksten fra en fil med almindelig tekst.")
)
@actor_options
@store_option
def command(
    session: str, step: str, answers: str, text: str | None, file: Path | None, store_url: str | None, **who: str
) -> int:
    """Add a remark and print its id."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.commenting import Remark, comment

    if text is not None and file is not None:
        raise UsageMistake(_("Skriv --text eller --file, ikke begge."))
    actor = actor_of(**who)
    said = _read(file) if file else _asked() if text is None else text
    with open_chosen(store_url) as store:
        return tell(comment(store, load_suite(suite_root()), session, Remark(said, step, answers), actor).told)


def _read(file: Path) -> str:
    from labcert.runner.asking import handed_over

    data, _name = handed_over(file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageMistake(
            _("Filen er ikke tekst i UTF-8."), where=str(file), remedy=_("Læg den ved med labcert session evidence.")
        ) from error


def _asked() -> str:
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageMistake(
            _("Her er ingen terminal at spørge om teksten i."), remedy=_("Skriv den med --text eller --file.")
        )
    text: str = click.prompt(_("Bemærkning"), err=True)
    return text
