"""Checks the bytes of a message before a simulator decides about it: the same for PLSP, LABA and MiBa."""

from collections.abc import Collection
from dataclasses import dataclass

from lxml import etree

from labcert.domain.findings import Finding
from labcert.domain.masking import holds_foreign_cpr
from labcert.domain.messages import parse
from labcert.validation import validate
from mock_databanks.letters import EnvelopeFacts, read_envelope
from mock_databanks.persons import known_persons

__all__ = ["Checked", "canonical_letter", "check", "parsed", "stored_letter"]

_STATUS = {
    "none": 0, "too_large": 413, "not_xml": 415, "not_well_formed": 400, "invalid": 422, "not_checked": 422,
    "fault": 500,
}
"""problem -> the answer that turns a message away; one with nothing to check has nothing for a databank either"""


@dataclass(frozen=True)
class Checked:
    """A message's bytes and what is found about them; `status` is 0 or the HTTP status that turns it away.

    `facts` is None where the bytes could not be read as XML. `private` says that the message may hold a real person's
    CPR: then its bytes are never kept. The parsed message is not handed on: the same finding may be used by two hosts.
    """

    data: bytes
    status: int
    findings: tuple[Finding, ...]
    facts: EnvelopeFacts | None = None
    private: bool = False


def check(data: bytes, *, test_persons_only: bool = True) -> Checked:
    """Validate the bytes; with `test_persons_only` a CPR that is no national test person's is a finding."""
    known = known_persons()
    validation = validate(data, known_persons=known if test_persons_only else None)
    status = _STATUS[validation.problem]
    root = validation.root
    facts = None if root is None else read_envelope(root)
    private = bool(status) and (facts is None or _foreign(data, root, known))
    return Checked(data, status, tuple(validation.findings), facts, private)


def _foreign(data: bytes, root: etree._Element | None, known: Collection[str]) -> bool:
    encoding = (root.getroottree().docinfo.encoding if root is not None else None) or "utf-8"
    return holds_foreign_cpr(data.decode(encoding, errors="replace"), known)


def canonical_letter(root: etree._Element, index: int) -> bytes:
    """Return the letter at an index (from 0) in canonical form: equal bytes mean equal content."""
    return bytes(etree.tostring(_letter(root, index), method="c14n", exclusive=True, with_tail=False))


def parsed(data: bytes) -> etree._Element:
    """Return the root of kept bytes, without comments, as the check saw it."""
    return parse(data)


def stored_letter(data: bytes, index: int) -> etree._Element:
    """Return a letter's element out of kept bytes."""
    return _letter(parse(data), index)


def _letter(root: etree._Element, index: int) -> etree._Element:
    letters = [child for child in root.iterchildren(tag=etree.Element) if etree.QName(child).localname != "Envelope"]
    return letters[index]
