"""A bundle with its certificate: it must be this session's, and what it names must be what lies there."""

import dataclasses
import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.domain.certificate import Digests, Revocation
from labcert.session.bundle import zip_bundle
from labcert.session.report import Result
from labcert.session.signing import read_signatures
from labcert.session.verifying import verify
from tests.support.certified import certificate_of


def test_a_bundle_with_its_certificate_is_valid(certified, tmp_path, words):
    """As a folder and as a zip, though the manifest lists neither file; one of them is enough."""
    zip_bundle(certified.path, tmp_path / "pakke.zip")
    for path in (certified.path, tmp_path / "pakke.zip"):
        report = verify(path, certified.trust, on=words.day)
        assert (report.result, report.against) == (Result.VALID, ())
        assert report.certificate.id == f"labcert-cert-{report.session}-v1"
    for name in ("certificate.pdf", "certificate.json"):
        whole = (certified.path / name).read_bytes()
        (certified.path / name).unlink()
        assert certified.verify().result is Result.VALID
        (certified.path / name).write_bytes(whole)


def test_a_certificates_trust_is_its_own_matter(certified, words):
    """Who trusts the parties only learns nothing of the issuer."""
    report = verify(certified.path, certified.trust[:1], on=words.day)
    assert {code for code, _file in words.told(report)} == {"untrusted_key", "untrusted_timestamp"}
    assert {file for _code, file in words.told(report)} == {"certificate.json", "certificate.pdf"}


@pytest.mark.parametrize(
    "changes",
    [
        {"session": "en-anden", "id": "labcert-cert-en-anden-v1"},
        {"system": "Et andet"},
        {"system_version": "2.0"},
        {"vendor": "En anden"},
        {"programme": "alt"},
        {"programme_version": "9"},
        {"test_type": "egentest"},
        {"digests": Digests("0" * 64, "1" * 64, "1" * 64, "2" * 64, {"upload": "0" * 64})},
        {"parties": ()},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_certificate_of_something_else_is_broken(certified, words, changes):
    """Rightly signed, but for another session, system, version, vendor, programme, manifest, or by other parties."""
    certified.certify(**changes)
    assert words.told(certified.verify()) == {("certificate_of_other_session", "certificate.json")}


def test_each_digest_must_be_right(certified, words):
    """Manifest, verdict, suite, schema and protocols."""
    right = certified.issuer.certify(
        (certified.path / "manifest.json").read_bytes(), (certified.path / "manifest.sig").read_bytes()
    ).digests
    for field in dataclasses.fields(Digests):
        wrong = {"x": "y"} if field.name == "protocols" else "f" * 64
        certified.certify(digests=dataclasses.replace(right, **{field.name: wrong}))
        assert words.told(certified.verify()) == {("certificate_of_other_session", "certificate.json")}, field.name


def test_a_party_that_did_not_sign_so_is_broken(certified, words):
    """Another remark, another time or another certificate than in manifest.sig."""
    parties = json.loads((certified.path / "certificate.json").read_bytes())["certificate"]["parties"]
    right = certified.issuer.certify(
        (certified.path / "manifest.json").read_bytes(), (certified.path / "manifest.sig").read_bytes()
    ).parties
    assert len(parties) == len(right) == 3
    for field in ("name", "role", "remark", "time", "fingerprint"):
        changed = dataclasses.replace(right[0], **{field: "noget andet"})
        certified.certify(parties=(changed, *right[1:]))
        assert words.told(certified.verify()) == {("certificate_of_other_session", "certificate.json")}, field


def test_a_demonstration_gives_no_real_certificate(certified, words):
    """A certificate that doesn't say TEST can't come of a demonstration."""
    certified.certify(test=False)
    assert {code for code, _file in words.told(certified.verify())} == {"issuer_wrong", "certificate_of_other_session"}


def test_pdf_and_json_must_be_the_same_certificate(certified, words):
    """Version 2 beside the PDF of version 1."""
    first = (certified.path / "certificate.pdf").read_bytes()
    session = certified.verify().session
    certified.certify(id=f"labcert-cert-{session}-v2", version=2)
    (certified.path / "certificate.pdf").write_bytes(first)
    assert words.told(certified.verify()) == {("certificates_differ", "certificate.pdf")}


def test_changed_certificate_in_a_bundle_is_named(certified, words):
    """A byte of either, or nothing left of them."""
    for name in ("certificate.json", "certificate.pdf"):
        path = certified.path / name
        whole = path.read_bytes()
        for spoilt in (whole[:-2], whole.replace(b"a", b"b", 1), b"", b"{}"):
            path.write_bytes(spoilt)
            assert name in {file for _code, file in words.told(certified.verify())}
            assert certified.verify().result is Result.BROKEN
        path.write_bytes(whole)


def test_a_certificate_does_not_save_a_changed_bundle(certified, words):
    """The evidence changed: the file is named, whatever the certificate says."""
    (certified.path / "verdict.json").write_bytes(b"{}")
    assert words.told(certified.verify()) == {("file_changed", "verdict.json")}


def test_a_certificate_before_all_have_signed_is_told(certified, words):
    """The signature of a party taken out: not all have signed, and the certificate names one who hasn't."""
    path = certified.path / "manifest.sig"
    found = read_signatures(path.read_bytes())
    path.write_bytes(dataclasses.replace(found, signatures=found.signatures[1:]).to_bytes())
    assert words.told(certified.verify()) == {
        ("not_all_signed", "manifest.sig"), ("certificate_of_other_session", "certificate.json"),
    }  # fmt: skip


def test_an_expired_certificate_leaves_the_bundle_unknown(certified, words):
    """The bundle is as it was signed; the certificate in it no longer holds, and says so."""
    assert words.told(certified.verify(on=date(2029, 1, 1))) == {("certificate_expired", "certificate.json")}


def test_any_changed_byte_of_the_zip_is_told(certified, tmp_path, words):
    """With the certificate in it: a zip of ours has no byte that means nothing."""
    path = tmp_path / "pakke.zip"
    zip_bundle(certified.path, path)
    whole = path.read_bytes()
    begin, end = whole.index(b"certificate.json"), whole.index(b"events.jsonl")

    @settings(max_examples=80, deadline=None)
    @given(st.one_of(st.integers(2, len(whole) - 1), st.integers(begin, end)), st.integers(1, 255))
    def changed(place, change):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ change]) + whole[place + 1 :])
        assert verify(path, certified.trust, on=words.day).result is Result.BROKEN

    changed()


# ------------------------------------------------------------------------------------------------------------ revocations
def _revoked(session, successor=""):
    return Revocation(f"labcert-cert-{session}-v1", "2026-11-30T09:00:00+01:00", "Fejl i systemet", "MedCom", successor)


def test_a_list_that_came_along_can_only_speak_against(certified, words):
    """In the bundle it tells of a revocation; where it says nothing, nothing is known."""
    session, path = certified.verify().session, certified.path / "revocations.json"
    path.write_bytes(certified.issuer.revocations())
    report = certified.verify()
    assert report.result is Result.VALID
    assert "revocation_not_checked" in {reason.code for reason in report.notices}
    path.write_bytes(certified.issuer.revocations(_revoked(session), next_update="2026-11-24T09:00:00+00:00"))
    report = certified.verify()
    assert (report.result, words.told(report)) == (Result.BROKEN, {("revoked", "revocations.json")})
    assert "Fejl i systemet" in report.against[0].message
    path.write_bytes(certified.issuer.revocations(_revoked(session, "labcert-cert-x-v2")))
    report = certified.verify()
    assert (report.result, words.told(report)) == (Result.UNKNOWN, {("superseded", "revocations.json")})


def test_a_spoilt_list_in_a_bundle_is_broken(certified, stranger, words):
    """Unreadable: broken. A stranger's: unknown. Without a certificate: it has nothing to do there."""
    path = certified.path / "revocations.json"
    path.write_bytes(b"{}")
    assert words.told(certified.verify()) == {("revocation_list_damaged", "revocations.json")}
    path.write_bytes(stranger.revocations())
    assert words.told(certified.verify()) == {("revocation_list_untrusted", "revocations.json")}
    for name in ("certificate.json", "certificate.pdf"):
        (certified.path / name).unlink()
    assert words.told(certified.verify()) == {("file_unlisted", "revocations.json")}


def test_a_list_of_ones_own_decides(issuer, ask):
    """Not on it: valid and nothing to remark; on it: broken; replaced: unknown; too old: unknown."""
    data = issuer.json(certificate_of())
    report = ask(data, revocations=issuer.revocations(_revoked("en-anden")))
    assert report.result is Result.VALID
    assert {reason.code for reason in report.notices} == {"test_certificate"}
    for revoked, day, result, code in (
        (_revoked("s-1"), date(2026, 12, 1), Result.BROKEN, "revoked"),
        (_revoked("s-1"), date(2027, 6, 1), Result.BROKEN, "revoked"),
        (_revoked("s-1", "labcert-cert-s-1-v2"), date(2026, 12, 1), Result.UNKNOWN, "superseded"),
        (_revoked("en-anden"), date(2026, 12, 23), Result.VALID, None),
        (_revoked("en-anden"), date(2026, 12, 24), Result.UNKNOWN, "revocation_list_old"),
    ):
        report = ask(data, revocations=issuer.revocations(revoked), on=day)
        assert (report.result, [reason.code for reason in report.against]) == (result, [code] if code else [])


def test_only_the_issuers_list_counts(issuer, stranger, ask):
    """Another issuer's, a stranger's of the same name, a real one for a test certificate, and rubbish."""
    data = issuer.json(certificate_of())
    for spoilt, code in (
        (issuer.revocations(issuer="En anden"), "revocation_list_untrusted"),
        (stranger.revocations(), "revocation_list_untrusted"),
        (issuer.revocations(test=False), "revocation_list_untrusted"),
        (issuer.revocations(number=0), "revocation_list_damaged"),
        (issuer.revocations(next_update="snart"), "revocation_list_damaged"),
        (issuer.revocations(next_update="2026-12-23T09:00:00"), "revocation_list_damaged"),
        (issuer.revocations().replace(b"2026-12-23", b"2036-12-23"), "signature_wrong"),
        (issuer.json(certificate_of()), "revocation_list_damaged"),
        (b"", "revocation_list_damaged"),
    ):
        report = ask(data, revocations=spoilt)
        assert [reason.code for reason in report.against] == [code]
        assert {reason.file for reason in report.against} == {"revocations.json"}
