"""`labcert session show`: everything about one session, and what is to be done next."""

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand, print_json, shape_option
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.runner.casework.listing import Shown
    from labcert.session.store import Store

__all__ = ["command"]

KEYS = ("certificate", "signature")
"""what a reader of the list has no use for; it stands in manifest.sig"""


@click.command(
    "show",
    cls=WordCommand,
    help=_(
        "Vis en session: hvor langt den er, hvad der mangler, før den kan godkendes, afvigelser, bemærkninger, ændrede "
        "karakterer, underskrifter, kørsler, og hvad der skal gøres nu."
    ),
)
@click.argument("session")
@shape_option
@click.option(
    "--free", is_flag=True,
    help=_("Frigiv en session, som en maskine, der er gået i stå for altid, har taget. Der spørges først."),
)
@click.option("--yes", is_flag=True, help=_("Svar ja til det, --free spørger om."))
@store_option
def command(session: str, shape: str, store_url: str | None, *, free: bool, yes: bool) -> int:
    """Show a session, or end a lease whose machine is gone."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.listing import show_session

    with open_chosen(store_url) as store:
        if free:
            return _free(store, session, sure=yes)
        shown = show_session(store, load_suite(suite_root()), session, datetime.now().astimezone().date())
    if shape == "json":
        print_json(_as_json(shown))
        return 0
    from labcert.cli.session.show_text import text_of

    for line in text_of(shown):
        click.echo(line)
    return 0


def _free(store: "Store", word: str, *, sure: bool) -> int:
    row = store.find(word)
    if row.lease is None:
        click.echo(_("Ingen har sessionen {id}; der er intet at frigive.").format(id=row.id))
        return 0
    question = _("{host} tog sessionen {id} den {time}. Det, der kun ligger der, kommer ikke med. Frigiv den?").format(
        host=row.lease.host, id=row.id, time=row.lease.time[:16].replace("T", " ")
    )
    if not sure:
        if sys.stdin is None or not sys.stdin.isatty():
            raise UsageMistake(
                _("Her er ingen terminal at spørge i."), remedy=_("Skriv --yes, hvis maskinen er væk for altid.")
            )
        if not click.confirm(question, err=True):
            click.echo(_("Sessionen er ikke frigivet."))
            return 0
    left = store.free(row.id)
    click.echo(_("Sessionen {id} er frigivet.").format(id=row.id))
    if left is not None:
        click.echo(_("Det, der lå i arbejdsmappen, er bevaret i {path}.").format(path=left))
    return 0


def _as_json(shown: "Shown") -> dict[str, Any]:
    import msgspec

    from labcert.session.verdict import verdict_json

    return {
        "session": msgspec.to_builtins(shown.row, enc_hook=str),
        "next": shown.next,
        "verdict": json.loads(verdict_json(shown.verdict)) if shown.verdict else None,
        "runs": msgspec.to_builtins(shown.runs),
        "signatures": [
            {name: value for name, value in msgspec.to_builtins(each).items() if name not in KEYS}
            for each in shown.signatures
        ],
        "unsigned": msgspec.to_builtins(shown.unsigned),
        "certificates": msgspec.to_builtins(shown.certificates),
    }
