"""`labcert protocol export`: one protocol as a form to print and fill in, or as a table."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.words import WordCommand, suite_option, write_out
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

if TYPE_CHECKING:  # reading protocols takes a tenth of a second that `labcert protocol --help` need not wait for
    from labcert.protocol import Protocol, Suite

__all__ = ["export"]

SHAPES, BINARY = ("html", "pdf", "docx", "csv"), ("pdf", "docx")


@click.command(
    "export",
    cls=WordCommand,
    help=_("Eksportér en protokol i MedComs form (html, pdf, docx) eller som regneark (csv)."),
)
@click.argument("wanted", metavar="ID")
@click.option("--format", "shape", type=click.Choice(SHAPES), required=True, help=_("Filformat."))
@click.option("--out", type=click.Path(path_type=Path), metavar=_("FIL"), help=_("Fil, der skrives. Ellers skærmen."))
@suite_option
def export(wanted: str, shape: str, out: Path | None, root: Path) -> None:
    """Write one protocol."""
    from labcert.protocol import load_suite

    if out is None and shape in BINARY and sys.stdout.isatty():
        raise UsageMistake(
            _("Formatet {shape} er ikke tekst og kan ikke skrives på skærmen.").format(shape=shape),
            remedy=_("Skriv et filnavn efter --out."),
        )
    suite = load_suite(root)
    write_out(_exported(suite, suite.protocol(wanted), shape), out)


def _exported(suite: "Suite", protocol: "Protocol", shape: str) -> bytes:
    if shape in BINARY:
        from labcert.reporting.form import blank_form, to_docx, to_pdf

        form = blank_form(protocol, suite.programmes)
        return to_pdf(form) if shape == "pdf" else to_docx(form)
    from labcert.protocol.export import to_csv, to_html

    return to_html(protocol) if shape == "html" else to_csv(protocol)
