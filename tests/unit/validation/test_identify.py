"""What a message says it is: a mistake in writing its namespace is told as that, an older edition as that."""

import pytest

from labcert.validation import validate
from tests.support.business import XRPT01

OURS = "http://rep.oio.dk/medcom.dk/xml/schemas/2014/10/08/"
OTHER = "http://rep.oio.dk/medcom.dk/xml/schemas/2011/06/15/"


def told(namespace: str):
    """Return the only finding of the message in a namespace."""
    (finding,) = validate(XRPT01.replace(f'xmlns="{OURS}"', f'xmlns="{namespace}"').encode()).findings
    return finding


def test_a_namespace_without_its_last_slash_is_no_older_edition():
    """It is told what is wrong with it, not that the elements are others."""
    finding = told(OURS.rstrip("/"))
    assert (finding.rule, finding.expected, finding.actual) == ("MSG-ID-003", OURS, OURS.rstrip("/"))
    assert finding.message == "Navnerummet mangler sin sidste skråstreg."


@pytest.mark.parametrize("namespace", [OTHER, OTHER.rstrip("/")])
def test_an_older_edition_is_told_as_one(namespace):
    """With or without the last slash."""
    assert told(namespace).rule == "MSG-ID-002"


def test_a_foreign_namespace_is_told_as_one():
    """Ours stands beside it as what was expected."""
    finding = told("http://example.org/")
    assert (finding.rule, finding.expected) == ("MSG-ID-003", OURS)
    assert finding.message == "Emessage står i et navnerum, som ikke er MedComs."
