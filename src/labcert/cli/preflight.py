"""`labcert preflight`: is a set-up ready for a test? What is found is set-up faults, never flaws of the system."""

import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.group import TranslatedCommand
from labcert.cli.words import print_json, shape_option
from labcert.domain.errors import SetupFault, UsageMistake
from labcert.domain.language import _, ngettext
from labcert.domain.suite import suite_root

if TYPE_CHECKING:
    from labcert.domain.sut import SystemUnderTest
    from labcert.runner.preflight import Check

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(
    "preflight",
    cls=TranslatedCommand,
    help=_(
        "Efterprøv en opsætning, før der bliver testet: sut.yaml, mapper, porte, ure, certifikater, programmet og en "
        "uskadelig besked hele vejen. Det, der bliver fundet, er opsætningsfejl og tæller aldrig mod systemet."
    ),
)
@click.option("--sut", type=FILE, help=_("Beskrivelsen af systemet (sut.yaml)."))
@click.option("--template", is_flag=True, help=_("Skriv et eksempel på en sut.yaml, og gør ikke andet."))
@click.option("--message/--no-message", default=True, help=_("Prøv med en uskadelig besked."))
@click.option("--out", type=click.Path(path_type=Path), default=Path("reports"), help=_("Mappen til sessioner."))
@click.option("--answers", type=FILE, help=_("Svar på det, testeren bliver spurgt om, fra en fil (YAML)."))
@shape_option
def command(
    sut: Path | None, out: Path, answers: Path | None, shape: str, *, template: bool, message: bool
) -> int:
    """Print a table of checks; 0 where all is ready, 3 where something is not."""
    from labcert.adapters.sut_file import example_text, read_sut

    if template:
        click.echo(example_text(), nl=False)
        return 0
    if sut is None:
        raise UsageMistake(_("Der mangler et “--sut”."), remedy=_("“--template” skriver et eksempel."))
    from labcert.runner.preflight import is_ready

    checks = _checked(read_sut(sut), out, answers, message=message, live=shape == "text")
    ready = is_ready(checks)
    if shape == "json":
        print_json({"ready": ready, "checks": [_as_json(check) for check in checks]})
    else:
        _tell_end(checks, ready=ready)
    return 0 if ready else SetupFault.exit_code


def _checked(
    sut: "SystemUnderTest", out: Path, answers: Path | None, *, message: bool, live: bool
) -> tuple["Check", ...]:
    from labcert.cli.asking import asking_if_possible
    from labcert.protocol.load import load_suite
    from labcert.runner.planning import require_usable
    from labcert.runner.preflight import Looks, preflight

    suite = load_suite(suite_root())
    require_usable(sut, suite, with_hub=False)
    found = []
    with ExitStack() as stack:
        mailbox = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="labcert-tester-")))
        asking = asking_if_possible(mailbox, answers) if message else None
        looks = Looks(out, message, str(mailbox) if asking else "", asking.look if asking else lambda: None)
        for check in preflight(suite, sut, looks):
            found.append(check)
            if live:
                _tell(check)
    return tuple(found)


def _as_json(check: "Check") -> dict[str, str]:
    return {"what": check.what, "state": check.state.value, "told": check.told, "remedy": check.remedy}


def _tell(check: "Check") -> None:
    words = {"ok": _("ok"), "fault": _("opsætningsfejl"), "not_tried": _("ikke prøvet")}
    click.echo(f"{words[check.state.value]:<15} {check.what}: {check.told}")
    if check.remedy:
        click.echo(f"{'':<16}→ {check.remedy}")


def _tell_end(checks: tuple["Check", ...], *, ready: bool) -> None:
    click.echo()
    if ready:
        click.echo(_("Opsætningen er klar."))
        return
    count = sum(check.state.value == "fault" for check in checks)
    told = ngettext("Der er {count} opsætningsfejl.", "Der er {count} opsætningsfejl.", count).format(count=count)
    click.echo(told + " " + _("Ret dem, og kør igen."))
