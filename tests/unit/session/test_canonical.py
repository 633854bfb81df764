"""JSON for people is the same bytes as Python's own, which are signed in older bundles."""

import json

from hypothesis import given
from hypothesis import strategies as st

from labcert.session.canonical import indented

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.text(st.characters(codec="utf-8"), max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=6), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES)
def test_it_is_what_pythons_json_writes(value):
    """Sorted by code point, with one space a level, whatever the letters."""
    expected = json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n"
    assert indented(value) == expected.encode()
