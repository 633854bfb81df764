"""`labcert explain`: what a rule asks, why, what to do, where it comes from, and how wrong and right look."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from labcert.cli.group import TranslatedCommand
from labcert.cli.words import print_json, print_table, shape_option, suite_option
from labcert.domain.errors import UsageMistake
from labcert.domain.language import _

if TYPE_CHECKING:  # the rules take a tenth of a second that `labcert explain --help` need not wait for
    from labcert.cli.explaining import Explained, InProfile
    from labcert.validation.examples import Example, Excerpt

__all__ = ["command"]

WIDTH = 100
MARKS = {"": " ", "finding": ">", "changed": "~"}


@click.command(
    "explain",
    cls=TranslatedCommand,
    help=_("Forklar regler: hvad de kræver, hvorfor, og hvad der skal gøres. Uden REGEL vises dem, der er."),
)
@click.argument("wanted", metavar=_("[REGEL]..."), nargs=-1)
@shape_option
@suite_option
def command(wanted: tuple[str, ...], shape: str, root: Path) -> None:
    """Print the rules asked for, or a table of all."""
    from labcert.cli.explaining import explained

    rules = explained(root)
    if wanted:
        rules = _found(rules, wanted)
    if shape == "json":
        print_json({"rules": [_as_data(rule, root) for rule in rules]})
    elif wanted:
        click.echo("\n\n".join("\n".join(_as_text(rule, root)) for rule in rules))
    else:
        _print_all(rules)


def _found(rules: "tuple[Explained, ...]", wanted: tuple[str, ...]) -> "tuple[Explained, ...]":
    """Return the rules asked for, whatever their capital letters, in the order asked; tell of every unknown one."""
    from labcert.validation.profile_text import nearest

    by_id = {rule.text.id: rule for rule in rules}
    unknown = [word for word in dict.fromkeys(wanted) if word.upper() not in by_id]
    if unknown:
        told = []
        for word in unknown:
            near = nearest(word, by_id)
            hint = _("Mente du “{near}”?").format(near=near) if near else _("“labcert explain” viser dem, der er.")
            told.append(_("Reglen “{key}” findes ikke.").format(key=word) + " " + hint)
        raise UsageMistake("\n".join(told))
    return tuple(by_id[word] for word in dict.fromkeys(word.upper() for word in wanted))


def _print_all(rules: "tuple[Explained, ...]") -> None:
    """Print a table of the rules for each subject."""
    for subject, group in groupby(rules, key=lambda rule: rule.subject):
        click.echo(f"{subject}\n")
        rows = [(rule.text.id, rule.text.severity.value, rule.text.said("title")) for rule in group]
        print_table([(_("Regel"), _("Klasse"), _("Titel")), *rows])
        click.echo()
    click.echo(_("“labcert explain REGEL” siger mere om en regel."))


def _as_text(rule: "Explained", root: Path) -> Iterator[str]:
    """Yield the lines that tell of a rule."""
    from labcert.validation.examples import read_example
    from labcert.validation.subjects import class_words, layer_words

    text = rule.text
    yield f"{text.id}  {text.said('title')}"
    layer = _("lag: {layer}").format(layer=layer_words(text.layer))
    yield " · ".join((class_words(text.severity), layer, ", ".join(text.standards)))
    yield ""
    parts = (
        (_("Krav"), [text.said("text")]),
        (_("Hvorfor"), [text.said("why")]),
        (_("Hvad gøres"), [text.said("remedy")]),
        (_("Kilde"), [text.said("source")]),
        (_("Kravkatalog"), [f"{id} {title}" for id, title in rule.requirements]),
        (_("Profiler"), [_profile_words(each) for each in rule.profiles]),
    )
    width = max(len(heading) for heading, _lines in parts) + 2
    for heading, told in parts:
        lines = [line for each in told for line in wrap(each, WIDTH - width)]
        for position, line in enumerate(lines):
            yield f"{heading + ':' if position == 0 else '':<{width}}{line}"
    example = read_example(root, text)
    if example is not None:
        yield from _example_lines(example)


def _profile_words(each: "InProfile") -> str:
    """Say what a profile makes of a rule, and why where it says so."""
    what = _("slået fra") if each.severity is None else each.severity.value
    return f"{each.profile}: {what}" + (f". {each.reason}" if each.reason else "")


def _example_lines(example: "Example") -> Iterator[str]:
    """Yield the example: the wrong lines, then the right ones where there are any."""
    yield ""
    legend = _("Eksempel: {folder} (> er fundets sted)")
    if example.right is not None:
        legend = _("Eksempel: {folder} (> er fundets sted, ~ er det, der er forskelligt)")
    yield legend.format(folder=example.folder)
    yield from _excerpt_lines(_("Forkert"), example.folder, example.wrong)
    if example.right is not None:
        yield from _excerpt_lines(_("Rigtigt"), example.folder, example.right)
    for names, sentence in (
        (example.only_wrong, _("Kun det forkerte eksempel har {files}.")),
        (example.only_right, _("Kun det rigtige eksempel har {files}.")),
    ):
        if names:
            yield ""
            yield "  " + sentence.format(files=", ".join(names))


def _excerpt_lines(heading: str, folder: str, excerpt: "Excerpt") -> Iterator[str]:
    yield ""
    yield f"  {heading}, {excerpt.file.removeprefix(folder + '/')}:"
    if not excerpt.lines:
        yield "    " + _("(filen er tom)")
    indent = min((len(line.text) - len(line.text.lstrip()) for line in excerpt.lines if line.text), default=0)
    before = None
    for line in excerpt.lines:
        if before is not None and line.number > before + 1:
            yield "        …"
        yield f"  {MARKS[line.mark]} {line.number:>4}  {line.text[indent:]}".rstrip()
        before = line.number


def _as_data(rule: "Explained", root: Path) -> dict[str, object]:
    """Return a rule as JSON has it."""
    from labcert.validation.examples import read_example

    text = rule.text
    example = read_example(root, text)
    return {
        "id": text.id,
        "subject": rule.subject,
        "class": text.severity.value,
        "layer": text.layer,
        "standards": list(text.standards),
        **{part: text.said(part) for part in ("title", "text", "why", "remedy", "source")},
        "requirements": [{"id": id, "title": title} for id, title in rule.requirements],
        "profiles": [
            {"name": each.profile, "class": each.severity and each.severity.value, "reason": each.reason or None}
            for each in rule.profiles
        ],
        "example": None if example is None else _example_data(example),
    }


def _example_data(example: "Example") -> dict[str, object]:
    return {
        "path": example.folder,
        "wrong": _excerpt_data(example.wrong),
        "right": None if example.right is None else _excerpt_data(example.right),
        "only_wrong": list(example.only_wrong),
        "only_right": list(example.only_right),
    }


def _excerpt_data(excerpt: "Excerpt") -> dict[str, object]:
    lines = [{"line": line.number, "text": line.text, "mark": line.mark or None} for line in excerpt.lines]
    return {"path": excerpt.file, "lines": lines}
