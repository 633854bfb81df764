"""`labcert report` from the outside: which file comes where, what is refused, and what a sealed session hands out."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from labcert.session import SessionFolder
from labcert.session.store import open_store
from tests.support.approved import really_ready_in
from tests.support.commands import labcert


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder with a store that holds an approved and signed session, and its bundle with a page of its own."""
    folder = tmp_path_factory.mktemp("rapporter")
    session = really_ready_in(folder)
    with open_store(url(folder)) as store:
        store.materialise(session, folder / "pakke")
    SessionFolder(folder / "pakke").report.write_bytes(b"<!doctype html>den frosne side")
    (folder / "id").write_text(session, "utf-8")
    return folder


def url(folder: Path) -> str:
    """The store's address."""
    return f"sqlite:///{folder / 'lager.db'}"


def session_of(folder: Path) -> str:
    """The session's id."""
    return (folder / "id").read_text("utf-8")


def test_a_report_is_named_by_the_session_and_nothing_is_overwritten(place: Path):
    """The first goes here; the second is refused with the way out; --force replaces it with the same bytes."""
    words = ("report", session_of(place)[:-3], "--format", "csv", "--store", url(place))
    first = labcert(*words, cwd=place)
    assert (first.returncode, first.stdout) == (0, "")
    written = place / f"rapport-{session_of(place)}.csv"
    assert first.stderr.splitlines()[-1] == f"Skrevet til {written.name}."
    content = written.read_bytes()
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Session"] for row in rows} == {session_of(place)}
    again = labcert(*words, cwd=place)
    assert again.returncode == 2
    assert again.stderr.splitlines()[-1] == (
        f"Filen findes i forvejen og bliver ikke overskrevet. ({written.name}) "
        "Skriv --force, hvis den må erstattes, eller vælg et andet navn med --out."
    )
    assert labcert(*words, "--force", cwd=place).returncode == 0
    assert written.read_bytes() == content


def test_text_can_go_to_a_pipe_and_the_rest_can_not(place: Path):
    """JSON alone on standard output; a workbook is refused before anything is looked for."""
    done = labcert("report", session_of(place), "--format", "json", "--out", "-", LABCERT_STORE=url(place))
    assert done.returncode == 0
    data = json.loads(done.stdout)
    assert (data["format"], data["verdict"]["session"], data["headline"]) == ("labcert-report/1", session_of(place), "approved")
    assert {each["party"]: each["signed"] is not None for each in data["signatures"]} == {"LPS": True, "PLSP": True, "MedCom": True}
    refused = labcert("report", session_of(place), "--format", "xlsx", "--out", "-", LABCERT_STORE=url(place))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "Formatet xlsx er ikke tekst" in refused.stderr


def test_a_sealed_sessions_page_is_the_page_itself(place: Path):
    """Byte for byte; a folder is named instead of an id, and a folder takes the file under its own name."""
    done = labcert("report", place / "pakke", "--format", "html", "--out", place, cwd=place)
    assert done.returncode == 0
    assert (place / f"rapport-{session_of(place)}.html").read_bytes() == b"<!doctype html>den frosne side"


def test_one_protocol_as_a_document(place: Path):
    """The file's name says which protocol it is."""
    words = ("report", session_of(place), "--format", "docx", "--protocol", "upload", "--store", url(place))
    assert labcert(*words, cwd=place).returncode == 0
    assert zipfile.is_zipfile(place / f"protokol-{session_of(place)}-upload.docx")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("ukendt-20261123-0900-abcd", "--format", "csv"), "ukendt-20261123-0900-abcd"),
        (("pakke", "--format", "pdf", "--out", "ingen/rapport.pdf"), "Mappen findes ikke. (ingen)"),
    ],
)
def test_a_mistake_is_one_sentence(place: Path, words: tuple[str, ...], said: str):
    """Exit 2, nothing on standard output, no stack trace, and no file."""
    before = sorted(place.iterdir())
    done = labcert("report", *words, cwd=place, LABCERT_STORE=url(place))
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(place.iterdir()) == before


def test_a_changed_log_is_told_and_nothing_is_made_of_it(place: Path, tmp_path: Path):
    """A report is only made of what the log says as it was written."""
    with open_store(url(place)) as store:
        folder = store.materialise(session_of(place), tmp_path / "ændret")
    folder.events.write_bytes(folder.events.read_bytes().replace(b'"outcome":"passed"', b'"outcome":"failed"', 1))
    done = labcert("report", folder.path, "--format", "pdf", cwd=tmp_path)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["ændret"]
