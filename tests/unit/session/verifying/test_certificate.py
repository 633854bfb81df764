"""certificate.json alone: valid, unknown and why, broken and where."""

import base64
import dataclasses
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from labcert.domain.errors import UsageMistake
from labcert.session.authority import Holding, subject
from labcert.session.certificates import pem_of
from labcert.session.jws import CERTIFICATE, sign_json
from labcert.session.report import Kind, Result
from labcert.session.verifying import verify
from tests.support.certified import MEDCOM, Issuer, certificate_of, repacked


def _told(report):
    return {reason.code for reason in report.against}


def _notices(report):
    return {reason.code for reason in report.notices}


def test_a_right_certificate_is_valid_and_told(issuer, ask):
    """What it says is told, with who signed it and when, that it is a test, and that no list was looked at."""
    report = ask(issuer.json(certificate_of()))
    assert (report.result, report.against, report.kind) == (Result.VALID, (), Kind.CERTIFICATE_JSON)
    assert _notices(report) == {"test_certificate", "revocation_not_checked"}
    facts = report.certificate
    assert (facts.id, facts.issuer, facts.signed) == ("labcert-cert-s-1-v1", MEDCOM, "2026-11-23T09:00:00+00:00")
    assert (facts.valid_from, facts.valid_to, facts.test) == ("2026-11-23", "2028-11-22", True)


def test_rsa_certificate_is_valid(ask):
    """MedCom's real key is RSA."""
    made = Issuer.made()
    key = made.root.issue(subject(MEDCOM, MEDCOM, "TEST"), rsa.generate_private_key(65537, 2048))
    report = ask(dataclasses.replace(made, key=key).json(certificate_of()), trust=[made.trust])
    assert report.result is Result.VALID


def test_small_rsa_key_vouches_for_nothing(ask):
    """1024 bits can be broken."""
    made = Issuer.made()
    key = made.root.issue(subject(MEDCOM, MEDCOM, "TEST"), rsa.generate_private_key(65537, 1024))
    assert _told(ask(dataclasses.replace(made, key=key).json(certificate_of()), trust=[made.trust])) == {"untrusted_key"}


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 11, 22), {"not_yet_valid"}),
        (date(2026, 11, 23), set()),
        (date(2028, 11, 22), set()),
        (date(2028, 11, 23), {"certificate_expired"}),
    ],
)
def test_both_days_of_the_term_count(issuer, ask, day, codes):
    """Valid from the first to the last day, both included; outside of that unknown, with the day."""
    report = ask(issuer.json(certificate_of()), on=day)
    assert _told(report) == codes
    assert report.result is (Result.UNKNOWN if codes else Result.VALID)


def test_without_trust_it_is_unknown(issuer, stranger, ask):
    """Nobody trusted, or somebody else of the same name."""
    data = issuer.json(certificate_of())
    assert _told(ask(data, trust=[])) == {"untrusted_key"}
    assert _told(ask(data, trust=[stranger.trust])) == {"untrusted_key", "untrusted_timestamp"}


def test_without_time_stamp_it_is_unknown(issuer, ask):
    """Nobody says that it was signed while the signer's certificate was in force."""
    assert _told(ask(issuer.json(certificate_of(), stamped=False))) == {"no_timestamp"}


def test_time_stamps_may_have_trust_of_their_own(issuer, stranger, ask):
    """--trust-tsa stands in for --trust where stamps are concerned."""
    data = dataclasses.replace(issuer, tsa=stranger.tsa, root=stranger.root).json(certificate_of())
    assert _told(ask(data)) == {"untrusted_timestamp"}
    assert ask(data, time_stampers=[stranger.trust]).result is Result.VALID
    assert _told(ask(data, time_stampers=[issuer.trust])) == {"untrusted_timestamp"}


def test_time_stamp_over_another_signature_is_broken(issuer, ask):
    """A stamp can't be moved from one certificate to another."""
    other = json.loads(issuer.json(certificate_of(system="Et andet")))["signature"]["timestamp"]
    moved = repacked(issuer.json(certificate_of()), lambda found: found["signature"].update(timestamp=other))
    report = ask(moved)
    assert (report.result, _told(report)) == (Result.BROKEN, {"timestamp_wrong"})


def test_signer_must_be_in_force_when_it_was_stamped(ask):
    """A certificate that had run out, or had not begun, when the stamp was set vouches for nothing."""
    for off in (timedelta(days=5000), timedelta(days=-30)):
        made = Issuer.made()
        late = dataclasses.replace(made, time=datetime(2026, 11, 23, 9, 0, tzinfo=UTC) + off)
        assert _told(ask(late.json(certificate_of()), trust=[made.trust])) == {"untrusted_key", "untrusted_timestamp"}


def test_stamp_of_another_day_is_told(issuer, ask):
    """Signed long after the day that it names itself."""
    report = ask(issuer.json(certificate_of(issued="2026-10-01T09:00:00+02:00")))
    assert report.result is Result.VALID
    assert "stamped_another_day" in _notices(report)


def test_time_stamp_server_cannot_issue(issuer, ask):
    """The server's key is for stamps, though the same authority vouches for it."""
    tsa = issuer.root.issue(subject(MEDCOM, MEDCOM, "TEST"), holding=Holding(time_stamps=True))
    assert _told(ask(dataclasses.replace(issuer, key=tsa).json(certificate_of()))) == {"untrusted_key"}


def test_issuer_must_be_who_signed(issuer, ask):
    """The vendor's own key, vouched for by the same authority, can't issue in MedCom's name."""
    vendor = issuer.root.issue(subject("Firma Æble", "Firma Æble", "TEST"))
    report = ask(dataclasses.replace(issuer, key=vendor).json(certificate_of()))
    assert (report.result, _told(report)) == (Result.BROKEN, {"issuer_wrong"})
    owned = dataclasses.replace(issuer, key=vendor).json(certificate_of(issuer="Firma Æble"))
    assert _told(ask(owned)) == {"issuer_wrong", "other_issuer"}
    others = dataclasses.replace(issuer, key=vendor).json(certificate_of(issuer="Firma Æble", vendor="Firma Ål"))
    assert ask(others).certificate.issuer == "Firma Æble"
    assert (ask(others).result, _told(ask(others))) == (Result.UNKNOWN, {"other_issuer"})
    assert _told(ask(others, issuer=MEDCOM)) == {"other_issuer"}
    assert ask(others, issuer="Firma Æble").result is Result.VALID
    assert ask(issuer.json(certificate_of()), issuer=MEDCOM).result is Result.VALID


def test_test_key_must_be_told(issuer, ask):
    """A certificate that a TEST key signed can't pass for a real one."""
    assert _told(ask(issuer.json(certificate_of(test=False)))) == {"issuer_wrong"}


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "labcert-cert-en-anden-v1"},
        {"valid_to": date(2020, 1, 1)},
        {"issued": "i går"},
        {"issued": "2026-11-23T09:00:00"},
        {"format": "noget andet"},
        {"steps": "ingen"},
    ],
)
def test_what_does_not_hang_together_is_broken(issuer, ask, changes):
    """Signed or not: labcert makes no such certificate."""
    assert _told(ask(issuer.json(certificate_of(**changes)))) == {"certificate_damaged"}


def test_newer_format_is_unknown(issuer, ask):
    """What a newer labcert means can't be judged here."""
    report = ask(issuer.json(certificate_of(format="labcert-certificate/2")))
    assert (report.result, _told(report)) == (Result.UNKNOWN, {"newer_format"})


def _header(data, change):
    """Sign anew is impossible for a forger: only the header is changed."""

    def changed(document):
        text = document["signature"]["protected"]
        header = json.loads(base64.urlsafe_b64decode(text + "=="))
        change(header)
        raw = json.dumps(header, sort_keys=True, separators=(",", ":")).encode()
        document["signature"]["protected"] = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

    return repacked(data, changed)


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header.update(alg="none"),
        lambda header: header.update(alg="HS256"),
        lambda header: header.update(alg="PS256"),
        lambda header: header.update(alg=["ES256"]),
        lambda header: header.update(jwk={"kty": "oct", "k": "AAAA"}),
        lambda header: header.update(jku="https://eksempel.dk/n"),
        lambda header: header.update(kid="1"),
        lambda header: header.update(crit=["exp"], exp=1),
        lambda header: header.update(x5c=[]),
        lambda header: header.update(x5c=["AAAA"]),
        lambda header: header.update(x5c=header["x5c"] * 99),
        lambda header: header.update(typ="JWT"),
        lambda header: header.pop("alg"),
    ],
    ids=["none", "HS256", "PS256", "liste", "jwk", "jku", "kid", "crit", "uden", "sludder", "mange", "typ", "intet"],
)
def test_no_header_but_ours_is_taken(issuer, ask, change):
    """No algorithm without a key, no key from the header, nothing critical that we don't know, and nothing more."""
    report = ask(_header(issuer.json(certificate_of()), change))
    assert report.result is Result.BROKEN
    assert _told(report) <= {"certificate_damaged", "signature_wrong"}


def test_empty_signature_is_broken(issuer, ask):
    """With alg none and without a signature, too."""
    data = _header(issuer.json(certificate_of()), lambda header: header.update(alg="none"))
    assert ask(repacked(data, lambda found: found["signature"].update(signature=""))).result is Result.BROKEN


def test_forged_words_are_broken(issuer, stranger, ask):
    """Another system's name, a field more, a field less, and a stranger's key under the right header."""
    right = issuer.json(certificate_of())
    for change in (
        lambda found: found["certificate"].update(system="Et andet"),
        lambda found: found["certificate"].update(extra=1),
        lambda found: found["certificate"].pop("vendor"),
        lambda found: found.update(extra=1),
        lambda found: found["signature"].update(extra=1),
        lambda found: found["signature"].update(signature=json.loads(stranger.json(certificate_of()))["signature"]["signature"]),
        lambda found: found["signature"].update(timestamp=""),
        lambda found: found["signature"].update(timestamp=7),
    ):
        report = ask(repacked(right, change))
        assert report.result is Result.BROKEN
        assert _told(report) <= {"certificate_damaged", "signature_wrong", "timestamp_wrong"}


def test_no_other_json_is_taken_for_it(issuer, ask):
    """The same key twice, NaN, deep nesting, huge numbers and a huge file: broken, and told in a sentence."""
    right = issuer.json(certificate_of())
    for spoilt in (
        right.replace(b'"certificate": {', b'"certificate": {"system": "X",', 1),
        right.replace(b'{\n "certificate"', b'{\n "certificate": {},\n "certificate"', 1),
        right.replace(b'"version": 1', b'"version": NaN'),
        right.replace(b'"version": 1', b'"version": 1e999'),
        right.replace(b'"version": 1', b'"version": 1' + b"0" * 5000),
        right.replace(b'"version": 1', b'"version": ' + b"[" * 900 + b"]" * 900),
        right.replace(b'"version": 1', b'"version": ' + b"[" * 100_000 + b"]" * 100_000),
        right.replace(b"Firma", b"\\ud800"),
        right + b" " * (9 << 20),
        right + b"\n",
        right[1:].join([b"{", b""]) + b"{}",
    ):
        assert ask(spoilt).result is Result.BROKEN


def test_signed_nan_is_broken(issuer, ask):
    """What JSON can't say was never signed."""
    with pytest.raises(ValueError):
        sign_json(CERTIFICATE, {"version": float("nan")}, issuer.key)


def test_cut_anywhere_it_is_never_valid(issuer, ask):
    """Every hundredth byte: broken, or no file of ours at all."""
    right = issuer.json(certificate_of())
    for length in range(0, len(right), 100):
        if length == 0:
            with pytest.raises(UsageMistake, match="hverken"):
                ask(b"")
        else:
            assert ask(right[:length]).result is Result.BROKEN


def test_any_changed_byte_is_told(issuer, tmp_path_factory, words):
    """Flipped, inserted or removed: never VALID with other words, never a crash."""
    right, path = issuer.json(certificate_of()), tmp_path_factory.mktemp("b") / "certificate.json"
    path.write_bytes(right)
    facts = verify(path, [issuer.trust], on=words.day).certificate

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, len(right) - 1), st.integers(1, 255), st.sampled_from(["flip", "insert", "delete"]))
    def changed(place, change, how):
        middle = {"flip": bytes([right[place] ^ change]), "insert": bytes([change, right[place]]), "delete": b""}[how]
        data = right[:place] + middle + right[place + 1 :]
        path.write_bytes(data)
        try:
            report = verify(path, [issuer.trust], on=words.day)
        except UsageMistake:
            return
        if data != right and report.result is Result.VALID:  # a bit of the stamp that nobody signs
            assert report.certificate == facts
            assert json.loads(data)["certificate"] == json.loads(right)["certificate"]
            assert json.loads(data)["signature"]["signature"] == json.loads(right)["signature"]["signature"]

    changed()


def test_other_files_of_ours_are_told_apart(issuer, ask):
    """A revocation list, another JSON file, and a store: each with what to do."""
    with pytest.raises(UsageMistake, match="spærreliste"):
        ask(issuer.revocations())
    with pytest.raises(UsageMistake, match="hverken"):
        ask(b'{"name": "noget andet"}')
    with pytest.raises(UsageMistake, match="lager"):
        ask(b"SQLite format 3\0" + bytes(100), "labcert.db")


def test_trust_may_be_the_signers_own(issuer, ask):
    """Who trusts the very certificate that signed needs no authority for it."""
    pem = pem_of([issuer.key.certificate]).encode()
    assert ask(issuer.json(certificate_of()), trust=[pem], time_stampers=[issuer.trust]).result is Result.VALID
