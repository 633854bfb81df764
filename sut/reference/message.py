"""The whole message: an Emessage of one envelope and a letter for each standard that the case's results belong to."""

from collections.abc import Callable
from datetime import datetime

from lxml import etree

from sut.reference.basics import NAMESPACE, Json
from sut.reference.behaviours import Behaviours
from sut.reference.parts import add, moment
from sut.reference.xrpt01 import append_laboratory_report
from sut.reference.xrpt05 import append_microbiology_report

__all__ = ["build", "standards_of"]

LETTERS: dict[str, Callable[[etree._Element, Behaviours, Json, list[Json], str], None]] = {
    "XRPT01": append_laboratory_report,
    "XRPT05": append_microbiology_report,
}


def standards_of(rules: Behaviours, case: Json) -> tuple[str, ...]:
    """Return the standards of the letters the case makes, in the order they stand in."""
    wanted = {rules.standard_for(result) for result in case["results"]}
    return rules.order_of_letters(tuple(standard for standard in LETTERS if standard in wanted))


def build(rules: Behaviours, case: Json, envelope: str, letters: tuple[str, ...], sent: datetime) -> bytes:
    """Return the message's bytes; `letters` holds an identifier for each of `standards_of`, in that order."""
    message = etree.fromstring(f'<Emessage xmlns="{NAMESPACE}"/>')
    head = add(message, "Envelope")
    moment(head, "Sent", rules.sent_at(case, sent))
    add(head, "Identifier", envelope)
    add(head, "AcknowledgementCode", rules.acknowledgement_code(case))
    for standard, identifier in zip(standards_of(rules, case), letters, strict=True):
        LETTERS[standard](message, rules, case, rules.results_of(case, standard), identifier)
    return rules.write(message, rules.encoding_of(case))
