"""A signature counts for the party whose organisation made it, and for no day on which its key could not have signed."""

from datetime import UTC, datetime, timedelta

import pytest

from labcert.domain.events import SignOffStated
from labcert.session.authority import BEFORE, Authority, subject
from labcert.session.certificates import pem_of
from labcert.session.manifest import MANIFEST, SIGNATURES, required_signers
from labcert.session.report import Result
from labcert.session.signing import Signer, sign_one, with_signature
from labcert.session.verifying import verify
from tests.support.approved import START, authority, session_in, trust


@pytest.fixture
def closed(tmp_path):
    """A session that waits for LPS and MedCom to sign row 4.2."""
    return session_in(tmp_path).opened().ran().closed()


def _sign(session, organisations, time=None, root=None):
    """Let each party's row be signed with the organisation's own certificate, which names no party."""
    manifest = session.store.read(session.id, MANIFEST)
    for wanted in required_signers(session.programme):
        organisation = organisations[wanted.party]
        stated = SignOffStated(wanted.row, wanted.party, "Lis Larsen", "Chef", organisation, "", demo=False)
        key = (root or authority()).issue(subject(organisation, organisation))
        signer = Signer(stated, (time or session.clock()).isoformat(timespec="milliseconds"), key)
        before = session.store.read(session.id, SIGNATURES)
        session.store.keep(session.id, SIGNATURES, with_signature(before, manifest, sign_one(manifest, signer)))


def _checked(session, folder):
    session.store.materialise(session.id, folder)
    return verify(folder, [trust()], on=datetime(2026, 11, 24, tzinfo=UTC).date())


def test_each_signs_for_itself(closed, tmp_path):
    """The vendor for LPS, MedCom for MedCom."""
    _sign(closed, {"LPS": "Æble & Søn A/S", "MedCom": "MedCom"})
    assert _checked(closed, tmp_path / "pakke").result is Result.VALID


@pytest.mark.parametrize("organisation", ["Æble & Søn A/S", "æble & søn", "Pære ApS"])
def test_nobody_else_signs_for_medcom(closed, tmp_path, organisation):
    """An organisation certificate names no party, and everybody has one of the same root."""
    _sign(closed, {"LPS": "Æble & Søn A/S", "MedCom": organisation})
    report = _checked(closed, tmp_path / "pakke")
    assert (report.result, {reason.code for reason in report.reasons}) == (Result.BROKEN, {"signature_wrong"})
    assert organisation in report.reasons[0].message


def test_a_key_that_ran_out_before_the_end_of_the_session_signs_nothing(closed, tmp_path):
    """Somebody set the clock back to when the key was in force: it wasn't when the session was closed."""
    old = Authority(START, subject("Rod", "Rod"), in_force=BEFORE + timedelta(seconds=5))
    _sign(closed, {"LPS": "Æble & Søn A/S", "MedCom": "MedCom"}, time=START, root=old)
    closed.store.materialise(closed.id, tmp_path / "pakke")
    report = verify(tmp_path / "pakke", [pem_of([old.certificate]).encode()], on=START.date())
    assert (report.result, {reason.code for reason in report.reasons}) == (Result.UNKNOWN, {"untrusted_key"})
