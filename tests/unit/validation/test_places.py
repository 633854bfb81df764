"""Where in a message something is, as libxml2 and as people say it."""

import pytest
from lxml import etree

from labcert.validation.places import element_at, path_of, resolve

ROOT = etree.fromstring(
    '<a xmlns="u" xmlns:p="v"><b/><p:c/><p:c><d/><e xmlns=""><f/><f/></e></p:c><b><b/></b><q:c xmlns:q="v"/></a>'
)


def test_every_element_is_found_by_libxml2s_path():
    """With a default namespace, a prefix, or none."""
    tree = ROOT.getroottree()
    for element in ROOT.iter():
        assert resolve(ROOT, tree.getpath(element)) is element


@pytest.mark.parametrize(
    ("path", "found"), [("", "a"), ("/*", "a"), ("/*/*[9]", "a"), ("/*/p:c[2]/x:y", "c"), ("/*/*[4]/*/*", "b")]
)
def test_a_path_that_leads_nowhere_ends_where_it_stops(path, found):
    """An error is told at the nearest element there is."""
    assert etree.QName(resolve(ROOT, path)).localname == found


def test_a_letter_and_a_repeated_element_carry_their_number():
    """From 1; an element alone of its name has none."""
    root = etree.fromstring("<Emessage><Envelope/><L><R/><R/><S/></L></Emessage>")
    assert [path_of(one) for one in root.iter()] == [
        "/Emessage", "/Emessage/Envelope", "/Emessage/L[1]", "/Emessage/L[1]/R[1]", "/Emessage/L[1]/R[2]", "/Emessage/L[1]/S",
    ]
    for one in root.iter():
        assert element_at(root, path_of(one)) is one
    with pytest.raises(LookupError):
        element_at(root, "/Emessage/L[1]/R[3]")
