"""The REST interface on a store: what is done over HTTP and what is done with the store are one and the same."""

import json
import subprocess
import sys
import threading
from datetime import date

import pytest

from labcert.domain.casework import ReviewState
from labcert.domain.certificate import Revocation
from labcert.domain.errors import ToolFault
from labcert.domain.events import ReviewMoved, RunFinished, RunStarted, StepFinished, StepStarted
from labcert.domain.outcome import Outcome
from labcert.runner.marks import local_time
from labcert.session import EventLog
from labcert.session.bundle import verify
from labcert.session.store import CertificateRow, Wanted, open_store
from labcert.web.api.app import ApiSettings, build_app
from tests.support.casework import ANNE, begun
from tests.support.postgres import running
from tests.support.rest import NEW, OTHER, TOKEN, Client, Held, serving

STEP = "TP-4.3.13"
OTHERS = {"Authorization": f"Bearer {OTHER}"}
VERA = {"name": "Vera Lund", "role": "Testansvarlig"}


@pytest.fixture
def url(tmp_path):
    """A store that isn't there yet."""
    return f"sqlite:///{tmp_path}/lager.db"


@pytest.fixture
def settings(url):
    """Two owners, one store."""
    return ApiSettings(url, {TOKEN: "api", OTHER: "anden"})


@pytest.fixture
def store(client, url):
    """The server's store, opened besides."""
    with open_store(url) as opened:
        yield opened


def step_of(folder, *, ends=True):
    """Write a run of one step into a session's folder."""
    with EventLog(folder.events, local_time) as log:
        log.append(RunStarted(1, (STEP,), {}))
        log.append(StepStarted(STEP, "Værdier", 0, "laba"))
        log.append(StepFinished(STEP, 0, Outcome.PASSED, "", 5.0))
        if ends:
            log.append(RunFinished(1, Outcome.PASSED, ""))


def run(client, session):
    """Run a session and wait for its end; the stream."""
    assert client.post(f"/api/sessions/{session}/runs").status_code == 202
    return client.get(f"/api/sessions/{session}/events").text


@pytest.fixture
def ran(client, session, worker):
    """A session that has run."""
    worker.todo = lambda _job, folder: step_of(folder)
    run(client, session)
    return session


def shown(client, session):
    """A session as it is told."""
    return client.get(f"/api/sessions/{session}").json()


def refused(answer):
    """Why it is refused: 409."""
    assert answer.status_code == 409, answer.text
    return answer.json()["detail"]


def test_a_session_that_is_begun_is_in_the_store(session, store):
    """As a self-test of the vendor's system, from the moment it was answered."""
    (row,) = store.sessions()
    assert (row.id, row.test_type, row.vendor, row.runs, row.review) == (
        session, "egentest", "Leverandøren A/S", 0, ReviewState.NOT_SUBMITTED,
    )  # fmt: skip
    assert row.rows


def test_a_run_is_taken_in_when_it_ends(client, ran, store):
    """Its log is the store's, its state is told by the log, and nothing is left in the working folder."""
    assert [type(entry.event) for entry in store.entries(ran)][1:] == [RunStarted, StepStarted, StepFinished, RunFinished]
    assert (shown(client, ran)["state"], shown(client, ran)["runs"], store.find(ran).lease) == ("finished", 1, None)
    assert not (store.working_folders / ran).exists()


def test_what_was_found_out_is_kept_whatever_ends_a_run(client, session, worker, store):
    """A run that breaks and one that is cancelled keep their finished steps, and can be gone on with."""

    def breaks(_job, folder):
        step_of(folder, ends=False)
        raise ToolFault("Værterne gik ned.")

    worker.todo = breaks
    run(client, session)
    assert (shown(client, session)["state"], shown(client, session)["problem"]) == ("interrupted", "Værterne gik ned.")
    assert [entry.event.step for entry in store.entries(session) if isinstance(entry.event, StepFinished)] == [STEP]
    worker.todo = held = Held()
    client.post(f"/api/sessions/{session}/runs")
    assert held.begun.wait(10)
    assert shown(client, session)["state"] == "running"
    client.post(f"/api/sessions/{session}/cancel")
    client.get(f"/api/sessions/{session}/events")
    assert (shown(client, session)["state"], store.find(session).lease) == ("interrupted", None)


def test_a_stream_tells_of_steps_while_they_are_run_and_of_none_twice(client, session, worker):
    """The log moves from the store to the working folder and back, and is read on where it was left."""
    gone_on = threading.Event()

    def slowly(_job, folder):
        step_of(folder, ends=False)
        assert gone_on.wait(20)
        with EventLog(folder.events, local_time) as log:
            log.append(RunFinished(1, Outcome.PASSED, ""))

    worker.todo = slowly
    client.post(f"/api/sessions/{session}/runs")
    names = []
    with client.get(f"/api/sessions/{session}/events", stream=True) as stream:
        for line in stream.iter_lines(decode_unicode=True):
            names += [line.removeprefix("event: ")] if line.startswith("event: ") else []
            if "step_finished" in names:
                gone_on.set()
    assert [name for name in names if name != "state"] == ["run_started", "step_started", "step_finished", "run_finished"]


def test_everything_is_there_when_the_server_is_started_again(client, ran, settings, worker, suite):
    """The same session, told in the same words, and to the same owner only."""
    before = shown(client, ran)
    with serving(build_app(settings, worker, suite)) as address:
        again = Client(address)
        assert shown(again, ran) == before
        assert again.get("/api/sessions", headers=OTHERS).json() == []


KILLED = """
import os, sys
from labcert.domain.events import RunStarted, StepFinished, StepStarted
from labcert.domain.outcome import Outcome
from labcert.runner.marks import local_time
from labcert.session import EventLog
from labcert.session.store import open_store

with open_store(sys.argv[1]) as store, store.check_out(sys.argv[2]) as folder:
    with EventLog(folder.events, local_time) as log:
        for event in (RunStarted(1, ("TP-4.3.13",), {}), StepStarted("TP-4.3.13", "Værdier", 0, "laba"),
                      StepFinished("TP-4.3.13", 0, Outcome.PASSED, "", 5.0)):
            log.append(event)
    with folder.events.open("ab") as half:
        half.write(b'{"data":{"half')
    os._exit(9)
"""


def test_what_a_killed_server_left_is_told_at_once_and_taken_in_when_it_is_started_again(
    client, session, url, settings, worker, suite, store
):
    """Every finished step, and no half-written line; other servers on the store tell of it before that."""
    assert subprocess.run([sys.executable, "-c", KILLED, url, session], check=False).returncode == 9
    assert (shown(client, session)["state"], shown(client, session)["runs"]) == ("interrupted", 1)
    assert "step_finished" in client.get(f"/api/sessions/{session}/events").text
    with serving(build_app(settings, worker, suite)):
        assert store.find(session).lease is None
        assert [entry.event.step for entry in store.entries(session) if isinstance(entry.event, StepFinished)] == [STEP]
        assert store.find(session).outcome == "fault"  # lists know of it, too: a step without evidence has not passed


def test_nobody_sees_anothers_sessions_in_the_same_store(client, ran, store, suite):
    """Neither in the list nor by name; nor those of the store that weren't begun over HTTP."""
    elsewhere = begun(store, suite)
    for path in ("", "/verdict", "/report", "/bundle", "/events", "/questions", "/certificate.json", "/certificate.pdf"):
        assert client.get(f"/api/sessions/{ran}{path}", headers=OTHERS).status_code == 404
    for path, body in (("/runs", {}), ("/submit", VERA), ("/cancel", {})):
        assert client.post(f"/api/sessions/{ran}{path}", json=body, headers=OTHERS).status_code == 404
    assert client.get("/api/sessions", headers=OTHERS).json() == []
    assert [each["id"] for each in client.get("/api/sessions").json()] == [ran]
    assert client.get(f"/api/sessions/{elsewhere}").status_code == 404


def test_an_id_that_is_taken_gives_nobody_anothers_session(client, session, monkeypatch):
    """Ids are drawn by chance; where one is drawn twice, the second session is not begun."""
    monkeypatch.setattr("labcert.runner.certifying.new_session_id", lambda *_given: session)
    assert client.post("/api/sessions", json=NEW, headers=OTHERS).status_code == 500
    assert client.get("/api/sessions", headers=OTHERS).json() == []


def test_a_session_is_handed_in_by_a_named_person(client, session, worker, store):
    """Only once it has run; twice is as once; and nobody else's CPR number comes along with the name."""
    assert "ikke kørt" in refused(client.post(f"/api/sessions/{session}/submit", json=VERA))
    worker.todo = lambda _job, folder: step_of(folder)
    run(client, session)
    for _time in range(2):
        told = client.post(f"/api/sessions/{session}/submit", json=VERA | {"role": "Testansvarlig 0101901234"})
        assert (told.status_code, told.json()["review"], told.json()["state"]) == (200, "waiting", "finished")
    (moved,) = [entry.event for entry in store.entries(session) if isinstance(entry.event, ReviewMoved)]
    assert (moved.by.name, moved.by.organisation, "0101901234" in moved.by.role) == ("Vera Lund", "Leverandøren A/S", False)
    assert [row.id for row in store.sessions(Wanted(review=ReviewState.WAITING))] == [session]


def test_what_is_handed_in_is_not_run_unless_it_is_taken_back(client, ran):
    """The refusal says how."""
    client.post(f"/api/sessions/{ran}/submit", json=VERA)
    assert "withdraw" in refused(client.post(f"/api/sessions/{ran}/runs", json={"only": ["TP-4.3.02"]}))
    told = client.post(f"/api/sessions/{ran}/submit", json=VERA | {"withdraw": True})
    assert (told.status_code, told.json()["review"]) == (200, "not_submitted")
    assert client.post(f"/api/sessions/{ran}/runs", json={"only": ["TP-4.3.02"]}).status_code == 202


def test_the_review_is_told(client, ran, store):
    """Who has claimed it, and that it has ended; then nothing can be done with it any more."""
    client.post(f"/api/sessions/{ran}/submit", json=VERA)
    store.append(ran, ReviewMoved(ReviewState.CLAIMED, "", ANNE))
    assert (shown(client, ran)["review"], shown(client, ran)["claimed_by"]) == ("claimed", ANNE.name)
    assert ANNE.name in refused(client.post(f"/api/sessions/{ran}/submit", json=VERA | {"withdraw": True}))
    store.append(ran, ReviewMoved(ReviewState.NOT_APPROVED, "Trin mangler.", ANNE))
    told = shown(client, ran)
    assert (told["review"], told["closed"], told["signed"]) == ("not_approved", True, False)
    assert {"row": "4.3", "party": "MedCom"} in told["unsigned"]
    for path, body in (("/runs", {}), ("/submit", VERA)):
        assert "afsluttet" in refused(client.post(f"/api/sessions/{ran}{path}", json=body))


def test_the_rule_of_approval_is_told_as_in_the_verdict(client, ran):
    """Line by line with what is missing, also after the session was handed in, which makes the sealed verdict old."""
    for _time in range(2):
        verdict = client.get(f"/api/sessions/{ran}/verdict").json()
        told = shown(client, ran)
        assert [(line["rule"], line["missing"]) for line in told["policy"]] == [
            (line["rule"], line["missing"]) for line in verdict["policy"]
        ]
        assert any(line["missing"] for line in told["policy"])
        assert told["review"] == verdict["review"]
        client.post(f"/api/sessions/{ran}/submit", json=VERA)


def test_reports_have_their_type_and_a_name_with_the_sessions_id(client, ran):
    """A page is shown, the others are files; another format is refused with those that there are."""
    kinds = {
        "": ("text/html", b"<!doctype", "inline", "html"), "html": ("text/html", b"<!doctype", "inline", "html"),
        "json": ("application/json", b"{", "attachment", "json"), "csv": ("text/csv", b"", "attachment", "csv"),
        "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK", "attachment", "xlsx"),
        "junit": ("application/xml", b"<?xml", "attachment", "xml"), "pdf": ("application/pdf", b"%PDF-", "attachment", "pdf"),
    }  # fmt: skip
    for shape, (kind, start, how, ending) in kinds.items():
        answer = client.get(f"/api/sessions/{ran}/report", params={"format": shape} if shape else {})
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)
        assert answer.headers["Content-Disposition"] == f'{how}; filename="rapport-{ran}.{ending}"'
        assert answer.content.lower().startswith(start.lower())
        assert ("sandbox" in answer.headers.get("Content-Security-Policy", "")) == (kind == "text/html")
    for wrong in ("format=allure", "format=", "format=csv&format=pdf"):
        answer = client.get(f"/api/sessions/{ran}/report?{wrong}")
        assert (answer.status_code, "junit" in answer.json()["detail"]) == (422, True)


def test_the_bundle_holds_also_after_people_have_worked_with_the_session(client, ran, tmp_path):
    """What is handed in loses its seal, and is sealed anew in the copy: the same bytes each time, and they verify."""
    client.post(f"/api/sessions/{ran}/submit", json=VERA)
    one, other = (client.get(f"/api/sessions/{ran}/bundle").content for _time in range(2))
    assert one == other
    (tmp_path / "pakke.zip").write_bytes(one)
    assert verify(tmp_path / "pakke.zip").is_unsigned


def test_a_certificate_is_told_and_handed_over_once_it_is_issued(client, ran, store):
    """409 until then; afterwards the store's own bytes, and whether it was revoked."""
    assert "certifikat" in refused(client.get(f"/api/sessions/{ran}/certificate.pdf"))
    assert shown(client, ran)["certificate"] == ""
    day = date(2026, 11, 23)
    row = CertificateRow(
        f"labcert-cert-{ran}-v1", ran, 1, "2026-11-23T10:00:00+01:00", day, day, "Leverandøren A/S", "LægeSystemet",
        "1.0", ("XRPT01",), "egentest", test=True, supersedes="",
    )  # fmt: skip
    store.keep_certificate(row, b'{"certificate": {}}', b"%PDF-1.7")
    assert (shown(client, ran)["certificate"], shown(client, ran)["certificate_revoked"]) == (row.id, False)
    for ending, kind, content in (("json", "application/json", b'{"certificate": {}}'), ("pdf", "application/pdf", b"%PDF-1.7")):
        answer = client.get(f"/api/sessions/{ran}/certificate.{ending}")
        assert (answer.content, answer.headers["Content-Type"]) == (content, kind)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="certifikat-{ran}.{ending}"'
    store.revoke(Revocation(row.id, "2026-11-24T10:00:00+01:00", "Fejl.", ANNE.name))
    assert shown(client, ran)["certificate_revoked"] is True


def test_what_somebody_else_has_checked_out_is_told_and_left_alone(client, ran, store):
    """It shows as running, with the log as it grows; running and handing in are refused without naming the machine."""
    with store.check_out(ran) as folder:
        assert shown(client, ran)["state"] == "running"
        with EventLog(folder.events, local_time) as log:
            log.append(RunStarted(2, (STEP,), {}))
        assert shown(client, ran)["runs"] == 2
        for path, body in (("/runs", {"only": ["TP-4.3.02"]}), ("/submit", VERA)):
            assert "i brug et andet sted" in refused(client.post(f"/api/sessions/{ran}{path}", json=body))
    assert shown(client, ran)["state"] == "interrupted"


@pytest.fixture(scope="module")
def postgresql():
    """A server of PostgreSQL."""
    with running() as server:
        yield server


def test_a_server_is_a_store_too(postgresql, monkeypatch, tmp_path, worker, suite):
    """Begun, run and handed in; a web server of another machine has other owners, whatever they are called."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "her"))
    settings = ApiSettings(postgresql.new(), {TOKEN: "api"})
    worker.todo = lambda _job, folder: step_of(folder)
    with serving(build_app(settings, worker, suite)) as address:
        client = Client(address)
        session = client.post("/api/sessions", json=NEW).json()["id"]
        run(client, session)
        assert client.post(f"/api/sessions/{session}/submit", json=VERA).json()["review"] == "waiting"
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "der"))
        with serving(build_app(settings, worker, suite)) as elsewhere:
            assert Client(elsewhere).get("/api/sessions").json() == []


def test_orders_lie_beside_the_store_for_this_user_only(session, store):
    """They may name what a program is started with, so they are not in the database, which others may read."""
    (order,) = store.working_folders.glob(".web/api/.orders/*")
    assert (order.name, order.stat().st_mode & 0o077) == (f"{session}.json", 0)
    assert [json.loads(order.read_bytes())["programme"], store.files(session)] == ["laba", ()]
