"""Versionerne: every version of an answer that a databank holds, the letter it came in and how it is marked."""

from pytest_bdd import then

from labcert.checks.holding import versions_are
from labcert.checks.versions import CORRECTED, REFUSED, came_in, marks_are
from labcert.domain.errors import ToolFault
from labcert.domain.findings import Finding
from labcert.ports import Databank, HeldVersion
from steps.databank import held_answer
from steps.forloeb import Flow
from steps.ord import sentence
from steps.skyld import fields_are, require_held, result_fields_are

HEADING = ["version", "sendt som", "mærke"]


def _marks(cell: str) -> list[str]:
    marks = [mark.strip() for mark in cell.split(",") if mark.strip()]
    unknown = [mark for mark in marks if mark not in (CORRECTED, REFUSED)]
    if unknown:
        raise ToolFault(f"Scenariet nævner mærket “{unknown[0]}”. Skriv “{CORRECTED}”, “{REFUSED}” eller ingenting.")
    return marks


def _version(flow: Flow, databank: Databank, number: int) -> HeldVersion:
    """Return a version by its number from 1; that the databank has too few of them is a finding."""
    versions = held_answer(flow, databank).versions
    if number > len(versions):
        flow.judge.require(versions_are(databank.name, len(versions), number))
    return versions[number - 1]


@then(sentence("holder {bank:Bank} ét svar i disse versioner"))
def versions_held(flow: Flow, databanks: dict[str, Databank], bank: str, datatable: list[list[str]]) -> None:
    """Each row: the version's number, the answer of the test data it was sent as, and its marks."""
    heading, *rows = datatable
    if heading != HEADING or [row[0] for row in rows] != [str(number) for number in range(1, len(rows) + 1)]:
        raise ToolFault(f"Tabellen over versioner skal have kolonnerne {', '.join(HEADING)} og tælle fra 1.")
    versions = held_answer(flow, databanks[bank]).versions
    flow.judge.require(versions_are(bank, len(versions), len(rows)))
    found: list[Finding | None] = []
    for version, (_number, name, marks) in zip(versions, rows, strict=True):
        found += marks_are(bank, version, _marks(marks))
        found.append(came_in(bank, version, flow.envelope(name), flow.sent(name).letters))
    flow.judge.require(found)


@then(sentence("står der i version {number:d} i {bank:Bank}"))
def version_says(
    flow: Flow, databanks: dict[str, Databank], number: int, bank: str, datatable: list[list[str]]
) -> None:
    """Each field of the table stands in the version; paths are below the letter."""
    require_held(flow, bank, _version(flow, databanks[bank], number), fields_are(datatable[1:]))


@then(sentence("står der i version {number:d} i {bank:Bank} for analysen {code}"))
def version_result_says(
    flow: Flow, databanks: dict[str, Databank], number: int, bank: str, code: str, datatable: list[list[str]]
) -> None:
    """The same for one result; paths are below Result or Investigation."""
    require_held(flow, bank, _version(flow, databanks[bank], number), result_fields_are(code, datatable[1:]))


@then(sentence("har versionerne i {bank:Bank} disse værdier af {code}"))
def version_values(
    flow: Flow, databanks: dict[str, Databank], bank: str, code: str, datatable: list[list[str]]
) -> None:
    """Each row: a version's number and its Value."""
    for number, value in datatable[1:]:
        require_held(
            flow, bank, _version(flow, databanks[bank], int(number)), result_fields_are(code, [["Value", value]])
        )
