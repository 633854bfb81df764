"""What a message is made of."""

import pytest

from labcert.checks.schema import in_namespace, letters_are

BOTH = ("<LaboratoryReport/>", "<MicrobiologyWebReport/>")
OURS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"


def test_the_letters_may_come_in_any_order(emessage):
    """Both standards in one envelope."""
    assert letters_are(emessage(*BOTH), ["XRPT05", "XRPT01"]) is None


@pytest.mark.parametrize("letters", [(), BOTH[:1], BOTH[1:], (*BOTH, BOTH[0])])
def test_a_missing_or_extra_letter_is_told(emessage, letters):
    """None, one of the two, or one too many."""
    assert letters_are(emessage(*letters), ["XRPT01", "XRPT05"]).rule == "MSG-LETTERS"


def test_every_element_stands_in_the_namespace(emessage):
    """The root, the envelope and the letters."""
    assert in_namespace(emessage(*BOTH), OURS) is None


@pytest.mark.parametrize("wrong", ["http://rep.oio.dk/sundcom.dk/medcom.dk/xml/schemas/2007/02/01/", OURS.rstrip("/")])
def test_an_older_or_misspelt_namespace_is_told(emessage, wrong):
    """The finding shows the namespace that stands there."""
    assert in_namespace(emessage(namespace=wrong), OURS).actual == wrong


def test_one_element_outside_is_found(emessage):
    """A letter without a namespace inside a right message."""
    finding = in_namespace(emessage('<LaboratoryReport xmlns=""/>'), OURS)
    assert (finding.actual, finding.line) == ("intet navnerum", 2)
    assert "LaboratoryReport" in finding.message
