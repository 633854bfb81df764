"""`labcert web`: labcert over HTTP, for a vendor's pipeline."""

import json
import os
import secrets
from pathlib import Path

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

__all__ = ["command"]

TOKEN = "LABCERT_API_TOKEN"  # noqa: S105 - the name of a variable
STORE = "LABCERT_STORE"
DEFAULT_FOLDER = "reports"
PORT = click.IntRange(0, 65535)


@click.command(
    "web",
    cls=TranslatedCommand,
    help=_(
        "Start labcert som HTTP-tjeneste: egentest fra en pipeline (/api, beskrevet i /api/openapi.json). Nøglen "
        "står i miljøvariablen LABCERT_API_TOKEN; ellers laves en ny, som skrives ved starten."
    ),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Adressen, der lyttes på."))
@click.option("--port", default=8080, show_default=True, type=PORT, help=_("Porten. 0 finder selv en ledig."))
@click.option(
    "--store", metavar="URL",
    help=_(
        "Lageret med sessioner (sqlite:///STI/TIL/FIL.db eller postgresql://BRUGER@MASKINE/DATABASE) eller en mappe. "
        "Ellers det, som LABCERT_STORE siger, eller mappen reports."
    ),
)  # fmt: skip
@click.option(
    "--at-once", default=1, show_default=True, type=click.IntRange(1, 16), help=_("Kørsler ad gangen.")
)
@click.option(
    "--hub-host", default="127.0.0.1", show_default=True,
    help=_("Adressen, som hub'en lytter på under en kørsel, når systemet selv sender (inbound)."),
)  # fmt: skip
@click.option("--hub-port", default=0, show_default=True, type=PORT, help=_("Hub'ens port. 0 finder selv en ledig."))
@click.option(
    "--allow-executable", is_flag=True,
    help=_("Tag også adapterne executable og folder. Så kan enhver med en nøgle køre programmer på denne maskine."),
)  # fmt: skip
def command(
    host: str, port: int, store: str | None, at_once: int, hub_host: str, hub_port: int, *, allow_executable: bool
) -> int:
    """Serve until stopped; says on standard output where, and with which token where it made one."""
    from labcert.domain.sut import Listening
    from labcert.web.api.app import ApiSettings, build_app
    from labcert.web.api.systems import Allowed
    from labcert.web.api.tokens import read_tokens
    from labcert.web.serving import Address, bind, serve

    given = os.environ.pop(TOKEN, "").strip()  # taken away: what a run starts is not to inherit it
    made = "" if given else secrets.token_urlsafe(32)
    allowed = Allowed(allow_executable, Listening(hub_host, hub_port))
    settings = ApiSettings(_where(store), read_tokens(given or made), allowed, at_once)
    listening = bind(Address(host, port))
    app = build_app(settings)
    shown = listening.getsockname()
    address = f"http://[{shown[0]}]:{shown[1]}" if ":" in shown[0] else f"http://{shown[0]}:{shown[1]}"
    click.echo(json.dumps({"address": address, **({"token": made} if made else {})}))
    click.echo(_("labcert svarer på {address}/api. Stop med Ctrl-C.").format(address=address), err=True)
    serve(listening, app)
    return 0


def _where(store: str | None) -> Path | str:
    """Return the folder or the URL; the variable is taken away, as the token is: the URL may have a password."""
    from labcert.web.api.shelf import is_address

    variable = os.environ.pop(STORE, "")
    chosen = store or variable
    if is_address(chosen):
        return chosen
    folder = Path(chosen or DEFAULT_FOLDER)
    if folder.exists() and not folder.is_dir():
        raise UsageMistake(
            _("Sessionerne kan ikke ligge i en fil, der ikke er skrevet som et lager."),
            where=str(folder),
            remedy=_("Skriv et lager med --store sqlite:///STI/TIL/FIL.db, eller vælg en mappe."),
        )
    return folder
