"""The outbox page: every answer with patient, analyses, state, receipt, reason, attempts and corrections."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from sut.reference.behaviours import RECEIVED_VALUE, Json
from sut.reference.outbox import Entry
from sut.reference.sentences import STATE_NAMES

__all__ = ["outbox_page"]

RECEIPTS = {
    "XCTL03": "Positiv kvittering (XCTL03)", "XCTL02": "Negativ kvittering (XCTL02)",
    "XCTL01": "Negativ kvittering fra netværket (XCTL01)", "": "Ingen endnu",
}  # fmt: skip
OPERATORS = {"mindre_end": "< ", "stoerre_end": "> "}
MARKS = {"for_hoej": "for høj", "for_lav": "for lav", "unormal": "unormal"}
STATUSES = {"svar_rettet": "rettet", "proeve_modtaget": "prøve modtaget", "svar_midlertidigt": "midlertidigt"}


@dataclass(frozen=True)
class AnalysisLine:
    """One analysis as the user reads it; `remarks` are mark, status and comments."""

    name: str
    code: str
    result: str
    interval: str
    remarks: str


@dataclass(frozen=True)
class AnswerRow:
    """One answer as the user reads it."""

    entry: Entry
    patient: str
    number: str
    state: str
    receipt: str
    consent: str
    sent: str
    analyses: tuple[AnalysisLine, ...]


SHOWN = 20
"""answers on the page; what is older is counted"""


def outbox_page(entries: tuple[Entry, ...], now: datetime) -> bytes:
    """Return the page in UTF-8, the newest answer first; `now` is the time written on it."""
    rows = [_row(entry) for entry in entries[: -SHOWN - 1 : -1]]
    return _template().render(rows=rows, total=len(entries), now=now.strftime("%d.%m.%Y kl. %H:%M")).encode()


@cache
def _template() -> Template:
    """Compile the page once; the outbox is shown again and again."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html")


def _row(entry: Entry) -> AnswerRow:
    patient = entry.case["patient"]
    number = patient.get("cpr") or patient.get("replacement") or ""
    asked = entry.case.get("acknowledgement", True) or entry.receipt
    return AnswerRow(
        entry=entry,
        patient=f"{patient.get('given_name') or ''} {patient['surname']}".strip(),
        number=f"{number[:6]}-{number[6:]}",
        state=STATE_NAMES[entry.state],
        receipt=RECEIPTS[entry.receipt] if asked else "Ikke bedt om",
        consent="Nægtet" if entry.case.get("consent") == "refused" else "Givet",
        sent=datetime.fromisoformat(entry.sent_at).strftime("%d.%m.%Y kl. %H:%M"),
        analyses=tuple(_line(result) for result in entry.case["results"]),
    )


def _line(result: Json) -> AnalysisLine:
    status = result.get("status") or ""
    value = RECEIVED_VALUE if status == "proeve_modtaget" else _shown(result)
    comments = ["".join(span.get("text") or " " for span in spans) for spans in result.get("comments") or ()]
    remarks = [MARKS.get(result.get("abnormal") or "", ""), STATUSES.get(status, ""), *comments]
    return AnalysisLine(
        name=result.get("short_name") or result.get("name") or "",
        code=result["code"],
        result=value,
        interval=_interval(result.get("interval") or {}),
        remarks=", ".join(remark for remark in remarks if remark),
    )


def _interval(limits: Json) -> str:
    """The limits as a dash between them, and the text."""
    lower, upper = limits.get("lower") or "", limits.get("upper") or ""
    return " ".join(filter(None, (f"{lower}–{upper}" if lower or upper else "", limits.get("text"))))


def _shown(result: Json) -> str:
    """The value with operator and unit, or what was found where there is no value."""
    if result.get("value"):
        return f"{OPERATORS.get(result.get('operator') or '', '')}{result['value']} {result.get('unit') or ''}".strip()
    culture = result.get("culture") or {}
    found = [
        " ".join(filter(None, (microbe["name"], microbe.get("growth")))) for microbe in culture.get("microbes") or ()
    ]
    seen = [
        f"{line['identification']}: {line['value']}" for line in (result.get("microscopy") or {}).get("lines") or ()
    ]
    written = ["".join(span.get("text") or " " for span in spans) for spans in result.get("text") or ()]
    return "; ".join([*found, *seen, *written]) or (culture.get("headline") or "")
