"""The guide for protocol authors names what there is."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from labcert.domain.suite import suite_root


def words(schema: Any) -> Iterator[str]:
    """Every key and every fixed word of a schema."""
    if isinstance(schema, dict):
        yield from schema.get("properties", {})
        yield from (word for word in schema.get("enum", ()) if isinstance(word, str))
    for inner in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from words(inner)


@pytest.mark.parametrize("kind", ["protocol", "programme", "requirements"])
def test_every_key_and_word_stands_in_the_guide(kind: str):
    """What a consultant may write is explained to them."""
    schema = json.loads((suite_root() / "protocols/schemas" / f"{kind}.schema.json").read_text("utf-8"))
    guide = (suite_root() / "docs/protokolforfatter.md").read_text("utf-8")
    assert [word for word in dict.fromkeys(words(schema)) if word not in guide] == []
