"""`labcert verify`: is it as it was when people signed it, who vouches for them, and does it hold?"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, ngettext
from labcert.domain.system_words import system_words
from labcert.domain.verdict import SELF_TEST
from labcert.session.bundle import verify
from labcert.session.report import CertificateFacts, Kind, Reason, Result, VerifyReport

__all__ = ["command"]

EXIT_CODE = {Result.VALID: 0, Result.UNKNOWN: 4, Result.BROKEN: 1}
LARGEST_FILE = 16 << 20
MOST_SHOWN = 100
"""lines for a person of each kind; a program gets all of them"""


def _certificate(path: str) -> bytes:
    return _read(path, _("Certifikatet kan ikke læses: {why}."))


def _read(path: str, text: str) -> bytes:
    try:
        with Path(path).open("rb") as file:
            return file.read(LARGEST_FILE)
    except (OSError, ValueError) as error:
        why = system_words(error)
        raise UsageMistake(text.format(why=why), where=path) from error


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError as error:
        raise UsageMistake(
            _("“{text}” er ikke en dato.").format(text=text), remedy=_("Skriv den som 2026-11-23.")
        ) from error


def _as_json(report: VerifyReport) -> str:
    reasons = [{"code": reason.code, "file": reason.file, "message": reason.message} for reason in report.reasons]
    document = {
        "result": report.result.value,
        "reasons": reasons,
        "kind": report.kind.value,
        "session": report.session,
        "demo": report.demo,
        "test_type": report.test_type,
        "certificate": None if report.certificate is None else asdict(report.certificate),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")  # a name may hold half a character


def _plain(line: str) -> str:
    """Take away what could move the cursor or begin a line of its own: the words may come from anybody."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in line)


def _opening(report: VerifyReport) -> str:
    if report.is_unsigned:
        return _(
            "Ikke underskrevet: filerne passer til pakkens egen liste, men ingen har skrevet under på den, så det kan "
            "ikke ses, om de er, som de var."
        )
    return _opening_of_bundle(report) if report.kind is Kind.BUNDLE else _opening_of_certificate(report)


def _opening_of_bundle(report: VerifyReport) -> str:
    codes = {reason.code for reason in report.against}
    match report.result:
        case Result.VALID:
            return _("Gyldig: hver byte i pakken er, som da parterne underskrev, og du stoler på deres certifikater.")
        case Result.UNKNOWN if codes == {"untrusted_key"}:
            return _("Ukendt: intet i pakken er ændret, men det kan ikke afgøres, hvem der har underskrevet den.")
        case Result.UNKNOWN if codes == {"not_all_signed"}:
            return _("Ukendt: intet i pakken er ændret, men ikke alle har underskrevet den endnu.")
        case Result.UNKNOWN:
            return _("Ukendt: intet i pakken er ændret, men her står, hvorfor den ikke kan tages for gyldig.")
        case Result.BROKEN if codes == {"revoked"}:
            return _("Brudt: intet i pakken er ændret, men certifikatet i den er tilbagekaldt.")
        case Result.BROKEN:
            return _("Brudt: pakken er ikke, som da parterne underskrev den.")


def _opening_of_certificate(report: VerifyReport) -> str:
    match report.result:
        case Result.VALID:
            return _("Gyldigt: certifikatet er, som da det blev underskrevet, og du stoler på den, der underskrev det.")
        case Result.UNKNOWN:
            return _("Ukendt: intet i certifikatet er ændret, men her står, hvorfor det ikke kan tages for gyldigt.")
        case Result.BROKEN if {reason.code for reason in report.against} == {"revoked"}:
            return _("Brudt: intet i certifikatet er ændret, men det er tilbagekaldt.")
        case Result.BROKEN if {reason.code for reason in report.against} == {"revocation_list_damaged"}:
            return _("Brudt: intet i certifikatet er ændret, men listen over tilbagekaldte kan ikke bruges.")
        case Result.BROKEN:
            return _("Brudt: certifikatet er ikke, som da det blev underskrevet.")


def _as_text(report: VerifyReport) -> str:
    lines = [_opening(report)]
    if report.session:
        lines.append(_("Session: {session}").format(session=report.session))
    if report.demo:
        lines.append(_("Pakken er en demonstration og ikke en certificering."))
    if report.test_type == SELF_TEST and report.kind is Kind.BUNDLE:
        lines.append(_("Pakken er en egentest, som leverandøren selv har lavet, og ikke en godkendelse."))
    if report.certificate is not None:
        lines += _told(report.certificate)
    lines += _listed(report.against)
    if report.notices:
        lines += [_("Bemærk:"), *_listed(report.notices)]
    return "\n".join(_plain(line) for line in lines)


def _told(facts: CertificateFacts) -> Iterator[str]:
    yield _("Certifikat: {id}").format(id=facts.id) + (" (TEST)" if facts.test else "")
    yield _("System: {system} {version} fra {vendor}").format(
        system=facts.system, version=facts.system_version, vendor=facts.vendor
    )
    yield _("Udstedt af: {issuer}").format(issuer=facts.issuer)
    if facts.signed:
        yield _("Underskrevet senest: {time} (tidsstempel)").format(time=facts.signed)
    yield _("Gælder: {begin} til {end}, begge dage med").format(begin=facts.valid_from, end=facts.valid_to)


def _listed(reasons: tuple[Reason, ...]) -> Iterator[str]:
    for reason in reasons[:MOST_SHOWN]:
        yield "- " + ": ".join(part for part in (reason.file, reason.message) if part)
    more = len(reasons) - MOST_SHOWN
    if more > 0:
        yield "- " + ngettext("og {count} ting mere", "og {count} ting mere", more).format(count=more)


@click.command(
    "verify",
    cls=TranslatedCommand,
    help=_(
        "Kontrollér en afleveret pakke (en mappe eller en zip), et certifikats PDF eller dets JSON, uden netværk. "
        "Intet pakkes ud eller ændres."
    ),
)
@click.argument("path")
@click.option("--trust", multiple=True, metavar="CERT", help=_("Et certifikat (PEM), du stoler på; kan gentages."))
@click.option(
    "--trust-tsa", multiple=True, metavar="CERT",
    help=_("Et certifikat (PEM), der må stå inde for tidsstempler; uden det må dem fra --trust."),
)  # fmt: skip
@click.option("--issuer", default="", metavar="NAME", help=_("Den, certifikatet skal være udstedt af; ellers MedCom."))
@click.option("--revocations", metavar=_("FIL"), help=_("Udstederens liste over tilbagekaldte certifikater."))
@click.option("--at", metavar="DATE", help=_("Den dag, certifikatet skal gælde (2026-11-23); ellers i dag."))
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help=_("Til mennesker eller til maskiner.")
)
def command(
    path: str,
    trust: tuple[str, ...],
    trust_tsa: tuple[str, ...],
    issuer: str,
    revocations: str | None,
    at: str | None,
    form: str,
) -> int:
    """Print the result and return its exit code: 0 VALID, 4 UNKNOWN, 1 BROKEN."""
    report = verify(
        Path(path),
        [_certificate(name) for name in trust],
        time_stampers=[_certificate(name) for name in trust_tsa],
        on=_day(at),
        revocations=None if revocations is None else _read(revocations, _("Spærrelisten kan ikke læses: {why}.")),
        revocations_name="" if revocations is None else Path(revocations).name,
        issuer=issuer,
    )
    click.echo(_as_json(report) if form == "json" else _as_text(report))
    return EXIT_CODE[report.result]
