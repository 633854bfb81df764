"""`labcert session run`: run steps in a session, or go on where it was broken off."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.changed_suite import tell_changed_suite
from labcert.cli.running import tell_changes, tell_report, tell_step, told_in_terminal
from labcert.cli.store_option import open_chosen, store_option
from labcert.cli.words import WordCommand
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.protocol.model import Suite
    from labcert.runner.casework.running import InSession, RunWish
    from labcert.runner.selftest import SelfTestResult
    from labcert.session.store import Store

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "run",
    cls=WordCommand,
    help=_(
        "Kør trin i en session: de trin, der ikke er afgjort, medmindre du vælger andet. Blev den sidste kørsel "
        "afbrudt, går denne videre, og intet færdigt trin går tabt. Det seneste resultat af hvert trin tæller."
    ),
)
@click.argument("session")
@click.option("--sut", type=FILE, required=True, help=_("Beskrivelsen af systemet (sut.yaml)."))
@click.option("--only", multiple=True, metavar="TRIN", help=_("Kør kun dette trin; kan gentages."))
@click.option(
    "--remaining", "which", flag_value="remaining", help=_("Kør de trin, der ikke er afgjort (det sædvanlige).")
)
@click.option("--failed", "which", flag_value="failed", help=_("Kør de trin, der ikke er opfyldt."))
@click.option("--all", "which", flag_value="all", help=_("Kør alle trin igen."))
@click.option("--answers", type=FILE, help=_("Svar på det, testeren bliver spurgt om, fra en fil (YAML)."))
@click.option(
    "--name", default="", help=_("Dit navn, hvis du gennemgår sessionen. Ellers det, der står i LABCERT_NAME.")
)
@click.option("--allure/--no-allure", default=True, help=_("Lav allure.html (tager nogle sekunder)."))
@click.option("--fetch/--no-fetch", default=True, help=_("Hent Allures generator, hvis den mangler."))
@store_option
def command(
    session: str,
    sut: Path,
    only: tuple[str, ...],
    which: str | None,
    answers: Path | None,
    name: str,
    store_url: str | None,
    *,
    allure: bool,
    fetch: bool,
) -> int:
    """Run the steps; the exit code is the verdict's, or that of the steps of --only."""
    from labcert.adapters.sut_file import read_sut
    from labcert.protocol.load import load_suite
    from labcert.runner.casework.running import RunWish
    from labcert.runner.planning import Which

    chosen = Which(which) if which else Which.ALL if only else Which.REMAINING
    by = " ".join((name or os.environ.get("LABCERT_NAME", "")).split())
    wish = RunWish(session, read_sut(sut), only, chosen, by)
    with open_chosen(store_url) as store:
        done = _run(store, load_suite(suite_root()), wish, answers, allure=allure, fetch=fetch)
        if done.result is None:
            click.echo(_("Der er ingen trin at køre: sessionen har ikke flere af dem, der blev bedt om."))
            return 0
        _tell_result(store, done.session, done.result)
    return done.result.exit_code


def _run(
    store: "Store", suite: "Suite", wish: "RunWish", answers: Path | None, *, allure: bool, fetch: bool
) -> "InSession":
    from labcert.runner.casework.running import run_in_session
    from labcert.runner.early import Children
    from labcert.runner.hosting import starting_for
    from labcert.runner.selftest import Wanted

    def start() -> Children:
        return Children(suite_root(), start=starting_for(wish.sut))

    with told_in_terminal(wish.sut, answers) as terminal:
        wanted = Wanted(allure, fetch, terminal.mailbox, terminal.telling, tell_step)
        try:
            return run_in_session(store, suite, wish, wanted, start, lambda text: click.echo(text, err=True))
        except KeyboardInterrupt:
            click.echo(_("Kør resten med: labcert session run {id} --sut FIL").format(id=wish.session), err=True)
            raise


def _tell_result(store: "Store", session: str, result: "SelfTestResult") -> None:
    """Say what came out, what changed, and where to look."""
    from labcert.runner.casework.running import write_report

    click.echo()
    click.echo(result.verdict.sentence)
    if result.comparison:
        tell_changes(result.comparison)
    click.echo()
    tell_report(lambda: write_report(store, session))
    for sentence in result.missing:
        click.echo(sentence)
    if result.broke:
        click.echo(result.broke, err=True)
        click.echo(_("Gå videre med: labcert session run {id} --sut FIL").format(id=session), err=True)
    tell_changed_suite(result.verdict)
