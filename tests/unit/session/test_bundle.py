"""Checking a bundle: what is VALID, what is UNKNOWN, what is BROKEN and what is no bundle at all."""

import shutil
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labcert.domain.errors import UsageMistake
from labcert.session.bundle import Limits, Result, verify, zip_bundle
from labcert.session.demo_authority import DemoAuthority


def _files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _zip(folder, tmp_path):
    target = tmp_path / "pakke.zip"
    zip_bundle(folder, target)
    return target


def _told(report):
    return {(reason.code, reason.file) for reason in report.reasons}


def test_untouched_bundle_is_valid_for_who_trusts_the_authority(bundle, tmp_path):
    """Folder and zip of an untouched bundle are VALID, and nothing speaks against them."""
    for path in (bundle.folder.path, _zip(bundle.folder.path, tmp_path)):
        report = verify(path, [bundle.trust])
        assert (report.result, report.reasons, report.demo) == (Result.VALID, (), True)


def test_bundle_is_unknown_without_trust(bundle, tmp_path):
    """Without a trusted certificate, or with a stranger's, it is UNKNOWN; demo-trust.pem in the bundle vouches for nothing."""
    from datetime import UTC, datetime

    stranger = DemoAuthority(datetime(2026, 11, 23, tzinfo=UTC)).certificate_pem
    for trust in ([], [stranger]):
        report = verify(bundle.folder.path, trust)
        assert report.result is Result.UNKNOWN
        assert _told(report) == {("untrusted_key", "manifest.sig")}


def test_trust_that_is_no_certificate_is_a_usage_mistake(bundle):
    """A file that isn't PEM is said to be none."""
    with pytest.raises(UsageMistake, match="PEM"):
        verify(bundle.folder.path, [b"hej"])


def test_sealed_bundle_is_tampered_with_anywhere(make_bundle, tmp_path):
    """Any byte flipped, inserted or deleted in any file makes the bundle BROKEN and names the file."""
    made = make_bundle(tmp_path / "pakke")
    names = _files(made.folder.path)
    assert {"manifest.json", "manifest.sig", "events.jsonl", "verdict.json", "demo-trust.pem"} < set(names)

    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def tampered(data):
        path = made.folder.path / data.draw(st.sampled_from(names))
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 1))
        match data.draw(st.sampled_from(["flip", "insert", "delete"])):
            case "flip":
                changed = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
            case "insert":
                changed = whole[:place] + bytes([data.draw(st.integers(0, 255))]) + whole[place:]
            case _:
                changed = whole[:place] + whole[place + 1 :]
        path.write_bytes(changed)
        try:
            report = verify(made.folder.path, [made.trust])
        finally:
            path.write_bytes(whole)
        assert report.result is Result.BROKEN
        assert path.relative_to(made.folder.path).as_posix() in {reason.file for reason in report.reasons}

    tampered()
    assert verify(made.folder.path, [made.trust]).result is Result.VALID


def test_removed_file_is_named(bundle):
    """Each file in turn is removed: BROKEN, and it is named."""
    for name in _files(bundle.folder.path):
        path = bundle.folder.path / name
        whole = path.read_bytes()
        path.unlink()
        report = verify(bundle.folder.path, [bundle.trust])
        path.write_bytes(whole)
        assert report.result is Result.BROKEN, name
        assert name in {reason.file for reason in report.reasons}


@pytest.mark.parametrize("name", ["ny.txt", "evidence/" + "a" * 64, "allure-results/x.json", "evidence/.skjult"])
def test_added_file_is_named(bundle, name):
    """A file that wasn't there when people signed is named."""
    (bundle.folder.path / name).write_bytes(b"nyt")
    report = verify(bundle.folder.path, [bundle.trust])
    assert (report.result, _told(report)) == (Result.BROKEN, {("file_unlisted", name)})


def test_link_is_broken_and_not_followed(bundle, tmp_path):
    """A listed file replaced by a link to the same bytes is named."""
    path = bundle.folder.verdict
    shutil.move(path, tmp_path / "andetsteds.json")
    path.symlink_to(tmp_path / "andetsteds.json")
    assert ("not_a_file", "verdict.json") in _told(verify(bundle.folder.path, [bundle.trust]))


def test_no_bundle_at_all_is_a_usage_mistake(bundle, tmp_path):
    """An empty folder, a foreign manifest, a text file, nothing, and an unsealed session are told apart from BROKEN."""
    empty, foreign, text = tmp_path / "tom", tmp_path / "fremmed", tmp_path / "brev.txt"
    empty.mkdir()
    foreign.mkdir()
    (foreign / "manifest.json").write_text('{"name": "et tilføjelsesprogram"}')
    text.write_text("Kære MedCom")
    with zipfile.ZipFile(tmp_path / "andet.zip", "w") as archive:
        archive.writestr("brev.txt", "hej")
    for path in (empty, foreign, text, tmp_path / "andet.zip", tmp_path / "findes-ikke"):
        with pytest.raises(UsageMistake):
            verify(path)
    bundle.folder.manifest.unlink()
    bundle.folder.signatures.unlink()
    with pytest.raises(UsageMistake, match="ikke forseglet endnu"):
        verify(bundle.folder.path)


def test_swapped_signature_file_is_broken(make_bundle, tmp_path):
    """Signatures from another session of the same people say nothing of this one."""
    one, other = make_bundle(tmp_path / "en"), make_bundle(tmp_path / "to")
    (other.folder.path / "events.jsonl").read_bytes()
    shutil.copy(other.folder.signatures, one.folder.signatures)
    report = verify(one.folder.path, [one.trust, other.trust])
    assert (report.result, _told(report)) == (Result.BROKEN, {("manifest_changed", "manifest.json")})


# ------------------------------------------------------------------------------------------------------------ zip files
def test_zip_is_the_same_bytes_each_time_and_readable_by_others(bundle, tmp_path):
    """Zipping twice gives equal bytes, and the standard library's reader finds every file whole."""
    first = _zip(bundle.folder.path, tmp_path).read_bytes()
    assert _zip(bundle.folder.path, tmp_path).read_bytes() == first
    with zipfile.ZipFile(tmp_path / "pakke.zip") as archive:
        assert archive.testzip() is None
        assert archive.namelist() == _files(bundle.folder.path)
        assert archive.read("verdict.json") == bundle.folder.verdict.read_bytes()


def test_what_cannot_be_zipped_is_said(bundle, tmp_path, monkeypatch):
    """A zip inside its own bundle, an unsealed folder, a link, and more than a check would read."""
    folder = bundle.folder.path
    with pytest.raises(UsageMistake, match="selve pakken"):
        zip_bundle(folder, folder / "pakke.zip")
    with monkeypatch.context() as patch:
        patch.setattr("labcert.session.bundle.DEFAULT_LIMITS", Limits(total=10))
        with pytest.raises(UsageMistake, match="for stor"):
            zip_bundle(folder, tmp_path / "pakke.zip")
    (folder / "genvej").symlink_to("verdict.json")
    with pytest.raises(UsageMistake, match="genvej"):
        zip_bundle(folder, tmp_path / "pakke.zip")
    (folder / "genvej").unlink()
    bundle.folder.manifest.unlink()
    with pytest.raises(UsageMistake, match="ikke forseglet"):
        zip_bundle(folder, tmp_path / "pakke.zip")
    assert not (tmp_path / "pakke.zip").exists()


def test_zip_made_by_others_is_taken(bundle, tmp_path):
    """A folder zipped whole by the system's own tool (compressed, inside a folder) is a bundle too."""
    shutil.make_archive(tmp_path / "egen", "zip", tmp_path, "pakke")
    assert verify(tmp_path / "egen.zip", [bundle.trust]).result is Result.VALID


def test_changed_byte_anywhere_in_our_zip_is_not_valid(make_bundle, tmp_path):
    """Also the zip's own fields (dates, comment, directory) are checked in a zip that we made."""
    made = make_bundle(tmp_path / "pakke")
    whole = _zip(made.folder.path, tmp_path).read_bytes()
    changed = tmp_path / "andret.zip"

    @settings(max_examples=150, deadline=None)
    @given(
        st.one_of(st.integers(0, len(whole) - 1), st.integers(len(whole) - 900, len(whole) - 1)),
        st.integers(1, 255),
        st.sampled_from(["flip", "insert", "delete"]),
    )
    def tampered(place, change, how):
        middle = {"flip": bytes([whole[place] ^ change]), "insert": bytes([change, whole[place]]), "delete": b""}[how]
        changed.write_bytes(whole[:place] + middle + whole[place + 1 :])
        try:
            result = verify(changed, [made.trust]).result
        except UsageMistake:
            return
        assert result is Result.BROKEN

    tampered()


def _rezipped(bundle, target, **entries):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _files(bundle.folder.path):
            archive.write(bundle.folder.path / name, name)
        for info in entries.values():
            archive.writestr(info, b"x")
    return verify(target, [bundle.trust])


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../ude.txt", "odd_name"),
        ("/etc/passwd", "odd_name"),
        ("C:\\vindue.txt", "odd_name"),
        ("a\\b.txt", "odd_name"),
        ("verdict.json", "duplicate_name"),
        ("VERDICT.json", "duplicate_name"),
        ("con.txt", "odd_name"),
    ],
)
def test_dangerous_zip_names_are_broken(bundle, tmp_path, name, code):
    """Names that leave the folder, are absolute, or stand for the same file twice are told and nothing is unpacked."""
    before = sorted(tmp_path.rglob("*"))
    report = _rezipped(bundle, tmp_path / "ond.zip", entry=zipfile.ZipInfo(name))
    assert report.result is Result.BROKEN
    assert code in {reason.code for reason in report.reasons}
    assert sorted(path for path in tmp_path.rglob("*") if path.name != "ond.zip") == before


def test_link_in_zip_is_broken(bundle, tmp_path):
    """A symbolic link in a zip is told and not followed."""
    link = zipfile.ZipInfo("genvej")
    link.external_attr = 0o120777 << 16
    assert ("not_a_file", "genvej") in _told(_rezipped(bundle, tmp_path / "ond.zip", entry=link))


def test_zip_bomb_is_not_unpacked(bundle, tmp_path):
    """A file that unpacks to more than the manifest lists is left as soon as it is too long; unlisted ones aren't read."""
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in _files(bundle.folder.path):
            if name == "verdict.json":
                archive.writestr(name, bytes(30 << 20))
            else:
                archive.write(bundle.folder.path / name, name)
        archive.writestr("mere.bin", bytes(30 << 20))
    report = verify(tmp_path / "bombe.zip", [bundle.trust])
    assert _told(report) == {("file_changed", "verdict.json"), ("file_unlisted", "mere.bin")}


def test_limits_are_kept(bundle, tmp_path):
    """Too many files, or more bytes than the caller is willing to read, is said."""
    path = _zip(bundle.folder.path, tmp_path)
    assert {code for code, _ in _told(verify(path, [bundle.trust], Limits(files=3)))} == {"too_large"}
    assert ("too_large", "manifest.json") in _told(verify(path, [bundle.trust], Limits(total=10)))


def test_truncated_zip_is_broken(bundle, tmp_path):
    """A zip whose transfer stopped half way is damaged, not "no bundle"."""
    path = _zip(bundle.folder.path, tmp_path)
    path.write_bytes(path.read_bytes()[:-200])
    assert _told(verify(path, [bundle.trust])) == {("zip_damaged", "pakke.zip")}


@given(st.binary(max_size=300))
@settings(max_examples=50, deadline=None)
def test_any_bytes_get_a_clear_answer(tmp_path_factory, data):
    """Whatever file is given, the answer is a report or a usage mistake."""
    path: Path = tmp_path_factory.mktemp("x") / "fil"
    path.write_bytes(b"PK" + data)
    assert verify(path).result is Result.BROKEN
    path.write_bytes(b"X" + data)
    with pytest.raises(UsageMistake):
        verify(path)
