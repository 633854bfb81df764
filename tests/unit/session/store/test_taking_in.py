"""A session that came from elsewhere is looked through before any of it is kept, and goes on from what is here."""

import dataclasses
import shutil
from datetime import UTC, datetime

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.errors import UsageMistake
from labcert.domain.events import ProgressNoted, ReviewMoved, SessionOpened, SignOffStated
from labcert.session import EventLog, SessionFolder
from labcert.session.canonical import sha256_of
from labcert.session.chain import BrokenChain
from labcert.session.demo_authority import DemoAuthority
from labcert.session.signing import read_signatures, sign
from tests.support.every_event import DATA, EVIDENCE, actor, every_event, opened

NAME = opened().session


@pytest.fixture
def folder(tmp_path, clock):
    """A session's folder, as a run leaves it, with an event of every kind."""
    return made(tmp_path / "udefra", clock, opened(), *every_event())


def made(path, clock, *events):
    """Make a session's folder with these events."""
    folder = SessionFolder.create(path)
    (folder.evidence / EVIDENCE.sha256).write_bytes(DATA)
    folder.report.write_bytes(b"<p>rapport</p>")
    add(folder, clock, *events)
    return folder


def add(folder, clock, *events):
    """Write events at the end of a folder's log."""
    with EventLog(folder.events, clock) as log:
        for event in events:
            log.append(event)


def paths(store):
    """The session's files."""
    return [file.path for file in store.files(NAME)]


def refused(store, folder, error, match):
    """Try to take a folder in, which must fail and leave the store as it was."""
    before = [(row, store.entries(row.id), store.files(row.id)) for row in store.sessions()]
    with pytest.raises(error, match=match):
        store.take_in(folder)
    assert [(row, store.entries(row.id), store.files(row.id)) for row in store.sessions()] == before


def test_a_folder_becomes_a_session(store, folder, tmp_path):
    """A session from elsewhere is listed as one that was begun here, and written out again byte for byte."""
    row = store.take_in(folder)
    assert row == store.find(NAME)
    assert (row.events, row.runs, row.review) == (18, 1, ReviewState.CLAIMED)
    assert row.created == store.entries(NAME)[0].time
    copy = store.materialise(NAME, tmp_path / "kopi")
    for name in ("events.jsonl", "report.html", f"evidence/{EVIDENCE.sha256}"):
        assert (copy.path / name).read_bytes() == (folder.path / name).read_bytes()


def test_a_folder_goes_on_from_what_is_here(store, folder, clock):
    """New events and files are taken in, and a derived file that is gone in the folder is gone here."""
    store.take_in(folder)
    add(folder, clock, ProgressNoted("", "videre"))
    folder.report.unlink()
    (folder.path / "allure.html").write_bytes(b"x")
    assert store.take_in(folder).events == 19
    assert paths(store) == ["allure.html", f"evidence/{EVIDENCE.sha256}"]


@pytest.mark.parametrize("mine", [b'{"a": 1}\n', None], ids=["rewritten", "left out"])
def test_a_journal_is_never_rewritten_from_elsewhere(store, folder, clock, mine):
    """"Nothing was deleted" is a statement about it: another one is refused, and none takes the store's away."""
    journal = folder.path / "journals" / "plsp.jsonl"
    journal.parent.mkdir()
    journal.write_bytes(b'{"a": 1}\n{"b": 2}\n')
    store.take_in(folder)
    journal.unlink()
    add(folder, clock, ProgressNoted("", "Mere"))
    if mine is None:
        store.take_in(folder)
        assert store.read(NAME, "journals/plsp.jsonl") == b'{"a": 1}\n{"b": 2}\n'
    else:
        journal.write_bytes(mine)
        refused(store, folder, UsageMistake, "journals/plsp.jsonl i mappen er en anden")


def test_an_older_copy_changes_nothing(store, folder, clock, tmp_path):
    """A folder whose log the store has, and more, is known already."""
    store.take_in(folder)
    older = store.materialise(NAME, tmp_path / "gammel")
    older.report.write_bytes(b"gammel")
    store.append(NAME, ProgressNoted("", "videre"))
    assert store.take_in(older).events == 19
    assert store.read(NAME, "report.html") == b"<p>rapport</p>"


def test_logs_that_fork_are_refused_by_the_first_different_event(store, folder, clock):
    """Two that went on from the same events are two stories; the sentence says where they part."""
    store.take_in(folder)
    add(folder, clock, ProgressNoted("", "den ene"))
    store.append(NAME, ProgressNoted("", "den anden"))
    refused(store, folder, UsageMistake, "til og med hændelse 18, men hændelse 19 er forskellig")


def test_another_session_of_the_same_id_is_refused(store, folder, clock, tmp_path):
    """Already the first event tells them apart."""
    store.take_in(folder)
    refused(store, made(tmp_path / "x", clock, opened(vendor="En anden")), UsageMistake, "hændelse 1 er forskellig")


def test_a_changed_log_is_refused(store, folder):
    """The chain tells which event can't be trusted."""
    folder.events.write_bytes(folder.events.read_bytes().replace(b"Ser fint ud", b"Ser grimt ud"))
    refused(store, folder, BrokenChain, "hændelse 13 er ændret")


def test_evidence_must_be_there_and_be_what_it_is_named(store, folder):
    """Missing, changed or misnamed evidence refuses the whole folder, before anything is kept."""
    place = folder.evidence / EVIDENCE.sha256
    place.write_bytes(b"andet")
    refused(store, folder, UsageMistake, "er ændret, efter at det blev gemt")
    place.unlink()
    refused(store, folder, UsageMistake, "“Beskeden”, som hændelse 5 henviser til, mangler")
    place.write_bytes(DATA)
    (folder.evidence / "ekstra").write_bytes(DATA)
    refused(store, folder, UsageMistake, "evidence/ekstra er ændret")


def test_links_and_odd_names_are_refused(store, folder):
    """Nothing is followed out of the folder, and no name is taken that some system reads otherwise."""
    (folder.path / "link").symlink_to("/etc/passwd")
    refused(store, folder, UsageMistake, "genvej eller en enhed")
    (folder.path / "link").unlink()
    (folder.path / "con.txt").write_bytes(b"")
    refused(store, folder, UsageMistake, "kan ikke bruges i en pakke")


def test_what_is_no_session_is_told(store, tmp_path, clock):
    """An empty folder, an empty log, a log without an opening and an odd id are each told, and nothing is kept."""
    path = tmp_path / "tom"
    path.mkdir()
    refused(store, SessionFolder(path), UsageMistake, "events.jsonl mangler")
    (path / "events.jsonl").write_bytes(b"")
    refused(store, SessionFolder(path), UsageMistake, "fortæller ikke, hvad der blev begyndt")
    refused(store, made(tmp_path / "a", clock, ProgressNoted("", "x")), UsageMistake, "fortæller ikke, hvad der")
    refused(store, made(tmp_path / "b", clock, opened("../../etc")), UsageMistake, "kan ikke hedde")


def test_a_half_written_line_is_set_aside_with_a_word(store, folder):
    """A run that was killed somewhere else is taken in with all its whole events."""
    with folder.events.open("ab") as log:
        log.write(b'{"half')
    assert store.take_in(folder).events == 19
    assert "afbrudt midt i en hændelse" in store.entries(NAME)[-1].event.text
    assert any(path.startswith("events.halv-19") for path in paths(store))


def test_a_half_written_line_under_a_seal_is_refused(store, folder):
    """A sealed folder may not be mended by anybody."""
    folder.manifest.write_bytes(b"{}")
    with folder.events.open("ab") as log:
        log.write(b'{"half')
    refused(store, folder, UsageMistake, "kun skrevet halvt, selv om sessionen er forseglet")


def test_a_closed_session_takes_no_more_events(store, clock, tmp_path):
    """What was added after the end is refused, but for the review being opened again."""
    folder = made(tmp_path / "x", clock, opened(), ReviewMoved(ReviewState.APPROVED, "", actor()))
    store.take_in(folder)
    again = SessionFolder(shutil.copytree(folder.path, tmp_path / "igen"))
    add(folder, clock, ProgressNoted("", "for sent"))
    refused(store, folder, UsageMistake, "er afsluttet")
    add(again, clock, ReviewMoved(ReviewState.CLAIMED, "Fejl", actor()))
    assert store.take_in(again).review is ReviewState.CLAIMED


def test_a_seal_and_its_files_come_with_the_same_log(store, folder):
    """A folder that was sealed since it was here has the files that its seal is over; without one, what is here stays."""
    store.take_in(folder)
    folder.report.write_bytes(b"ny")
    (folder.path / "allure.html").write_bytes(b"a")
    store.take_in(folder)
    assert (store.read(NAME, "report.html"), store.read(NAME, "allure.html")) == (b"<p>rapport</p>", b"a")
    folder.manifest.write_bytes(b"{}")
    store.take_in(folder)
    assert store.read(NAME, "report.html") == b"ny"


@pytest.fixture(scope="module")
def signed():
    """Make the file of some parties' signatures over a manifest."""
    authority = DemoAuthority(datetime(2026, 11, 23, tzinfo=UTC))

    def sign_for(manifest, *parties):
        stated = [SignOffStated("4.2", party, "Dora", "Tester", party, "", demo=True) for party in parties]
        return sign(manifest, [authority.signer(each, "2026-11-23T10:00:00+01:00") for each in stated])

    return sign_for


def test_signatures_are_gathered_and_never_lost(store, folder, signed):
    """Over the same seal, each folder brings its parties' signatures; none is taken away, replaced or forged."""
    folder.manifest.write_bytes(b"{}")
    first, forged, other = signed(b"{}", "LPS"), signed(b"{ }", "SSI"), signed(b"{}", "MedCom", "LPS")
    folder.signatures.write_bytes(first)
    store.take_in(folder)
    forged = dataclasses.replace(read_signatures(forged), manifest_sha256=sha256_of(b"{}")).to_bytes()
    for data in (forged, b"broken", other, first):
        folder.signatures.write_bytes(data)
        store.take_in(folder)
    kept = read_signatures(store.read(NAME, "manifest.sig")).signatures
    assert [signature.party for signature in kept] == ["LPS", "MedCom"]
    assert kept[0] == read_signatures(first).signatures[0]


def test_a_signed_session_takes_what_comes_after_the_seal_and_nothing_else(store, folder, signed):
    """A certificate may come with a folder; other files and another seal leave what was signed as it was."""
    folder.manifest.write_bytes(b"{}")
    folder.signatures.write_bytes(signed(b"{}", "LPS"))
    store.take_in(folder)
    (folder.path / "certificate.pdf").write_bytes(b"%PDF")
    (folder.path / "fremmed.txt").write_bytes(b"not in the manifest")
    store.take_in(folder)
    folder.manifest.write_bytes(b'{"another": 1}')
    folder.report.write_bytes(b"another")
    store.take_in(folder)
    assert paths(store) == [
        "certificate.pdf", f"evidence/{EVIDENCE.sha256}", "manifest.json", "manifest.sig", "report.html",
    ]  # fmt: skip
    assert store.read(NAME, "manifest.json") == b"{}"
    assert store.read(NAME, "report.html") == b"<p>rapport</p>"


def test_a_signed_session_takes_no_more_events(store, folder, clock, signed):
    """What was signed is signed as it was."""
    folder.manifest.write_bytes(b"{}")
    folder.signatures.write_bytes(signed(b"{}", "LPS"))
    store.take_in(folder)
    add(folder, clock, ProgressNoted("", "videre"))
    refused(store, folder, UsageMistake, "er underskrevet")


def test_the_opening_is_of_its_kind(store, folder):
    """The first event says which session it is."""
    assert isinstance(store.entries(store.take_in(folder).id)[0].event, SessionOpened)


def test_many_files_are_taken_in_some_at_a_time(store, folder, monkeypatch):
    """However many are written with one question, each is kept, and the same bytes once."""
    monkeypatch.setattr("labcert.session.store.files.MANY", 2)
    wanted = {f"allure-results/{number}.json": b"%d" % (number // 2) for number in range(5)}
    for name, data in wanted.items():
        (folder.path / name).write_bytes(data)
    store.take_in(folder)
    assert {path: store.read(NAME, path) for path in paths(store) if path in wanted} == wanted
