"""The schema of the plan says the same as its reader."""

import json
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from labcert.domain.suite import suite_root
from labcert.protocol.plan import PLAN, plan_mistakes
from tests.unit.protocol.test_plan import HEAD, ROW, suite_with
from tests.unit.protocol.test_schemas import plain

RIGHT = {"row": "4.2", "start": "2025-12-01", "end": "2025-12-31", "party": "PLSP"}


@pytest.mark.parametrize(
    ("values", "more", "right"),
    [
        ({}, "", True), ({}, "  test: true\n  gælder: pilot\n  usikkert: Måske.\n", True), ({"start": "snart"}, "", False),
        ({}, "  gælder: nogle\n", False), ({}, "  ukendt: ja\n", False), ({}, "  usikkert: ''\n", False),
        ({"party": ""}, "", False), ({"row": " "}, "", False),
    ],
)  # fmt: skip
def test_the_schema_and_the_reader_agree(tmp_path: Path, values, more, right):
    """What an editor underlines is what the reader refuses."""
    rows = ROW.format(**(RIGHT | values)) + more
    schema = json.loads((suite_root() / "protocols/schemas/plan.schema.json").read_text("utf-8"))
    found = list(Draft202012Validator(schema).iter_errors(plain(yaml.safe_load(HEAD + rows))))
    assert (found == []) is right
    assert (plan_mistakes(suite_with(tmp_path, rows)) == ()) is right
    assert (tmp_path / PLAN).exists()
