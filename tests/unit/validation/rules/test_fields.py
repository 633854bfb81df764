"""How a text is shown in a finding."""

import pytest
from lxml import etree

from labcert.validation.rules.fields import extract, unshown
from labcert.validation.rules.leaves import Leaf


def leaf(name: str, text: str) -> Leaf:
    """Return a text of an element."""
    return Leaf(name, text, etree.Element(name))


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("abc", 0, "abc"),
        ("abc", 1, "bc"),
        ("a" * 40, 0, "a" * 40),
        ("a" * 41, 0, "a" * 39 + "…"),
        ("a" * 41, 1, "a" * 40),
    ],
)
def test_a_text_is_shown_from_a_place_on(text, start, expected):
    """At most 40 characters, the last of which says that there are more."""
    assert extract(leaf("Comments", text), start) == expected


def test_a_persons_name_is_not_shown():
    """Only how long the whole of it is."""
    name = leaf("PersonGivenName", "Nancy Ann")
    assert extract(name, 4) == unshown(name) == "Et navn på 9 tegn, som ikke vises"
