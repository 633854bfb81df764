"""`labcert setup`: fetch what allure.html needs, once; a second call finds it there."""

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import SetupFault
from labcert.domain.language import _

__all__ = ["command"]


@click.command(
    "setup",
    cls=TranslatedCommand,
    help=_("Hent det, som Allure-rapporten kræver, én gang. Derefter bruges det uden netværk."),
)
def command() -> None:
    """Fetch Allure's generator into the user's cache; raises SetupFault with what to do where it cannot be had."""
    from rich.console import Console

    from labcert.reporting.allure_html import Missing, default_cache, ensure_generator

    with Console(stderr=True).status(_("Henter Allures generator …")):
        found = ensure_generator(default_cache(), allow_network=True)
    if isinstance(found, Missing):
        raise SetupFault(found.reason, remedy=found.remedy)
    click.echo(
        _("Allures generator er klar i {place} (Node.js {version}).").format(
            place=found.folder, version=found.node.version
        ),
        err=True,
    )
