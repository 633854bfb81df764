"""`labcert requirements`: the catalogue, and which steps show which requirement."""

from pathlib import Path

import click

from labcert.cli.words import WordGroup, print_json, print_table, shape_option, suite_option
from labcert.domain.language import _, ngettext

__all__ = ["command"]

command = WordGroup("requirements", help=_("Vis krav, og hvilke trin der viser dem."))


@command.command("list", help=_("Vis kravkataloget."))
@shape_option
@suite_option
def list_(shape: str, root: Path) -> None:
    """Print every requirement with its source."""
    from labcert.protocol import load_suite

    suite = load_suite(root)
    if shape == "json":
        import msgspec

        print_json({"requirements": msgspec.to_builtins(suite.requirements)})
        return
    print_table([
        (_("Krav"), _("Standard"), _("Klinisk"), _("Titel"), _("Kilde")),
        *(
            (
                each.id, ", ".join(each.standards), _("ja") if each.clinical else _("nej"), each.title,
                f"{each.source.kind}: {each.source.where}",
            )
            for each in suite.requirements
        ),
    ])  # fmt: skip


@command.command("coverage", help=_("Vis for hvert krav de trin, der viser det, eller hvorfor det ikke testes."))
@click.option("--check", is_flag=True, help=_("Slut med kode 1, hvis et krav hverken vises eller har en grund."))
@shape_option
@suite_option
@click.pass_context
def coverage(ctx: click.Context, check: bool, shape: str, root: Path) -> None:  # noqa: FBT001  click hands flags over by name
    """Print the steps of each requirement and what is wrong with the coverage."""
    from labcert.protocol import coverage as covered
    from labcert.protocol import load_suite, problems

    suite = load_suite(root)
    found, wrong = covered(suite), problems(suite)
    if shape == "json":
        print_json({
            "requirements": [
                {"id": each.requirement.id, "title": each.requirement.title, "steps": each.steps,
                 "not_tested": each.requirement.not_tested}
                for each in found
            ],
            "problems": [{"file": each.file, "line": each.line, "message": each.sentence} for each in wrong],
            "summary": {
                "requirements": len(found), "shown": sum(bool(each.steps) for each in found),
                "not_tested": sum(bool(each.requirement.not_tested) for each in found), "problems": len(wrong),
            },
        })  # fmt: skip
    else:
        reasons = [", ".join(each.steps) or each.requirement.not_tested or _("INTET") for each in found]
        print_table([
            (_("Krav"), _("Vises af, eller grunden til, at det ikke testes")),
            *((each.requirement.id, reason) for each, reason in zip(found, reasons, strict=True)),
        ])
    for problem in wrong:
        click.echo(str(problem), err=True)
    if not wrong and shape == "text":
        shown = sum(bool(each.steps) for each in found)
        sentence = ngettext(
            "{count} krav: {shown} vises af trin, resten har en grund.",
            "{count} krav: {shown} vises af trin, resten har en grund.",
            len(found),
        )
        click.echo(sentence.format(count=len(found), shown=shown))
    if check and wrong:
        ctx.exit(1)
