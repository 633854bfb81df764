"""`labcert session attest`: a named person says what they saw."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.running import outcome_word, tell_phase, tell_report
from labcert.cli.store_option import store_option
from labcert.cli.words import WordCommand, print_json
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.domain.outcome import EXIT_CODE, Outcome
from labcert.domain.suite import suite_root
from labcert.domain.system_words import system_words

if TYPE_CHECKING:
    from labcert.domain.juror import ItemAnswer, JurorSheet
    from labcert.protocol.model import ProtocolStep
    from labcert.runner.attesting import Person
    from labcert.runner.attesting_files import HandedIn
    from labcert.runner.attesting_session import Attesting, Said, Statement

__all__ = ["command"]

FILE = click.Path(path_type=Path, dir_okay=False)
SHEETS = Path("sedler")


@click.command(
    "attest",
    cls=WordCommand,
    help=_(
        "Bekræft et trin, som en person skal se efter: svar på sedlens punkter, og læg et skærmbillede ved. Med "
        "--sheet skrives sedlerne, og intet bliver bekræftet."
    ),
)
@click.argument("session")
@click.argument("step", metavar="[TRIN]", required=False, default="")
@click.option("--sheet", is_flag=True, help=_("Skriv sedlerne til den, der ser efter (HTML og JSON)."))
@click.option("--out", type=click.Path(path_type=Path), help=_("Mappe til sedlerne. Ellers “sedler” her."))
@click.option(
    "--format", "shape", type=click.Choice(["text", "json"]), default="text", help=_("json viser sedlerne som data.")
)
@click.option("--answers", type=FILE, help=_("Svar på sedlens punkter fra en fil (YAML). Ellers spørges der."))
@click.option("--evidence", type=FILE, multiple=True, help=_("Skærmbillede eller fil, der viser det; kan gentages."))
@click.option("--party", default="", help=_("Parten, som personen taler for, f.eks. LPS."))
@click.option("--name", default="", help=_("Personens navn."))
@click.option("--role", default="", help=_("Personens rolle."))
@click.option("--organisation", default="", help=_("Personens organisation."))
@click.option("--allure/--no-allure", default=True, help=_("Lav allure.html (tager nogle sekunder)."))
@click.option("--fetch/--no-fetch", default=True, help=_("Hent Allures generator, hvis den mangler."))
@store_option
def command(
    session: str,
    step: str,
    out: Path | None,
    shape: str,
    answers: Path | None,
    evidence: tuple[Path, ...],
    party: str,
    name: str,
    role: str,
    organisation: str,
    store_url: str | None,
    *,
    sheet: bool,
    allure: bool,
    fetch: bool,
) -> int:
    """Write sheets, or attest a step; the exit code is what the statement means."""
    from labcert.protocol.load import load_suite
    from labcert.runner.attesting import Person
    from labcert.runner.casework.attesting import opened_session

    person = Person(party, name, role, organisation)
    with opened_session(session, store_url, load_suite(suite_root()), to_write=not sheet) as found:
        if sheet:
            return _write_sheets(found.attesting, step, out or SHEETS, shape)
        outcome = _attest(found.attesting, step, person, (answers, evidence), allure=allure, fetch=fetch)
    tell_report(found.report)
    return EXIT_CODE[outcome]


def _attest(
    opened: "Attesting", step: str, person: "Person", handed: tuple[Path | None, tuple[Path, ...]],
    *, allure: bool, fetch: bool,
) -> Outcome:  # fmt: skip
    """Attest a step, judge the session anew, and say what it means; `handed` are the files of answers and evidence."""
    from labcert.runner.attesting_session import deliver_again

    if not step:
        waiting = ", ".join(each.id for each in opened.waiting)
        raise UsageMistake(
            _("Skriv, hvilket trin der bekræftes."),
            remedy=_("Disse trin kan bekræftes: {steps}.").format(steps=waiting) if waiting else "",
        )
    wanted = opened.step(step)
    said = opened.attest(wanted, _statement(opened, wanted, person, *handed))
    verdict, missing = deliver_again(opened, tell_phase, allure=allure, may_fetch=fetch)
    _tell(said, next(each.reason for each in verdict.steps if each.id == step))
    for sentence in missing:
        click.echo(sentence)
    return said.outcome


def _write_sheets(opened: "Attesting", step: str, out: Path, shape: str) -> int:
    from labcert.domain.juror import sheet_json
    from labcert.reporting.juror import sheet_page

    steps = [opened.step(step)] if step else opened.waiting
    sheets = [sheet for each in steps for sheet in opened.sheets(each)]
    if shape == "json":
        import msgspec

        print_json({"sheets": msgspec.to_builtins(sheets)})
        return 0
    if not sheets:
        click.echo(_("Ingen trin venter på, at nogen ser efter."))
        return 0
    for sheet in sheets:
        place = out / f"{sheet.step}{f'-{sheet.example + 1}' if sheet.example else ''}"
        _write(place.with_name(f"{place.name}.html"), sheet_page(sheet))
        _write(place.with_name(f"{place.name}.json"), sheet_json(sheet))
        click.echo(f"{place}.html  {sheet.title}")
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise UsageMistake(
            _("Filen kunne ikke skrives: {why}.").format(why=system_words(error)), where=str(path),
            remedy=_("Vælg en mappe, som du må skrive i, med --out."),
        ) from error  # fmt: skip


def _statement(
    opened: "Attesting", step: "ProtocolStep", person: "Person", answers: Path | None, evidence: tuple[Path, ...]
) -> "Statement":
    """Gather what is said, from options, file and terminal; what the options say goes before the file."""
    from labcert.runner.attesting import Person
    from labcert.runner.attesting_answers import AnswerFile, read_answer_file
    from labcert.runner.attesting_files import hand_in
    from labcert.runner.attesting_session import Statement

    asks = answers is None
    if asks and not sys.stdin.isatty():
        raise UsageMistake(
            _("Her er ingen terminal at spørge i."), remedy=_("Skriv svarene i en fil, og angiv den med --answers.")
        )
    read = read_answer_file(answers) if answers else AnswerFile(())
    parties = step.inspection.confirmed_by if step.inspection else ()
    who = Person(
        person.party or read.party or _asked(_("Part"), parties, asks=asks),
        person.name or read.name or _asked(_("Navn"), asks=asks),
        person.role or read.role or _asked(_("Rolle"), asks=asks),
        person.organisation or read.organisation or _asked(_("Organisation"), asks=asks),
    )
    said = _asked_items(opened.sheets(step)) if asks else read.answers
    wanted = step.inspection.evidence if step.inspection else None
    paths = evidence or read.evidence
    if not paths and asks and wanted:
        paths = (Path(_asked(_("Fil med bevis ({evidence})").format(evidence=wanted.value), asks=asks)).expanduser(),)
    return Statement(who, said, tuple(_told(hand_in(path, wanted)) for path in paths))


def _told(file: "HandedIn") -> "HandedIn":
    for sentence in file.told:
        click.echo(sentence, err=True)
    return file


def _asked(what: str, choices: tuple[str, ...] = (), *, asks: bool) -> str:
    if not asks:
        return ""
    hint = f" ({', '.join(choices)})" if choices else ""
    text: str = click.prompt(f"{what}{hint}", err=True)
    return text.strip()


def _asked_items(sheets: "tuple[JurorSheet, ...]") -> "tuple[ItemAnswer, ...]":
    from labcert.reporting.juror.words import screen_word
    from labcert.runner.attesting_answers import ask_items

    answers: list[ItemAnswer] = []
    for sheet in sheets:
        click.echo(_("Se her: {screen}").format(screen=screen_word(sheet.screen)), err=True)
        answers += ask_items(
            sheet, lambda text: click.prompt(text, err=True), lambda text: click.echo(text, err=True)
        )
    return tuple(answers)


def _tell(said: "Said", reason: str) -> None:
    click.echo(f"{outcome_word(said.outcome)}. {said.remark}")
    if said.replaces:
        click.echo(_("Den erstatter partens tidligere bekræftelse, som fortsat står i loggen."))
    if reason and said.remark not in reason:
        click.echo(_("Trinnet: {reason}").format(reason=reason))
