"""`labcert verify`: is every byte of a bundle as it was when people signed it, and who vouches for them?"""

import json
from pathlib import Path

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.verdict import SELF_TEST
from labcert.session.bundle import verify
from labcert.session.report import Result, VerifyReport

__all__ = ["command"]

EXIT_CODE = {Result.VALID: 0, Result.UNKNOWN: 4, Result.BROKEN: 1}


def _certificate(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageMistake(_("Certifikatet kan ikke læses: {why}.").format(why=error.strerror), where=path) from error


def _as_json(report: VerifyReport) -> str:
    reasons = [{"code": reason.code, "file": reason.file, "message": reason.message} for reason in report.reasons]
    return json.dumps({"result": report.result.value, "reasons": reasons}, ensure_ascii=False, indent=1)


def _opening(report: VerifyReport) -> str:
    if report.is_unsigned:
        return _(
            "Ikke underskrevet: filerne passer til pakkens egen liste, men ingen har skrevet under på den, så det kan "
            "ikke ses, om de er, som de var."
        )
    match report.result:
        case Result.VALID:
            return _("Gyldig: hver byte i pakken er, som da parterne underskrev, og du stoler på deres certifikater.")
        case Result.UNKNOWN:
            return _("Ukendt: intet i pakken er ændret, men det kan ikke afgøres, hvem der har underskrevet den.")
        case Result.BROKEN:
            return _("Brudt: pakken er ikke, som da parterne underskrev den.")


def _as_text(report: VerifyReport) -> str:
    lines = [_opening(report)]
    if report.session:
        lines.append(_("Session: {session}").format(session=report.session))
    if report.demo:
        lines.append(_("Pakken er en demonstration og ikke en certificering."))
    if report.test_type == SELF_TEST:
        lines.append(_("Pakken er en egentest, som leverandøren selv har lavet, og ikke en godkendelse."))
    lines += ["- " + ": ".join(part for part in (reason.file, reason.message) if part) for reason in report.reasons]
    return "\n".join(lines)


@click.command(
    "verify",
    cls=TranslatedCommand,
    help=_("Kontrollér en afleveret pakke, en mappe eller en zip. Intet pakkes ud eller ændres."),
)
@click.argument("path")
@click.option("--trust", multiple=True, metavar="CERT", help=_("Et certifikat (PEM), du stoler på; kan gentages."))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Til mennesker eller til maskiner.")
)
def command(path: str, trust: tuple[str, ...], form: str) -> int:
    """Print the result and return its exit code: 0 VALID, 4 UNKNOWN, 1 BROKEN."""
    report = verify(Path(path), [_certificate(name) for name in trust])
    click.echo(_as_json(report) if form == "json" else _as_text(report))
    return EXIT_CODE[report.result]
