"""`labcert session sign`: a named person signs rows of the plan for a party."""

from pathlib import Path

import click

from labcert.cli.acting import actor_options, speaker_of, tell, tell_unfinished
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.language import _
from labcert.domain.suite import suite_root

__all__ = ["command"]


@click.command(
    "sign",
    cls=WordCommand,
    help=_(
        "Underskriv rækker i planen for den part, du taler for. Navn og organisation skal være dem, certifikatet i "
        "nøglefilen er udstedt til; et certifikat, der er udstedt til organisationen, gælder for dens folk. Sessionen "
        "skal være afsluttet. Adgangskoden til nøglen hentes fra LABCERT_KEY_PASSWORD, eller der spørges."
    ),
)
@click.argument("session")
@click.option(
    "--row", "rows", multiple=True, metavar=_("RÆKKE"), help=_("Rækken, f.eks. 4.2; kan gentages. Ellers alle partens.")
)
@click.option("--remark", default="", help=_("Bemærkning til underskriften."))
@click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), required=True, help=_("Nøglen som PKCS#12-fil (.p12).")
)
@actor_options
@store_option
def command(session: str, rows: tuple[str, ...], remark: str, key: Path, store_url: str | None, **who: str) -> int:
    """Sign; 4 where something is unfinished yet, 1 where something speaks against the session."""
    from labcert.cli.passwords import key_password
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.signing_off import Unfinished, Wish, sign_off
    from labcert.runner.marks import local_time
    from labcert.session.keys import load_pkcs12

    actor = speaker_of(**who)
    password = key_password(str(key)) if key.is_file() else None  # nobody types one for a file that isn't there
    signing = load_pkcs12(key, password, local_time())
    with open_chosen(store_url) as store:
        done = sign_off(store, load_suite(suite_root()), session, Wish(rows, remark), actor, signing)
    if isinstance(done, Unfinished):
        heading = _("Sessionen {id} kan ikke underskrives endnu:").format(id=done.session)
        return tell_unfinished(heading, done.missing, waits=done.waits)
    return tell(done.told)
