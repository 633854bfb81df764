"""`labcert certificates`: make certificates to try TLS with, and see whose one is."""

from datetime import UTC, datetime
from pathlib import Path

import click

from labcert.cli.words import WordGroup, print_json, print_table, shape_option
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.system_words import system_words

__all__ = ["command"]

command = WordGroup("certificates", help=_("Lav certifikater til at prøve TLS med, og se, hvis et certifikat er."))


@command.command("make", help=_("Lav en testudsteder og certifikater fra den: til hub'en, labcert og jeres systemer."))
@click.option(
    "--out",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Mappen, som filerne bliver lagt i. Intet bliver overskrevet."),
)
@click.option("--name", "names", multiple=True, help=_("Et systems navn; kan gentages. Uden navn laves ét til “LPS”."))
@click.option(
    "--host", "hosts", multiple=True, help=_("Et navn eller en IP-adresse mere, som hub'en nås på; kan gentages.")
)
def make(folder: Path, names: tuple[str, ...], hosts: tuple[str, ...]) -> None:
    """Make the files and say what each is for."""
    from labcert.adapters.practice_authority import CA, HARNESS, HUB, make_certificates

    made = make_certificates(folder, names or ("LPS",), datetime.now(UTC), hosts=hosts)
    rows = [
        (CA, _("udstederen, som alle skal stole på")), (HUB, _("hub'ens eget")),
        (HARNESS, _("det, labcert selv viser hub'en")),
        *((stem, name) for name, stem in made.clients.items()),
    ]  # fmt: skip
    print_table([
        (_("Certifikat"), _("Nøgle"), _("Til")),
        *((str(made.certificate(stem)), str(made.key(stem)), what) for stem, what in rows),
    ])  # fmt: skip
    hub = f"--tls-ca {made.certificate()} --tls-cert {made.certificate(HUB)} --tls-key {made.key(HUB)}"
    click.echo(
        _("De er kun til prøve og gælder i et år. Start værterne med: labcert mock {hub}").format(hub=hub), err=True
    )


@command.command("show", help=_("Vis, hvis et certifikat er, hvem der har udstedt det, og hvornår det udløber."))
@click.argument("file", metavar="FIL", type=click.Path(path_type=Path))
@shape_option
def show(file: Path, shape: str) -> None:
    """Show every certificate of a PEM file."""
    from cryptography import x509

    from labcert.domain.holder import holder_of

    try:
        found = [holder_of(each) for each in x509.load_pem_x509_certificates(file.read_bytes())]
    except OSError as error:
        raise UsageMistake(
            _("Filen {file} kan ikke læses: {why}.").format(file=file, why=system_words(error))
        ) from error
    except ValueError as error:
        raise UsageMistake(
            _("Filen {file} er ikke et certifikat i PEM-format.").format(file=file),
            remedy=_("Den skal begynde med -----BEGIN CERTIFICATE-----; en nøgle er ikke et certifikat."),
        ) from error
    if shape == "json":
        print_json({
            "certificates": [
                {"name": each.name, "organisation": each.organisation, "issuer": each.issuer, "serial": each.serial,
                 "sha256": each.fingerprint, "begins": each.begins.isoformat(), "ends": each.ends.isoformat()}
                for each in found
            ]
        })  # fmt: skip
        return
    for each in found:
        print_table([
            (_("Indehaver"), f"{each.name} ({each.organisation})" if each.organisation else each.name),
            (_("Udsteder"), each.issuer),
            (_("Gælder fra"), _day(each.begins)),
            (_("Gælder til"), f"{_day(each.ends)}{_state(each.begins, each.ends)}"),
            (_("Serienummer"), each.serial),
            ("SHA-256", each.fingerprint),
        ])  # fmt: skip


def _day(time: datetime) -> str:
    return f"{time.astimezone():%d.%m.%Y %H:%M}"


def _state(begins: datetime, ends: datetime) -> str:
    now = datetime.now(UTC)
    if ends < now:
        return " – " + _("udløbet")
    return " – " + _("gælder ikke endnu") if now < begins else ""
