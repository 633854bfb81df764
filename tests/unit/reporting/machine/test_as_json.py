"""The report as JSON has the shape that docs/rapport.schema.json says, and says what verdict.json does."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from labcert.reporting.machine import to_json
from labcert.reporting.masked import masked
from labcert.session.verdict import verdict_json
from tests.unit.reporting.every_format import told
from tests.unit.reporting.html.casework_example import flawless
from tests.unit.reporting.html.report_example import example

SCHEMA = json.loads((Path(__file__).parents[4] / "docs/rapport.schema.json").read_text("utf-8"))


def closed(schema: object) -> object:
    """The schema, taking no key that it doesn't name: readers must bear new ones, but we must write them down."""
    if isinstance(schema, list):
        return [closed(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {key: closed(each) for key, each in schema.items()}
    return found | ({"additionalProperties": False} if schema.get("type") == "object" and "properties" in schema else {})


def test_the_schema_is_one():
    """It is a schema of JSON Schema 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", ["casework", "flawless", "demonstration"])
def test_a_report_has_the_shape(name: str):
    """Whether people have worked with the session, nothing is to say of it, or it is a demonstration with signatures."""
    made = {"casework": told, "flawless": flawless, "demonstration": lambda: None}[name]()
    report = made.report if made else example()[0]
    errors = [f"{list(error.path)}: {error.message}" for error in Draft202012Validator(closed(SCHEMA)).iter_errors(json.loads(to_json(report)))]
    assert errors == []


def test_the_schema_bears_a_new_key_and_misses_an_old_one():
    """A reader who checks by it is not broken by what is added later, only by what is taken away."""
    data = json.loads(to_json(told().report))
    data["verdict"]["steps"][0]["new"] = 1
    assert list(Draft202012Validator(SCHEMA).iter_errors(data)) == []
    assert [error.validator for error in Draft202012Validator(closed(SCHEMA)).iter_errors(data)] == ["additionalProperties"]
    del data["verdict"]["sentence"]
    assert [error.validator for error in Draft202012Validator(SCHEMA).iter_errors(data)] == ["required"]


def test_the_verdict_is_that_of_verdict_json():
    """Who reads the one can read the other: the same keys with the same values."""
    report = masked(told().report)
    assert json.loads(to_json(report))["verdict"] == json.loads(verdict_json(report.verdict))


def test_a_step_that_ran_twice_tells_both_runs():
    """Each says what it showed, and which of them counts."""
    steps = {step["id"]: step for step in json.loads(to_json(told().report))["steps"]}
    runs = [(run["run"], run["outcome"], run["mark"], run["counts"]) for run in steps["TP-4.2.07"]["runs"]]
    assert runs == [(1, "failed", "F2", False), (2, "passed", "Ok", True)]


def test_who_has_not_signed_stands_there_with_nothing():
    """A party that is waited for has null where the others have a time and a name."""
    signatures = json.loads(to_json(told().report))["signatures"]
    assert {(each["row"], each["party"]) for each in signatures if each["signed"] is None} >= {("4.2", "LPS"), ("", "MedCom")}
    assert not [each for each in signatures if each["signed"] is None and each["name"] is not None]
