"""Issuing: what a certificate says follows from the session, and nothing is kept unless all of it is made."""

import json
from datetime import date, timedelta

import pytest

from labcert.domain.errors import SetupFault, ToolFault, UsageMistake
from labcert.domain.outcome import Outcome
from labcert.runner.certificate import Order, issue
from labcert.session.bundle import Result, verify
from labcert.session.keys import load_pkcs12
from labcert.session.timestamps import TimeStampServer
from tests.support.approved import START, issuer, ready_in, session_in, trust
from tests.support.certified import Issuer
from tests.support.tsa import served

CERTIFICATE = "labcert-cert-live-20261123-0900-k7f2-v1"


def _order(session, **changes):
    return Order(**({"session": session.id, "key": issuer(), "now": session.clock()} | changes))


@pytest.fixture
def ready(tmp_path):
    """An approved session that everybody has signed."""
    return ready_in(tmp_path)


def test_certificate_says_what_the_session_does(tmp_path):
    """Whose system, which test, each step with its mark, who signed, and the digests of what was signed."""
    session = session_in(tmp_path).opened().ran(TP_4_2_1=Outcome.FAILED).deviates(date(2027, 5, 1), "TP-4.2.1")
    session.overridden("TP-4.2.2").closed().signed()
    found = issue(session.store, session.suite, _order(session)).certificate
    files = {file.path: file.sha256 for file in session.store.files(session.id)}
    assert (found.id, found.version, found.test, found.issuer) == (CERTIFICATE, 1, True, "MedCom TEST")
    assert (found.vendor, found.system, found.system_version) == ("Æble & Søn A/S", "Æskulap", "7.4")
    assert (found.standards, found.direction, found.test_type) == (("XRPT01",), "afsendelse", "live")
    assert (found.programme_title, found.profile, found.tool_version) == ("Pilot", "standard", "0.9.0")
    assert [(step.id, step.mark, step.deviations, step.overridden) for step in found.steps] == [
        ("TP-4.2.1", "F2", ("AFV-1",), ""), ("TP-4.2.2", "F4", (), "Set igennem med leverandøren."),
    ]  # fmt: skip
    assert found.totals == {"F4": 1, "F2": 1}
    assert [(each.id, each.approved_by.authorisation) for each in found.deviations] == [("AFV-1", "0BCD1")]
    assert [(each.row, each.party, each.name) for each in found.parties] == [
        ("4.2", "LPS", "Lis Larsen"), ("4.2", "MedCom", "Mette Damgaard"),
    ]  # fmt: skip
    assert (found.digests.manifest, found.digests.verdict) == (files["manifest.json"], files["verdict.json"])
    assert found.digests.protocols == {"upload": "0" * 64}


def test_issued_certificate_verifies_with_its_bundle(ready, tmp_path):
    """The bundle with both files, the PDF alone and the JSON alone are VALID for who trusts the root."""
    stamps = Issuer.made(START)
    issued = issue(ready.store, ready.suite, _order(ready, stamp=stamps.stamp))
    folder = ready.store.materialise(ready.id, tmp_path / "ud").path
    assert ((folder / "certificate.pdf").read_bytes(), (folder / "certificate.json").read_bytes()) == (
        issued.pdf, issued.json,
    )  # fmt: skip
    day = START.date()
    for path in (folder, folder / "certificate.pdf", folder / "certificate.json"):
        report = verify(path, [trust()], time_stampers=[stamps.trust], on=day)
        assert report.result is Result.VALID, report.reasons
    assert ready.store.certificate_files(CERTIFICATE) == (issued.json, issued.pdf)


def test_how_long_it_is_valid(ready, tmp_path):
    """So many days on, from the day it is issued."""
    found = issue(ready.store, ready.suite, _order(ready, days=30)).certificate
    assert (found.valid_from, found.valid_to) == (START.date(), START.date() + timedelta(days=30))


def test_deviation_makes_it_shorter(tmp_path):
    """It ends with the first deviation that lets a step stand; one that no step needs doesn't count or show."""
    session = session_in(tmp_path).opened().ran(TP_4_2_1=Outcome.FAILED).deviates(date(2026, 12, 24)).closed().signed()
    found = issue(session.store, session.suite, _order(session)).certificate
    assert found.valid_to == date(2026, 12, 24)
    (tmp_path / "b").mkdir()
    other = session_in(tmp_path / "b").opened().ran().deviates(date(2026, 12, 24)).closed().signed()
    unneeded = issue(other.store, other.suite, _order(other)).certificate
    assert (unneeded.valid_to, unneeded.deviations) == (START.date() + timedelta(days=730), ())


def test_new_version_takes_the_old_ones_place(ready):
    """The old goes on the list as superseded, the session's files are the new ones."""
    first = issue(ready.store, ready.suite, _order(ready)).certificate
    second = issue(ready.store, ready.suite, _order(ready, supersedes=first.id))
    assert (second.certificate.version, second.certificate.supersedes) == (2, first.id)
    (gone,) = ready.store.revocations()
    assert (gone.certificate, gone.superseded_by) == (first.id, second.certificate.id)
    assert ready.store.read(ready.id, "certificate.json") == second.json
    with pytest.raises(UsageMistake, match=f"allerede afløst af {second.certificate.id}"):
        issue(ready.store, ready.suite, _order(ready, supersedes=first.id))


def test_killed_between_two_writes_is_mended(ready):
    """A certificate is kept in one go; its copies in the session and the old one's place on the list follow from it."""
    first = issue(ready.store, ready.suite, _order(ready)).certificate
    kept = ready.store.keep_certificate

    def keep_and_die(*given):
        kept(*given)
        raise KeyboardInterrupt

    ready.store.keep_certificate = keep_and_die
    with pytest.raises(KeyboardInterrupt):
        issue(ready.store, ready.suite, _order(ready, supersedes=first.id))
    del ready.store.keep_certificate
    assert ready.store.revocations() == ()
    second = ready.store.certificates()[0]
    with pytest.raises(UsageMistake, match=second.id):
        issue(ready.store, ready.suite, _order(ready))
    assert [each.certificate for each in ready.store.revocations()] == [first.id]
    assert ready.store.read(ready.id, "certificate.json") == ready.store.certificate_files(second.id)[0]


def test_fault_keeps_nothing(ready, monkeypatch):
    """A time-stamp server that answers with nonsense, and a page that can't be set: no file, no row."""
    with served(lambda _query: b"<html>") as url, pytest.raises(SetupFault):
        issue(ready.store, ready.suite, _order(ready, stamp=TimeStampServer(url).stamp))

    def broken(*_given):
        raise ToolFault("Certifikatets PDF kunne ikke laves.")

    monkeypatch.setattr("labcert.runner.certificate.issuing.certificate_pdf", broken)
    with pytest.raises(ToolFault):
        issue(ready.store, ready.suite, _order(ready))
    assert ready.store.certificates() == ()
    assert not {"certificate.json", "certificate.pdf"} & {file.path for file in ready.store.files(ready.id)}


def test_certificate_is_danish_whatever_is_spoken(ready):
    """With --lang en the sentence on the certificate is still Danish."""
    from labcert.domain.language import language, set_language

    set_language("en")
    try:
        found = issue(ready.store, ready.suite, _order(ready)).certificate
        assert language() == "en"
    finally:
        set_language("da")
    assert found.sentence == "Godkendt. Alle 2 trin er Ok."


def test_demonstration_is_certified_as_a_test(tmp_path):
    """Nobody reviews a demonstration; sealed and signed it gets a certificate that says TEST."""
    session = session_in(tmp_path).opened(demo=True, test_type="").ran().sealed()
    with pytest.raises(UsageMistake, match="LPS har ikke underskrevet"):
        issue(session.store, session.suite, _order(session))
    assert issue(session.signed().store, session.suite, _order(session)).certificate.test


def test_key_file_of_a_password(tmp_path, ready):
    """A key from PKCS#12 is a key as any."""
    from labcert.session.authority import Signatory, make_authority

    made = make_authority(tmp_path / "k", [Signatory("LPS", "Lis")], START, b"hemmelighed")
    issued = issue(ready.store, ready.suite, _order(ready, key=load_pkcs12(made.issuer, b"hemmelighed", START)))
    assert json.loads(issued.json)["certificate"]["issuer"] == "MedCom TEST"
