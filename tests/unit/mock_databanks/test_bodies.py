"""The kept bytes: under their sha256, again after a restart, and never half."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mock_databanks.bodies import FileBodies


@settings(max_examples=40, deadline=None)
@given(messages=st.lists(st.binary(max_size=300), max_size=6), cut=st.integers(0, 2000))
def test_every_whole_message_survives_a_cut(tmp_path_factory, messages, cut):
    """After a cut anywhere, a message is either whole or not there; new ones can be kept."""
    path = tmp_path_factory.mktemp("bodies") / "messages.pack"
    bodies = FileBodies(path, lambda _text: None)
    digests = [bodies.keep(message) for message in messages]
    bodies.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:cut])
    told: list[str] = []
    again = FileBodies(path, told.append)
    for digest, message in zip(digests, messages, strict=True):
        try:
            assert again.get(digest) == message
        except KeyError:
            assert cut < len(whole)
    assert again.get(again.keep(b"the next one")) == b"the next one"
    again.close()
    if cut >= len(whole):
        assert told == []


def test_the_same_bytes_are_kept_once(tmp_path):
    """The name is the content: keeping it again adds nothing."""
    bodies = FileBodies(tmp_path / "pack", lambda _text: None)
    digest = bodies.keep(b"same")
    size = (tmp_path / "pack").stat().st_size
    assert bodies.keep(b"same") == digest == hashlib.sha256(b"same").hexdigest()
    assert (tmp_path / "pack").stat().st_size == size
    with pytest.raises(KeyError):
        bodies.get("0" * 64)
    bodies.close()
