"""`labcert session claim`: take a session for review, take it over from another, or let go of it."""

import click

from labcert.cli.acting import actor_of, actor_options, tell
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "claim",
    cls=WordCommand,
    help=_(
        "Tag en afleveret session til gennemgang. Én navngiven person fra MedCom har den ad gangen og er den, der kan "
        "afslutte den."
    ),
)
@click.argument("session")
@click.option("--take-over", metavar=_("BEGRUNDELSE"), help=_("Overtag den fra den, der har den, og skriv hvorfor."))
@click.option("--release", is_flag=True, help=_("Slip den, så en anden kan tage den."))
@actor_options
@store_option
def command(session: str, store_url: str | None, take_over: str | None, *, release: bool, **who: str) -> int:
    """Claim a session, or let go of it."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework import reviewing

    if release and take_over is not None:
        raise UsageMistake(_("Skriv --take-over eller --release, ikke begge."))
    actor = actor_of(**who)
    with open_chosen(store_url) as store:
        suite = load_suite(suite_root())
        if release:
            return tell(reviewing.release(store, suite, session, actor).told)
        return tell(reviewing.claim(store, suite, session, actor, take_over=take_over).told)
