"""What the REST interface answers, request by request; a stand-in carries runs out."""

import json

import pytest

from labcert.domain.errors import ToolFault, UsageMistake
from labcert.web.api.tokens import DEFAULT_OWNER, Tokens, read_tokens
from tests.support.rest import NEW, OTHER, TOKEN, Held

GUARDED = ["/api/sessions", "/api/programmes", "/api/sessions/egentest-20261123-0301-k7f2"]


def told(answer, status):
    """What a problem says; it is one of that status."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.text
    body = answer.json()
    assert body["status"] == status
    assert body["title"]
    return body["detail"]


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("shown", [None, "", "Bearer", "Bearer forkert-noegle-paa-16", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"])
def test_without_a_known_token_nothing_is_told(client, path, shown):
    """401 with how to show one; also for sessions that aren't there, so that nobody learns which are."""
    answer = client.get(path, headers={"Authorization": shown})
    assert "Authorization: Bearer" in told(answer, 401)
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("path", ["/api/health", "/api/openapi.json"])
def test_health_and_document_are_open(client, path):
    """Nothing in them is anybody's."""
    assert client.get(path, headers={"Authorization": None}).status_code == 200


def test_problems_speak_the_callers_language(client):
    """Danish, or English where it is asked for first; a language that we lack is passed over."""
    said = {wanted: told(client.get("/api/findes-ikke", headers={"Accept-Language": wanted}), 404) for wanted in ("da", "en-GB, da", "fr, da", "*")}
    assert said["da"] == said["fr, da"] == said["*"] == "Adressen findes ikke. Se /api/openapi.json for dem, der gør."


@pytest.mark.parametrize(
    ("path", "allow"),
    [("/api/sessions", {"GET", "HEAD", "POST"}), ("/api/sessions/x/runs", {"POST"}), ("/api/health", {"GET", "HEAD"})],
)
def test_methods(client, path, allow):
    """OPTIONS tells what a path takes, as does the 405 for anything else; nothing can be deleted."""
    options = client.options(path)
    assert (options.status_code, set(options.headers["Allow"].split(", "))) == (204, allow)
    for method in ("DELETE", "PUT", "PATCH"):
        answer = client.request(method, path)
        assert method in told(answer, 405)
        assert set(answer.headers["Allow"].split(", ")) == allow


def test_head_is_get_without_its_body(client, session):
    """For every kind of answer, the stream's too."""
    for path in ("/api/health", "/api/sessions", f"/api/sessions/{session}", f"/api/sessions/{session}/events"):
        head, got = client.head(path), client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize(
    ("data", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 100_000, "application/json", 422),
        (b'{"programme": NaN}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"programme: laba", "application/yaml", 415),
        (b'"' + b"x" * (1 << 20) + b'"', "application/json", 413),
        (b"{}", "application/json; charset=utf-8", 422),
        (b"[]", "application/json", 422),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(client, data, kind, status):
    """Bounded and typed; nothing is begun."""
    told(client.post("/api/sessions", data=data, headers={"Content-Type": kind}), status)
    assert client.get("/api/sessions").json() == []


def test_a_body_without_length_is_bounded_too(client):
    """Chunks are counted as they come."""
    answer = client.post("/api/sessions", data=(b"x" * 65536 for _ in range(40)), headers={"Content-Type": "application/json"})
    told(answer, 413)


def changed(**values):
    """A new session's body with other values; a path is written with dots, None takes away."""
    body = json.loads(json.dumps(NEW))
    for path, value in values.items():
        *way, last = path.split("__")
        place = body
        for step in way:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return body


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (changed(programme="findes-ikke"), "findes-ikke"),
        (changed(programme="../../etc"), "openapi.json"),
        (changed(programme=None), "openapi.json"),
        (changed(andet=1), "openapi.json"),
        (changed(sut__vendor__name=""), "openapi.json"),
        (changed(sut__vendor__name="a\nb"), "openapi.json"),
        (changed(sut__vendor__name="a\n"), "openapi.json"),
        (changed(sut__system__version=1.0), "openapi.json"),
        (changed(sut__standards=[]), "openapi.json"),
        (changed(sut__hub="http://198.51.100.1"), "openapi.json"),
        (changed(sut__security={"ca": "/etc/passwd"}), "openapi.json"),
        (changed(sut__listen={"host": "0.0.0.0"}), "openapi.json"),
        (changed(sut__adapter={"kind": "inbound", "seconds": 0}), "openapi.json"),
        (changed(sut__adapter={"kind": "inbound", "path": "/etc"}), "openapi.json"),
        (changed(sut__adapter={"kind": "noget"}), "openapi.json"),
        (changed(sut__adapter={"kind": "executable", "command": ["sh"], "folder": "/"}), "--allow-executable"),
        (changed(sut__adapter={"kind": "folder", "path": "/etc"}), "--allow-executable"),
        (changed(sut__not_relevant={"TP-9.9.99": "Nej"}), "TP-9.9.99"),
        (changed(sut__not_relevant={"TP-4.3.02": "Nej"}), "TP-4.3.02"),
    ],
)
def test_a_description_that_cannot_be_used(client, body, says):
    """422, with what is wrong; and no session is begun."""
    answer = client.post("/api/sessions", json=body)
    assert says in told(answer, 422)
    assert client.get("/api/sessions").json() == []


def test_a_new_session_is_told_as_it_was_described(client):
    """201 with its address; it is in the list, and nothing has run."""
    answer = client.post("/api/sessions", json=NEW)
    body = answer.json()
    assert (answer.status_code, answer.headers["Location"]) == (201, f"/api/sessions/{body['id']}")
    assert (body["state"], body["programme"], body["vendor"], body["system"], body["system_version"], body["runs"]) == (
        "created", "laba", "Leverandøren A/S", "LægeSystemet", "1.0", 0,
    )  # fmt: skip
    assert client.get(answer.headers["Location"]).json() == body
    (listed,) = client.get("/api/sessions").json()
    assert {name: body[name] for name in listed} == listed


@pytest.mark.parametrize("name", ["egentest-20261123-0301-k7f2", "..", "%2e%2e", ".orders", "api", "egentest-20261123-0301-k7f2%2f..", "a%00b"])
def test_a_path_is_never_made_of_what_the_client_says(client, session, name):
    """404, whatever is written where a session's id is expected."""
    told(client.get(f"/api/sessions/{name}/verdict"), 404)


@pytest.mark.parametrize("what", ["verdict", "report", "bundle"])
def test_an_unfinished_session_has_no_results(client, session, what):
    """409 and not an empty file."""
    assert "ikke færdig" in told(client.get(f"/api/sessions/{session}/{what}"), 409)


def test_steps_that_are_not_there(client, session):
    """422, each by name."""
    answer = client.post(f"/api/sessions/{session}/runs", json={"only": ["TP-4.3.99", "TP-4.2.01"]})
    assert "TP-4.3.99" in told(answer, 422)
    assert len(answer.json()["errors"]) == 2


def test_what_is_asked_for_is_what_is_run(client, session, worker):
    """Without a body: all that remain."""
    client.post(f"/api/sessions/{session}/runs")
    until_idle(client, session)
    client.post(f"/api/sessions/{session}/runs", json={"only": ["TP-4.3.13"], "which": "failed", "allure": True})
    until_idle(client, session)
    assert [(name, wanted.which.value, wanted.only, wanted.allure) for name, wanted in worker.ran] == [
        (session, "remaining", [], False), (session, "failed", ["TP-4.3.13"], True),
    ]  # fmt: skip


def until_idle(client, session):
    """Wait until a session no longer runs: its stream ends then."""
    return client.get(f"/api/sessions/{session}/events").text


def test_only_so_many_wait(client, settings, worker):
    """One runs, twenty wait, the next is refused with when to come again; a session can't be in the row twice."""
    worker.todo = held = Held()
    names = [client.post("/api/sessions", json=NEW).json()["id"] for _ in range(settings.at_once + settings.waiting + 1)]
    answers = [client.post(f"/api/sessions/{name}/runs") for name in names]
    assert [answer.status_code for answer in answers] == [202] * (len(names) - 1) + [503]
    assert answers[-1].headers["Retry-After"] == "60"
    assert client.post(f"/api/sessions/{names[3]}/runs").status_code == 409
    assert [client.get(f"/api/sessions/{name}").json()["state"] for name in names[:3]] == ["running", "queued", "queued"]
    held.let_go.set()
    for name in names[:-1]:
        until_idle(client, name)
    assert [name for name, _wanted in worker.ran] == names[:-1]


@pytest.mark.parametrize(
    ("error", "says"),
    [(ToolFault("Værterne gik ned."), "Værterne gik ned."), (KeyError("x"), "Der er en fejl i labcert (KeyError)")],
)
def test_a_run_that_breaks_is_told_and_the_next_one_runs(client, session, worker, error, says):
    """The session says why; whatever broke, the server goes on."""

    def broken(_job, _folder):
        raise error

    worker.todo = broken
    client.post(f"/api/sessions/{session}/runs")
    until_idle(client, session)
    assert says in client.get(f"/api/sessions/{session}").json()["problem"]
    worker.todo = lambda _job, _folder: None
    assert client.post(f"/api/sessions/{session}/runs").json()["problem"] == ""


def test_a_spoilt_session_does_not_hide_the_others(client, session, settings):
    """It is told as unreadable."""
    (settings.store / "api" / session / "events.jsonl").write_text('{"kind":"SessionOpened"\n')
    other = client.post("/api/sessions", json=NEW).json()["id"]
    assert {each["id"]: each["state"] for each in client.get("/api/sessions").json()} == {session: "unreadable", other: "created"}
    assert "kan ikke læses" in told(client.get(f"/api/sessions/{session}/events"), 409)


def test_what_was_said_of_the_system_lies_for_this_user_only(session, settings):
    """Beside the bundle and not in it: it may name what a program is started with."""
    (order,) = (settings.store / "api" / ".orders").iterdir()
    assert order.name == f"{session}.json"
    assert order.stat().st_mode & 0o077 == 0


def test_questions_of_a_session_that_does_not_run(client, session):
    """There are none, and none can be answered."""
    assert client.get(f"/api/sessions/{session}/questions").json() == []
    assert "kører ikke" in told(client.post(f"/api/sessions/{session}/questions/1", json={"kind": "done"}), 409)


def test_a_folder_hands_nothing_in_and_has_no_certificates(client, session):
    """409 with what to do instead."""
    answer = client.post(f"/api/sessions/{session}/submit", json={"name": "Vera Lund", "role": "Udvikler"})
    assert "--store URL" in told(answer, 409)
    assert "certifikat" in told(client.get(f"/api/sessions/{session}/certificate.json"), 409)
    body = client.get(f"/api/sessions/{session}").json()
    assert (body["review"], body["closed"], body["certificate"]) == ("not_submitted", False, "")
    assert any(line["missing"] for line in body["policy"])


def test_tokens_are_told_apart():
    """By the word Bearer and every letter; a name before the colon is whose it is."""
    tokens = Tokens(read_tokens(f"{TOKEN} anden:{OTHER}"))
    assert tokens.owner(f"Bearer {TOKEN}") == DEFAULT_OWNER
    assert tokens.owner(f"bearer  {OTHER}") == "anden"
    assert tokens.owner(f"Bearer {TOKEN[:-1]}") is None
    assert tokens.owner(TOKEN) is None
    assert TOKEN not in repr(vars(tokens))


@pytest.mark.parametrize("text", ["kort", "../x:" + "a" * 20, "A:" + "a" * 20, ":" + "a" * 20, "æ" * 20])
def test_a_token_that_cannot_be_used_is_a_mistake(text):
    """Too short, a name that could be a path, or letters that a head can't carry."""
    with pytest.raises(UsageMistake, match="LABCERT_API_TOKEN"):
        read_tokens(text)
