"""Manifest and signatures: every byte named, every party signed, and nobody's words moved elsewhere."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import SignOffStated
from labcert.session.bundle import Result, verify
from labcert.session.canonical import sha256_of
from labcert.session.demo_authority import DemoAuthority
from labcert.session.folder import SessionFolder
from labcert.session.log import EventLog, read_log
from labcert.session.manifest import Facts, RequiredSigner, build, read_manifest, required_signers
from labcert.session.sealing import facts_of, seal, seal_demo
from labcert.session.signing import SignatureFile, chain_if_right, read_signatures, sign

NOW = datetime(2026, 11, 23, 3, 1, tzinfo=UTC)
STATED = SignOffStated("4.2", "LPS", "Demoperson Lis", "Chef", "Firma LPS", "Læst og godkendt", demo=True)


@pytest.fixture
def authority():
    """A demo authority in force from NOW."""
    return DemoAuthority(NOW)


def _resigned(bundle, change):
    """Replace a bundle's signature file by a changed reading of it."""
    found = read_signatures(bundle.folder.signatures.read_bytes())
    bundle.folder.signatures.write_bytes(change(found).to_bytes())
    return verify(bundle.folder.path, [bundle.trust])


def test_manifest_names_every_file(bundle):
    """All files but the seal itself, with POSIX paths that begin nowhere, sizes and sha256."""
    manifest = json.loads(bundle.folder.manifest.read_bytes())
    folder = bundle.folder.path
    named = {entry["path"]: (entry["size"], entry["sha256"]) for entry in manifest["files"]}
    there = [path for path in folder.rglob("*") if path.is_file() and path.name not in ("manifest.json", "manifest.sig")]
    assert named == {p.relative_to(folder).as_posix(): (p.stat().st_size, sha256_of(p.read_bytes())) for p in there}
    assert str(folder) not in bundle.folder.manifest.read_text()
    assert manifest["sut"] == {"vendor": "Leverandøren", "system": "Referencesystemet", "version": "1.0"}
    assert (manifest["demo"], manifest["protocols"]) == (True, {"upload": "0" * 64})


def test_everybody_who_takes_part_signs_and_medcom_signs_each_row(small):
    """The parties of a row, then those who sign the whole."""
    _suite, programme = small.suite_of(small.step("A"))
    assert [(s.row, s.party) for s in required_signers(programme)] == [("4.2", "LPS"), ("4.2", "PLSP"), ("4.2", "MedCom")]


@pytest.mark.parametrize("name", ["to\nlinjer.txt", "con.txt", "a:b.txt", " foran.txt", "efter.", "a\\b"])
def test_names_that_cannot_travel_are_refused(small, tmp_path, name):
    """A file that couldn't be unpacked everywhere is named before anybody signs."""
    (tmp_path / name).write_text("x")
    with pytest.raises(UsageMistake, match="kan ikke bruges i en pakke"):
        build(tmp_path, Facts(small.opened(), ()))


def test_links_are_refused(small, tmp_path):
    """A link in the folder is named before anybody signs."""
    (tmp_path / "genvej").symlink_to("/etc/passwd")
    with pytest.raises(UsageMistake, match="genvej er en genvej"):
        build(tmp_path, Facts(small.opened(), ()))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m | {"format": "labcert-bundle/9"},
        lambda m: m | {"files": m["files"] * 2},
        lambda m: m | {"files": [{"path": "../x", "size": 1, "sha256": "a"}]},
        lambda m: m | {"files": [{"path": "manifest.sig", "size": 1, "sha256": "a"}]},
        lambda m: m | {"files": [{"path": "x", "size": -1, "sha256": "a"}]},
        lambda m: {key: value for key, value in m.items() if key != "signers"},
    ],
)
def test_manifest_that_does_not_hang_together_is_not_read(bundle, spoil):
    """Twice the same path, a path outside, the seal itself, or a missing part."""
    manifest = json.loads(bundle.folder.manifest.read_bytes())
    with pytest.raises(ValueError):
        read_manifest(json.dumps(spoil(manifest)).encode())


def test_manifest_survives_reading(bundle):
    """Reading and writing gives the same bytes."""
    data = bundle.folder.manifest.read_bytes()
    assert read_manifest(data).to_bytes() == data


# ------------------------------------------------------------------------------------------------------------ signatures
def test_signature_is_right_for_its_manifest_only(authority):
    """A signature over one manifest is wrong for another."""
    (signature,) = read_signatures(sign(b"manifest", [authority.signer(STATED, NOW.isoformat())])).signatures
    chain, time = chain_if_right(signature, sha256_of(b"manifest"))
    assert (len(chain), time) == (1, NOW)
    assert chain_if_right(signature, sha256_of(b"andet")) is None


@pytest.mark.parametrize("field", ["row", "party", "name", "role", "organisation", "remark", "time", "certificate"])
def test_each_field_is_signed(authority, field):
    """Nobody's words, name, time or certificate can be changed."""
    (signature,) = read_signatures(sign(b"m", [authority.signer(STATED, NOW.isoformat())])).signatures
    changed = replace(signature, **{field: getattr(signature, field) + "\n"})
    assert chain_if_right(changed, sha256_of(b"m")) is None
    assert chain_if_right(replace(signature, demo=False), sha256_of(b"m")) is None


def test_certificate_must_be_made_out_to_who_signs(authority):
    """With one's own right key one can't sign as another person or party."""
    signer = authority.signer(STATED, NOW.isoformat())
    for stated in (replace(STATED, name="Direktøren"), replace(STATED, party="MiBa"), replace(STATED, organisation="SSI")):
        (signature,) = read_signatures(sign(b"m", [replace(signer, stated=stated)])).signatures
        assert chain_if_right(signature, sha256_of(b"m")) is None


def test_missing_signature_is_named(bundle):
    """A required party that hasn't signed yet is named, and so it is unknown; nobody at all is told as that."""
    report = _resigned(bundle, lambda found: replace(found, signatures=found.signatures[1:]))
    assert report.result is Result.UNKNOWN
    assert [(r.code, r.file) for r in report.reasons] == [("not_all_signed", "manifest.sig")]
    assert "fra: LPS (4.2)." in report.reasons[0].message
    report = _resigned(bundle, lambda found: replace(found, signatures=()))
    assert (report.result, [r.code for r in report.reasons]) == (Result.UNKNOWN, ["not_signed"])


def test_removed_signature_file_is_broken(bundle):
    """A bundle that people must sign is never without the file."""
    bundle.folder.signatures.unlink()
    report = verify(bundle.folder.path, [bundle.trust])
    assert (report.result, [r.code for r in report.reasons]) == (Result.BROKEN, ["signature_missing"])


def test_signature_twice_is_broken(bundle):
    """The same party signs a row once."""
    report = _resigned(bundle, lambda found: replace(found, signatures=found.signatures * 2))
    assert {r.code for r in report.reasons} == {"signature_wrong"}


def test_signing_file_is_taken_as_written_only(bundle):
    """Added spaces, unknown fields or another algorithm's name: damaged."""
    data = bundle.folder.signatures.read_bytes()
    for spoilt in (data + b" ", data.replace(b"ECDSA", b"EdDSA"), data.replace(b"{", b'{"x": 1,', 1), b"[", b"\xff"):
        with pytest.raises(ValueError):
            read_signatures(spoilt)


def test_self_made_authority_with_the_same_name_is_not_trusted(bundle):
    """Another authority with the same names has another key: UNKNOWN."""
    report = verify(bundle.folder.path, [DemoAuthority(NOW).certificate_pem])
    assert report.result is Result.UNKNOWN


def test_person_cannot_vouch_for_another(authority):
    """A person's certificate isn't an authority's, and a certificate counts only while in force."""
    from labcert.session.certificates import is_trusted, trust_list

    person = authority.signer(STATED, NOW.isoformat())
    (root,), leaf = trust_list([authority.certificate_pem]), x509.load_pem_x509_certificate(person.certificate.encode())
    key = ec.generate_private_key(ec.SECP256R1())
    forged = (
        x509.CertificateBuilder().subject_name(leaf.subject).issuer_name(leaf.subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(NOW).not_valid_after(NOW.replace(year=2030)).sign(person.key.key, hashes.SHA256())
    )
    assert is_trusted([leaf], [root], NOW)
    assert is_trusted([leaf], [leaf], NOW)
    assert not is_trusted([forged, leaf], [root], NOW)
    assert not is_trusted([forged], [leaf], NOW)
    assert not is_trusted([leaf], [root], NOW.replace(year=2040))
    assert not is_trusted([leaf], [], NOW)


def test_demo_certificates_say_so_and_no_key_is_kept(bundle):
    """Each subject says DEMO, and no private key lies in the bundle."""
    for signature in read_signatures(bundle.folder.signatures.read_bytes()).signatures:
        certificate = x509.load_pem_x509_certificate(signature.certificate.encode())
        assert "DEMO" in certificate.subject.rfc4514_string()
        assert "DEMO" in certificate.issuer.rfc4514_string()
    for path in bundle.folder.path.rglob("*"):
        assert not path.is_file() or b"PRIVATE" not in path.read_bytes()


def test_signature_can_be_checked_with_other_means(bundle):
    """The statement as documented (ADR 3) is what was signed: checked here from the files alone."""
    document = json.loads(bundle.folder.signatures.read_bytes())
    entry = document["signatures"][0]
    raw = base64.b64decode(entry.pop("signature"))
    statement = entry | {
        "purpose": "labcert sign-off of a manifest, version 1",
        "manifest_sha256": sha256_of(bundle.folder.manifest.read_bytes()),
        "algorithm": "ECDSA-P256-SHA256",
    }
    text = json.dumps(statement, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key = x509.load_pem_x509_certificate(entry["certificate"].encode()).public_key()
    assert key.verify(raw, text.encode(), ec.ECDSA(hashes.SHA256())) is None  # it raises where the signature is wrong


# --------------------------------------------------------------------------------------------------------------- sealing
@pytest.fixture
def unsealed(tmp_path, small):
    """A session that was opened and is not sealed."""
    folder = SessionFolder.create(tmp_path / "session")
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(small.opened())
    folder.verdict.write_text("{}")
    return folder


def _seal(folder, *signers):
    seal(folder, facts_of(read_log(folder.events).entries, [RequiredSigner("4.2", "LPS")]), signers)


def test_who_has_not_signed_is_named(unsealed):
    """Nothing is sealed before all have signed."""
    with pytest.raises(UsageMistake, match=r"Der mangler: LPS \(4\.2\)"):
        _seal(unsealed)
    assert not unsealed.manifest.exists()


def test_sealed_once(unsealed, authority):
    """A sealed session isn't sealed again; drafts of a killed process are swept away first."""
    (unsealed.evidence / ".x.part").write_text("halv")
    _seal(unsealed, authority.signer(STATED, NOW.isoformat()))
    assert verify(unsealed.path, [authority.certificate_pem]).result is Result.VALID
    with pytest.raises(UsageMistake, match="allerede forseglet"):
        _seal(unsealed, authority.signer(STATED, NOW.isoformat()))


def test_half_written_log_is_not_sealed(unsealed, authority):
    """A log whose last line is half written must be opened first."""
    with unsealed.events.open("ab") as file:
        file.write(b'{"data"')
    with pytest.raises(UsageMistake, match="Åbn sessionen igen"):
        _seal(unsealed, authority.signer(STATED, NOW.isoformat()))


def test_only_a_demo_is_sealed_with_demo_keys(tmp_path, small, authority):
    """Demo keys can't seal a real session, nor can a log that says nothing be sealed."""
    folder = SessionFolder.create(tmp_path / "ægte")
    _suite, programme = small.suite_of(small.step("A"))
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(small.opened(demo=False))
    with pytest.raises(UsageMistake, match="demonøgler"):
        seal_demo(folder, programme, authority)
    with pytest.raises(ToolFault, match="hvilken session"):
        facts_of([], [])


def test_real_bundle_with_a_demo_signature_is_broken(tmp_path, small, authority):
    """A signature that says demo under a manifest that doesn't: BROKEN."""
    folder = SessionFolder.create(tmp_path / "ægte")
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(small.opened(demo=False))
    folder.verdict.write_text("{}")
    _seal(folder, authority.signer(STATED, NOW.isoformat()))
    report = verify(folder.path, [authority.certificate_pem])
    assert [reason.code for reason in report.reasons] == ["signature_wrong"]


def test_log_of_another_session_and_lost_evidence_are_found(tmp_path, small, authority):
    """Signed or not: the log must be this session's and its evidence must lie in the bundle."""
    from labcert.domain.events import EvidenceKept
    from labcert.domain.evidence import Evidence

    folder = SessionFolder.create(tmp_path / "s")
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(small.opened(session="en-anden"))
        log.append(EvidenceKept("A", 0, 0, Evidence("c" * 64, "Besked", "text/plain", 1)))
    (folder.evidence / ("d" * 64)).write_text("hedder forkert")
    folder.verdict.write_text("{}")
    facts = Facts(small.opened(), (RequiredSigner("4.2", "LPS"),))
    seal(folder, facts, [authority.signer(STATED, NOW.isoformat())])
    report = verify(folder.path, [authority.certificate_pem])
    assert {(reason.code, reason.file) for reason in report.reasons} == {
        ("log_of_other_session", "events.jsonl"),
        ("evidence_missing", "evidence/" + "c" * 64),
        ("evidence_misnamed", "evidence/" + "d" * 64),
    }


def test_nobody_signed_is_unknown(tmp_path, small):
    """A sealed session that nobody need sign is whole, but nobody stands behind it."""
    folder = SessionFolder.create(tmp_path / "s")
    with EventLog(folder.events, lambda: NOW) as log:
        log.append(small.opened())
    folder.verdict.write_text("{}")
    seal(folder, Facts(small.opened(), ()), [])
    assert [reason.code for reason in verify(folder.path).reasons] == ["not_signed"]
    folder.signatures.unlink()
    assert verify(folder.path).result is Result.UNKNOWN


def test_empty_signature_file_is_read():
    """A file without signatures is well-formed."""
    data = sign(b"m", [])
    assert read_signatures(data) == SignatureFile(sha256_of(b"m"), "ECDSA-P256-SHA256", ())
