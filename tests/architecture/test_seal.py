"""The seal that a release comes with is over the files as they are."""

import json
from pathlib import Path

from labcert import __version__
from labcert.domain.suite_state import SuiteState
from labcert.runner.suite_digest import judging_files
from labcert.runner.suite_seal import SEAL, suite_state

ROOT = Path(__file__).parents[2]


def test_the_seal_is_made_anew_after_every_change():
    """suite.seal.json names each file that judges as it is now, for the version that is built: else `make seal`."""
    assert suite_state(ROOT, judging_files(ROOT)) == SuiteState(__version__)


def test_the_seal_is_over_protocols_features_sentences_fixtures_and_rules():
    """Each kind of file that the issue of a sealed suite names has its place in it, and nothing that is only made."""
    names = json.loads((ROOT / SEAL).read_bytes())["files"].keys()
    starts = ("protocols/", "features/", "steps/", "fixtures/codes/", "fixtures/schemas/", "labcert/validation/rules/", "labcert/checks/")
    assert [start for start in starts if not any(name.startswith(start) for name in names)] == []
    assert {"conftest.py", "suite.ini"} <= names
    assert [name for name in names if "__pycache__" in name or name.endswith(".pyc")] == []
