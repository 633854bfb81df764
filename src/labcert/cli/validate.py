"""`labcert validate`: are these messages as the standard and the rules want them? One file or ten thousand."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from labcert.cli.group import TranslatedCommand
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, language
from labcert.domain.masking import mask_text
from labcert.domain.suite import suite_root
from labcert.domain.system_words import system_words

if TYPE_CHECKING:
    from labcert.reporting.findings.model import Teller
    from labcert.runner.validating.batch import Options
    from labcert.runner.validating.checking import Engine
    from labcert.runner.validating.listing import Entry
    from labcert.validation.values import Second

__all__ = ["command"]

FORMATS = ("text", "json", "sarif", "junit")
SECOND: "dict[str, Second]" = {"when-invalid": "when_invalid", "always": "always", "never": "never"}
NOBODY_READS = 141
"""what a shell expects of a program whose reader has gone (`… | head`)"""
BAR_FROM = 50
"""files from which a bar is worth the time it takes to load"""


@click.command(
    "validate",
    cls=TranslatedCommand,
    help=_(
        "Efterprøv beskeder: filer, mapper med alt under dem (*.xml), eller - for standard input. Exitkode 0: alle er "
        "gyldige. 1: mindst en er ugyldig. 2: forkert brug. 3: fejl i labcert. 4: noget kunne ikke efterprøves."
    ),
)
@click.argument("paths", nargs=-1, required=True, metavar=_("STI..."))
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help=_("Til mennesker eller maskiner."))
@click.option("--out", metavar=_("FIL"), help=_("Skriv i denne fil i stedet for på skærmen."))
@click.option("--schema-dir", metavar=_("MAPPE"), help=_("MedComs egne skemaer i stedet for dem, der følger med."))
@click.option("--profile", default="standard", metavar=_("NAVN"), help=_("Regelprofil: et navn eller en YAML-fil."))
@click.option("--codes", multiple=True, metavar=_("FIL"), help=_("Egen kodetabel (CSV) ud over vores; kan gentages."))
@click.option("--jobs", type=click.IntRange(1, 256), metavar=_("ANTAL"), help=_("Processer, der deles om filerne."))
@click.option("--key", metavar=_("LED,LED"), help=_("Hvad et svar og dets rettelse har fælles."))
@click.option("--series/--no-series", default=True, help=_("Hold brevene i filerne op mod hinanden."))
@click.option(
    "--positive-list/--no-positive-list",
    default=None,
    help=_("Fortæl, hvilke koder der ikke deles, når positivlisten er slået til. Ellers som i projektets politik."),
)
@click.option(
    "--second-engine",
    "second",
    type=click.Choice(["when-invalid", "always", "never"]),
    default="when-invalid",
    help=_("Hvornår en anden skemamotor spørges med. Er de to uenige, er det en fejl i labcert."),
)
@click.option("--all", "every", is_flag=True, help=_("Vis alle fund i hver fil, også når filerne er mange."))
def command(
    paths: tuple[str, ...],
    *,
    form: str,
    out: str | None,
    schema_dir: str | None,
    profile: str,
    codes: tuple[str, ...],
    jobs: int | None,
    key: str | None,
    series: bool,
    positive_list: bool | None,
    second: str,
    every: bool,
) -> int:
    """Check the files, tell of them, and return the exit code."""
    from labcert.runner.validating.batch import Options, workers_for
    from labcert.runner.validating.checking import Settings, load_engine
    from labcert.runner.validating.listing import listed
    from labcert.validation.persons import known_persons

    root = suite_root()
    entries = listed(paths, known_persons(root), not_this=out)
    series = series and len(entries) > 1
    settings = Settings(
        root=root, language=language(), profile=profile, codes=tuple(map(Path, codes)),
        schema_dir=Path(schema_dir) if schema_dir else None, lines=form in {"text", "sarif"}, series=series,
        positive_list=positive_list, second=SECOND[second],
    )  # fmt: skip
    engine = load_engine(settings)
    joined = _key(key) if series or key else ()  # a wrong key is told, also where it is not used
    options = Options(workers_for(len(entries), jobs), joined if series else ())
    try:
        with _written(out) as stream:
            return _told(entries, engine, options, _teller(form, stream, engine, every=every))
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - Python flushes it when it ends
        return NOBODY_READS


def _key(words: str | None) -> tuple[str, ...]:
    """Return the parts of the key; a wrong one is told before anything is written."""
    from labcert.validation.series import STANDARD_KEY, Series

    parts = tuple(part.strip() for part in words.split(",")) if words else STANDARD_KEY
    with Series(parts):
        return parts


def _told(entries: "tuple[Entry, ...]", engine: "Engine", options: "Options", teller: "Teller") -> int:
    from labcert.runner.validating.batch import run_batch

    with _progress(len(entries)) as step:
        totals = run_batch(entries, engine, options, teller, step)
    if totals.interrupted:
        click.echo(_("Afbrudt efter {done} af {all} filer.").format(done=totals.files, all=len(entries)), err=True)
    return totals.exit_code


def _teller(form: str, stream: TextIO, engine: "Engine", *, every: bool) -> "Teller":
    """Return what tells in a format; only that format is imported."""
    match form:
        case "json":
            from labcert.reporting.findings.as_json import JsonTeller

            return JsonTeller(stream.write)
        case "sarif":
            from labcert.reporting.findings.as_sarif import SarifTeller

            return SarifTeller(stream.write, Path.cwd(), engine.book.texts.values())
        case "junit":
            from labcert.reporting.findings.as_junit import JunitTeller

            return JunitTeller(stream.write)
        case _:
            from labcert.reporting.findings.as_text import TextTeller

            colour = stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
            write = (lambda text: click.echo(text, stream, nl=False, color=True)) if colour else stream.write
            return TextTeller(write, colour=colour, every=every)


@contextmanager
def _written(out: str | None) -> Iterator[TextIO]:
    """Give standard output, or a file that takes its name when it is whole."""
    if out is None:
        yield sys.stdout
        sys.stdout.flush()
        return
    part = Path(f"{out}.part")
    try:
        stream = part.open("w", encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageMistake(
            _("Filen kunne ikke skrives: {why}.").format(why=system_words(error)), where=mask_text(out, ()),
            remedy=_("Vælg en mappe, der findes, og som du må skrive i."),
        ) from error  # fmt: skip
    try:
        with stream:
            yield stream
        part.replace(out)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    click.echo(_("Skrevet til {file}.").format(file=mask_text(out, ())), err=True)


@contextmanager
def _progress(files: int) -> "Iterator[Callable[[], None]]":
    """Show a moving bar on stderr where somebody sees it and it takes a while."""
    if files < BAR_FROM or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_("Efterprøver"), total=files)
        yield lambda: bar.advance(task)
