"""A session whose review has ended is frozen: everything listed, everybody named who must sign, and nobody has yet."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from labcert.domain.casework import Actor, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import ReviewMoved, SignOffStated
from labcert.session.authority import Authority, subject
from labcert.session.bundle import verify
from labcert.session.folder import SessionFolder
from labcert.session.log import EventLog, read_log
from labcert.session.manifest import required_signers
from labcert.session.sealing import facts_of, freeze
from labcert.session.signing import Signer, read_signatures, sign_one, with_signature

NOW = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
ANNE = Actor("Anne Holm", "Konsulent", "MedCom", "MedCom")


@pytest.fixture
def closed(tmp_path, small):
    """The folder of a session that was closed, and what its manifest must say."""
    folder = SessionFolder.create(tmp_path / "session")
    _suite, programme = small.suite_of(small.step("A"))
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(replace(small.opened(demo=False), test_type="live"))
        log.append(ReviewMoved(ReviewState.NOT_APPROVED, "intet kørt", ANNE))
    folder.verdict.write_text("{}")
    return folder, facts_of(read_log(folder.events).entries, required_signers(programme))


def test_everything_is_listed_and_nobody_has_signed(closed):
    """The parties of the row and MedCom are named; the file for their signatures is there, over this manifest."""
    folder, facts = closed
    freeze(folder, facts)
    manifest = json.loads(folder.manifest.read_bytes())
    assert [each["party"] for each in manifest["signers"]] == ["LPS", "PLSP", "MedCom"]
    assert [each["path"] for each in manifest["files"]] == ["events.jsonl", "verdict.json"]
    assert read_signatures(folder.signatures.read_bytes()).signatures == ()
    assert "not_signed" in {reason.code for reason in verify(folder.path).reasons}


def test_it_is_frozen_anew_until_somebody_has_signed(closed):
    """An interrupted freezing is done again; under a signature nothing is."""
    folder, facts = closed
    freeze(folder, facts)
    folder.report.write_text("en rapport, der kom til")
    freeze(folder, facts)
    manifest = folder.manifest.read_bytes()
    assert "report.html" in {each["path"] for each in json.loads(manifest)["files"]}
    stated = SignOffStated("4.2", "MedCom", ANNE.name, ANNE.role, ANNE.organisation, "", demo=False)
    key = Authority(NOW, subject("TEST rod", "TEST")).issue(subject(ANNE.name, "MedCom", "TEST", "MedCom"))
    signature = sign_one(manifest, Signer(stated, NOW.isoformat(), key))
    folder.signatures.write_bytes(with_signature(folder.signatures.read_bytes(), manifest, signature))
    with pytest.raises(UsageMistake, match="er underskrevet"):
        freeze(folder, facts)
    assert folder.manifest.read_bytes() == manifest


def test_half_a_line_is_not_frozen(closed):
    """What a killed process left in the log is set aside first."""
    folder, facts = closed
    with folder.events.open("ab") as file:
        file.write(b'{"data"')
    with pytest.raises(UsageMistake, match="skrevet halvt"):
        freeze(folder, facts)
    assert not folder.manifest.exists()
