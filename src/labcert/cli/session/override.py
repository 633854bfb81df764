"""`labcert session override`: another mark for a step than the computed one, with a reason."""

import click

from labcert.cli.acting import actor_of, actor_options, tell
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.outcome import Mark
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "override",
    cls=WordCommand,
    help=_(
        "Giv et trin en anden karakter end den beregnede, mens sessionen gennemgås. Den beregnede karakter og "
        "begrundelsen bliver stående ved siden af. Et trin, der ikke er afgjort, kan kun blive “Ikke relevant”, og et "
        "trin, der viser et klinisk krav, kan ikke få en bedre karakter; dertil bruges “labcert session deviate”."
    ),
)
@click.argument("session")
@click.argument("step", metavar=_("TRIN"))
@click.option("--mark", type=click.Choice([mark.value for mark in Mark]), help=_("Karakteren, trinnet skal have."))
@click.option("--reason", default="", help=_("Begrundelsen. Den står i rapporten og på certifikatet."))
@click.option("--remove", is_flag=True, help=_("Lad den beregnede karakter gælde igen."))
@actor_options
@store_option
def command(
    session: str, step: str, mark: str | None, reason: str, store_url: str | None, *, remove: bool, **who: str
) -> int:
    """Set a step's mark, or let the computed one count again."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.marking import Marking, override, take_override_away

    if remove == (mark is not None):
        raise UsageMistake(_("Skriv enten --mark med en karakter eller --remove."))
    actor = actor_of(**who)
    with open_chosen(store_url) as store:
        suite = load_suite(suite_root())
        if mark is None:
            return tell(take_override_away(store, suite, session, step, reason, actor).told)
        return tell(override(store, suite, session, Marking(step, Mark(mark), reason), actor).told)
