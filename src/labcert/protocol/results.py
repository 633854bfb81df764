"""The answers of a step's test data: from Danish keys to labcert.domain.case.Result."""

from typing import NamedTuple

import yaml

from labcert.domain.case import Interval, Result, Span
from labcert.domain.language import _
from labcert.protocol.cultures import read_culture, read_microscopy
from labcert.protocol.fields import Fields, is_null, line_of
from labcert.protocol.mistakes import nearest
from labcert.protocol.tables import ANALYSES, ROUTING, Analysis, Fixtures

__all__ = ["read_results"]

SPECIALITIES = {"biokemi": "biochemistry", "mikrobiologi": "microbiology"}
OPERATORS = {word: word for word in ("mindre_end", "stoerre_end")}
RESULT_TYPES = {word: word for word in ("numerisk", "alfanumerisk")}
ABNORMAL = {word: word for word in ("for_hoej", "for_lav", "unormal")}
STATUSES = {word: word for word in ("svar_endeligt", "svar_midlertidigt", "proeve_modtaget", "svar_rettet")}
CODE_TYPES = {word: word for word in ("iupac", "lokal", "mds")}
INTERVALS = {word: word for word in ("fysiologisk", "terapeutisk", "uspecificeret")}
EXAMINATIONS = {
    word: word
    for word in (
        "maalemetode", "maaleprocedure", "maalbar_kvantitet", "overskrift", "observerbar_egenskab",
        "antibiotika_sammensaetning", "dyrkning",
    )
}  # fmt: skip
STYLES = {
    "fed": "bold", "kursiv": "italic", "understreget": "underline", "centreret": "center", "højre": "right",
    "fast": "fixed",
}  # fmt: skip
EMPTY_PIECES = {"linjeskift": "break", "mellemrum": "space"}


class _Analysed(NamedTuple):
    """What is known of an analysis: from the table, overruled by what the step says itself."""

    code_type: str
    responsible: str
    name: str
    short_name: str | None
    unit: str | None
    type: str


def _piece(node: yaml.Node, row: Fields, key: str) -> Span | None:
    """Read one piece of a text: plain words, or one key that says how they look."""
    if isinstance(node, yaml.ScalarNode) and not is_null(node):
        return Span(str(node.value))
    fields = Fields.of(node, row.page, _("et tekststykke i “{key}”").format(key=key))
    keys = fields.keys()
    if len(keys) != 1:
        row.page.tell(line_of(node), _("Et tekststykke i “{key}” skal være en tekst eller én nøgle.").format(key=key))
        return None
    word = keys[0]
    if word in EMPTY_PIECES:
        fields.choice(word, {"true": True, "ja": True})
        return Span("", EMPTY_PIECES[word])
    style = fields.chosen(key, word, {**STYLES, **EMPTY_PIECES}, line_of(node))
    text = fields.optional(word)
    return None if style is None else Span(text or "", style)


def _paragraphs(row: Fields, key: str) -> tuple[tuple[Span, ...], ...]:
    """Read paragraphs: each a text, or a list of pieces."""
    found = []
    for node in row.nodes(key):
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found.append(tuple(span for part in parts if (span := _piece(part, row, key))))
    return tuple(found)


def _interval(row: Fields) -> Interval | None:
    fields = row.inner("interval", _("interval"))
    if fields is None:
        return None
    kind = fields.choice("type", INTERVALS, required=False)
    interval = Interval(kind, fields.optional("nedre"), fields.optional("øvre"), fields.optional("tekst"))
    fields.finish()
    if interval == Interval(kind):
        row.tell("interval", _("Intervallet har hverken nedre grænse, øvre grænse eller tekst."))
    return interval


def _analysed(row: Fields, code: str, fixtures: Fixtures) -> _Analysed:
    """Put together what the table and the step say; a code outside the table must bring its own."""
    known = fixtures.analyses.get(code)
    own = Analysis(code, "", "", None, "", None, "numerisk")
    found = _Analysed(
        code_type=row.choice("kodetype", CODE_TYPES, required=False) or (known or own).code_type,
        responsible=row.optional("kodeejer") or (known or own).code_responsible,
        name=row.optional("navn") or (known or own).name,
        short_name=row.optional("kortnavn") if row.has("kortnavn") else (known or own).short_name,
        unit=row.optional("enhed") if row.has("enhed") else (known or own).unit,
        type=row.choice("type", RESULT_TYPES, required=False) or (known or own).type,
    )
    if code and known is None and not (found.code_type and found.responsible and found.name):
        sentence = _("Analysekoden “{code}” findes ikke i {table}. Skriv ellers selv navn, kodetype og kodeejer.")
        row.tell("analyse", sentence.format(code=code, table=ANALYSES), nearest(code, fixtures.analyses))
    return found


def _specialty(row: Fields, code: str, analysed: _Analysed, fixtures: Fixtures) -> str:
    written = row.choice("speciale", SPECIALITIES, required=False)
    routed = fixtures.routing.get((code, analysed.responsible))
    if written is None and routed is None and analysed.responsible and not row.has("speciale"):
        sentence = _("Analysekoden “{code}” ({owner}) står ikke i {table}. Skriv ellers selv speciale.")
        row.tell("analyse", sentence.format(code=code, owner=analysed.responsible, table=ROUTING))
    return written or routed or "biochemistry"


def _result(row: Fields, fixtures: Fixtures, default_status: str) -> Result:
    code = row.text("analyse")
    analysed = _analysed(row, code, fixtures)
    result = Result(
        code=code,
        code_type=analysed.code_type,
        code_responsible=analysed.responsible,
        name=analysed.name,
        specialty=_specialty(row, code, analysed, fixtures),
        short_name=analysed.short_name,
        type=analysed.type,
        value=row.optional("værdi") or "",
        unit=analysed.unit,
        operator=row.choice("operator", OPERATORS, required=False),
        interval=_interval(row),
        abnormal=row.choice("vurdering", ABNORMAL, required=False),
        status=row.choice("status", STATUSES, required=False) or default_status,
        text=_paragraphs(row, "tekst"),
        comments=_paragraphs(row, "kommentar"),
        examination_type=row.choice("undersøgelsestype", EXAMINATIONS, required=False),
        material=row.optional("materiale"),
        location=row.optional("lokation"),
        culture=read_culture(row),
        microscopy=read_microscopy(row),
    )
    row.finish()
    return result


def read_results(testdata: Fields, fixtures: Fixtures, default_status: str) -> tuple[Result, ...]:
    """Read the list `svar`; at least one answer must be there."""
    rows = testdata.inners("svar", _("et svar i testdata"), required=True)
    return tuple(_result(row, fixtures, default_status) for row in rows)
