"""`labcert session submit`: hand a session in for MedCom's review, or take it back."""

import click

from labcert.cli.acting import actor_of, actor_options, tell
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "submit",
    cls=WordCommand,
    help=_(
        "Aflevér en session, der er kørt, til MedComs gennemgang. Så længe ingen har taget den, kan den tages tilbage "
        "med --withdraw og køres igen."
    ),
)
@click.argument("session")
@click.option("--withdraw", is_flag=True, help=_("Tag sessionen tilbage."))
@actor_options
@store_option
def command(session: str, store_url: str | None, *, withdraw: bool, **who: str) -> int:
    """Hand a session in, or take it back."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.reviewing import submit, take_back

    actor = actor_of(**who)
    with open_chosen(store_url) as store:
        act = take_back if withdraw else submit
        return tell(act(store, load_suite(suite_root()), session, actor).told)
