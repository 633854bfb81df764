"""`labcert register`: MedCom's register of approvals, from the sessions of a store."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.days import day_option
from labcert.cli.group import TranslatedCommand
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import suite_option, write_out
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

if TYPE_CHECKING:
    from datetime import date

    from labcert.reporting.register import Register

__all__ = ["command"]

SHAPES = ("csv", "xlsx", "html", "json")


@click.command(
    "register",
    cls=TranslatedCommand,
    help=_(
        "MedComs register over godkendelser: én række for hver godkendt version af et system, standard og slags test. "
        "Uden --all står kun de sessioner der, som kan give et certifikat, og som er godkendt."
    ),
)
@click.option(
    "--format", "shape", type=click.Choice(SHAPES), default="csv", show_default=True,
    help=_("Regneark (csv, xlsx), en side til browseren (html) eller JSON til maskiner."),
)  # fmt: skip
@store_option
@click.option(
    "--out", type=click.Path(path_type=Path), metavar=_("FIL"), help=_("Fil, der skrives. Ellers standard output.")
)
@click.option("--all", "everything", is_flag=True, help=_("Også sessioner, der ikke er godkendt, med deres tilstand."))
@day_option
@suite_option
def command(  # click hands options over by name
    shape: str, store_url: str | None, out: Path | None, day: "date", root: Path, *, everything: bool
) -> None:
    """Write the register, and say on standard error what it holds."""
    from labcert.protocol import load_suite
    from labcert.reporting.register import register_sentence
    from labcert.runner.register import gather_register

    if shape == "xlsx" and out is None and sys.stdout.isatty():
        raise UsageMistake(
            _("Et regneark kan ikke vises på skærmen."), remedy=_("Nævn en fil med --out, fx --out register.xlsx.")
        )
    with open_chosen(store_url) as store:
        register = gather_register(store, load_suite(root), day, everything=everything)
    write_out(_written(register, shape), out)
    click.echo(register_sentence(register), err=True)


def _written(register: "Register", shape: str) -> bytes:
    from labcert.reporting.register import register_json, register_page, register_table

    if shape == "html":
        return register_page(register)
    if shape == "json":
        return register_json(register)
    from labcert.reporting.listing import to_csv, to_xlsx

    table = register_table(register)
    return to_csv(table) if shape == "csv" else to_xlsx([table], _("Register over godkendelser"), _made(register))


def _made(register: "Register") -> str:
    """When the workbook says that it was made: its day, so that the same register is the same bytes."""
    return f"{register.day.isoformat()}T00:00:00+00:00"
