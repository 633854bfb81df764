"""`labcert selftest`: a vendor's own run of a programme or a protocol, with a bundle to hand in at its end."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.changed_suite import tell_changed_suite
from labcert.cli.group import TranslatedCommand
from labcert.cli.running import tell_changes, tell_step, told_in_terminal
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.domain.mutation import Score
    from labcert.runner.planning import Plan
    from labcert.runner.selftest import SelfTestResult

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "selftest",
    cls=TranslatedCommand,
    help=_(
        "Kør et program eller en protokol mod leverandørens eget system, som sut.yaml beskriver. Resultatet er en "
        "mappe med rapport, beskeder og beviser, som kan afleveres til MedCom."
    ),
)
@click.argument("what", metavar="PROGRAM|PROTOKOL")
@click.option("--sut", type=FILE, required=True, help=_("Beskrivelsen af systemet (sut.yaml)."))
@click.option("--out", type=click.Path(path_type=Path), help=_("Ny eller tom mappe. Ellers en ny mappe i reports/."))
@click.option("--only", multiple=True, metavar="TRIN", help=_("Kør kun dette trin; kan gentages."))
@click.option("--remaining", default="", metavar="SESSION", help=_("Fortsæt en session med de trin, der mangler."))
@click.option("--failed", default="", metavar="SESSION", help=_("Fortsæt en session med de trin, der ikke er opfyldt."))
@click.option("--answers", type=FILE, help=_("Svar på det, testeren bliver spurgt om, fra en fil (YAML)."))
@click.option("--allure/--no-allure", default=True, help=_("Lav allure.html (tager nogle sekunder)."))
@click.option("--fetch/--no-fetch", default=True, help=_("Hent Allures generator, hvis den mangler."))
@click.option(
    "--mutation",
    type=FILE,
    help=_("mutation.json fra “labcert mutation --out”: hvad protokollerne afslører, tages med i rapporten."),
)
def command(
    what: str,
    sut: Path,
    out: Path | None,
    only: tuple[str, ...],
    remaining: str,
    failed: str,
    answers: Path | None,
    mutation: Path | None,
    *,
    allure: bool,
    fetch: bool,
) -> int:
    """Run the self-test; the exit code is the verdict's, or that of the steps of --only."""
    from labcert.adapters.sut_file import read_sut
    from labcert.protocol.load import load_suite
    from labcert.runner.planning import Wish, plan

    if remaining and failed:
        raise UsageMistake(_("--remaining og --failed kan ikke bruges sammen."), remedy=_("Vælg det ene."))
    if out and (remaining or failed):
        raise UsageMistake(_("En session fortsættes i sin egen mappe, så --out kan ikke bruges sammen med det."))
    wish = Wish(what, read_sut(sut), out, only, remaining, failed)
    score = _score(mutation)
    planned = plan(load_suite(suite_root()), wish)
    if not planned.steps and not planned.irrelevant:
        click.echo(_("Der er ingen trin at køre: sessionen har ikke flere af dem, der blev bedt om."))
        return 0
    result = _run(planned, answers, score, allure=allure, fetch=fetch)
    _tell_result(result)
    return result.exit_code


def _score(path: Path | None) -> "Score | None":
    if path is None:
        return None
    from labcert.reporting.score import read_score

    return read_score(path)


def _run(
    planned: "Plan", answers: Path | None, score: "Score | None", *, allure: bool, fetch: bool
) -> "SelfTestResult":
    from labcert.runner.early import Children
    from labcert.runner.hosting import starting_for
    from labcert.runner.selftest import Wanted, self_test

    with told_in_terminal(planned.wish.sut, answers) as terminal:
        wanted = Wanted(allure, fetch, terminal.mailbox, terminal.telling, tell_step, score)
        try:
            return self_test(planned, wanted, Children(suite_root(), start=starting_for(planned.wish.sut)))
        except KeyboardInterrupt:
            click.echo(_("Kør resten med --remaining og sessionens mappe."), err=True)
            raise


def _tell_result(result: "SelfTestResult") -> None:
    """Say what came out, what changed, and where to look."""
    folder = result.folder
    click.echo()
    click.echo(result.verdict.sentence)
    if result.comparison:
        tell_changes(result.comparison)
    click.echo()
    click.echo(_("Rapport: {path}").format(path=folder / "report.html"))
    for sentence in result.missing:
        click.echo(sentence)
    click.echo(_("Pakken til MedCom: {path} (en egentest, som ingen har underskrevet)").format(path=folder))
    if result.broke:
        click.echo(result.broke, err=True)
        click.echo(_("Fortsæt med: --remaining {path}").format(path=folder), err=True)
    tell_changed_suite(result.verdict)
