"""`labcert session deviate`: ask for, approve or withdraw a deviation from a requirement."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.acting import actor_of, actor_options, tell
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.runner.casework.deviating import Approval, Request

__all__ = ["command"]


@click.command(
    "deviate",
    cls=WordCommand,
    help=_(
        "Søg om en afvigelse fra et krav, godkend den, eller træk den tilbage. En afvigelse gælder ét krav, én version "
        "af systemet og en tid. Fra et klinisk krav kan kun en læge godkende den; fra et teknisk kan MedCom alene."
    ),
)
@click.argument("session")
@click.option("--requirement", metavar=_("KRAV"), help=_("Kravet, der søges om at afvige fra, f.eks. SAM-01."))
@click.option("--step", "steps", multiple=True, metavar=_("TRIN"), help=_("Kun ved dette trin; kan gentages."))
@click.option("--reason", default="", help=_("Hvorfor der søges, eller hvorfor den trækkes tilbage."))
@click.option("--from", "valid_from", metavar=_("DATO"), help=_("Første dag, den gælder. Ellers i dag."))
@click.option("--to", "valid_to", metavar=_("DATO"), help=_("Sidste dag, den gælder; højst to år frem."))
@click.option("--approve", metavar="ID", help=_("Godkend denne afvigelse, f.eks. AFV-1."))
@click.option("--doctor", default="", metavar=_("NAVN"), help=_("Lægen, der har godkendt den."))
@click.option("--authorisation", default="", metavar="ID", help=_("Lægens autorisations-ID."))
@click.option("--doctor-organisation", default="", metavar=_("NAVN"), help=_("Hvor lægen arbejder."))
@click.option("--medcom", is_flag=True, help=_("MedCom godkender den; kun fra tekniske krav."))
@click.option(
    "--document", type=click.Path(path_type=Path, dir_okay=False), help=_("Selve godkendelsen, f.eks. en PDF.")
)
@click.option("--withdraw", metavar="ID", help=_("Træk denne afvigelse tilbage."))
@actor_options
@store_option
def command(
    session: str,
    requirement: str | None,
    steps: tuple[str, ...],
    reason: str,
    valid_from: str | None,
    valid_to: str | None,
    approve: str | None,
    doctor: str,
    authorisation: str,
    doctor_organisation: str,
    document: Path | None,
    withdraw: str | None,
    store_url: str | None,
    *,
    medcom: bool,
    **who: str,
) -> int:
    """Ask, approve or withdraw."""
    from labcert.protocol.load import load_suite
    from labcert.runner.casework import deviating

    if sum(word is not None for word in (requirement, approve, withdraw)) != 1:
        raise UsageMistake(_("Skriv én af --requirement (søg), --approve (godkend) og --withdraw (træk tilbage)."))
    request = _request(requirement, steps, reason, valid_from, valid_to) if requirement else None
    if approve and medcom == bool(doctor.strip()):
        raise UsageMistake(_("Skriv enten --doctor med lægens navn eller --medcom."))
    approval = _approval(approve, doctor, authorisation, doctor_organisation, document) if approve else None
    actor = actor_of(**who)
    with open_chosen(store_url) as store:
        suite = load_suite(suite_root())
        if request:
            return tell(deviating.ask(store, suite, session, request, actor).told)
        if approval:
            return tell(deviating.approve(store, suite, session, approval, actor).told)
        return tell(deviating.withdraw(store, suite, session, withdraw or "", reason, actor).told)


def _request(
    requirement: str, steps: tuple[str, ...], reason: str, valid_from: str | None, valid_to: str | None
) -> "Request":
    from labcert.runner.casework.deviating import Request

    if valid_to is None:
        raise UsageMistake(
            _("En afvigelse skal have en sidste dag."), remedy=_("Skriv den med --to, f.eks. 2027-06-30.")
        )
    start = _day("--from", valid_from) if valid_from else datetime.now().astimezone().date()
    return Request(requirement, tuple(dict.fromkeys(steps)), reason, start, _day("--to", valid_to))


def _day(option: str, written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise UsageMistake(
            _("“{written}” efter {option} er ikke en dato.").format(written=written, option=option),
            remedy=_("Skriv år, måned og dag, f.eks. 2027-06-30."),
        ) from error


def _approval(identifier: str, doctor: str, authorisation: str, organisation: str, document: Path | None) -> "Approval":
    from labcert.domain.juror import EvidenceKind
    from labcert.runner.attesting_files import hand_in
    from labcert.runner.casework.deviating import Approval

    if document is None:
        raise UsageMistake(
            _("En godkendelse skal have sit dokument, så andre kan se den."),
            remedy=_("Læg det ved med --document FIL."),
        )
    handed = hand_in(document, EvidenceKind.FILE)
    for sentence in handed.told:
        click.echo(sentence, err=True)
    return Approval(identifier, handed, doctor, authorisation.strip(), organisation)
