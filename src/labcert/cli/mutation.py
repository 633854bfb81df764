"""`labcert mutation`: are the protocols able to tell a wrong system from a right one?"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.language import _
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from rich.progress import Progress

    from labcert.domain.mutation import Score, Tried

__all__ = ["command"]


@click.command(
    "mutation",
    cls=TranslatedCommand,
    help=_(
        "Prøv protokollerne selv: kør dem mod referencesystemet med én fejl ad gangen, som de skal afsløre, og med én "
        "harmløs forskel ad gangen, som skal bestå. Et system med en fejl køres ved de trin, der skal afsløre det, og "
        "ved alle trin, hvis et af dem ikke gør det. Et harmløst køres ved alle trin."
    ),
)
@click.argument("what", metavar="PROGRAM|PROTOKOL")
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", help=_("Til mennesker eller maskiner.")
)
@click.option("--only", multiple=True, metavar="ID", help=_("Kør kun dette system; kan gentages."))
@click.option("--whole", is_flag=True, help=_("Kør hvert system gennem alle trin (tager flere gange så længe)."))
@click.option(
    "--jobs", type=click.IntRange(1, 64), help=_("Hvor mange der køres ad gangen. Ellers én for hver processorkerne.")
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help=_("Skriv mutation.html og mutation.json i denne mappe."),
)
def command(what: str, shape: str, only: tuple[str, ...], jobs: int | None, out: Path | None, *, whole: bool) -> int:
    """Try the protocols; exit code 0 all as it should be, 1 not so, 3 something could not be judged because of us."""
    from labcert.domain.mutation import Scope
    from labcert.reporting.score import score_to_json
    from labcert.runner.mutation.run import Wish, tried_out

    wish = Wish(what, only, Scope.WHOLE if whole else Scope.FIRST, jobs or 0)
    with _Telling() as telling:
        score = tried_out(suite_root(), wish, telling.begins, telling.ended)
    if out is not None:
        _write(score, out)
    if shape == "json":
        click.echo(score_to_json(score).decode(), nl=False)
    else:
        _tell(score)
    if score.broke:
        return 3
    return 0 if score.perfect else 1


def _write(score: "Score", out: Path) -> None:
    from labcert.reporting.html.score import render_score
    from labcert.reporting.score import score_to_json
    from labcert.session.atomic import write_whole

    out.mkdir(parents=True, exist_ok=True)
    write_whole(out / "mutation.json", score_to_json(score))
    write_whole(out / "mutation.html", render_score(score))
    click.echo(_("Rapport: {path}").format(path=out / "mutation.html"), err=True)


def _bar() -> "Progress":
    """Make the moving bar; rich is not loaded where nobody sees it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


class _Telling:
    """Shows on stderr how far it is: a moving bar on a terminal; elsewhere a line for what is not as it should be."""

    def __init__(self) -> None:
        self._bar = _bar() if sys.stderr.isatty() else None
        self._task = self._bar.add_task(_("Kører systemer"), total=None) if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(self, *_error: object) -> None:
        if self._bar:
            self._bar.stop()

    def begins(self, count: int) -> None:
        """So many systems will be tried."""
        if self._bar and self._task is not None:
            self._bar.update(self._task, total=count)
        else:
            click.echo(_("Kører {count} systemer …").format(count=count), err=True)

    def ended(self, tried: "Tried") -> None:
        """A system has been judged."""
        from labcert.domain.mutation import Status
        from labcert.reporting.score import status_words

        if self._bar and self._task is not None:
            self._bar.update(self._task, advance=1, description=tried.variant.id)
        if tried.status not in (Status.CAUGHT, Status.PASSED):
            click.echo(f"  {tried.variant.id}: {status_words(tried)}. {tried.why}", err=True)


def _tell(score: "Score") -> None:
    """Write a line a system, then the score."""
    from labcert.domain.mutation import Kind
    from labcert.reporting.score import caught_words, harmless_words, scope_words, status_words, unproved_words

    titles = {Kind.DEFECTIVE: _("Systemer med en fejl:"), Kind.HARMLESS: _("Harmløse forskelle:")}
    for kind, title in titles.items():
        systems = score.of(kind)
        if not systems:
            continue
        width = max(len(tried.variant.id) for tried in systems)
        click.echo(title)
        for tried in systems:
            at = f" ({', '.join(tried.failed_at)})" if tried.failed_at else ""
            click.echo(f"  {tried.variant.id:<{width}}  {status_words(tried)}{at}: {tried.variant.what}")
        click.echo()
    for sentence in (caught_words(score), harmless_words(score), unproved_words(score), scope_words(score)):
        if sentence:
            click.echo(sentence)
    click.echo(_("Det tog {seconds:.0f} sekunder.").format(seconds=score.seconds))
