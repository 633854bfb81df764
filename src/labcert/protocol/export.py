"""A protocol on paper: MedCom's form as one offline HTML page, and its steps as a table for a spreadsheet."""

import csv
import io

from labcert.domain.outcome import Mark
from labcert.protocol.model import Area, Protocol

__all__ = ["COLUMNS", "to_csv", "to_html"]

COLUMNS = (
    "Step", "Titel", "Område", "Krav", "Handling", "Test data", "Forventet resultat", "Parter", "Art", "Klasse",
    "Krav-id", "Aktuelt resultat", "MedCom vurdering",
)  # fmt: skip
"""The form's own words, Danish in every language; the last two are left for who fills them in."""


def to_html(protocol: Protocol) -> bytes:
    """Return the form in UTF-8: cover, introduction, vendor and SUT to fill in, and the four areas as tables."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("labcert.protocol"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    areas = [(area.value, protocol.steps_in(area)) for area in Area]
    page = environment.get_template("protocol.html.j2").render(protocol=protocol, areas=areas, marks=list(Mark))
    return page.encode()


def to_csv(protocol: Protocol) -> bytes:
    """Return one row a step, semicolons between and a byte-order mark first, as Danish Excel opens it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for step in protocol.steps:
        writer.writerow((
            step.id, step.title, step.area.value, step.requirement, step.instruction, "\n".join(step.testdata),
            step.expected, ", ".join(step.parties), step.kind.value, step.severity.value,
            ", ".join(step.requirement_ids), "", "",
        ))  # fmt: skip
    return text.getvalue().encode("utf-8-sig")
