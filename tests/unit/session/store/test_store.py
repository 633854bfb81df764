"""What a store is told it tells again, in SQLite as in PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from labcert.domain.casework import ReviewState
from labcert.domain.errors import ToolFault, UsageMistake
from labcert.domain.events import EvidenceAdded, ProgressNoted, ReviewMoved, RunStarted
from labcert.domain.outcome import Mark, Outcome
from labcert.session.canonical import sha256_of
from labcert.session.chain import BrokenChain
from labcert.session.log import read_log
from labcert.session.store import Overtaken, RowState, StoredFile, Wanted, engine, open_store
from labcert.session.store.tables import blobs, events, files, sessions
from tests.support.every_event import DATA, EVIDENCE, actor, every_event, opened
from tests.support.sample_session import sample

NAME = opened().session


def with_every_event(store):
    """Put a session with an event of every kind into a store."""
    store.begin(opened())
    store.keep(NAME, f"evidence/{EVIDENCE.sha256}", DATA)
    return store.append(NAME, *every_event())


def closed(store, state=ReviewState.APPROVED):
    """Put a session whose review has ended into a store."""
    store.begin(opened())
    store.append(NAME, ReviewMoved(state, "", actor()))


def test_events_come_back_as_they_were_written(store, url):
    """Every kind of event is read again, typed, numbered and chained; another opening of the store reads the same."""
    written = with_every_event(store)
    entries = store.entries(NAME)
    assert [entry.event for entry in entries] == [opened(), *every_event()]
    assert entries[1:] == written
    assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
    with open_store(url) as other:
        assert other.entries(NAME) == entries


def test_a_list_shows_what_the_events_say(store):
    """A session's row is derived from its events: runs, events, review and who has claimed it."""
    with_every_event(store)
    (row,) = store.sessions()
    entries = store.entries(NAME)
    assert (row.id, row.vendor, row.test_type, row.standards) == (NAME, "Æble & Søn A/S", "prætest", ("XRPT01", "XRPT05"))
    assert (row.created, row.changed, row.events, row.runs) == (entries[0].time, entries[-1].time, len(entries), 1)
    assert (row.review, row.claimed_by, row.lease) == (ReviewState.CLAIMED, "Mads Medkom", None)


def test_the_name_of_who_reviews_goes_with_the_claim(store):
    """Who has claimed a session stays when the review ends, and goes when it is handed in anew."""
    closed(store)
    assert store.find(NAME).claimed_by == ""
    store.append(NAME, ReviewMoved(ReviewState.CLAIMED, "genåbnet", actor("Bo")))
    store.append(NAME, ReviewMoved(ReviewState.NOT_APPROVED, "", actor("En anden")))
    assert store.find(NAME).claimed_by == "Bo"
    store.append(NAME, ReviewMoved(ReviewState.WAITING, "", actor()))
    assert store.find(NAME).claimed_by == ""


def test_sessions_are_listed_newest_first_as_wanted(store, clock):
    """The list is by when a session was begun, whatever the offset; each wish leaves out what it does not fit."""
    store.begin(opened("b-1", vendor="ÆBLE", programme="x"))
    store.begin(opened("c-2", test_type="egentest"))
    store.begin(opened("a-3"))
    store.append("c-2", ReviewMoved(ReviewState.WAITING, "", actor()))

    def ids(**wanted):
        return [row.id for row in store.sessions(Wanted(**wanted))]

    assert ids() == ["a-3", "c-2", "b-1"]
    assert ids(vendor="æble") == ["b-1"]
    assert ids(programme="pilot") == ["a-3", "c-2"]
    assert ids(test_type="egentest") == ["c-2"]
    assert ids(review=ReviewState.WAITING) == ["c-2"]
    assert ids(review=ReviewState.WAITING, vendor="æble") == []


def test_a_session_is_found_by_an_unambiguous_beginning(store):
    """A whole id wins over longer ones; two that fit are named; a slip of the pen is told the nearest."""
    store.begin(opened("pilot-1"))
    store.begin(opened("pilot-12"))
    assert store.find("pilot-1").id == "pilot-1"
    assert store.find("PILOT-12").id == "pilot-12"
    with pytest.raises(UsageMistake, match="Flere sessioner begynder med “pil”: pilot-1"):
        store.find("pil")
    with pytest.raises(UsageMistake, match="Mente du pilot-12"):
        store.find("pliot-12")
    with pytest.raises(UsageMistake, match="ingen session “”"):
        store.find("")
    with pytest.raises(UsageMistake, match="ingen session “%”"):
        store.find("%")


def test_a_session_that_is_not_there_is_told(store):
    """Whatever one asks of an unknown session, the answer is a sentence."""
    for name in ("nej", "n\0ej", "\ud800"):
        for ask in (
            store.entries, store.files, store.free, lambda name: store.append(name, ProgressNoted("", "x")),
            lambda name: store.keep(name, "a.txt", b""), lambda name: store.read(name, "a.txt"),
            lambda name: store.check_out(name).__enter__(),
            lambda name: store.note_verdict(replace(VERDICT, session=name)),
        ):  # fmt: skip
            with pytest.raises(UsageMistake, match=f"ingen session “{name}”"):
                ask(name)


def test_an_odd_id_is_refused(store):
    """An id that could be a path, an option or no file's name is no id; nothing is made."""
    for name in ("", "../ude", "a/b", ".skjult", "-x", "a\0b", "con", "x" * 101, "a\\b", "\ud800"):
        with pytest.raises(UsageMistake, match="kan ikke hedde"):
            store.begin(opened(name))
    assert store.sessions() == ()


def test_an_id_is_given_once(store):
    """A second session of the same id is refused, and the first stays as it is."""
    store.begin(opened())
    with pytest.raises(UsageMistake, match="allerede en session"):
        store.begin(opened(vendor="En anden"))
    assert store.find(NAME).vendor == "Æble & Søn A/S"


def test_texts_that_no_database_holds_are_kept_in_the_log(store):
    """A zero character or half a surrogate pair is shown as a question in lists; the log has it as it was."""
    store.begin(opened(vendor="A\0B\ud800"))
    assert store.find(NAME).vendor == "A�B?"
    assert store.entries(NAME)[0].event.vendor == "A\0B\ud800"


def test_all_events_or_none(store):
    """Where one of several events can't be written, none is."""
    store.begin(opened())
    with pytest.raises(ToolFault, match="skal gemmes, før en hændelse kan henvise"):
        store.append(NAME, ProgressNoted("", "først"), EvidenceAdded("", EVIDENCE, "", actor()))
    assert len(store.entries(NAME)) == 1
    assert store.append(NAME) == ()


def test_a_clock_set_back_is_told_once(store, clock):
    """The events keep the clock's time; a word about the jump comes before the first, and only there."""
    store.begin(opened())
    clock.now -= timedelta(hours=1)
    (entry,) = store.append(NAME, RunStarted(1, (), {}))
    assert isinstance(entry.event, RunStarted)
    store.append(NAME, ProgressNoted("", "Videre"))
    first, word, *rest = store.entries(NAME)
    assert "Uret på denne maskine er stillet tilbage" in word.event.text
    assert first.time in word.event.text
    assert word.time < first.time
    assert [type(entry.event).__name__ for entry in rest] == ["RunStarted", "ProgressNoted"]


def test_a_writer_who_was_overtaken_is_told(store):
    """What was decided on an older log or file is not written."""
    store.begin(opened())
    store.append(NAME, ProgressNoted("", "en anden"), after=1)
    with pytest.raises(Overtaken):
        store.append(NAME, ProgressNoted("", "for sent"), after=1)
    store.keep(NAME, "manifest.sig", b"en", expect="")
    store.keep(NAME, "manifest.sig", b"to", expect=sha256_of(b"en"))
    with pytest.raises(Overtaken):
        store.keep(NAME, "manifest.sig", b"tre", expect=sha256_of(b"en"))
    assert store.read(NAME, "manifest.sig") == b"to"


def test_files_are_kept_by_path(store):
    """A file replaces the one before it, whose bytes are gone when nobody else has them."""
    store.begin(opened())
    store.begin(opened("anden"))
    store.keep(NAME, "report.html", b"en")
    store.keep("anden", "report.html", b"en")
    store.keep(NAME, "report.html", b"toer")
    store.keep(NAME, "report.html", b"toer")
    store.keep(NAME, "allure-results/a.json", b"")
    assert store.files(NAME) == (
        StoredFile("allure-results/a.json", 0, sha256_of(b"")), StoredFile("report.html", 4, sha256_of(b"toer")),
    )  # fmt: skip
    assert store.read("anden", "report.html") == b"en"
    store.keep("anden", "report.html", b"andet")
    assert count(store, "blobs") == 3
    with pytest.raises(UsageMistake, match="har ingen fil nej"):
        store.read(NAME, "nej.txt")


def count(store, table):
    """Count a table's rows."""
    with store._database.reading() as connection:
        return connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()


def test_an_odd_path_is_refused(store):
    """A path that leaves the session, or is the log's, is no file."""
    store.begin(opened())
    for path in ("../ude", "/etc/passwd", "a//b", "events.jsonl", "", "con.txt", "a\\b", "a\0b"):
        with pytest.raises(UsageMistake, match="kan ikke have en fil, der hedder"):
            store.keep(NAME, path, b"x")
        with pytest.raises(UsageMistake, match="har ingen fil"):
            store.read(NAME, path)


def test_evidence_is_what_its_name_says(store):
    """Evidence is named by its content, and nothing else is taken under that name."""
    store.begin(opened())
    with pytest.raises(UsageMistake, match="et andet indhold, end dets navn siger"):
        store.keep(NAME, f"evidence/{EVIDENCE.sha256}", b"andet")


def test_a_closed_session_does_not_change(store):
    """After the review no event may come and no sealed file be changed; signatures and certificates may."""
    closed(store)
    with pytest.raises(UsageMistake, match="er afsluttet, så den kan ikke ændres"):
        store.append(NAME, ProgressNoted("", "x"))
    store.keep(NAME, "manifest.json", b"{}")
    with pytest.raises(UsageMistake, match="er afsluttet, så filen report"):
        store.keep(NAME, "report.html", b"x")
    store.keep(NAME, "certificate.pdf", b"x")
    assert [file.path for file in store.files(NAME)] == ["certificate.pdf", "manifest.json"]


def test_a_closed_session_opens_again_while_nobody_signed(store):
    """The one event that may come after the end opens the review again, and takes the seal off."""
    closed(store)
    store.keep(NAME, "manifest.json", b"{}")
    store.append(NAME, ReviewMoved(ReviewState.CLAIMED, "Fejl", actor()))
    assert store.files(NAME) == ()
    store.append(NAME, ProgressNoted("", "videre"))


def test_a_signed_session_opens_no_more(store):
    """What can't be read may be somebody's signature: neither event, file nor check-out comes after it."""
    closed(store)
    store.keep(NAME, "manifest.json", b"{}")
    store.keep(NAME, "manifest.sig", b"not to be read")
    with pytest.raises(UsageMistake, match="er underskrevet, så den kan ikke åbnes igen"):
        store.append(NAME, ReviewMoved(ReviewState.CLAIMED, "Fejl", actor()))
    with pytest.raises(UsageMistake, match="er underskrevet, så den kan ikke ændres"), store.check_out(NAME):
        pass
    assert store.find(NAME).lease is None


def test_a_file_takes_an_unsigned_seal_off(store):
    """A file that comes after the manifest would not be in it: where nobody signed, the manifest goes."""
    store.begin(opened())
    store.keep(NAME, "manifest.json", b"{}")
    store.keep(NAME, "certificate.json", b"{}")
    assert "manifest.json" in {file.path for file in store.files(NAME)}
    store.keep(NAME, f"evidence/{EVIDENCE.sha256}", DATA)
    assert "manifest.json" not in {file.path for file in store.files(NAME)}


def test_a_signed_session_takes_no_file(store):
    """A file that would not be in the signed manifest is refused."""
    store.begin(opened())
    store.keep(NAME, "manifest.json", b"{}")
    store.keep(NAME, "manifest.sig", b"not to be read")
    with pytest.raises(UsageMistake, match="er underskrevet"):
        store.keep(NAME, f"evidence/{EVIDENCE.sha256}", DATA)
    assert [file.path for file in store.files(NAME)] == ["manifest.json", "manifest.sig"]


@pytest.fixture(scope="module", autouse=True)
def _verdict(tmp_path_factory):
    global VERDICT  # noqa: PLW0603 - made once, of a sample that writes files
    VERDICT = sample(tmp_path_factory.mktemp("sample")).verdict


def test_a_verdict_is_shown_in_lists(store):
    """A row of the plan has the roll-up of its steps, how many may stand, and whom it waits for."""
    store.begin(opened(VERDICT.session))
    passed, failed, _fault, waiting, *_rest = VERDICT.steps
    steps = (
        replace(passed, row="4.2"), replace(waiting, row="4.2"),
        replace(failed, row="5.1", mark=Mark.F4), replace(failed, row="5.1", mark=Mark.F1),
        replace(failed, row="5.1", mark=Mark.F1, deviations=("d1",)),
    )  # fmt: skip
    store.note_verdict(replace(VERDICT, steps=steps, outcome=Outcome.FAILED, approved=False, sentence="Ikke godkendt."))
    row = store.find(VERDICT.session)
    assert (row.outcome, row.approved, row.sentence) == ("failed", False, "Ikke godkendt.")
    assert row.rows == (RowState("4.2", "waiting", 1, 2, ("sundhed.dk",)), RowState("5.1", "failed", 2, 3))


def test_a_copy_is_the_session_byte_for_byte(store, tmp_path):
    """A session is written out with every file, and a log that any tool of ours reads."""
    with_every_event(store)
    store.keep(NAME, "allure-results/æ.json", b"\0\xff")
    folder = store.materialise(NAME, tmp_path / "kopi")
    assert read_log(folder.events).entries == store.entries(NAME)
    for file in store.files(NAME):
        assert (folder.path / file.path).read_bytes() == store.read(NAME, file.path)
    assert sha256_of((folder.evidence / EVIDENCE.sha256).read_bytes()) == EVIDENCE.sha256
    with pytest.raises(UsageMistake, match="ikke tom"):
        store.materialise(NAME, tmp_path / "kopi")


def test_a_file_has_a_largest_size(store, tmp_path, monkeypatch):
    """What no check of a bundle would read is not taken, neither alone nor with a folder."""
    store.begin(opened())
    folder = store.materialise(NAME, tmp_path / "kopi")
    (folder.path / "stor.txt").write_bytes(b"x" * 11)
    monkeypatch.setattr("labcert.session.store.files.LARGEST", 10)
    with pytest.raises(UsageMistake, match="er større, end en fil i en session må være"):
        store.keep(NAME, "stor.txt", b"x" * 11)
    with pytest.raises(UsageMistake, match="er større, end en fil i en session må være"):
        store.take_in(folder)
    store.keep(NAME, "stor.txt", b"x" * 10)


def test_who_waits_too_long_for_another_is_told(url, monkeypatch):
    """A transaction of somebody else that does not end is waited for, but not for ever; nothing is written."""
    monkeypatch.setattr(engine, "PATIENCE", 1)
    with open_store(url) as store, open_store(url) as other:
        store.begin(opened())
        with other._database._writing() as connection:
            connection.exec_driver_sql("UPDATE sessions SET runs = 0")
            with pytest.raises(ToolFault, match="optaget af en anden"):
                store.append(NAME, ProgressNoted("", "x"))
        store.append(NAME, ProgressNoted("", "nu"))
        assert len(store.entries(NAME)) == 2


def test_a_log_that_was_changed_past_the_store_is_told(store):
    """A line changed, taken away or put in behind our back is found when the log is read or written out."""
    store.begin(opened())
    store.append(NAME, ProgressNoted("", "et"), ProgressNoted("", "to"))
    for change, seq in (
        ("DELETE FROM events WHERE seq = 3", 3),
        ("UPDATE events SET line = (SELECT e.line FROM events e WHERE e.seq = 1) WHERE seq = 2", 2),
        ("DELETE FROM events", 1),
    ):
        store._database.write(lambda connection, change=change: connection.exec_driver_sql(change))
        with pytest.raises(BrokenChain) as caught:
            store.entries(NAME)
        assert caught.value.seq == seq
    with pytest.raises(BrokenChain), store.check_out(NAME):
        pass
    assert store.find(NAME).lease is None


def test_a_file_that_was_changed_past_the_store_is_told(store):
    """Bytes are held against their sha256 each time they are read."""
    store.begin(opened())
    store.keep(NAME, "report.html", b"et")
    store._database.write(lambda connection: connection.execute(sa.update(blobs).values(data=b"to")))
    with pytest.raises(ToolFault, match="er ændret uden om labcert"):
        store.read(NAME, "report.html")


def test_an_id_or_path_that_was_put_in_past_the_store_leads_nowhere(store, tmp_path):
    """What is written out lies in the folder that it was to lie in, whatever somebody did to the store."""
    store.begin(opened())
    store.keep(NAME, "report.html", b"et")
    store._database.write(lambda connection: connection.execute(sa.update(files).values(path="../ude.html")))
    with pytest.raises(ToolFault, match="kan ikke bruges"):
        store.materialise(NAME, tmp_path / "kopi" / "inde")
    assert not (tmp_path / "kopi" / "ude.html").exists()
    store._database.write(lambda connection: connection.execute(sa.delete(files)))
    store._database.write(lambda connection: connection.execute(sa.delete(events)))
    store._database.write(lambda connection: connection.execute(sa.update(sessions).values(id="../../ude")))
    with pytest.raises(ToolFault, match="kan ikke bruges"), store.check_out("../../ude"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("ude")) == []


def test_work_that_another_got_in_the_way_of_is_begun_anew(store, monkeypatch):
    """A row that somebody made meanwhile is met by a second try, and after many tries by a sentence."""
    monkeypatch.setattr("labcert.session.store.engine.time.sleep", lambda _seconds: None)
    store.begin(opened())
    tried = []

    def work(connection, until):
        tried.append(connection)
        if len(tried) < until:
            connection.execute(sa.insert(blobs), [{"sha256": "a", "size": 0, "data": b""}] * 2)
        return "done"

    assert store._database.write(lambda connection: work(connection, 3)) == "done"
    assert len(tried) == 3
    with pytest.raises(ToolFault, match="svarede med en fejl"):
        store._database.write(lambda connection: work(connection, 99))
    assert len(tried) == 3 + engine.TRIES
    assert count(store, "blobs") == 0
