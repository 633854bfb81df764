"""The tables that protocols point into: test persons, analyses, routing and parties (folder fixtures/)."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

from labcert.domain.case import Patient, Requester, Sender
from labcert.domain.language import _
from labcert.protocol.fields import Fields, Sheet
from labcert.protocol.mistakes import Gatherer
from labcert.protocol.yaml_text import read_text, read_yaml

__all__ = ["ANALYSES", "PARTIES", "PERSONS", "ROUTING", "Analysis", "Fixtures", "load_fixtures"]

PERSONS = "fixtures/persons/testpersoner.yaml"
PARTIES = "fixtures/parties/parter.yaml"
ANALYSES = "fixtures/codes/analyses.csv"
ROUTING = "fixtures/codes/routing.csv"


@dataclass(frozen=True)
class Analysis:
    """One row of the analysis table; a code fixes its names, unit and type."""

    code: str
    code_type: str
    code_responsible: str
    short_name: str | None
    name: str
    unit: str | None
    type: str


@dataclass(frozen=True)
class Fixtures:
    """What a compiled case draws from. `routing` maps (code, code responsible) to biochemistry or microbiology."""

    persons: dict[str, Patient]
    analyses: dict[str, Analysis]
    routing: dict[tuple[str, str], str]
    sender: Sender
    requester: Requester
    parties: tuple[str, ...]


def _mapping(root: Path, file: str, what: str, gatherer: Gatherer) -> Fields:
    page = Sheet(file, gatherer)
    text = read_text(root / file, file, gatherer)
    node = None if text is None else read_yaml(text, file, gatherer)
    return Fields({}, 1, page, what) if node is None else Fields.of(node, page, what)


def _persons(root: Path, gatherer: Gatherer) -> dict[str, Patient]:
    table = _mapping(root, PERSONS, _("listen over testpersoner"), gatherer)
    found = {}
    for key in table.keys():  # noqa: SIM118  no dictionary
        row = table.inner(key, _("testpersonen {key}").format(key=key))
        if row is None:
            table.require(key)
            continue
        cpr, replacement = row.optional("cpr"), row.optional("erstatnings-cpr")
        if (cpr is None) == (replacement is None):
            table.tell(key, _("Testpersonen “{key}” skal have enten cpr eller erstatnings-cpr.").format(key=key))
        found[key] = Patient(key, row.text("fornavn"), row.text("efternavn"), cpr, replacement)
        row.finish()
    return found


def _sender(top: Fields) -> Sender:
    row = top.inner("afsender", _("afsenderen"), required=True) or Fields({}, 1, Sheet(PARTIES, Gatherer()), "")
    sender = Sender(
        row.text("ean"), row.text("id"), row.text("id-kode"), row.text("navn"), row.optional("afdeling"),
        row.optional("laboratorium") or "PNT", row.optional("speciale"),
    )
    row.finish()
    return sender


def _requester(top: Fields) -> Requester:
    row = top.inner("rekvirent", _("rekvirenten"), required=True) or Fields({}, 1, Sheet(PARTIES, Gatherer()), "")
    requester = Requester(
        row.text("ean"), row.text("id"), row.text("id-kode"), row.text("navn"), row.optional("afdeling"),
        row.optional("initialer"),
    )
    row.finish()
    return requester


def _rows(root: Path, file: str, columns: tuple[str, ...], gatherer: Gatherer) -> list[dict[str, str]]:
    """Return the rows of a table that has the columns asked for."""
    text = read_text(root / file, file, gatherer)
    if text is None:
        return []
    reader = csv.DictReader(io.StringIO(text), restval="")
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        gatherer.add(file, 1, _("Tabellen mangler kolonnen “{column}”.").format(column=missing[0]))
        return []
    try:
        return [{column: row[column] for column in columns} for row in reader]
    except csv.Error:
        gatherer.add(file, reader.line_num, _("Linjen kan ikke læses som en række i tabellen."))
        return []


def _analyses(root: Path, gatherer: Gatherer) -> dict[str, Analysis]:
    columns = ("code", "code_type", "code_responsible", "short_name", "full_name", "unit", "result_type")
    found: dict[str, Analysis] = {}
    for row in _rows(root, ANALYSES, columns, gatherer):
        code, kind, owner, short, name, unit, result = (row[column] for column in columns)
        found.setdefault(code, Analysis(code, kind, owner, short or None, name, unit or None, result or "numerisk"))
    return found


def load_fixtures(root: Path, gatherer: Gatherer) -> Fixtures:
    """Read the tables of a suite's folder; every mistake in them is noted, and what could be read is returned."""
    top = _mapping(root, PARTIES, _("listen over parter"), gatherer)
    top.has("demopersoner")  # who they are is the session's matter
    parties = top.inner("parter", _("parterne"), required=True)
    routing = _rows(root, ROUTING, ("code", "code_responsible", "specialty"), gatherer)
    return Fixtures(
        persons=_persons(root, gatherer),
        analyses=_analyses(root, gatherer),
        routing={(row["code"], row["code_responsible"]): row["specialty"] for row in routing},
        sender=_sender(top),
        requester=_requester(top),
        parties=parties.keys() if parties else (),
    )
