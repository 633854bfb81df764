"""`labcert web` as a vendor's pipeline uses it: whole, over real HTTP, with real runs."""

import base64
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager

import pytest

from labcert.session.bundle import verify
from tests.support.commands import ROOT, labcert
from tests.support.rest import NEW, OTHER, OWN, TOKEN, Client

STEP = "TP-4.3.13"
MESSAGE = (ROOT / "fixtures/corpus/valid/xrpt01-numeric.xml").read_bytes()


def with_adapter(**adapter):
    """What begins a session of a system that is driven like that."""
    return NEW | {"sut": NEW["sut"] | {"adapter": adapter}}


@contextmanager
def web(store, *words, token=f"{TOKEN} anden:{OTHER}"):
    """Start the server; yield its process and a client."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "LABCERT"))}
    process = subprocess.Popen(
        [sys.executable, "-m", "labcert", "web", "--port", "0", "--store", store, *words],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=settings | ({"LABCERT_API_TOKEN": token} if token else {}),
    )  # fmt: skip
    try:
        told = json.loads(process.stdout.readline())
        client = Client(told["address"])
        if "token" in told:
            client.headers["Authorization"] = f"Bearer {told['token']}"
        until(lambda: answers(client))
        yield process, client
    finally:
        process.terminate()
        process.wait(30)
        process.stdout.close()


def answers(client):
    """Whether the server answers yet."""
    try:
        return client.get("/api/health").ok
    except OSError:
        return False


def until(true, seconds=60):
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.1)
    return found


def begun(client, wanted=NEW):
    """Begin a session; its id."""
    answer = client.post("/api/sessions", json=wanted)
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"] == f"/api/sessions/{answer.json()['id']}"
    return answer.json()["id"]


def run(client, session, **wanted):
    """Run it."""
    answer = client.post(f"/api/sessions/{session}/runs", json=wanted)
    assert answer.status_code == 202, answer.text
    return answer.json()


def state(client, session):
    """Where it is."""
    return client.get(f"/api/sessions/{session}").json()["state"]


def events(client, session, after=""):
    """Every event of its stream until it ends: (id, name, data)."""
    head = {"Last-Event-ID": after} if after else {}
    text = client.get(f"/api/sessions/{session}/events", headers=head).content.decode("utf-8")
    found = []
    for block in text.strip().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        found.append((lines.get("id", ""), lines["event"], json.loads(lines["data"])))
    return found


def ended(client, session):
    """How its stream ends: the state, and what broke."""
    _id, _name, data = events(client, session)[-1]
    return data["state"], data["problem"]


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """One store for all."""
    return tmp_path_factory.mktemp("web") / "store"


@pytest.fixture(scope="module")
def server(store):
    """One server for those that do it no harm."""
    with web(store) as (_process, client):
        yield client


@pytest.fixture(scope="module")
def finished(server):
    """A session of one step that has run: its id and its stream."""
    session = begun(server)
    assert state(server, session) == "created"
    assert run(server, session, only=[STEP])["state"] in {"queued", "running"}
    return session, events(server, session)


def test_a_run_is_followed_from_its_start_to_its_end(finished):
    """Each step's beginning and end, then the run's end, and the last event is the session's state."""
    _session, told = finished
    names = [name for _id, name, _data in told if name != "state"]
    assert names == ["run_started", "step_started", "step_finished", "run_finished"]
    assert [data["outcome"] for _id, name, data in told if name == "step_finished"] == ["passed"]
    _id, name, data = told[-1]
    assert (name, data["state"], data["runs"]) == ("state", "finished", 1)
    assert data["sentence"].startswith("Egentest, ikke en godkendelse: ")


def test_a_stream_goes_on_after_the_last_event_that_was_read(server, finished):
    """Last-Event-ID: nothing is told twice."""
    session, told = finished
    numbers = [number for number, _name, _data in told if number]
    assert [number for number, _name, _data in events(server, session, numbers[1]) if number] == numbers[2:]


def test_verdict_report_and_bundle_are_those_of_the_session(server, store, finished, tmp_path):
    """The same bytes as on the disk, with the right content types; the zip verifies, and is the same each time."""
    session, _told = finished
    folder = store / "api" / session
    for name, file, kind in (("verdict", "verdict.json", "application/json"), ("report", "report.html", "text/html")):
        answer = server.get(f"/api/sessions/{session}/{name}")
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, kind)
        assert answer.content == (folder / file).read_bytes()
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer = server.get(f"/api/sessions/{session}/bundle")
    assert answer.headers["Content-Type"] == "application/zip"
    (tmp_path / "pakke.zip").write_bytes(answer.content)
    assert verify(tmp_path / "pakke.zip").is_unsigned
    assert answer.content == server.get(f"/api/sessions/{session}/bundle").content
    assert not [name for name in zipfile.ZipFile(tmp_path / "pakke.zip").namelist() if "order" in name]


def test_a_session_goes_on_with_what_remains(server, finished):
    """The run of one step leaves the others; another of them is run in the same session, and the first one stays judged."""
    session, _told = finished
    assert run(server, session, which="remaining", only=["TP-4.3.02"])["runs"] == 1
    assert events(server, session)[-1][2]["runs"] == 2
    steps = server.get(f"/api/sessions/{session}/verdict").json()["steps"]
    assert {step["id"] for step in steps if step["outcome"] == "passed"} >= {STEP, "TP-4.3.02"}
    answer = server.post(f"/api/sessions/{session}/runs", json={"only": [STEP]})
    assert (answer.status_code, "Begynd en ny session" in answer.json()["detail"]) == (409, True)


def test_nobody_sees_anothers_sessions(server, finished):
    """Neither in the list nor by name."""
    session, _told = finished
    other = {"Authorization": f"Bearer {OTHER}"}
    assert server.get("/api/sessions", headers=other).json() == []
    for path in ("", "/verdict", "/bundle", "/events"):
        assert server.get(f"/api/sessions/{session}{path}", headers=other).status_code == 404
    assert session in [each["id"] for each in server.get("/api/sessions").json()]


def test_files_are_handed_over_with_answers(server):
    """manual: the question comes in the list with what to enter, a file answers it, and a second answer is too late."""
    session = begun(server, with_adapter(kind="manual", seconds=60))
    run(server, session, only=[STEP])
    path = f"/api/sessions/{session}/questions"
    (question, *_rest) = until(lambda: server.get(path).json())
    assert question["step"] == STEP
    assert question["wants_file"] is True
    assert question["seconds_left"] <= 60
    answer = {"kind": "done", "file": base64.b64encode(MESSAGE).decode(), "file_name": "svar.xml"}
    assert server.post(f"{path}/{question['id']}", json=answer).status_code == 204
    late = server.post(f"{path}/{question['id']}", json=answer)
    assert late.status_code == 409
    server.post(f"/api/sessions/{session}/cancel")
    until(lambda: state(server, session) == "interrupted")


def test_questions_are_told_in_the_stream(server):
    """As `question`, and as `question_closed` when the run is over."""
    session = begun(server, with_adapter(kind="inbound", seconds=60))
    run(server, session, only=[STEP])
    until(lambda: server.get(f"/api/sessions/{session}/questions").json())
    with server.get(f"/api/sessions/{session}/events", stream=True) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        assert next(line for line in lines if line.startswith("event: question")) == "event: question"
        assert server.post(f"/api/sessions/{session}/cancel").status_code == 202
        assert "event: question_closed" in list(lines)
    assert state(server, session) == "interrupted"


def test_a_cancelled_run_leaves_a_session_that_can_be_gone_on_with(server):
    """Its log says that it was stopped; the rest runs and the bundle is whole."""
    session = begun(server, with_adapter(kind="reference"))
    run(server, session)
    until(lambda: any(name == "step_finished" for name in told_until_now(server, session)))
    assert server.get(f"/api/sessions/{session}/verdict").status_code == 409
    assert server.post(f"/api/sessions/{session}/runs").status_code == 409
    assert server.post(f"/api/sessions/{session}/cancel").status_code == 202
    until(lambda: state(server, session) == "interrupted")
    assert server.post(f"/api/sessions/{session}/cancel").status_code == 409
    run(server, session, only=[STEP])
    assert ended(server, session) == ("finished", "")


def told_until_now(client, session):
    """The names of the events that a stream begins with."""
    names = []
    with client.get(f"/api/sessions/{session}/events", stream=True) as stream:
        for line in stream.iter_lines(decode_unicode=True):
            if line.startswith("event: "):
                names.append(line.removeprefix("event: "))
            if len(names) > 4:
                break
    return names


def test_one_runs_and_the_next_one_waits(server):
    """One run at a time unless the server was told otherwise; what waits can be taken out of the row."""
    first, second = begun(server, with_adapter(kind="manual")), begun(server)
    run(server, first, only=[STEP])
    until(lambda: server.get(f"/api/sessions/{first}/questions").json())
    assert run(server, second, only=[STEP])["state"] == "queued"
    assert server.post(f"/api/sessions/{second}/cancel").status_code == 202
    assert state(server, second) == "created"
    server.post(f"/api/sessions/{first}/cancel")
    until(lambda: state(server, first) == "interrupted")


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_sessions_survive_a_server_that_is_killed(tmp_path):
    """The run shows as interrupted after the restart, and the rest of it can be run."""
    with web(tmp_path / "store") as (process, client):
        session, left = begun(client), begun(client)
        run(client, session)
        until(lambda: any(name == "step_finished" for name in told_until_now(client, session)))
        process.send_signal(signal.SIGKILL)
        process.wait()
    with web(tmp_path / "store") as (_process, client):
        assert [(each["id"], each["state"]) for each in client.get("/api/sessions").json()] == sorted(
            [(session, "interrupted"), (left, "created")]
        )
        run(client, session, only=[STEP])
        assert ended(client, session) == ("finished", "")


def told_until_the_second_step(client, session):
    """What the stream tells of steps, until the first of them has ended whole and the next one begins."""
    told = []
    with client.get(f"/api/sessions/{session}/events", stream=True) as stream:
        for line in stream.iter_lines(decode_unicode=True):
            data = json.loads(line.removeprefix("data: ")) if line.startswith("data: ") else {}
            told += [data] if "step" in data else []
            if len({data["step"] for data in told}) > 1:
                break
    return told


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_a_store_is_the_same_over_http_and_at_the_command_line(tmp_path):
    """A killed server loses no finished step; what was run over HTTP is listed, handed in, claimed and shown as claimed."""
    url = f"sqlite:///{tmp_path / 'lager.db'}"
    with web(url) as (process, client):
        session = begun(client)
        run(client, session)
        before = told_until_the_second_step(client, session)
        process.send_signal(signal.SIGKILL)
        process.wait()
    with web(url) as (_process, client):
        assert state(client, session) == "interrupted"
        after = [data for _id, _name, data in events(client, session) if "step" in data]
        assert after[: len(before)] == before
        run(client, session, only=[STEP])
        assert ended(client, session) == ("finished", "")
        runs = {step["id"]: step["run"] for step in client.get(f"/api/sessions/{session}/verdict").json()["steps"]}
        assert (runs[before[0]["step"]], runs[STEP]) == (1, 2)
        who = {"name": "Vera Lund", "role": "Testansvarlig"}
        assert client.post(f"/api/sessions/{session}/submit", json=who).json()["review"] == "waiting"
        (listed,) = json.loads(labcert("session", "list", "--store", url, "--format", "json").stdout)
        assert (listed["id"], listed["review"], listed["test_type"]) == (session, "waiting", "egentest")
        anne = ("--name", "Anne Holm", "--role", "Konsulent", "--organisation", "MedCom")
        assert labcert("session", "claim", session, *anne, "--store", url).returncode == 0
        assert client.get(f"/api/sessions/{session}").json()["claimed_by"] == "Anne Holm"


def test_a_store_that_cannot_be_used_is_told(tmp_path):
    """Exit code 2 and one sentence, without the password; LABCERT_STORE counts where --store doesn't say."""
    file = tmp_path / "noget.txt"
    file.write_text("ikke en mappe")
    unreachable = "postgresql://bruger:hemmelig@127.0.0.1:1/lager"
    for words, env in (
        (("--store", "mysql://bruger:hemmelig@maskine/lager"), {}),
        (("--store", file), {}),
        (("--store", f"sqlite:///{file}"), {}),
        ((), {"LABCERT_STORE": unreachable}),
    ):
        done = labcert("web", "--port", "0", *words, **env)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert "hemmelig" not in done.stderr
        assert "Traceback" not in done.stderr
    assert file.read_text() == "ikke en mappe"


def test_programs_of_the_server_are_run_only_where_it_was_started_for_that(server, tmp_path):
    """Else 422, with what to do; where it was, the program is run by the same protocol."""
    command = [sys.executable, "-m", "sut.reference"]
    wanted = with_adapter(
        kind="executable", command=command, folder=str(ROOT), can=["send", "correct", "work", "outbox"]
    )
    refused = server.post("/api/sessions", json=wanted)
    assert (refused.status_code, "--allow-executable" in refused.json()["detail"]) == (422, True)
    assert server.post("/api/sessions", json=with_adapter(kind="folder", path="/etc")).status_code == 422
    with web(tmp_path / "store", "--allow-executable", token="") as (_process, client):
        session = begun(client, wanted)
        run(client, session, only=["TP-4.3.02"])
        assert [data["outcome"] for _id, name, data in events(client, session) if name == "step_finished"] == ["passed"]


def test_a_port_that_is_taken_and_a_poor_token_are_told(server, tmp_path):
    """Exit code 2 and one sentence; nothing is written."""
    port = server.address.rpartition(":")[2]
    for words, env in ((("--port", port), {}), (("--port", "0"), {"LABCERT_API_TOKEN": "kort"})):
        done = labcert("web", *words, "--store", tmp_path / "store", **env)
        assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1), done.stderr
    assert not (tmp_path / "store").exists()


def test_the_examples_of_the_page_work(server, tmp_path):
    """What docs/rest.md tells its reader to write does what it says."""
    page = (ROOT / "docs" / "rest.md").read_text("utf-8")
    pieces = re.findall(r"<!-- kørt af testene -->\n```sh\n(.*?)```", page, re.DOTALL)
    assert len(pieces) == 4
    script = f'set -e\nBASE={server.address}/api\nAUTH="{next(iter(OWN))}: {OWN["Authorization"]}"\n' + "\n".join(pieces)
    done = subprocess.run(["sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "event: step_finished" in done.stdout
    verdict = json.loads((tmp_path / "verdict.json").read_bytes())
    assert [step["id"] for step in verdict["steps"] if step["outcome"] == "passed"] == [STEP]
    assert verify(tmp_path / "pakke.zip").is_unsigned
