"""Taking off a seal that nobody has signed."""

import pytest

from labcert.domain.errors import UsageMistake
from labcert.session import SessionFolder
from labcert.session.reopening import unseal


def sealed(path) -> SessionFolder:
    """A folder with all that a sealed session has."""
    folder = SessionFolder.create(path)
    for file in (folder.events, folder.manifest, folder.verdict, folder.report, folder.allure, folder.evidence / "a",
                 folder.path / "fields.json"):
        file.write_bytes(b"x")
    folder.signatures.write_bytes(b'{\n "algorithm": "ECDSA-P256-SHA256",\n "manifest_sha256": "' + b"0" * 64 + b'",\n "signatures": []\n}\n')
    for name in ("medcom", "allure-results", "journals"):
        (folder.path / name).mkdir(exist_ok=True)
        (folder.path / name / "x").write_bytes(b"x")
    return folder


def test_what_was_derived_goes_and_what_happened_stays(tmp_path):
    """Log, evidence and journals are the truth; all else is made again."""
    folder = sealed(tmp_path / "s")
    unseal(folder)
    left = sorted(path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file())
    assert left == ["events.jsonl", "evidence/a", "journals/x"]
    assert folder.allure_results.is_dir()
    unseal(folder)


def test_a_seal_that_cannot_be_read_is_not_taken_off(tmp_path):
    """It might be somebody's signature."""
    folder = sealed(tmp_path / "s")
    folder.signatures.write_bytes(b"\0")
    with pytest.raises(UsageMistake, match="kan ikke læses"):
        unseal(folder)
    assert folder.report.exists()
