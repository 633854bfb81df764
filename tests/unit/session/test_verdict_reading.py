"""A verdict that was written is read back as it was."""

import json

import pytest

from labcert.session.verdict import verdict_json
from labcert.session.verdict_reading import read_verdict
from tests.unit.reporting.every_format import told
from tests.unit.reporting.html.casework_example import casework
from tests.unit.reporting.html.report_example import session


@pytest.mark.parametrize("name", ["casework", "surrogates", "demonstration"])
def test_what_was_written_comes_back(name: str):
    """Every mark, finding, remark, deviation and line of the rule, half letters and all."""
    verdict = {
        "casework": lambda: told().verdict, "surrogates": lambda: casework(text="\ud800 \0").verdict,
        "demonstration": lambda: session()[0],
    }[name]()  # fmt: skip
    assert read_verdict(verdict_json(verdict)) == verdict


def test_a_verdict_of_an_older_version_is_read():
    """Versions before this one wrote no policy, no deviations and no computed marks."""
    content = json.loads(verdict_json(told().verdict))
    for key in ("policy", "deviations", "comments", "review", "claimed_by", "runs", "follows", "standards", "direction", "suite"):
        del content[key]
    for step in content["steps"]:
        for key in ("computed_mark", "override", "deviation", "comments", "added_evidence", "run"):
            del step[key]
    verdict = read_verdict(json.dumps(content).encode())
    assert [step.mark for step in verdict.steps] == [step.mark for step in told().verdict.steps]
    assert (verdict.lines, verdict.deviations, verdict.suite_state) == ((), (), None)


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b"null", b"\xff", b'{"system": 1}', b"[" * 100_000])
def test_what_is_no_verdict_is_told(data: bytes):
    """A ValueError, and nothing else, whatever somebody put there."""
    with pytest.raises(ValueError):
        read_verdict(data)
