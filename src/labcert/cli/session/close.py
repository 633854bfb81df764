"""`labcert session close`: end the review, approved or not, and freeze the session; or open it again."""

import click

from labcert.cli.acting import actor_of, actor_options, tell, tell_unfinished
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "close",
    cls=WordCommand,
    help=_(
        "Afslut gennemgangen af en session, som du har taget. --approved kan kun skrives, når intet mangler; ellers "
        "står der, hvad der mangler. Sessionen låses: rapporter og manifest skrives, parterne kan underskrive, og "
        "intet kan ændres. Så længe ingen har underskrevet, kan den åbnes igen med --reopen."
    ),
)
@click.argument("session")
@click.option("--approved", "result", flag_value="approved", help=_("Sessionen er godkendt."))
@click.option("--not-approved", "result", flag_value="not_approved", help=_("Sessionen er ikke godkendt."))
@click.option("--remark", default="", help=_("Begrundelse. Den skal med, når sessionen ikke er godkendt."))
@click.option("--reopen", metavar=_("BEGRUNDELSE"), help=_("Åbn en afsluttet session igen, og skriv hvorfor."))
@click.option("--allure/--no-allure", default=True, help=_("Lav allure.html (tager nogle sekunder)."))
@click.option("--fetch/--no-fetch", default=True, help=_("Hent Allures generator, hvis den mangler."))
@actor_options
@store_option
def command(
    session: str,
    result: str | None,
    remark: str,
    reopen: str | None,
    store_url: str | None,
    *,
    allure: bool,
    fetch: bool,
    **who: str,
) -> int:
    """Close a session or open it again; 4 where something waits yet, 1 where something speaks against approval."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework import closing

    if (result is None) == (reopen is None):
        raise UsageMistake(_("Skriv én af --approved, --not-approved og --reopen."))
    actor = actor_of(**who)
    with open_chosen(store_url) as store:
        suite = load_suite(suite_root())
        if reopen is not None:
            return tell(closing.reopen(store, suite, session, reopen, actor).told)
        wish = closing.Closing(result == "approved", remark, allure=allure, may_fetch=fetch)
        done = closing.close(store, suite, session, wish, actor, lambda text: click.echo(f"{text} …", err=True))
    if isinstance(done, closing.Refused):
        heading = _("Sessionen {id} kan ikke godkendes endnu:").format(id=done.session)
        return tell_unfinished(heading, done.missing, waits=done.waits)
    return tell((*done.told, *done.missing))
