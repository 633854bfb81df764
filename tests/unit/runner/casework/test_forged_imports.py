"""What MedCom alone decides doesn't come in with a file that anybody may have written."""

import json
import zipfile
from dataclasses import replace
from datetime import date

import pytest

from labcert.domain.casework import Actor, Approver, ApproverKind, ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import (
    CommentMade,
    DeviationApproved,
    DeviationAsked,
    OverrideMade,
    ReviewMoved,
)
from labcert.domain.outcome import Mark
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.casework.exporting import export
from labcert.runner.casework.importing import import_sessions
from labcert.session.canonical import sha256_of
from labcert.session.store import CertificateRow
from tests.unit.runner.casework.carried import MEDCOM, SUT, a_store, certified, moved, opened, proof, ran, revoked

MINE, OTHERS, STEP = "live-20261123-0941-abcd", "live-20261101-0900-other", "TP-4.3.13"
VERA = Actor("Vera Lund", "Testansvarlig", SUT.vendor.name, "LPS")


@pytest.fixture(scope="module")
def suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture
def vendors(tmp_path, suite):
    """A store at the vendor's with a session that was run and handed in."""
    with a_store(tmp_path, "hos-leverandøren") as store:
        store.begin(opened(suite, MINE))
        ran(store, MINE, STEP)
        store.append(MINE, ReviewMoved(ReviewState.WAITING, "", VERA))
        yield store


@pytest.fixture
def medcoms(tmp_path, suite):
    """MedCom's store, where another vendor's session has its certificate."""
    with a_store(tmp_path, "hos-medcom") as store:
        store.begin(opened(suite, OTHERS))
        certified(store, OTHERS)
        yield store


def handed_in(store, tmp_path, name="ind.zip"):
    """What the vendor sends."""
    export(store, store.sessions(), tmp_path / name)
    return tmp_path / name


def test_a_session_that_was_handed_in_comes_in(vendors, medcoms, suite, tmp_path):
    """Running and handing in are the vendor's own."""
    (imported,) = import_sessions(medcoms, suite, handed_in(vendors, tmp_path))
    assert imported.row.review is ReviewState.WAITING


def _approved(store):
    asked = DeviationAsked(
        "AFV-1", "SAM-02", (), SUT.system.name, SUT.system.version, "Snart.", VERA, date(2026, 1, 1), date(2027, 1, 1)
    )
    store.keep(MINE, f"evidence/{sha256_of(b'ja')}", b"ja")
    doctor = Approver(ApproverKind.DOCTOR, "Dorte Holm", "Læge", "Region", "0BCD1")
    store.append(MINE, asked, DeviationApproved("AFV-1", doctor, proof(b"ja"), MEDCOM))


@pytest.mark.parametrize(
    ("forge", "told"),
    [
        (lambda store: moved(store, MINE, ReviewState.CLAIMED), "Mads Holm har flyttet gennemgangen til “claimed”"),
        (lambda store: moved(store, MINE, ReviewState.CLAIMED, ReviewState.APPROVED), "til “approved”"),
        (lambda store: store.append(MINE, OverrideMade(STEP, Mark.OK, "Fint.", MEDCOM)), f"karakteren for {STEP}"),
        (_approved, "afvigelsen AFV-1 er godkendt"),
        (lambda store: certified(store, MINE), f"Certifikatet labcert-cert-{MINE}-v1 for Leverandøren A/S"),
    ],
    ids=["claimed", "approved", "override", "deviation", "certificate"],
)  # fmt: skip
def test_decisions_of_a_stranger_stay_out(vendors, medcoms, suite, tmp_path, forge, told):
    """Each is named, and nothing is read in; who trusts the file says so."""
    forge(vendors)
    sent = handed_in(vendors, tmp_path)
    with pytest.raises(UsageMistake) as refused:
        import_sessions(medcoms, suite, sent)
    assert told in refused.value.message
    assert "--decisions" in refused.value.remedy
    assert [row.id for row in medcoms.sessions()] == [OTHERS]
    assert [each.row.id for each in import_sessions(medcoms, suite, sent, decisions=True)] == [MINE]


def test_nobody_goes_on_with_a_session_that_medcom_reviews(vendors, medcoms, suite, tmp_path):
    """Only who has claimed it may; the vendor's own copy can't take it back, nor run in it."""
    import_sessions(medcoms, suite, handed_in(vendors, tmp_path))
    moved(medcoms, MINE, ReviewState.CLAIMED)
    medcoms.materialise(MINE, tmp_path / "kopi")
    with a_store(tmp_path, "kopi-lager") as copy:
        import_sessions(copy, suite, tmp_path / "kopi", decisions=True)
        copy.append(MINE, CommentMade("k1", "", "Mere.", VERA))
        sent = handed_in(copy, tmp_path, "mere.zip")
    before = medcoms.entries(MINE)
    with pytest.raises(UsageMistake, match="skrevet, mens MedCom gennemgik"):
        import_sessions(medcoms, suite, sent)
    assert medcoms.entries(MINE) == before


@pytest.mark.parametrize("decisions", [False, True])
def test_nobody_revokes_another_ones_certificate(vendors, medcoms, suite, tmp_path, decisions):
    """A revocation comes only with its certificate and the session of that, however much the file is trusted."""
    sent = rewritten(handed_in(vendors, tmp_path), revocations=[{
        "certificate": f"labcert-cert-{OTHERS}-v1", "time": "2026-11-23T12:00:00+01:00", "reason": "Falsk", "by": "Mads",
    }])  # fmt: skip
    with pytest.raises(UsageMistake, match=f"labcert-cert-{OTHERS}-v1 i eksporten hænger ikke sammen"):
        import_sessions(medcoms, suite, sent, decisions=decisions)
    assert medcoms.revocations() == ()


def test_a_known_certificates_revocation_is_a_decision(medcoms, suite, tmp_path):
    """Anybody who has the other's bundle can put it in an export, and a revocation beside it."""
    sent = handed_in(medcoms, tmp_path, "hjemme.zip")
    with a_store(tmp_path, "falsk") as forged:
        import_sessions(forged, suite, sent, decisions=True)
        revoked(forged, forged.certificates()[0])
        false = handed_in(forged, tmp_path, "falsk.zip")
    with pytest.raises(UsageMistake, match="Tilbagekaldelsen af"):
        import_sessions(medcoms, suite, false)
    assert medcoms.revocations() == ()


def test_a_certificate_is_listed_as_what_it_says(vendors, medcoms, suite, tmp_path):
    """One that is listed as another's successor would take that one off at the next issuing."""
    row = certified(vendors, MINE)
    forged = replace(row, supersedes=f"labcert-cert-{OTHERS}-v1")
    listed = {**vars(forged), "valid_from": str(row.valid_from), "valid_to": str(row.valid_to)}
    sent = rewritten(handed_in(vendors, tmp_path), certificates=[listed])
    with pytest.raises(UsageMistake, match="hænger ikke sammen"):
        import_sessions(medcoms, suite, sent, decisions=True)
    assert [each.id for each in medcoms.certificates()] == [f"labcert-cert-{OTHERS}-v1"]
    assert isinstance(forged, CertificateRow)


def rewritten(path, **changes):
    """Return an export whose index says other things."""
    out = path.with_name(f"falsk-{path.name}")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "export.json":
                data = json.dumps(json.loads(data) | changes).encode()
            target.writestr(name, data)
    return out
