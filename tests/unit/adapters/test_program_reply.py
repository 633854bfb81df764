"""What a program prints is read strictly, and whatever it prints is told in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labcert.adapters.program_reply import (
    LONGEST_IDENTIFIER,
    LONGEST_REASON,
    STATES,
    ProgramReply,
    UnreadableReply,
    read_reply,
)

ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["envelope", "letters", "reason", "answers", "html", "error", "x"]), inner),
    max_leaves=12,
)
SPACE = st.text(" \t\r\n", max_size=5)
IDENTIFIER = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1, max_size=LONGEST_IDENTIFIER)


def silent(output):
    """Read an output in each way it may be used, and return the ways that refuse it without a sentence."""
    ways = {"sent": ProgramReply.sent, "outbox": ProgramReply.outbox, "refusal": lambda reply: reply.refusal}
    told = {}
    for name, way in ways.items():
        try:
            way(read_reply(output))
        except UnreadableReply as error:
            told[name] = str(error)
    return [name for name, sentence in told.items() if not sentence.endswith(".")]


@given(st.binary())
def test_no_bytes_break_the_reader(output):
    """Rubbish is told as rubbish, in a sentence."""
    assert silent(output) == []


@given(ANY_JSON, SPACE, SPACE)
def test_no_json_breaks_the_reader(content, before, after):
    """Nor does anything that is JSON."""
    assert silent((before + json.dumps(content) + after).encode()) == []


@given(IDENTIFIER, st.lists(IDENTIFIER, min_size=1, max_size=3), st.sampled_from([b"", b"\xef\xbb\xbf"]), SPACE, st.booleans())
def test_an_answer_is_read_as_it_was_printed(envelope, letters, mark, space, ascii_only):
    """With or without a byte order mark, white space, escapes and further keys."""
    printed = json.dumps({"envelope": envelope, "letters": letters, "more": [1]}, ensure_ascii=ascii_only)
    assert read_reply(mark + (space + printed + space).encode()).sent() == (envelope, tuple(letters))


@given(st.text(min_size=1).filter(str.strip))
def test_a_reason_is_whole_up_to_what_a_screen_holds(reason):
    """A reason of a megabyte is none that a user reads."""
    assert read_reply(json.dumps({"reason": reason}).encode()).refusal == reason.strip()[:LONGEST_REASON]


@given(st.text(min_size=LONGEST_IDENTIFIER + 1, max_size=40))
def test_a_longer_identifier_is_none(identifier):
    """The standards have 14 characters."""
    with pytest.raises(UnreadableReply, match="højst 14"):
        ProgramReply(identifier, ("L1",)).sent()


@given(st.text().filter(lambda state: state not in STATES))
def test_only_known_states_are_taken(state):
    """A state that the steps don't know would be compared in vain."""
    output = json.dumps({"answers": [{"envelope": "E", "letters": ["L"], "state": state}]}).encode()
    with pytest.raises(UnreadableReply, match="state"):
        read_reply(output).outbox()


def test_too_much_is_no_answer():
    """None stands for an output that could not be kept whole."""
    with pytest.raises(UnreadableReply, match="mere, end"):
        read_reply(None)


@pytest.mark.parametrize("output", [b"", b" \n", b"\xef\xbb\xbf"])
def test_nothing_is_an_answer_only_where_it_may_be(output):
    """`work` need not say anything."""
    assert read_reply(output, may_be_empty=True) == ProgramReply()
    with pytest.raises(UnreadableReply, match="intet"):
        read_reply(output)
