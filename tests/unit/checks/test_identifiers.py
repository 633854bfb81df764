"""Identifiers of envelopes and letters."""

from collections import Counter

import pytest

from labcert.checks.identifiers import Identifier, are_own, identifiers_of, is_of_sample, used_once

LETTER = "<{name}><Letter><Identifier>{identifier}</Identifier></Letter></{name}>"


def _message(emessage, envelope, *letters):
    names = ("LaboratoryReport", "MicrobiologyWebReport")
    return emessage(*(LETTER.format(name=name, identifier=one) for name, one in zip(names, letters, strict=False)), envelope=envelope)


def _own(*values):
    return are_own([Identifier("Letter/Identifier", value) for value in values])


def test_envelope_and_letters_are_read_in_order(emessage):
    """First the envelope's, then each letter's, with their places."""
    found = identifiers_of(_message(emessage, "E1", "L1", "L2"))
    assert [(one.kind, one.value) for one in found] == [("Envelope/Identifier", "E1"), ("Letter/Identifier", "L1"), ("Letter/Identifier", "L2")]
    assert found[2].path == "/Emessage/MicrobiologyWebReport/Letter/Identifier"


def test_different_ones_of_1_to_14_characters_are_right():
    """Both limits count."""
    assert _own("1", "12345678901234") == ()


@pytest.mark.parametrize("value", ["", "123456789012345"])
def test_an_empty_or_too_long_one_is_told(value):
    """0 and 15 characters."""
    assert [finding.rule for finding in _own("1", value)] == ["ID-LENGTH"]


def test_a_missing_one_is_told(emessage):
    """A letter without an identifier has none of its own."""
    found = are_own(identifiers_of(emessage("<LaboratoryReport><Letter/></LaboratoryReport>")))
    assert [(finding.rule, finding.path) for finding in found] == [("ID-LENGTH", "/Emessage/LaboratoryReport")]


def test_each_repeat_is_told(emessage):
    """Letter and envelope may not share one either."""
    found = are_own(identifiers_of(_message(emessage, "X1", "X1", "X2")) + identifiers_of(_message(emessage, "X2", "X3")))
    assert [finding.actual for finding in found] == ["X1", "X2"]


def test_one_met_before_is_told():
    """The hub's journal knows it from two messages."""
    one, two = Identifier("Envelope/Identifier", "E1"), Identifier("Letter/Identifier", "L1")
    assert used_once([one, two], Counter(E1=1, L1=1)) == ()
    assert [finding.actual for finding in used_once([one, two], Counter(E1=2, L1=1))] == ["E1"]


def _about(emessage, sample):
    number = f"<RequesterSampleIdentifier>{sample}</RequesterSampleIdentifier>" if sample else ""
    inner = f"<RequisitionInformation><Sample>{number}</Sample></RequisitionInformation>"
    return emessage(f"<LaboratoryReport>{inner}</LaboratoryReport>")


def test_a_message_of_another_sample_is_told(emessage):
    """Under a reused envelope identifier the hub still has the first message."""
    finding = is_of_sample(_about(emessage, "LC1"), "LC2", "E1")
    assert (finding.rule, finding.actual) == ("ID-REUSED", "en besked om prøven LC1")


@pytest.mark.parametrize("sample", ["LC2", ""])
def test_the_sample_itself_and_a_message_without_a_number_are_not(emessage, sample):
    """A lost sample number is another check's finding."""
    assert is_of_sample(_about(emessage, sample), "LC2", "E1") is None
