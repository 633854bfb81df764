"""Sessions are carried whole from store to store, and nothing that was changed on the way is read in."""

import functools
import json
import random
import stat
import zipfile
from contextlib import contextmanager
from pathlib import Path

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.errors import LabcertError, ToolFault, UsageMistake
from labcert.domain.events import CommentMade
from labcert.domain.outcome import Outcome
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.runner.casework import importing
from labcert.runner.casework.exporting import chosen_sessions, export
from labcert.runner.casework.importing import What
from labcert.runner.casework.standing import note_standing, standing_of
from labcert.runner.casework.unpacking import NOT_SMALL
from labcert.session.atomic import write_whole
from labcert.session.canonical import sha256_of
from labcert.session.log import read_log
from labcert.session.sealing import facts_of, seal
from labcert.session.verdict import verdict_json
from tests.unit.runner.casework.carried import MEDCOM, a_store, certified, moved, opened, ran, revoked

import_sessions = functools.partial(importing.import_sessions, decisions=True)
"""as whoever reads in a file of MedCom's own store"""
FIRST, SECOND = "live-20261123-0941-abcd", "testcamp-20261124-0800-efgh"


@pytest.fixture(scope="module")
def suite():
    """Our own suite."""
    return load_suite(suite_root())


@pytest.fixture
def home(tmp_path, suite):
    """A store with two sessions, one of them with a revoked certificate."""
    with a_store(tmp_path, "hjemme") as store:
        store.begin(opened(suite, FIRST))
        ran(store, FIRST, "TP-4.3.13")
        store.keep(FIRST, "report.html", b"<!doctype html>")
        store.begin(opened(suite, SECOND, test_type="testcamp"))
        ran(store, SECOND, "TP-4.3.02", Outcome.FAILED)
        revoked(store, certified(store, SECOND))
        yield store


@pytest.fixture
def away(tmp_path):
    """Another, empty store."""
    with a_store(tmp_path, "ude") as store:
        yield store


@pytest.fixture
def exported(home, tmp_path):
    """Both sessions as one file."""
    export(home, home.sessions(), tmp_path / "alt.zip")
    return tmp_path / "alt.zip"


def whole(store, session):
    """A session's log and files, and which certificates the store knows."""
    return (
        [entry.hash for entry in store.entries(session)],
        {file.path: store.read(session, file.path) for file in store.files(session)},
        [(row, store.certificate_files(row.id)) for row in store.certificates() if row.session == session],
        store.revocations(),
    )


def test_a_store_comes_whole_into_another(home, away, suite, exported):
    """Events, files, certificates and revocations; the lists show it, and a second time nothing happens."""
    imported = import_sessions(away, suite, exported)
    assert {each.row.id: each.what for each in imported} == {FIRST: What.NEW, SECOND: What.NEW}
    for session in (FIRST, SECOND):
        assert whole(away, session) == whole(home, session)
    row = away.find(FIRST)
    assert (row.review, row.outcome, sum(each.accepted for each in row.rows)) == (ReviewState.NOT_SUBMITTED, "not_run", 1)
    again = import_sessions(away, suite, exported)
    assert {(each.what, each.notes) for each in again} == {(What.KNOWN, ())}
    assert whole(away, SECOND) == whole(home, SECOND)


def test_what_goes_on_at_home_is_carried_on(home, away, suite, exported, tmp_path):
    """A later export continues the session, and the older one then says nothing new."""
    import_sessions(away, suite, exported)
    home.append(FIRST, CommentMade("k1", "", "Se på TP-4.3.13.", MEDCOM))
    export(home, [home.find(FIRST)], tmp_path / "senere.zip")
    (continued,) = import_sessions(away, suite, tmp_path / "senere.zip")
    assert (continued.what, whole(away, FIRST)) == (What.CONTINUED, whole(home, FIRST))
    assert {each.what for each in import_sessions(away, suite, exported)} == {What.KNOWN}
    assert whole(away, FIRST)[0] == whole(home, FIRST)[0]


def test_sessions_that_went_each_their_way_are_refused(home, away, suite, exported, tmp_path):
    """A fork: nothing of the whole export is read in."""
    export(home, [home.find(FIRST)], tmp_path / "en.zip")
    import_sessions(away, suite, tmp_path / "en.zip")
    for store in (home, away):
        store.append(FIRST, CommentMade("k1", "", store.url, MEDCOM))
    export(home, home.sessions(), tmp_path / "begge.zip")
    before = whole(away, FIRST)
    with pytest.raises(UsageMistake, match="gået hver sin vej"):
        import_sessions(away, suite, tmp_path / "begge.zip")
    assert (whole(away, FIRST), [row.id for row in away.sessions()]) == (before, [FIRST])


def test_a_session_that_is_in_use_is_not_read_in(home, away, suite, exported):
    """Who has it is told; the other sessions of the export wait with it."""
    import_sessions(away, suite, exported)
    with away.check_out(FIRST), pytest.raises(UsageMistake, match="i brug"):
        import_sessions(away, suite, exported)


def test_decisions_that_were_made_elsewhere_are_told(home, away, suite, tmp_path):
    """An export is not signed: a review that it says has ended is to be trusted only from MedCom's own store."""
    moved(home, FIRST, ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.NOT_APPROVED)
    export(home, [home.find(FIRST)], tmp_path / "en.zip")
    (imported,) = import_sessions(away, suite, tmp_path / "en.zip")
    assert imported.row.review is ReviewState.NOT_APPROVED
    assert any("ikke er truffet i dette lager" in note for note in imported.notes)


def test_a_session_of_an_unknown_programme_is_carried_but_not_judged(home, away, suite, tmp_path):
    """The sentence names the programme."""
    home.begin(opened(suite, "live-20250101-0000-zzzz", programme="gammelt"))
    export(home, [home.find("live-20250101")], tmp_path / "en.zip")
    (imported,) = import_sessions(away, suite, tmp_path / "en.zip")
    assert (imported.what, imported.row.rows) == (What.NEW, ())
    assert any("gammelt" in note for note in imported.notes)
    assert note_standing(away, suite, imported.row.id) is None


@pytest.mark.parametrize(
    ("words", "programme", "everything", "found"),
    [([FIRST[:6], FIRST], "", False, {FIRST}), ([], "laba", False, {FIRST, SECOND}), ([], "", True, {FIRST, SECOND})],
)
def test_what_is_exported_is_chosen(home, words, programme, everything, found):
    """By beginnings of ids (each session once), by programme, or all."""
    assert {row.id for row in chosen_sessions(home, words, programme, everything=everything)} == found


@pytest.mark.parametrize(
    ("words", "programme", "everything", "says"),
    [([], "", False, "Skriv, hvad"), ([FIRST], "", True, "Skriv, hvad"), ([], "nej", False, "nej"), (["x"], "", False, "x")],
)
def test_what_can_not_be_chosen_is_told(home, words, programme, everything, says):
    """Nothing, two ways at once, and what isn't there."""
    with pytest.raises(UsageMistake, match=says):
        chosen_sessions(home, words, programme, everything=everything)


def test_an_export_overwrites_nothing_and_leaves_nothing_half(home, tmp_path):
    """A file that is there stays; a folder that isn't is told; an export that breaks leaves no file."""
    taken = tmp_path / "taget.zip"
    taken.write_bytes(b"andet")
    for place in (taken, tmp_path / "mangler" / "x.zip"):
        with pytest.raises(UsageMistake, match="findes"):
            export(home, home.sessions(), place)
    assert taken.read_bytes() == b"andet"
    lost = home.sessions()
    home.close()
    (tmp_path / "hjemme.db").write_bytes(b"")
    with pytest.raises(LabcertError):
        export(home, lost, tmp_path / "ny.zip")
    assert sorted(path.name for path in tmp_path.glob("*.zip")) == ["taget.zip"]


@contextmanager
def full_disk(size: int):
    """No file may grow beyond so many bytes: what the system says then is what it says of a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_no_half_export(home, tmp_path):
    """The sentence says what to do; there is no file that looks whole, and no draft."""
    home.keep(FIRST, "stor.bin", random.Random(1).randbytes(300_000))
    with full_disk(200_000), pytest.raises(ToolFault, match="Skaf plads"):
        export(home, home.sessions(), tmp_path / "alt.zip")
    with full_disk(302_000), pytest.raises(ToolFault, match="Skaf plads"):
        export(home, home.sessions(), tmp_path / "alt.zip")
    assert [path.name for path in tmp_path.iterdir() if "zip" in path.name] == []


def test_a_full_disk_reads_nothing_in(home, away, suite, tmp_path):
    """The store is as it was."""
    home.keep(FIRST, "stor.bin", random.Random(1).randbytes(300_000))
    export(home, home.sessions(), tmp_path / "alt.zip")
    with full_disk(200_000), pytest.raises(ToolFault, match="Intet er læst ind"):
        import_sessions(away, suite, tmp_path / "alt.zip")
    assert away.sessions() == ()


def test_a_closed_session_must_be_as_it_was_frozen(home, away, suite, tmp_path):
    """An export whose index fits a changed verdict: the manifest, which is what people sign, tells of it."""
    moved(home, FIRST, ReviewState.WAITING, ReviewState.CLAIMED, ReviewState.NOT_APPROVED)
    with home.check_out(FIRST) as folder:
        entries = read_log(folder.events).entries
        write_whole(folder.verdict, verdict_json(standing_of(suite, entries)))
        seal(folder, facts_of(entries, ()), ())
    export(home, [home.find(FIRST)], tmp_path / "en.zip")
    lied = rezipped(tmp_path / "en.zip", _fitting("verdict.json", lambda data: data.replace(b"false", b"true", 1)))
    with pytest.raises(UsageMistake, match=r"verdict\.json"):
        import_sessions(away, suite, lied)
    assert away.sessions() == ()
    import_sessions(away, suite, tmp_path / "en.zip")
    assert whole(away, FIRST)[:2] == whole(home, FIRST)[:2]


def rezipped(exported: Path, change) -> Path:
    """The export zipped again with its files changed: `change` gets and returns name -> bytes."""
    with zipfile.ZipFile(exported) as old:
        files = change({name: old.read(name) for name in old.namelist()})
    path = exported.with_name("ændret.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in files.items():
            new.writestr(name, data)
    return path


def _one_byte(files):
    name = f"sessions/{FIRST}/events.jsonl"
    return files | {name: files[name].replace(b"4.3.13", b"4.3.09", 1)}


def _one_more(files):
    return files | {f"sessions/{FIRST}/mere.txt": b"mere"}


def _one_less(files):
    return {name: data for name, data in files.items() if not name.endswith("report.html")}


def _fitting(file_name, change):
    """Change a file, and the index so that it fits."""

    def changed(files):
        name = f"sessions/{FIRST}/{file_name}"
        data = change(files[name])
        assert data != files[name]
        index = json.loads(files["export.json"])
        for session in index["sessions"]:
            for file in session["files"]:
                if file["path"] == name:
                    file |= {"size": len(data), "sha256": sha256_of(data)}
        return files | {name: data, "export.json": json.dumps(index).encode()}

    return changed


_consistent_lie = _fitting("events.jsonl", lambda data: data.replace(b'"outcome":"passed"', b'"outcome":"failed"', 1))
"""a changed log with an index that fits it: only the chain tells"""


def _index(change):
    def changed(files):
        index = json.loads(files["export.json"])
        change(index)
        return files | {"export.json": json.dumps(index).encode()}

    return changed


def _swapped(index):
    first, second = index["sessions"]
    first["id"], second["id"] = second["id"], first["id"]


CHANGES = {
    "byte": (_one_byte, "er ændret, siden eksporten"),
    "more": (_one_more, "mere.txt står ikke i eksportens liste"),
    "less": (_one_less, "report.html mangler"),
    "consistent": (_consistent_lie, "ikke, som den blev skrevet"),
    "no json": (lambda files: files | {"export.json": b"{"}, "hænger ikke sammen"),
    "newer": (_index(lambda index: index.update(format="labcert-export/2")), "hænger ikke sammen"),
    "swapped": (_index(_swapped), "hænger ikke sammen"),
    "twice": (_index(lambda index: index["sessions"].append(index["sessions"][0])), "hænger ikke sammen"),
    "negative": (_index(lambda index: index["sessions"][0]["files"][0].update(size=-1)), "hænger ikke sammen"),
    "no certificate": (_index(lambda index: index["certificates"].clear()), "hænger ikke sammen"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_export_that_was_changed_is_refused_whole(away, suite, exported, change):
    """One sentence says what is wrong, and the store stays empty."""
    changed, says = CHANGES[change]
    with pytest.raises(LabcertError, match=says):
        import_sessions(away, suite, rezipped(exported, changed))
    assert away.sessions() == ()


def _hostile(path: Path, *entries: tuple[object, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries:
            made.writestr(name, data)
    return path


def _link(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


HOSTILE = {
    "traversal": [("../ude.txt", b"x"), ("events.jsonl", b"")],
    "absolute": [("/tmp/ude.txt", b"x"), ("events.jsonl", b"")],
    "drive": [("C:\\ude.txt", b"x"), ("events.jsonl", b"")],
    "symlink": [(_link("evidence"), b"/etc"), ("events.jsonl", b"")],
    "alike": [("Report.html", b"x"), ("report.html", b"y"), ("events.jsonl", b"")],
    "bomb": [("events.jsonl", b"\0" * (NOT_SMALL + 1))],
    "file and folder": [("evidence", b"x"), ("evidence/a", b"y"), ("events.jsonl", b"")],
    "nothing of ours": [("læs.txt", b"hej")],
    "empty": [],
    "no events": [("events.jsonl", b"")],
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_zip_is_refused_and_nothing_is_written_outside(away, suite, tmp_path, kind):
    """One sentence, an empty store, and no file that was not there before."""
    path = _hostile(tmp_path / "fjendtlig.zip", *HOSTILE[kind])
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageMistake) as told:
        import_sessions(away, suite, path)
    assert "\n" not in str(told.value)
    assert (away.sessions(), sorted(tmp_path.rglob("*"))) == ((), before)


def test_a_zip_that_lies_about_its_sizes_is_refused(away, suite, exported, tmp_path):
    """A header that says less than is inside: the reading stops, and nothing is kept."""
    data = bytearray(exported.read_bytes())
    at = data.rindex(b"PK\1\2", 0, data.rindex(b"PK\1\2"))
    data[at + 24 : at + 28] = (5).to_bytes(4, "little")
    (tmp_path / "løgn.zip").write_bytes(bytes(data))
    with pytest.raises(UsageMistake, match="Intet er læst ind"):
        import_sessions(away, suite, tmp_path / "løgn.zip")
    assert away.sessions() == ()


@pytest.mark.parametrize("name", ["findes-ikke.zip", "tekst.zip", "afskåret.zip"])
def test_what_is_no_zip_is_told(away, suite, exported, tmp_path, name):
    """A file that isn't there, one that is something else, and one that was cut."""
    (tmp_path / "tekst.zip").write_text("hej", "utf-8")
    (tmp_path / "afskåret.zip").write_bytes(exported.read_bytes()[:-300])
    with pytest.raises(UsageMistake):
        import_sessions(away, suite, tmp_path / name)
    assert away.sessions() == ()


def test_a_folder_is_read_in_as_it_lies(home, away, suite, tmp_path):
    """A session's folder without a seal is taken in with a word about it; a link in it is refused."""
    folder = home.materialise(FIRST, tmp_path / "mappe")
    (imported,) = import_sessions(away, suite, folder.path)
    assert imported.what is What.NEW
    assert any("ikke forseglet" in note for note in imported.notes)
    assert len(read_log(folder.events).entries) == imported.row.events
    (folder.path / "genvej").symlink_to(tmp_path)
    with pytest.raises(UsageMistake, match="genvej"):
        import_sessions(away, suite, folder.path)


def test_an_unpacked_export_is_read_in(home, away, suite, exported, tmp_path):
    """A folder that somebody has unpacked it to."""
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(tmp_path / "pakket-ud")
    assert {each.what for each in import_sessions(away, suite, tmp_path / "pakket-ud")} == {What.NEW}
    assert whole(away, SECOND) == whole(home, SECOND)
