"""A message field by field: every field has a class, and a message made from a case has no difference to it."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from labcert.checks.fields import INLINE, Origin, best_rows, rows_of
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from sut.reference.basics import Blocked
from sut.reference.behaviours import Behaviours
from sut.reference.message import build, standards_of

VALID = sorted((suite_root() / "fixtures" / "corpus" / "valid").glob("*.xml"))
SENT = datetime(2025, 12, 1, 8, 40, tzinfo=UTC)


@pytest.fixture(scope="module")
def cases():
    """Every case of the suite that the reference system sends as it is, with its later answers."""
    steps = load_suite(suite_root()).steps
    return [case for step in steps for case in (step.case, *step.case.further.values())]


def sent(case) -> bytes:
    """The case as the reference system writes it."""
    content = json.loads(json.dumps(asdict(case)))
    rules = Behaviours()
    return build(rules, content, "E1", tuple(f"L{number}" for number, _ in enumerate(standards_of(rules, content))), SENT)


def leaves(data: bytes) -> list[str]:
    """The fields of a message, in document order: what has no element in it but those of a formatted text."""
    found = []
    for element in etree.fromstring(data).iter(etree.Element):
        inside = {etree.QName(child).localname for child in element.iterchildren(tag=etree.Element)}
        name = etree.QName(element).localname
        if inside <= INLINE and name not in INLINE:
            found.append(name)
    return found


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_every_field_of_a_message_has_a_class(path, cases):
    """Whatever the message, each of its fields has one row, which says who decides it."""
    data = path.read_bytes()
    rows = [row for row in rows_of(cases[0], data) if row.name != "xmlns"]
    missing = [row for row in rows if row.ok is False and not row.got]
    assert [row.name for row in rows if row not in missing] == leaves(data)
    assert {row.origin for row in rows} <= set(Origin)
    assert all((row.ok is None) is (row.origin is Origin.VENDOR) for row in rows)


def test_what_the_reference_system_sends_is_what_the_case_says(cases):
    """No case of the protocols makes a difference: a table tells only of what really differs."""
    told = []
    for case in cases:
        try:
            data = sent(case)
        except Blocked:  # two cases ask for what the user interface must refuse
            continue
        told += [(case.step, row.path, row.expected, row.got) for row in rows_of(case, data) if row.ok is False]
    assert told == []
    assert len(cases) > 100


def changed(case, before: bytes, after: bytes) -> list[tuple[str, str, str, Origin]]:
    """What the table tells of a message in which something was changed."""
    data = sent(case)
    assert before in data
    rows = rows_of(case, data.replace(before, after, 1))
    return [(row.name, row.expected, row.got, row.origin) for row in rows if row.ok is False]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (b"XR0131K", b"XR0130F", ("VersionCode", "XR0131K", "XR0130F", Origin.STANDARD)),
        (b"<Value>31<", b"<Value>13<", ("Value", "31", "13", Origin.CASE)),
        (b"<Unit>mg/L</Unit>", b"", ("Unit", "mg/L", "", Origin.CASE)),
        (b"pluspositivkvitt", b"minuspositivkvitt", ("AcknowledgementCode", "pluspositivkvitt", "minuspositivkvitt", Origin.CASE)),
        (b"2014/10/08", b"2011/06/15", ("xmlns", "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/",
                                        "http://rep.oio.dk/medcom.dk/xml/schemas/2011/06/15/", Origin.STANDARD)),
    ],
)  # fmt: skip
def test_a_field_that_differs_is_told_with_who_decides_it(cases, before, after, told):
    """Only the field that was changed, or left out, is told."""
    assert changed(cases[0], before, after) == [told]


@pytest.mark.parametrize(("before", "after"), [(b"<Identifier>E1<", b"<Identifier>X9<"), (b"2025-12-01</Date><Time>08:40", b"2026-01-01</Date><Time>09:00")])
def test_the_vendors_own_fields_never_differ(cases, before, after):
    """Identifiers and the time of sending are the vendor's choice."""
    assert changed(cases[0], before, after) == []


def test_a_result_that_is_missing_is_told_once(cases):
    """An analysis that was asked for and is not in its letter is one difference, not one a field."""
    case = cases[0]
    more = replace(case, results=(*case.results, replace(case.results[0], code="NPU02319")))
    rows = [row for row in rows_of(more, sent(case)) if row.ok is False]
    assert [(row.name, row.expected) for row in rows] == [("AnalysisCode", "NPU02319")]


def test_a_message_is_compared_to_the_answer_it_is_most_like(cases):
    """Of a step with a correction, each message is compared to its own case."""
    first = next(case for case in cases if "rettelse" in case.further)
    both = (first, first.further["rettelse"])
    for case in both:
        assert [row for row in best_rows(both, sent(case)) if row.ok is False] == []


@pytest.mark.parametrize("data", [b"", b"<", b"\xff\xfe", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;"])
def test_bytes_that_are_no_message_have_no_rows(cases, data):
    """What can't be read is told of elsewhere."""
    assert rows_of(cases[0], data) == ()
