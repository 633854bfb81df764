"""How a run is told in the terminal, and how its tester is asked there: for the self-test and for sessions alike."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.domain.errors import LabcertError
from labcert.domain.language import _, ngettext
from labcert.domain.outcome import Outcome

if TYPE_CHECKING:
    from labcert.domain.sut import SystemUnderTest
    from labcert.reporting.changes import Comparison
    from labcert.runner.certifying import Telling
    from labcert.runner.progress import StepDone

__all__ = ["Terminal", "outcome_word", "tell_changes", "tell_phase", "tell_report", "tell_step", "told_in_terminal"]


@dataclass(frozen=True)
class Terminal:
    """Who is told where a run is, and the folder by which its tester is asked ("": nobody is there)."""

    telling: "Telling"
    mailbox: str


@contextmanager
def told_in_terminal(sut: "SystemUnderTest", answers: Path | None) -> Iterator[Terminal]:
    """Tell phases here and ask the tester here or take the answers of a file; raises as `asking_for`."""
    from labcert.cli.asking import asking_for
    from labcert.runner.certifying import Telling

    with tempfile.TemporaryDirectory(prefix="labcert-tester-") as folder:
        asking = asking_for(sut, Path(folder), answers)
        telling = Telling(phase=tell_phase, look=asking.look if asking else lambda: None)
        yield Terminal(telling, folder if asking else "")


def tell_phase(text: str) -> None:
    """Write what begins on stderr."""
    click.echo(f"{text} …", err=True)


def tell_step(done: "StepDone") -> None:
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


def tell_report(report: Callable[[], Path]) -> None:
    """Write the report, or find it, and say where it is; it lies in the session all the same."""
    try:
        click.echo(_("Rapport: {path}").format(path=report()))
    except LabcertError as error:
        click.echo(str(error), err=True)


def tell_changes(comparison: "Comparison") -> None:
    """Write which steps came out otherwise than the run before."""
    click.echo(_("Sammenlignet med {before}:").format(before=comparison.before))
    for change in comparison.changes:
        before, now = outcome_word(change.before), outcome_word(change.now)
        click.echo(f"  {change.step:<10} {before} → {now}  {change.title}")
    count = comparison.unchanged
    click.echo("  " + ngettext("{count} trin er uændret.", "{count} trin er uændrede.", count).format(count=count))
