"""`labcert demo`: the whole main job on one machine, for whoever wants to see it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.changed_suite import tell_changed_suite
from labcert.cli.group import TranslatedCommand
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from rich.progress import Progress

    from labcert.domain.mutation import Score
    from labcert.runner.demo import DemoResult, Teller
    from labcert.runner.early import Children

__all__ = ["command"]


@click.command(
    "demo",
    cls=TranslatedCommand,
    help=_(
        "Kør programmet “pilot” fra ende til anden: referencesystemet sender, lokale databanker tager imod, hvert trin "
        "bedømmes, rapporterne skrives, og demopersoner underskriver. Intet forlader maskinen."
    ),
)
@click.option(
    "--out", type=click.Path(path_type=Path), help=_("Ny eller tom mappe til pakken. Ellers en ny mappe i reports/.")
)
@click.option("--defect", metavar="ID", help=_("Kør et referencesystem med en indbygget fejl, f.eks. wrong-unit."))
@click.option("--allure/--no-allure", default=True, help=_("Lav allure.html (tager nogle sekunder)."))
@click.option(
    "--live",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Skriv Allure-resultater i denne mappe, mens der køres, så kørslen kan følges."),
)
@click.option("--fetch/--no-fetch", default=True, help=_("Hent Allures generator, hvis den mangler."))
@click.option(
    "--mutation",
    type=click.Path(path_type=Path, dir_okay=False),
    help=_("mutation.json fra “labcert mutation --out”: hvad protokollerne afslører, tages med i rapporten."),
)
def command(
    out: Path | None, defect: str | None, mutation: Path | None, *, allure: bool, fetch: bool, live: Path | None
) -> int:
    """Run the demonstration; the exit code is the verdict's."""
    from labcert.runner.defects import require_known
    from labcert.runner.early import Children

    if defect:
        require_known(defect)
    score = _score(mutation)
    children = Children(suite_root(), str(live.resolve()) if live else "")
    with children:  # they start while what follows is read
        result = _run(out, defect, children, score, allure=allure, fetch=fetch, live=live)
    _tell_result(result, allure=allure)
    return result.exit_code


def _score(path: Path | None) -> "Score | None":
    if path is None:
        return None
    from labcert.reporting.score import read_score

    return read_score(path)


def _run(
    out: Path | None,
    defect: str | None,
    children: "Children",
    score: "Score | None",
    *,
    allure: bool,
    fetch: bool,
    live: Path | None,
) -> "DemoResult":
    from labcert.runner.demo import DemoOptions, demonstrate

    options = DemoOptions(lps=defect or "reference", allure=allure, may_fetch=fetch, live=live, score=score)
    with _progress() as tell:
        return demonstrate(out, options, tell, children)


def _bar() -> "Progress":
    """Make the moving bar; rich is not loaded where nobody sees it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


class _progress:  # noqa: N801 - used as a function
    """Shows phases and finished steps on stderr: a moving bar on a terminal, plain lines elsewhere."""

    def __init__(self) -> None:
        self._bar = _bar() if sys.stderr.isatty() else None
        self._task = self._bar.add_task("", total=None) if self._bar else None
        self._counted: set[str] = set()

    def __enter__(self) -> "Teller":
        from labcert.runner.demo import Teller

        if self._bar:
            self._bar.start()
        return Teller(self._phase, self._steps, self._step)

    def __exit__(self, *_error: object) -> None:
        if self._bar:
            self._bar.stop()

    def _phase(self, text: str) -> None:
        if self._bar and self._task is not None:
            self._bar.update(self._task, description=text)
        else:
            click.echo(f"{text} …", err=True)

    def _steps(self, count: int) -> None:
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=count, completed=0)

    def _step(self, step: str, outcome: Outcome) -> None:
        self._counted.add(step)
        if self._bar and self._task is not None:
            self._bar.update(self._task, completed=len(self._counted), description=step)
        if outcome not in (Outcome.PASSED, Outcome.WAITING):
            click.echo(f"  {step}: {_outcome_word(outcome)}", err=True)


def _outcome_word(outcome: Outcome) -> str:
    return {
        Outcome.FAILED: _("ikke bestået"),
        Outcome.FAULT: _("fejl hos os"),
        Outcome.SETUP_FAULT: _("opsætningsfejl"),
        Outcome.NOT_RUN: _("ikke kørt"),
    }.get(outcome, outcome.value)


def _tell_result(result: "DemoResult", *, allure: bool) -> None:
    """Say what came out and where to look."""
    folder = result.folder
    click.echo(result.verdict.sentence)
    click.echo()
    click.echo(_("Rapport: {path}").format(path=folder / "report.html"))
    if allure and not result.missing:
        click.echo(_("Allure:  {path}").format(path=folder / "allure.html"))
    for sentence in result.missing:
        click.echo(sentence)
    trust = folder / "demo-trust.pem"
    if trust.exists():
        click.echo(_("Pakken kontrolleres med: labcert verify {path} --trust {trust}").format(path=folder, trust=trust))
    else:
        click.echo(_("Ingen har underskrevet pakken, for ikke alt er færdigt: {path}").format(path=folder))
    if result.broke:
        click.echo(result.broke, err=True)
    tell_changed_suite(result.verdict)
