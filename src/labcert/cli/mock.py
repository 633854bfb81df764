"""`labcert mock`: the simulated PLSP, LABA, MiBa and portal on addresses of their own."""

from pathlib import Path

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.language import _

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "mock",
    cls=TranslatedCommand,
    help=_("Start simulerede PLSP, LABA, MiBa og portal. De kører, til de stoppes med Ctrl-C."),
)
@click.option("--host", default="127.0.0.1", show_default=True, help=_("Adressen, der lyttes på."))
@click.option(
    "--port",
    default=8800,
    show_default=True,
    type=click.IntRange(0, 65531),
    help=_("Den fælles port; værternes egne er de fire næste. 0 finder selv ledige."),
)
@click.option(
    "--data",
    default=Path("mock-data"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Mappen, hvor alt modtaget bliver gemt. Den samme mappe giver den samme tilstand igen."),
)
@click.option("--tls-cert", type=FILE, help=_("Værternes certifikat (PEM). Så taler de https."))
@click.option("--tls-key", type=FILE, help=_("Nøglen til certifikatet (PEM)."))
@click.option("--tls-ca", type=FILE, help=_("Udsteder (PEM), som alle, der kalder, skal have certifikat fra."))
@click.option(
    "--vendor-token",
    default="",
    envvar="LABCERT_VENDOR_TOKEN",
    help=_(
        "Nøgle, som et system skal sende med hver besked til PLSP (Authorization: Bearer …). Kan også stå i "
        "miljøvariablen LABCERT_VENDOR_TOKEN."
    ),
)
@click.option("--stop-with-parent", is_flag=True, hidden=True)
def command(
    host: str,
    port: int,
    data: Path,
    tls_cert: Path | None,
    tls_key: Path | None,
    tls_ca: Path | None,
    vendor_token: str,
    *,
    stop_with_parent: bool,
) -> int:
    """Serve until stopped."""
    from mock_databanks.host import main  # the hosts' libraries are loaded only for this command

    return main(
        host, port, data, tls_ca=tls_ca, tls_cert=tls_cert, tls_key=tls_key, vendor_token=vendor_token,
        stop_with_parent=stop_with_parent,
    )  # fmt: skip
