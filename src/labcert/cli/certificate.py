"""`labcert certificate`: issue, show and revoke certificates, and make keys to try it with."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordGroup, print_json, print_table, shape_option, suite_option
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, ngettext
from labcert.domain.system_words import system_words

if TYPE_CHECKING:
    from labcert.runner.certificate import Issued, RevocationOrder
    from labcert.session.authority import Signatory
    from labcert.session.keys import SigningKey
    from labcert.session.store import Store
    from labcert.session.timestamps import TimeStampServer

__all__ = ["command"]

LIST_FILE = Path("revocations.json")
LONGEST_DAYS = 3650

command = WordGroup("certificate", help=_("Udsted, vis og tilbagekald certifikater, og lav nøgler til at prøve med."))

key_option = click.option(
    "--key", "key_file", required=True, metavar="P12",
    help=_("Nøglen (PKCS#12), der underskrives med. Adgangskoden står i LABCERT_KEY_PASSWORD, eller der spørges."),
)  # fmt: skip
tsa_option = click.option(
    "--tsa", "tsa", metavar="URL", default="",
    help=_("Tidsstempelserverens adresse (RFC 3161). Ellers den, der står i LABCERT_TSA; uden den intet tidsstempel."),
)  # fmt: skip
next_option = click.option(
    "--next-days", "days", metavar=_("DAGE"), type=click.IntRange(1, LONGEST_DAYS), default=90, show_default=True,
    help=_("Så mange dage gælder listen, før en ny skal være ude."),
)  # fmt: skip
list_option = click.option(
    "--out", "out", metavar=_("FIL"), type=click.Path(path_type=Path, dir_okay=False), default=LIST_FILE,
    show_default=True,
    help=_("Filen, som listen bliver skrevet til."),
)  # fmt: skip


def _key(key_file: str) -> "SigningKey":
    from labcert.cli.passwords import key_password
    from labcert.session.keys import load_pkcs12, require_readable

    require_readable(key_file)
    return load_pkcs12(key_file, key_password(key_file))


def _server(tsa: str) -> "TimeStampServer | None":
    from labcert.session.timestamps import TimeStampServer

    address = tsa or os.environ.get("LABCERT_TSA", "")
    return TimeStampServer(address) if address else None


def _phase(text: str) -> None:
    click.echo(f"{text} …", err=True)


def _now() -> datetime:
    from labcert.runner.marks import local_time

    return local_time()


# -------------------------------------------------------------------------------------------------------------- issuing
@command.command("issue", help=_("Udsted et certifikat for en session, der er godkendt og underskrevet af alle."))
@click.argument("session")
@key_option
@tsa_option
@click.option(
    "--valid-days", "days", metavar=_("DAGE"), type=click.IntRange(1, LONGEST_DAYS), default=730, show_default=True,
    help=_("Så mange dage gælder det; en afvigelse, der udløber før, gør det kortere."),
)  # fmt: skip
@click.option("--supersedes", default="", metavar="ID", help=_("Det certifikat, som det nye afløser."))
@click.option(
    "--trust", multiple=True, metavar="CERT",
    help=_("Et certifikat (PEM), som parternes underskrifter skal føre tilbage til; kan gentages."),
)  # fmt: skip
@click.option(
    "--out", "out", metavar=_("MAPPE"), type=click.Path(path_type=Path, file_okay=False), default=None,
    help=_("En mappe, som certifikatets to filer også bliver lagt i."),
)  # fmt: skip
@shape_option
@suite_option
@store_option
def issue_word(
    session: str, key_file: str, tsa: str, days: int, supersedes: str, trust: tuple[str, ...], out: Path | None,
    shape: str, root: Path, store_url: str | None,
) -> None:  # fmt: skip
    """Issue a certificate."""
    key, server = _key(key_file), _server(tsa)
    trusted = [_read(name) for name in trust]
    from labcert.protocol.load import load_suite
    from labcert.runner.certificate import Order, issue

    with open_chosen(store_url) as store:
        order = Order(session, key, _now(), days, server.stamp if server else None, supersedes, trusted)
        issued = issue(store, load_suite(root), order, _phase)
    if out is not None:
        _write_out(out, issued.certificate.id, issued.json, issued.pdf)
    if shape == "json":
        _print_issued(issued)
        return
    certificate = issued.certificate
    click.echo(
        _("Certifikatet {id} er udstedt for {system}, version {version}, fra {vendor}.").format(
            id=certificate.id, system=certificate.system, version=certificate.system_version, vendor=certificate.vendor
        )
    )
    click.echo(_("Det gælder fra {begins} til og med {ends}.").format(
        begins=f"{certificate.valid_from:%d.%m.%Y}", ends=f"{certificate.valid_to:%d.%m.%Y}"
    ))  # fmt: skip
    if certificate.test:
        click.echo(_("Det er en TEST og certificerer intet."))
    if server is None:
        click.echo(_(
            "Det har intet tidsstempel, så det kan ikke ses, om nøglen gjaldt, da det blev underskrevet. "
            "Giv --tsa, når det skal bruges."
        ))  # fmt: skip


def _print_issued(issued: "Issued") -> None:
    import json

    print_json(json.loads(issued.json))


def _read(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        why = system_words(error)
        raise UsageMistake(_("Certifikatet kan ikke læses: {why}.").format(why=why), where=name) from error


def _write_out(folder: Path, name: str, data: bytes, pdf: bytes) -> None:
    from labcert.session.atomic import write_whole

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageMistake(
            _("Mappen kan ikke laves: {why}.").format(why=system_words(error)), where=str(folder)
        ) from error
    for path, content in ((folder / f"{name}.pdf", pdf), (folder / f"{name}.json", data)):
        write_whole(path, content)
        click.echo(_("Skrevet til {file}.").format(file=path), err=True)


# -------------------------------------------------------------------------------------------------------------- showing
@command.command("show", help=_("Vis certifikaterne i lageret, eller ét med alt, det siger; --out skriver dets filer."))
@click.argument("certificate", required=False, default="", metavar="[ID]")
@click.option(
    "--out", "out", metavar=_("MAPPE"), type=click.Path(path_type=Path, file_okay=False), default=None,
    help=_("En mappe, som certifikatets PDF og JSON bliver lagt i."),
)  # fmt: skip
@shape_option
@store_option
def show_word(certificate: str, out: Path | None, shape: str, store_url: str | None) -> None:
    """Show one, or list all."""
    from labcert.cli.certificate_text import as_json, table, text_of
    from labcert.runner.certificate import all_certificates, one_certificate

    today = _now().date()
    with open_chosen(store_url) as store:
        if not certificate:
            if out is not None:
                raise UsageMistake(_("Sig, hvilket certifikat der skal skrives til mappen."))
            found = all_certificates(store, today)
            if shape == "json":
                print_json({"certificates": [as_json(each) for each in found]})
            elif found:
                print_table(table(found))
            else:
                click.echo(_("Der er ingen certifikater i lageret."))
            return
        one = one_certificate(store, certificate, today)
    if out is not None:
        _write_out(out, one.row.id, one.json, one.pdf)
    if shape == "json":
        print_json(as_json(one))
    else:
        click.echo("\n".join(text_of(one)))


# ------------------------------------------------------------------------------------------------------------- revoking
@command.command("revoke", help=_("Tilbagekald et certifikat med en begrundelse, og skriv den underskrevne liste."))
@click.argument("certificate", metavar="ID")
@click.option("--reason", required=True, help=_("Hvorfor det ikke længere gælder. Begrundelsen står i listen."))
@click.option("--superseded-by", "successor", default="", metavar="ID", help=_("Det certifikat, der træder i stedet."))
@key_option
@tsa_option
@next_option
@list_option
@store_option
def revoke_word(
    certificate: str, reason: str, successor: str, key_file: str, tsa: str, days: int, out: Path, store_url: str | None
) -> None:
    """Revoke a certificate and write a new list."""
    from labcert.domain.suite import suite_root
    from labcert.protocol.load import load_suite
    from labcert.runner.certificate import revoke

    order = _revocation_order(key_file, tsa, days)
    with open_chosen(store_url) as store:
        known = {person.cpr for person in load_suite(suite_root()).persons if person.cpr}
        done = revoke(store, certificate, reason, order, successor=successor, known=known)
        told = {"id": done.row.id, "time": done.revocation.time[:16].replace("T", " "), "why": done.revocation.reason}
        if done.already:
            click.echo(_("Certifikatet {id} var allerede tilbagekaldt {time}: {why} Intet er ændret.").format(**told))
            return
        click.echo(_("Certifikatet {id} er tilbagekaldt {time}: {why}").format(**told))
        _write_list(store, order, out)


@command.command("revocations", help=_("Skriv en ny underskreven liste over de certifikater, der er tilbagekaldt."))
@key_option
@tsa_option
@next_option
@list_option
@store_option
def revocations_word(key_file: str, tsa: str, days: int, out: Path, store_url: str | None) -> None:
    """Write a fresh list."""
    order = _revocation_order(key_file, tsa, days)
    with open_chosen(store_url) as store:
        _write_list(store, order, out)


def _revocation_order(key_file: str, tsa: str, days: int) -> "RevocationOrder":
    from labcert.runner.certificate import RevocationOrder

    key, server = _key(key_file), _server(tsa)
    return RevocationOrder(key, _now(), days, server.stamp if server else None)


def _write_list(store: "Store", order: "RevocationOrder", out: Path) -> None:
    from labcert.runner.certificate import revocation_list
    from labcert.session.atomic import write_whole

    content, data = revocation_list(store, order)
    write_whole(out, data)
    text = ngettext(
        "Liste nr. {number} med {count} certifikat er skrevet til {file} og gælder til {day}.",
        "Liste nr. {number} med {count} certifikater er skrevet til {file} og gælder til {day}.",
        len(content.revoked),
    )
    click.echo(text.format(
        number=content.number, count=len(content.revoked), file=out,
        day=f"{datetime.fromisoformat(content.next_update):%d.%m.%Y}",
    ))  # fmt: skip


# ----------------------------------------------------------------------------------------------------------------- keys
@command.command("keys", help=_("Lav en TEST-udsteder: MedComs nøgle, et tidsstempel og en nøgle til hver part."))
@click.option(
    "--out", "folder", required=True, metavar=_("MAPPE"), type=click.Path(path_type=Path, file_okay=False),
    help=_("Mappen, som nøglerne bliver lagt i. Intet bliver overskrevet."),
)  # fmt: skip
@click.option(
    "--party", "parties", multiple=True, metavar=_("PART=NAVN"),
    help=_(
        "En part, dens person og, efter et komma, personens organisation; kan gentages. Ellers alle parter i "
        "programmerne, med opdigtede personer."
    ),
)  # fmt: skip
@suite_option
def keys_word(folder: Path, parties: tuple[str, ...], root: Path) -> None:
    """Make the files and say what each is for."""
    from labcert.cli.passwords import new_key_password
    from labcert.session.authority import make_authority

    people = [_signatory(word) for word in parties] or _everybody(root)
    made = make_authority(folder, people, _now(), new_key_password())
    rows: list[tuple[str, ...]] = [
        (_("Fil"), _("Til"), _("Navn"), _("Organisation")),
        (made.trust.name, _("det certifikat, som alle skal stole på"), "", ""),
        (made.issuer.name, _("at udstede certifikater med"), "", ""),
        (" + ".join(path.name for path in made.time_stamps), _("en tidsstempelserver"), "", ""),
    ]
    rows += [
        (path.name, _("at underskrive for {party}").format(party=person.party), person.name,
         person.organisation or person.party)
        for person, path in zip(people, made.people, strict=True)
    ]  # fmt: skip
    print_table(rows)
    click.echo(_("Alt er TEST: det, der underskrives med disse nøgler, certificerer intet."), err=True)


def _signatory(word: str) -> "Signatory":
    from labcert.session.authority import Signatory

    party, _equals, rest = (part.strip() for part in word.partition("="))
    name, _comma, organisation = (part.strip() for part in rest.partition(","))
    if not party or not name:
        raise UsageMistake(
            _("--party “{word}” kan ikke bruges.").format(word=word),
            remedy=_('Skriv PART=NAVN eller PART=NAVN, ORGANISATION, f.eks. --party "LPS=Lis Larsen, Firma A/S".'),
        )
    return Signatory(party, name, organisation)


def _everybody(root: Path) -> "list[Signatory]":
    from labcert.protocol.load import load_suite
    from labcert.session.authority import Signatory

    parties: dict[str, None] = {}
    for programme in load_suite(root).programmes:
        parties |= dict.fromkeys(party for row in programme.rows for party in row.parties)
        parties |= dict.fromkeys(programme.also_signs)
    return [Signatory(party, _("Testperson {party}").format(party=party)) for party in parties]
