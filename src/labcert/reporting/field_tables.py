"""Messages field by field, step by step: made with the reports, from the kept bytes and the protocol's test data."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from labcert.checks.fields import FieldRow, Origin, best_rows
from labcert.domain.case import Case
from labcert.domain.errors import LabcertError
from labcert.domain.evidence import Evidence
from labcert.domain.verdict import StepVerdict
from labcert.protocol.cases import for_run

__all__ = ["FieldSummary", "MessageTable", "fields_json", "summary_of", "tables_of"]

TEMPLATE = "00000"
"""the mark with which a step's case is compiled"""
OURS = "Beskeden, som den blev sendt til"
"""begins the name of a message that a step sent by itself: it is wrong on purpose and not the system's"""
EMESSAGE = re.compile(rb"<(?:[\w.-]+:)?Emessage[\s>]")
LETTER = re.compile(rb"<(?:[\w.-]+:)?(?:LaboratoryReport|MicrobiologyWebReport)[\s>]")
UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class MessageTable:
    """One message of the system, as it was kept, with a row for each field."""

    evidence: Evidence
    rows: tuple[FieldRow, ...]

    @property
    def differences(self) -> tuple[FieldRow, ...]:
        """The fields that are not as the standard or the test data say."""
        return tuple(row for row in self.rows if row.ok is False)


@dataclass(frozen=True)
class FieldSummary:
    """The tables of one step in short: how many messages, fields by who decides them, and the differences."""

    messages: int
    standard: int
    case: int
    vendor: int
    differences: tuple[tuple[Evidence, FieldRow], ...]


def tables_of(
    steps: Iterable[StepVerdict], cases: Mapping[str, Case], read: Callable[[str], bytes]
) -> dict[str, tuple[MessageTable, ...]]:
    """Return step id -> its messages, in the order they were kept; a step without one is left out.

    `cases` holds each step's test data. What can't be read is left out: `labcert verify` tells of it.
    """
    found = {}
    for step in steps:
        if step.id in cases:
            tables = tuple(
                table for kept in step.evidence if (table := _table(kept, cases[step.id], read)) is not None
            )
            if tables:
                found[step.id] = tables
    return found


def _table(kept: Evidence, case: Case, read: Callable[[str], bytes]) -> MessageTable | None:
    if kept.media_type.partition(";")[0] != "application/xml" or kept.name.startswith(OURS):
        return None
    try:
        data = read(kept.sha256)
    except (OSError, KeyError, LabcertError):
        return None
    text = data.decode("utf-16", "replace").encode("utf-8", "replace") if data.startswith(UTF16) else data
    if not (EMESSAGE.search(text) and LETTER.search(text)):
        return None
    marked = for_run(case, _mark(text, case))
    rows = best_rows((marked, *marked.further.values()), data)
    return MessageTable(kept, rows) if rows else None


def _mark(text: bytes, case: Case) -> str:
    """Return the run's mark as the message's sample number has it; the template's where it has none."""
    number = for_run(case, TEMPLATE).sample.requester_number
    before, _mark, after = number.partition(TEMPLATE)
    pattern = rb">\s*" + re.escape(before.encode()) + rb"([0-9A-Za-z]{1,8})" + re.escape(after.encode()) + rb"\s*<"
    found = re.search(pattern, text)
    return found[1].decode("ascii") if found else TEMPLATE


def summary_of(tables: Iterable[MessageTable]) -> FieldSummary:
    """Count the fields of a step's messages."""
    tables = tuple(tables)
    counted = Counter(row.origin for table in tables for row in table.rows)
    differences = tuple((table.evidence, row) for table in tables for row in table.differences)
    return FieldSummary(
        len(tables), counted[Origin.STANDARD], counted[Origin.CASE], counted[Origin.VENDOR], differences
    )


def fields_json(tables: Mapping[str, tuple[MessageTable, ...]]) -> bytes:
    """Return fields.json: step -> its messages, each field as [path, expected, got, origin, ok]; UTF-8."""
    content = {
        "columns": ["path", "expected", "got", "origin", "ok"],
        "steps": {
            step: [
                {
                    "evidence": table.evidence.sha256,
                    "name": table.evidence.name,
                    "fields": [[row.path, row.expected, row.got, row.origin.value, row.ok] for row in table.rows],
                }
                for table in of_step
            ]
            for step, of_step in tables.items()
        },
    }
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return (text + "\n").encode("utf-8", "backslashreplace")
