"""The project's plan, `protocols/plan.yaml`: what happens when, row by row, and who takes part. It judges nothing."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from labcert.domain.language import _
from labcert.protocol.documents import TRUE_FALSE
from labcert.protocol.fields import Fields, Sheet
from labcert.protocol.mistakes import ConfigurationMistakes, Gatherer, Mistake, nearest
from labcert.protocol.tables import PARTIES, load_fixtures
from labcert.protocol.yaml_text import read_text, read_yaml

__all__ = ["PLAN", "Concerns", "Plan", "PlanRow", "load_plan", "plan_mistakes"]

PLAN = "protocols/plan.yaml"


class Concerns(StrEnum):
    """Whose row it is: the pilot's, everybody else's, or everybody's."""

    PILOT = "pilot"
    OTHERS = "øvrige"
    EVERYBODY = "alle"


CONCERNS = {each.value: each for each in Concerns}


@dataclass(frozen=True)
class PlanRow:
    """One row. Dates are whole days, both included; a deadline has the same day twice.

    `tested`: it is settled by a session, for each vendor; a programme's row of the same name shows it. `uncertain` is
    what the plan does not say itself and how it is read here, "" where it is clear.
    """

    row: str
    title: str
    starts: date
    ends: date
    parties: tuple[str, ...]
    tested: bool
    uncertain: str = ""
    concerns: Concerns = Concerns.EVERYBODY


@dataclass(frozen=True)
class Plan:
    """The plan as a whole, with where its dates come from; rows in the order written."""

    title: str
    version: str
    source: str
    rows: tuple[PlanRow, ...]


def load_plan(root: Path) -> Plan:
    """Read the plan of a suite (`root`); raises ConfigurationMistakes with every mistake of the file."""
    gatherer = Gatherer()
    text = read_text(root / PLAN, PLAN, gatherer)
    node = None if text is None else read_yaml(text, PLAN, gatherer)
    plan = None
    if node is not None:
        fields = Fields.of(node, Sheet(PLAN, gatherer), _("tidsplanen"))
        parties = load_fixtures(root, Gatherer()).parties
        rows = tuple(_row(each, parties) for each in fields.inners("rækker", _("en række"), required=True))
        plan = Plan(fields.text("plan"), fields.text("version"), fields.text("kilde"), rows)
        _tell_twice(rows, fields)
        fields.finish()
    if plan is None or gatherer.mistakes:
        raise ConfigurationMistakes(gatherer.mistakes)
    return plan


def plan_mistakes(root: Path) -> tuple[Mistake, ...]:
    """Return every mistake of a suite's plan; a suite needs none."""
    if not (root / PLAN).exists():
        return ()
    try:
        load_plan(root)
    except ConfigurationMistakes as error:
        return error.mistakes
    return ()


def _row(fields: Fields, parties: tuple[str, ...]) -> PlanRow:
    number = fields.text("række")
    if number:
        fields.what = _("række {row}").format(row=number)
    starts, ends = fields.day("fra"), fields.day("til")
    if starts and ends and ends < starts:
        fields.tell("til", _("Række {row} slutter, før den begynder.").format(row=number))
    taking_part = fields.numbered_texts("deltager", required=True)
    for line, party in taking_part:
        if parties and party not in parties:
            sentence = _("Parten “{party}” findes ikke i {table}.").format(party=party, table=PARTIES)
            fields.page.tell(line, sentence, nearest(party, parties))
    row = PlanRow(
        number,
        fields.text("titel"),
        date.fromisoformat(starts) if starts else date.min,
        date.fromisoformat(ends) if ends else date.max,
        tuple(party for _line, party in taking_part),
        fields.choice("test", TRUE_FALSE, required=False) or False,
        fields.text("usikkert") if fields.has("usikkert") else "",
        fields.choice("gælder", CONCERNS, required=False) or Concerns.EVERYBODY,
    )
    fields.finish()
    return row


def _tell_twice(rows: tuple[PlanRow, ...], fields: Fields) -> None:
    numbers = [row.row for row in rows]
    for number in dict.fromkeys(numbers):
        if number and numbers.count(number) > 1:
            fields.tell("rækker", _("Række {row} står to gange i tidsplanen.").format(row=number))
