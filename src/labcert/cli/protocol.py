"""`labcert protocol`: list, show, check and export protocols, and keep each step's case as data."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labcert.cli.protocol_diff import diff
from labcert.cli.protocol_export import export
from labcert.cli.words import WordGroup, print_json, print_table, shape_option, suite_option
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _, ngettext

if TYPE_CHECKING:  # reading protocols takes a tenth of a second that `labcert protocol --help` need not wait for
    from labcert.protocol import ConfigurationMistakes, Programme, Protocol, ProtocolStep, Suite

__all__ = ["command"]

command = WordGroup("protocol", help=_("Vis, kontrollér og eksportér protokoller."))


def _protocol_row(protocol: "Protocol") -> dict[str, object]:
    from labcert.protocol import Kind

    attested = sum(step.kind is Kind.ATTESTED for step in protocol.steps)
    return {
        "id": protocol.id, "title": protocol.title, "version": protocol.version, "date": protocol.date,
        "row": protocol.row, "standards": protocol.standards, "steps": len(protocol.steps), "attested": attested,
        "digest": protocol.digest,
    }  # fmt: skip


def _programme_row(suite: "Suite", programme: "Programme") -> dict[str, object]:
    rows = [
        {"row": row.row, "title": row.title, "protocols": row.protocols, "parties": row.parties}
        for row in programme.rows
    ]
    return {
        "id": programme.id, "title": programme.title, "version": programme.version, "date": programme.date,
        "rows": rows, "also_signs": programme.also_signs, "steps": len(suite.steps_of(programme)),
    }  # fmt: skip


@command.command("list", help=_("Vis protokoller og programmer."))
@shape_option
@suite_option
def list_(shape: str, root: Path) -> None:
    """Print every protocol and programme."""
    from labcert.protocol import load_suite

    suite = load_suite(root)
    if shape == "json":
        programmes = [_programme_row(suite, programme) for programme in suite.programmes]
        print_json({"protocols": [_protocol_row(each) for each in suite.protocols], "programmes": programmes})
        return
    print_table([
        (_("Protokol"), _("Række"), _("Version"), _("Trin"), _("Titel")),
        *((each.id, each.row, each.version, str(len(each.steps)), each.title) for each in suite.protocols),
    ])
    click.echo()
    print_table([
        (_("Program"), _("Version"), _("Trin"), _("Titel")),
        *((each.id, each.version, str(len(suite.steps_of(each))), each.title) for each in suite.programmes),
    ])


def _show_protocol(protocol: "Protocol") -> None:
    from labcert.protocol import Area

    click.echo(f"{protocol.title} ({protocol.id} {protocol.version}, {protocol.date})")
    click.echo(_("Standarder: {standards}").format(standards=", ".join(protocol.standards)))
    click.echo(f"\n{protocol.introduction.purpose}")
    for area in Area:
        click.echo(f"\n{area.value}")
        for step in protocol.steps_in(area):
            click.echo(f"  {step.id}  {step.severity}  {step.kind.value:<11} {step.title}")


def _show_step(suite: "Suite", step: "ProtocolStep") -> None:
    scenario = suite.scenario_of(step.id)
    inspection = step.inspection
    lines = (
        (_("Protokol"), step.protocol),
        (_("Område"), step.area.value),
        (_("Krav"), step.requirement),
        (_("Handling"), step.instruction),
        (_("Testdata"), "\n".join(step.testdata)),
        (_("Forventet"), step.expected),
        (_("Parter"), ", ".join(step.parties)),
        (_("Art"), step.kind.value),
        (_("Klasse"), step.severity.value),
        (_("Krav-id"), ", ".join(step.requirement_ids)),
        (_("Skal ses"), "; ".join(inspection.must_show) if inspection else ""),
        (_("Må ikke ses"), "; ".join(inspection.must_not_show) if inspection else ""),
        (_("Bekræftes af"), ", ".join(inspection.confirmed_by) if inspection else ""),
        (_("Scenarie"), f"{scenario.file}:{scenario.line}" if scenario else _("intet")),
        (_("Skrevet i"), f"{step.file}:{step.line}"),
    )
    click.echo(f"{step.id} {step.title}")
    width = max(len(heading) for heading, _text in lines) + 2
    for heading, text in lines:
        if text:
            click.echo(f"{heading + ':':<{width}}" + text.replace("\n", "\n" + " " * width))


def _show_programme(suite: "Suite", programme: "Programme") -> None:
    click.echo(f"{programme.title} ({programme.id} {programme.version}, {programme.date})\n{programme.description}\n")
    print_table([
        (_("Række"), _("Protokoller"), _("Parter, der deltager og underskriver")),
        *((row.row, ", ".join(row.protocols), ", ".join(row.parties)) for row in programme.rows),
    ])
    if programme.also_signs:
        click.echo(_("Underskrives desuden af: {parties}").format(parties=", ".join(programme.also_signs)))
    click.echo(_("Trin i alt: {count}").format(count=len(suite.steps_of(programme))))


def _find(suite: "Suite", wanted: str) -> "Protocol | Programme | ProtocolStep":
    """Find a protocol, a programme or a step by id."""
    from labcert.protocol.mistakes import nearest

    everything: dict[str, Protocol | Programme | ProtocolStep] = {step.id: step for step in suite.steps}
    everything |= {programme.id: programme for programme in suite.programmes}
    everything |= {protocol.id: protocol for protocol in suite.protocols}
    if wanted in everything:
        return everything[wanted]
    near = nearest(wanted, everything)
    hint = _("Mente du “{near}”?").format(near=near) if near else _("“labcert protocol list” viser dem, der er.")
    sentence = _("Ingen protokol, intet program og intet trin hedder “{wanted}”.")
    raise UsageMistake(sentence.format(wanted=wanted), remedy=hint)


@command.command("show", help=_("Vis en protokol, et program eller et trin."))
@click.argument("wanted", metavar="ID")
@shape_option
@suite_option
def show(wanted: str, shape: str, root: Path) -> None:
    """Print one protocol, programme or step."""
    from labcert.protocol import Programme, Protocol, load_suite

    suite = load_suite(root)
    found = _find(suite, wanted)
    if shape == "json":
        import msgspec

        print_json(msgspec.to_builtins(found))
    elif isinstance(found, Protocol):
        _show_protocol(found)
    elif isinstance(found, Programme):
        _show_programme(suite, found)
    else:
        _show_step(suite, found)


def _counted(suite: "Suite") -> str:
    """Say in one sentence what was checked and found right."""
    parts = (
        ngettext("{count} protokol", "{count} protokoller", len(suite.protocols)).format(count=len(suite.protocols)),
        ngettext("{count} program", "{count} programmer", len(suite.programmes)).format(count=len(suite.programmes)),
        ngettext("{count} trin", "{count} trin", len(suite.steps)).format(count=len(suite.steps)),
        ngettext("{count} scenarie", "{count} scenarier", len(suite.scenarios)).format(count=len(suite.scenarios)),
        ngettext("{count} krav", "{count} krav", len(suite.requirements)).format(count=len(suite.requirements)),
    )
    return _("Alt er i orden: {parts}.").format(parts=", ".join(parts))


def _tell_mistakes(error: "ConfigurationMistakes", shape: str) -> None:
    if shape == "json":
        import msgspec

        print_json({"mistakes": msgspec.to_builtins(error.mistakes)})
        return
    for mistake in error.mistakes:
        click.echo(str(mistake), err=True)
    count = len(error.mistakes)
    click.echo(ngettext("{count} fejl.", "{count} fejl.", count).format(count=count), err=True)


@command.command("check", help=_("Kontrollér protokoller, krav og features, og nævn alle fejl."))
@shape_option
@suite_option
@click.pass_context
def check(ctx: click.Context, shape: str, root: Path) -> None:
    """Print every mistake with file and line and leave with 2, or say in one sentence that all is right."""
    from labcert.protocol import ConfigurationMistakes, check_suite

    try:
        suite = check_suite(root)
    except ConfigurationMistakes as error:
        _tell_mistakes(error, shape)
        ctx.exit(2)
    if shape == "json":
        print_json({"mistakes": []})
    else:
        click.echo(_counted(suite))


command.add_command(export)
command.add_command(diff)


@command.command("cases", help=_("Sammenlign fixtures/cases med protokollerne."))
@click.option("--write", is_flag=True, help=_("Skriv en fil pr. trin, og fjern dem, der ikke hører til et trin."))
@suite_option
def cases(write: bool, root: Path) -> None:  # noqa: FBT001  click hands flags over by name
    """Keep fixtures/cases as the compiled cases: one JSON file a step."""
    from labcert.protocol import load_suite
    from labcert.protocol.case_files import differing_cases, write_cases

    suite = load_suite(root)
    if write:
        count = write_cases(suite)
        click.echo(_("{count} testtilfælde er skrevet i fixtures/cases.").format(count=count), err=True)
        return
    differing = differing_cases(suite)
    if differing:
        sentence = _("Disse filer i fixtures/cases svarer ikke til protokollerne: {files}.")
        remedy = _("Kør “labcert protocol cases --write”.")
        raise UsageMistake(sentence.format(files=", ".join(differing)), remedy=remedy)
    click.echo(_("fixtures/cases svarer til protokollerne."))
