"""The protocols catch wrong systems: each defect built into the reference LPS fails at a step that names it."""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from labcert.domain.suite import suite_root
from tests.support.commands import labcert

sys.path.insert(0, str(suite_root()))
from sut.defective import catalogue

TEN = {
    "consent-left-out": "samtykke",
    "wrong-unit": "Unit",
    "wrong-code-type": "AnalysisCodeType",
    "deletion-instead-of-correction": "svar_rettet",
    "reused-identifier": "dentifikator",
    "cut-value": "13",
    "wrong-route": "XRPT05",
    "wrong-version-code": "XR0131K",
    "no-resend": "send",
    "missing-full-name": "navn",
}
"""the defects that issue A names, and a word that the finding of a step that catches it must hold"""


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory):
    """Defect -> (exit code, verdict.json); two programmes run at a time."""
    base = tmp_path_factory.mktemp("defects")

    def run(defect: str):
        done = labcert("demo", "--defect", defect, "--no-allure", "--out", base / defect)
        return done.returncode, json.loads((base / defect / "verdict.json").read_text("utf-8"))

    with ThreadPoolExecutor(2) as pool:
        return dict(zip(TEN, pool.map(run, TEN), strict=True))


def test_the_ten_defects_are_those_of_the_catalogue():
    """Each of the ten exists in sut/defective and says at which steps it must be caught."""
    known = {defect.id: defect for defect in catalogue()}
    assert set(TEN) <= set(known)
    assert [name for name in TEN if not known[name].expected_at] == []


@pytest.mark.parametrize("defect", TEN)
def test_a_defective_system_is_not_approved(verdicts, defect):
    """The programme with the defect ends with exit code 1 and is not approved; no fault of ours hides it."""
    code, verdict = verdicts[defect]
    assert (code, verdict["approved"], verdict["outcome"]) == (1, False, "failed")


@pytest.mark.parametrize("defect", TEN)
def test_the_defect_is_caught_at_every_step_that_is_about_it(verdicts, defect):
    """Each step that the catalogue names for the defect fails, and a finding of one of them says what is wrong."""
    expected = next(known.expected_at for known in catalogue() if known.id == defect)
    steps = {step["id"]: step for step in verdicts[defect][1]["steps"]}
    assert [name for name in expected if steps[name]["outcome"] != "failed"] == []
    told = json.dumps([steps[name]["findings"] + [steps[name]["reason"], steps[name]["title"]] for name in expected], ensure_ascii=False)
    assert TEN[defect] in told


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
