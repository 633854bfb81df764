"""Bundles that mean harm: each gets one clear answer, soon, and nothing is written."""

import io
import json
import os
import sqlite3
import subprocess
import time
import zipfile

import pytest

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.session.bundle import Limits, zip_bundle
from labcert.session.report import Result
from labcert.session.verifying import verify


@pytest.fixture
def packed(certified, tmp_path):
    """A right bundle with its certificate, as one zip."""
    zip_bundle(certified.path, tmp_path / "pakke.zip")
    return tmp_path / "pakke.zip"


def _answer(path, trust, words):
    """Verify, and see to it that nothing but the answer came of it."""
    before = sorted(path.parent.rglob("*"))
    begun = time.monotonic()
    report = verify(path, trust, on=words.day)
    assert time.monotonic() - begun < 20
    assert sorted(path.parent.rglob("*")) == before
    return report


def test_cut_every_thousandth_byte_it_is_damaged(packed, certified, words):
    """A transfer that stopped at any point."""
    whole = packed.read_bytes()
    for length in range(2, len(whole), 1000):
        packed.write_bytes(whole[:length])
        assert words.told(_answer(packed, certified.trust, words)) == {("zip_damaged", "pakke.zip")}


def test_packed_again_by_others_it_is_valid(packed, certified, words):
    """Another tool's compression changes no file; what it leaves out or adds is told."""
    again = packed.with_name("igen.zip")
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in reversed(old.namelist()):
            new.writestr(name, old.read(name))
    assert _answer(again, certified.trust, words).result is Result.VALID
    with zipfile.ZipFile(again, "a") as new:
        new.writestr("mere.txt", "x")
    assert words.told(_answer(again, certified.trust, words)) == {("file_unlisted", "mere.txt")}


def test_a_hundred_thousand_files_are_too_many(tmp_path, certified, words):
    """Counted in the zip's directory; none is read."""
    path = tmp_path / "mange.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(100_000):
            archive.writestr(zipfile.ZipInfo(f"evidence/{number}"), b"")
    assert words.told(_answer(path, certified.trust, words)) == {("too_large", "")}


def test_a_folder_of_folders_is_not_followed_for_ever(certified, words):
    """Hundreds of folders in each other: told by their name. And more files than a bundle can have: counted."""
    here = os.open(certified.path, os.O_RDONLY)
    try:
        for _depth in range(400):
            os.mkdir("dyb", dir_fd=here)
            deeper = os.open("dyb", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = deeper
    finally:
        os.close(here)
    assert {code for code, _file in words.told(verify(certified.path, certified.trust, on=words.day))} >= {"odd_name"}
    few = verify(certified.path, certified.trust, Limits(files=3), on=words.day)
    assert words.told(few) == {("too_large", "")}
    subprocess.run(["rm", "-rf", certified.path / "dyb"], check=True)  # pytest's own cleaning doesn't come down there


def test_nested_bombs_stay_packed(tmp_path, certified, words):
    """A zip in a zip is bytes like any others, and a gigabyte of zeros that nobody listed is never unpacked."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("nuller", bytes(64 << 20))
    path = tmp_path / "bombe.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(certified.path.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(certified.path).as_posix())
        archive.writestr("inde.zip", inner.getvalue())
    assert words.told(_answer(path, certified.trust, words)) == {("file_unlisted", "inde.zip")}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", bytes(64 << 20))
    assert words.told(_answer(path, certified.trust, words)) == {("too_large", "manifest.json")}


def _manifest(certified, text):
    (certified.path / "manifest.json").write_text(text)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000 + "]" * 100_000,
        '{"format": ' * 5_000,
        '{"format": "labcert-bundle/1", "files": NaN}',
        '{"format": "labcert-bundle/2"}',
        "",
        "\ud800",
        "null",
    ],
    ids=["dyb", "dyb2", "NaN", "nyere", "tom", "halv", "null"],
)
def test_no_manifest_but_a_whole_one_is_read(certified, words, text):
    """Deep, cut, foreign or empty: damaged, in a sentence."""
    (certified.path / "manifest.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert ("manifest_damaged", "manifest.json") in words.told(_answer(certified.path, certified.trust, words))


def test_a_manifest_can_list_nothing_outside(certified, words):
    """Paths that leave the folder, absolute ones, backslashes, the seal itself, negative sizes, the same file twice."""
    right = json.loads((certified.path / "manifest.json").read_bytes())
    for listed in (
        {"path": "../../etc/passwd"}, {"path": "/etc/passwd"}, {"path": "C:\\x"}, {"path": "a\\b"}, {"path": "manifest.json"},
        {"path": "VERDICT.json"}, {"path": "x", "size": -1}, {"path": "con"}, {"path": "a/../b"}, {"path": "a\0b"},
    ):  # fmt: skip
        spoilt = right | {"files": [*right["files"], right["files"][0] | listed]}
        (certified.path / "manifest.json").write_text(json.dumps(spoilt))
        assert ("manifest_damaged", "manifest.json") in words.told(_answer(certified.path, certified.trust, words))


def test_a_manifest_of_petabytes_is_not_read(certified, words):
    """What it says is too large is left alone."""
    right = json.loads((certified.path / "manifest.json").read_bytes())
    right["files"][0]["size"] = 1 << 60
    (certified.path / "manifest.json").write_text(json.dumps(right))
    assert ("manifest_changed", "manifest.json") in words.told(_answer(certified.path, certified.trust, words))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a system with named pipes")
def test_pipes_and_devices_are_never_opened(certified, words, tmp_path):
    """A pipe in the folder, a link to a device, a pipe instead of the bundle: told at once, and nothing waits."""
    os.mkfifo(certified.path / "roer")
    (certified.path / "nul").symlink_to("/dev/zero")
    told = words.told(_answer(certified.path, certified.trust, words))
    assert {("not_a_file", "roer"), ("not_a_file", "nul")} <= told
    os.mkfifo(tmp_path / "pakke.zip")
    for path in (tmp_path / "pakke.zip", tmp_path / "findes" / "ikke"):
        with pytest.raises(UsageMistake):
            verify(path)
    with pytest.raises(UsageMistake, match="almindelig fil"):
        verify(type(tmp_path)("/dev/zero"))


def test_links_in_the_place_of_companions_are_not_followed(certified, words, tmp_path):
    """certificate.json as a link to the right file elsewhere."""
    path = certified.path / "certificate.json"
    path.rename(tmp_path / "certificate.json")
    path.symlink_to(tmp_path / "certificate.json")
    assert ("not_a_file", "certificate.json") in words.told(_answer(certified.path, certified.trust, words))


def test_a_store_is_no_bundle(tmp_path):
    """The very file that sessions live in, and what to do instead."""
    with sqlite3.connect(tmp_path / "labcert.db") as database:
        database.execute("create table x (y)")
    database.close()
    with pytest.raises(UsageMistake, match="lager") as told:
        verify(tmp_path / "labcert.db")
    assert "session export" in told.value.remedy


def test_what_cannot_be_read_is_our_fault(tmp_path, monkeypatch):
    """A disk that fails is told as such and never as a broken bundle."""
    path = tmp_path / "certificate.json"
    path.write_bytes(b"{}")
    import pathlib

    def failing(*_args, **_more):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(pathlib.Path, "open", failing)
    with pytest.raises(ToolFault, match="svigtede"):
        verify(path)
