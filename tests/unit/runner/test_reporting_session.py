"""Any report of a session, from a store or a folder, without anything of the session being changed."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from labcert.cli.report import SHAPES
from labcert.domain.errors import LabcertError, UsageMistake
from labcert.domain.outcome import Outcome
from labcert.runner.reporting_session import FORMATS, TEXT_FORMATS, Gathered, gathered, make_report, report_name
from labcert.session import SessionFolder
from labcert.session.names import is_odd_name
from labcert.session.store import Store, open_store
from tests.support.approved import ready_in, session_in, suite_of

SUITE = suite_of("TP-4.2.1", "TP-4.2.2")
BEGINNINGS = {
    "html": b"<!doctype html>", "pdf": b"%PDF-1.7", "csv": b"\xef\xbb\xbfR", "xlsx": b"PK", "json": b"{",
    "junit": b"<?xml", "docx": b"PK", "protocol-pdf": b"%PDF-1.7",
}  # fmt: skip


def silent(_phase: str) -> None:
    """Tell nobody."""


def no_store() -> Store:
    """A store that nobody should have to open."""
    raise AssertionError


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a store of one approved and signed session, and its bundle."""
    folder = tmp_path_factory.mktemp("sessioner")
    ready = ready_in(folder)
    ready.store.materialise(ready.id, folder / "pakke")
    ready.store.close()
    return folder


@pytest.fixture(scope="module")
def session(place: Path) -> Iterator[Gathered]:
    """The session, from its folder."""
    with gathered(str(place / "pakke"), SUITE, no_store) as found:
        yield found


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_command_knows_every_format():
    """Its list stands apart so that help needs no typesetter."""
    assert tuple(FORMATS) == SHAPES
    assert set(FORMATS) >= TEXT_FORMATS


@pytest.mark.parametrize("shape", BEGINNINGS)
def test_each_format_is_made_and_the_session_stays_as_it_is(shape: str, session: Gathered, place: Path):
    """Not a byte of the bundle is another one afterwards."""
    before = bytes_of(place / "pakke")
    assert make_report(session, shape, phase=silent).startswith(BEGINNINGS[shape])
    assert bytes_of(place / "pakke") == before


def test_a_store_and_its_bundle_give_the_same_report(session: Gathered, place: Path):
    """Where a session lies says nothing about it."""
    with gathered(session.id[:-2], SUITE, lambda: open_store(f"sqlite:///{place / 'lager.db'}")) as stored:
        assert make_report(stored, "json", phase=silent) == make_report(session, "json", phase=silent)


def test_signatures_that_the_log_does_not_tell_of_are_in_the_report(session: Gathered):
    """People sign a closed session, whose log can't grow any more."""
    signed = json.loads(make_report(session, "json", phase=silent))["signatures"]
    assert [(each["row"], each["party"], each["name"], each["remark"]) for each in signed] == [
        ("4.2", "LPS", "Lis Larsen", "Læst"), ("4.2", "MedCom", "Mette Damgaard", "Læst"),
        ("", "MedCom", "Mette Damgaard", "Læst"),
    ]  # fmt: skip


def test_a_sealed_sessions_pages_are_handed_on(place: Path, tmp_path: Path):
    """The html and the Allure page are the files themselves; without the seal they are made anew, by the log."""
    with open_store(f"sqlite:///{place / 'lager.db'}") as store:
        folder = store.materialise(store.sessions()[0].id, tmp_path / "pakke")
    folder.report.write_bytes(b"siden")
    folder.allure.write_bytes(b"allure")
    with gathered(str(folder.path), SUITE, no_store) as sealed:
        assert [make_report(sealed, shape, phase=silent) for shape in ("html", "allure")] == [b"siden", b"allure"]
        folder.manifest.unlink()
        assert make_report(sealed, "html", phase=silent).startswith(b"<!doctype html>")
    assert folder.report.read_bytes() == b"siden"


def test_a_closed_sessions_verdict_is_the_one_that_was_sealed(place: Path, tmp_path: Path):
    """With another suite, as in a later version, it is the same in every format; a changed file is not believed."""
    other = suite_of("TP-4.2.1", "TP-4.2.2", "TP-4.2.3")
    with gathered(str(place / "pakke"), other, no_store) as later:
        assert (len(later.model.verdict.steps), later.model.verdict.approved) == (2, True)
        assert json.loads(make_report(later, "json", phase=silent))["headline"] == "approved"
    with open_store(f"sqlite:///{place / 'lager.db'}") as store:
        folder = store.materialise(store.sessions()[0].id, tmp_path / "pakke")
    folder.verdict.write_bytes(folder.verdict.read_bytes().replace(b'"passed"', b'"failed"'))
    with gathered(str(folder.path), SUITE, no_store) as changed:
        assert {step.outcome for step in changed.model.verdict.steps} == {Outcome.PASSED}


def test_what_the_vendor_said_of_itself_is_in_the_form(place: Path, tmp_path: Path):
    """From system.json, where it is about the system that was tested; a spoilt one is as none."""
    with open_store(f"sqlite:///{place / 'lager.db'}") as store:
        folder = store.materialise(store.sessions()[0].id, tmp_path / "pakke")
    with gathered(str(folder.path), SUITE, no_store) as bare:
        opened = bare.model.verdict
        assert (bare.vendor, bare.system) == (None, None)
    told = {
        "vendor": {"name": opened.vendor, "phone": "12345678"},
        "system": {"name": opened.system, "version": opened.system_version},
    }
    system = folder.path / "system.json"
    system.write_text(json.dumps(told), "utf-8")
    with gathered(str(folder.path), SUITE, no_store) as known:
        assert known.vendor is not None
        assert known.vendor.phone == "12345678"
    for spoilt in (json.dumps(told | {"system": {"name": "Et andet", "version": "1"}}), "[]", "{", '{"vendor": 1}'):
        system.write_text(spoilt, "utf-8")
        with gathered(str(folder.path), SUITE, no_store) as other:
            assert other.vendor is None


def test_an_unfinished_session_can_be_reported(tmp_path: Path):
    """A vendor looks at what is there so far; nothing is signed, and nothing is final."""
    begun = session_in(tmp_path).opened()
    with gathered(begun.id, SUITE, lambda: begun.store) as found:
        assert not found.sealed
        assert found.model.verdict.steps[0].mark is None
        assert make_report(found, "junit", phase=silent).count(b"<skipped") == 2


def test_names_carry_the_sessions_id(session: Gathered):
    """No two sessions' reports are mixed up, nor two formats of one."""
    names = [report_name(session, shape) for shape in FORMATS]
    assert all(session.id in name for name in names)
    assert len(set(names)) == len(names)
    assert report_name(session, "docx", "upload") == f"protokol-{session.id}-upload.docx"


@pytest.mark.parametrize(
    ("shape", "protocol", "said"),
    [
        ("docx", "uplod", "Sessionen har ingen protokol, der hedder “uplod”. Mente du “upload”?"),
        ("protocol-pdf", "helt andet", "Sessionen har ingen protokol, der hedder “helt andet”. Den har: upload."),
        ("csv", "upload", "--protocol gælder kun docx og protocol-pdf; de andre formater er om hele sessionen. Udelad --protocol."),
    ],
)
def test_a_protocol_that_can_not_be_had_alone_is_told(shape: str, protocol: str, said: str, session: Gathered):
    """With what there is instead."""
    with pytest.raises(UsageMistake) as told:
        make_report(session, shape, protocol=protocol, phase=silent)
    assert str(told.value) == said


@pytest.mark.parametrize("name", ["../../ude", "/etc/x", "a:b\0c", "CON", "x" * 500])
def test_a_name_never_leads_out_of_the_folder(name: str, session: Gathered):
    """The id stands in the log, which may come from anybody."""
    verdict = replace(session.model.verdict, session=name)
    made = report_name(replace(session, model=replace(session.model, verdict=verdict)), "csv")
    assert not is_odd_name(made)
    assert "/" not in made
    assert made.endswith(".csv")


def test_a_session_names_those_that_took_it_up_again(tmp_path: Path):
    """Who reads an old report learns that there is a newer one."""
    first = session_in(tmp_path).opened()
    event = first.store.entries(first.id)[0].event
    first.store.begin(replace(event, session="live-20261201-0900-abcd", follows=first.id))
    with gathered(first.id, SUITE, lambda: first.store) as found:
        assert found.model.followed_by == ("live-20261201-0900-abcd",)


def test_an_unknown_session_is_told_with_the_nearest(place: Path):
    """By the store, which knows them all."""
    store = open_store(f"sqlite:///{place / 'lager.db'}")
    near = store.sessions()[0].id[:-1] + "0"
    with pytest.raises(UsageMistake) as told, gathered(near, SUITE, lambda: store):
        pass
    assert store.sessions()[0].id in str(told.value)


def test_a_folder_that_is_no_session_is_told(tmp_path: Path):
    """And so is one whose log says nothing."""
    with pytest.raises(UsageMistake, match=r"events\.jsonl mangler"), gathered(str(tmp_path), SUITE, no_store):
        pass
    SessionFolder(tmp_path).events.write_bytes(b"")
    with pytest.raises(LabcertError), gathered(str(tmp_path), SUITE, no_store):
        pass
