"""`labcert selftest`: a vendor's own run of a programme or a protocol, with a bundle to hand in at its end."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.changed_suite import tell_changed_suite
from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.domain.mutation import Score
    from labcert.reporting.changes import Comparison
    from labcert.runner.planning import Plan
    from labcert.runner.progress import StepDone
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
    from labcert.cli.asking import asking_for
    from labcert.runner.early import Children
    from labcert.runner.hosting import starting_for
    from labcert.runner.selftest import Telling, Wanted, self_test

    with ExitStack() as stack:
        mailbox = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labcert-tester-")))
        asking = asking_for(planned.wish.sut, mailbox, answers)
        telling = Telling(phase=_tell_phase, look=asking.look if asking else lambda: None)
        wanted = Wanted(allure, fetch, str(mailbox) if asking else "", telling, _tell_step, score)
        try:
            return self_test(planned, wanted, Children(suite_root(), start=starting_for(planned.wish.sut)))
        except KeyboardInterrupt:
            click.echo(_("Kør resten med --remaining og sessionens mappe."), err=True)
            raise


def _tell_phase(text: str) -> None:
    click.echo(f"{text} …", err=True)


def _tell_step(done: "StepDone") -> None:
    """Write a line for a step: counter, outcome, id, title, seconds, and why where it is not Ok."""
    width = len(str(done.of))
    word = outcome_word(done.outcome)
    shown = click.style(f"{word:<15}", fg=_COLOURS.get(done.outcome)) if sys.stdout.isatty() else f"{word:<15}"
    click.echo(f"[{done.number:>{width}}/{done.of}] {shown} {done.id:<10} {done.title} ({done.seconds:.1f} s)")
    if done.outcome is not Outcome.PASSED and done.reason:
        click.echo(f"{'':{2 * width + 4}}{done.reason}")


_COLOURS = {
    Outcome.PASSED: "green", Outcome.FAILED: "red", Outcome.FAULT: "magenta", Outcome.SETUP_FAULT: "magenta",
    Outcome.WAITING: "yellow", Outcome.NOT_RUN: "yellow",
}  # fmt: skip


def outcome_word(outcome: Outcome) -> str:
    """Return an outcome in a word or two."""
    return {
        Outcome.PASSED: _("Ok"),
        Outcome.NOT_RELEVANT: _("Ikke relevant"),
        Outcome.NOT_RUN: _("Ikke kørt"),
        Outcome.WAITING: _("Afventer"),
        Outcome.FAILED: _("Ikke opfyldt"),
        Outcome.SETUP_FAULT: _("Opsætningsfejl"),
        Outcome.FAULT: _("Fejl hos os"),
    }[outcome]


def _tell_result(result: "SelfTestResult") -> None:
    """Say what came out, what changed, and where to look."""
    folder = result.folder
    click.echo()
    click.echo(result.verdict.sentence)
    if result.comparison:
        _tell_changes(result.comparison)
    click.echo()
    click.echo(_("Rapport: {path}").format(path=folder / "report.html"))
    for sentence in result.missing:
        click.echo(sentence)
    click.echo(_("Pakken til MedCom: {path} (en egentest, som ingen har underskrevet)").format(path=folder))
    if result.broke:
        click.echo(result.broke, err=True)
        click.echo(_("Fortsæt med: --remaining {path}").format(path=folder), err=True)
    tell_changed_suite(result.verdict)


def _tell_changes(comparison: "Comparison") -> None:
    click.echo(_("Sammenlignet med {before}:").format(before=comparison.before))
    for change in comparison.changes:
        before, now = outcome_word(change.before), outcome_word(change.now)
        click.echo(f"  {change.step:<10} {before} → {now}  {change.title}")
    count = comparison.unchanged
    click.echo("  " + ngettext("{count} trin er uændret.", "{count} trin er uændrede.", count).format(count=count))
