"""What a person says of a sheet: read from a file, or asked for item by item."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from labcert.domain.errors import UsageMistake
from labcert.domain.juror import ItemAnswer, JurorSheet, SheetItem, Sight
from labcert.domain.language import _
from labcert.domain.outcome import Outcome
from labcert.protocol.fields import Fields, Sheet
from labcert.protocol.mistakes import ConfigurationMistakes, Gatherer, nearest
from labcert.protocol.yaml_text import read_text, read_yaml
from labcert.reporting.juror.words import sight_word

__all__ = ["AnswerFile", "ask_items", "read_answer_file", "require_whole"]


@dataclass(frozen=True)
class AnswerFile:
    """What a file says: the answers, and who gives them; what it leaves out is "" or ()."""

    answers: tuple[ItemAnswer, ...]
    party: str = ""
    name: str = ""
    role: str = ""
    organisation: str = ""
    evidence: tuple[Path, ...] = ()


def read_answer_file(path: Path) -> AnswerFile:
    """Read `{party, name, role, organisation, evidence: [file], answers: [{item, answer, remark}]}` from YAML.

    `answer` is seen, not_seen or cannot_tell. Files are sought beside the YAML. Raises ConfigurationMistakes with every
    mistake in it.
    """
    gatherer = Gatherer()
    page = Sheet(path.name, gatherer)
    text = read_text(path, path.name, gatherer)
    node = None if text is None else read_yaml(text, path.name, gatherer)
    found = AnswerFile(()) if node is None else _read(Fields.of(node, page, _("filen med svar")), path.resolve().parent)
    if gatherer.mistakes:
        raise ConfigurationMistakes(gatherer.mistakes)
    return found


def _read(fields: Fields, folder: Path) -> AnswerFile:
    who = {key: (fields.optional(key) or "").strip() for key in ("party", "name", "role", "organisation")}
    evidence = tuple(folder / name for name in fields.texts("evidence"))
    rows = fields.inners("answers", _("et svar"), required=True)
    answers = tuple(answer for row in rows if (answer := _answer(row)) is not None)
    fields.finish()
    return AnswerFile(answers, **who, evidence=evidence)


def _answer(row: Fields) -> ItemAnswer | None:
    item = row.text("item")
    sight = row.choice("answer", {sight.value: sight for sight in Sight})
    remark = (row.optional("remark") or "").strip()
    row.finish()
    return None if sight is None else ItemAnswer(item, sight, remark)


def require_whole(sheets: Iterable[JurorSheet], answers: Sequence[ItemAnswer]) -> None:
    """Raise UsageMistake, with all that is wrong, unless each item is answered once, and explained where needed."""
    told = tuple(_wrong({item.id: item for sheet in sheets for item in sheet.items}, answers))
    if told:
        raise UsageMistake("\n".join(told))


def _wrong(items: dict[str, SheetItem], answers: Sequence[ItemAnswer]) -> Iterator[str]:
    said = [answer.item for answer in answers]
    for answer in answers:
        if answer.item not in items:
            near = nearest(answer.item, items)
            hint = " " + _("(Mente du “{near}”?)").format(near=near) if near else ""
            yield _("Sedlen har intet punkt “{item}”.").format(item=answer.item) + hint
        elif items[answer.item].outcome_of(answer.sight) is not Outcome.PASSED and not answer.remark:
            yield _("Punkt {item} ({what}: {value}) skal have en bemærkning: hvad stod der i stedet?").format(
                item=answer.item, what=items[answer.item].what, value=items[answer.item].value
            )
    for item in dict.fromkeys(item for item in said if said.count(item) > 1):
        yield _("Punkt {item} er besvaret flere gange.").format(item=item)
    missing = [item for item in items if item not in said]
    if missing:
        told = _("Der mangler svar på punkt {items}. Hvert punkt på sedlen skal besvares.")
        yield told.format(items=", ".join(missing))


def _letters() -> dict[str, Sight]:
    """Return what a person types for each answer, in the chosen language."""
    return {_("s"): Sight.SEEN, _("i"): Sight.NOT_SEEN, _("k"): Sight.CANNOT_TELL}


def ask_items(
    sheet: JurorSheet, ask: Callable[[str], str], say: Callable[[str], None]
) -> tuple[ItemAnswer, ...]:
    """Ask of each item until it is answered, and for a remark where it is not as it should be."""
    answers = []
    where = ""
    for item in sheet.items:
        if item.where != where:
            where = item.where
            say(f"\n{where}")
        rule = _("må ikke ses") if item.must_not else _("skal ses")
        say(f"  {item.id}. {item.what}: {item.value} ({rule})")
        answers.append(_asked(item, ask, say))
    return tuple(answers)


def _asked(item: SheetItem, ask: Callable[[str], str], say: Callable[[str], None]) -> ItemAnswer:
    letters = _letters()
    choices = "   ".join(f"[{letter}] {sight_word(sight).lower()}" for letter, sight in letters.items())
    while (typed := ask(choices).strip().lower()) not in letters:
        say(_("Skriv et af bogstaverne."))
    sight = letters[typed]
    remark = ""
    while item.outcome_of(sight) is not Outcome.PASSED and not remark:
        remark = ask(_("Hvad stod der i stedet?") if sight is not Sight.CANNOT_TELL else _("Hvorfor ikke?")).strip()
    return ItemAnswer(item.id, sight, remark)
