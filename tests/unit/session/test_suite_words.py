"""What a reader of a bundle is told about tests that aren't the release's."""

import json
from dataclasses import replace

import pytest

from labcert.domain.suite_state import SuiteState
from labcert.session.report import Reason, Result, VerifyReport
from labcert.session.suite_words import told_of_suite
from labcert.session.verdict_json import verdict_json
from tests.support.sample_session import sample

NOTICE, UNSIGNED, CHANGED = (Reason(code, "", "") for code in ("suite_not_sealed", "not_signed", "file_changed"))


@pytest.mark.parametrize(
    ("reasons", "result", "is_unsigned"),
    [
        ((), Result.VALID, False),
        ((NOTICE,), Result.VALID, False),
        ((NOTICE, UNSIGNED), Result.UNKNOWN, True),
        ((NOTICE, CHANGED), Result.BROKEN, False),
    ],
)
def test_a_notice_changes_no_result(reasons, result, is_unsigned):
    """Whether every byte is as signed has nothing to do with which tests were run."""
    report = VerifyReport(reasons)
    assert (report.result, report.is_unsigned) == (result, is_unsigned)


def test_a_sealed_suite_needs_no_word():
    """Nothing is said where there is nothing to say."""
    assert told_of_suite(SuiteState("1.0")) == ""


def test_each_kind_of_change_is_named():
    """Changed, added and missing files by name, and that the system is not to blame."""
    told = told_of_suite(SuiteState("1.0", ("a.yaml",), ("b.py", "c.py"), ("d.csv",)))
    assert "(ændret: a.yaml; tilføjet: b.py, c.py; mangler: d.csv)" in told
    assert "tæller ikke mod systemet" in told


def test_many_files_are_counted():
    """Ten names and a count: the sentence stays a sentence. Eleven are named."""
    names = tuple(f"f{number:02}" for number in range(12))
    assert "f09 og 2 andre" in told_of_suite(SuiteState("1.0", names))
    assert "f10" in told_of_suite(SuiteState("1.0", names[:11]))


def test_a_suite_without_seal_is_told_as_such():
    """No file is accused of anything."""
    assert "uden forsegling" in told_of_suite(SuiteState(""))


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (None, (None, None)),
        (SuiteState("1.0"), (True, {"release": "1.0", "changed": [], "added": [], "missing": []})),
        (SuiteState("1.0", ("a",)), (False, {"release": "1.0", "changed": ["a"], "added": [], "missing": []})),
        (SuiteState(""), (False, {"release": "", "changed": [], "added": [], "missing": []})),
    ],
)
def test_verdict_json_says_it_for_machines(tmp_path, state, expected):
    """`sealed` is null where an older version wrote the log, and `suite` names the files."""
    content = json.loads(verdict_json(replace(sample(tmp_path).verdict, suite_state=state)))
    assert (content["sealed"], content["suite"]) == expected
