"""The protocols catch wrong systems: each defect built into the reference LPS fails at a step that names it."""

import json
import subprocess
import sys

import pytest

from labcert.domain.suite import suite_root
from tests.support.commands import labcert

sys.path.insert(0, str(suite_root()))
from sut.defective import catalogue

TEN = {
    "consent-left-out": "samtykke",
    "wrong-unit": "Unit",
    "wrong-code-type": "AnalysisCodeType",
    "deletion-instead-of-correction": "slette",
    "reused-identifier": "er brugt før",
    "cut-value": "spærret",
    "wrong-route": "XRPT05",
    "wrong-version-code": "VersionCode",
    "no-resend": "igen",
    "missing-full-name": "navn",
}
"""ten defects, and a word that must be told where the first step catches them"""


WHOLE = ("consent-left-out", "wrong-route")
"""those that are run through the whole programme with reports and verdict; the rest at the steps that are about them"""


def test_the_ten_defects_are_those_of_the_catalogue():
    """Each of the ten exists in sut/defective and says at which steps it must be caught."""
    known = {defect.id: defect for defect in catalogue()}
    assert set(TEN) <= set(known)
    assert [name for name in TEN if not known[name].expected_at] == []


def test_each_defect_is_caught_at_every_step_that_is_about_it(tmp_path):
    """Each step that the catalogue names for the defect fails, and what is told of the first says what is wrong."""
    only = [word for defect in TEN for word in ("--only", defect)]
    done = labcert("mutation", "pilot", *only, "--format", "json", cwd=tmp_path)
    systems = {system["id"]: system for system in json.loads(done.stdout)["systems"]}
    assert sorted(systems) == sorted(TEN)
    for known in catalogue():
        if known.id in TEN:
            assert set(systems[known.id]["caught_by"]) >= set(known.expected_at), known.id
            assert TEN[known.id] in systems[known.id]["why"], systems[known.id]["why"]
    assert done.returncode == 0


@pytest.mark.parametrize("defect", WHOLE)
def test_a_defective_system_is_not_approved(tmp_path, defect):
    """The programme with the defect ends with exit code 1 and is not approved; no fault of ours hides it."""
    done = labcert("demo", "--defect", defect, "--no-allure", "--out", tmp_path / defect)
    verdict = json.loads((tmp_path / defect / "verdict.json").read_text("utf-8"))
    assert (done.returncode, verdict["approved"], verdict["outcome"]) == (1, False, "failed")
    expected = next(known.expected_at for known in catalogue() if known.id == defect)
    steps = {step["id"]: step for step in verdict["steps"]}
    assert [name for name in expected if steps[name]["outcome"] != "failed"] == []
    assert all(steps[name]["findings"] for name in expected)


@pytest.mark.endurance
def test_every_defect_is_caught_where_it_should_be_and_no_harmless_difference_is(tmp_path):
    """Each defective system fails at every step that is about its defect; each harmless one passes the programme whole."""
    asked = [sys.executable, "-m", "labcert", "mutation", "pilot", "--format", "json"]
    done = subprocess.run(asked, cwd=tmp_path, capture_output=True, check=False, timeout=3600)
    told = json.loads(done.stdout)
    systems = {system["id"]: system for system in told["systems"]}
    assert sorted(systems) == sorted(known.id for known in catalogue())
    missed = {id: sorted(set(one["expected_at"]) - set(one["caught_by"])) for id, one in systems.items()}
    assert {id: steps for id, steps in missed.items() if steps} == {}
    strict = {id: one["caught_by"] for id, one in systems.items() if one["kind"] == "harmless" and one["caught_by"]}
    assert strict == {}
    assert (done.returncode, told["summary"]["caught"]) == (0, told["summary"]["defective"])
