"""The seal of the suite: what is told as changed, and what is not."""

import pytest

from labcert.domain.errors import ToolFault
from labcert.domain.suite_state import SuiteState
from labcert.runner.suite_digest import digest_of, judging_files
from labcert.runner.suite_seal import SEAL, compare, seal_bytes, suite_state


@pytest.fixture
def suite(tmp_path):
    """A suite of a few files, sealed."""
    for name in ("features/a.feature", "steps/ord.py", "protocols/p.yaml", "fixtures/codes/k.csv", "conftest.py", "suite.ini"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"en\nto\n")
    (tmp_path / SEAL).write_bytes(seal_bytes("1.2.3", judging_files(tmp_path)))
    return tmp_path


def state(suite):
    """How the suite on disk compares with its seal."""
    return suite_state(suite, judging_files(suite))


def test_an_untouched_suite_is_sealed(suite):
    """Nothing is told, and the release is named."""
    assert state(suite) == SuiteState("1.2.3")
    assert state(suite).sealed


def test_line_endings_and_left_behind_files_are_no_change(suite):
    """A checkout on Windows, Python's compiled modules, a file manager's notes and the examples of rules."""
    (suite / "features/a.feature").write_bytes(b"en\r\nto\r\n")
    for name in ("steps/__pycache__/ord.pyc", "features/.DS_Store", "fixtures/rules/x/right.xml", "fixtures/corpus/y.xml"):
        (suite / name).parent.mkdir(parents=True, exist_ok=True)
        (suite / name).write_bytes(b"x")
    assert state(suite).sealed


def test_each_changed_added_and_missing_file_is_named(suite):
    """By its name in the suite, sorted, in the list it belongs to."""
    (suite / "protocols/p.yaml").write_bytes(b"en\nto \n")
    (suite / "steps/ny.py").write_bytes(b"")
    (suite / "fixtures/codes/k.csv").unlink()
    found = state(suite)
    assert found == SuiteState("1.2.3", ("protocols/p.yaml",), ("steps/ny.py",), ("fixtures/codes/k.csv",))
    assert not found.sealed
    assert found.different == ("fixtures/codes/k.csv", "protocols/p.yaml", "steps/ny.py")


def test_a_renamed_file_is_missing_and_added(suite):
    """The bytes alone are not the file."""
    (suite / "features/a.feature").rename(suite / "features/b.feature")
    assert state(suite) == SuiteState("1.2.3", (), ("features/b.feature",), ("features/a.feature",))


def test_a_rule_of_ours_is_a_judging_file(suite):
    """What is wrong in our own code is told like what is wrong in a protocol, by the same name in a wheel and a checkout."""
    files = judging_files(suite)
    assert "labcert/validation/rules/values.py" in files
    sealed = files | {"labcert/checks/consent.py": "0" * 64}
    assert compare("1", sealed, files).changed == ("labcert/checks/consent.py",)


def test_without_a_seal_nobody_knows(suite):
    """Then the suite is not sealed, and no file is accused."""
    (suite / SEAL).unlink()
    assert (state(suite), state(suite).sealed) == (SuiteState(""), False)


@pytest.mark.parametrize("content", [b"", b"{", b'{"format":"x","release":"1","files":{}}', b'{"format":"labcert-suite-seal/1","release":"","files":{}}', b'{"format":"labcert-suite-seal/1","release":"1","files":[]}'])
def test_a_spoilt_seal_is_a_fault_of_ours(suite, content):
    """It is told in a sentence with what to do."""
    (suite / SEAL).write_bytes(content)
    with pytest.raises(ToolFault, match="Installér labcert igen"):
        state(suite)


def test_one_digest_over_all(suite):
    """The same files give the same digest in any order, and another name or content gives another."""
    files = judging_files(suite)
    digests = {digest_of(files), digest_of(dict(reversed(files.items())))}
    assert len(digests) == 1
    digests |= {digest_of(files | {"conftest.py": "0" * 64}), digest_of({f"{name}x": each for name, each in files.items()})}
    assert len(digests) == 3
