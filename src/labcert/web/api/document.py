"""The OpenAPI 3.1 document, made from the shapes in `bodies`.

`python -m labcert.web.api.document` writes it to openapi.json beside this file; a test holds the two together.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from labcert.web.api.bodies import COMPONENTS, AnswerBody, ExecutableBody, FolderBody

__all__ = ["FILE", "REPORTS", "document", "written"]

FILE = Path(__file__).parent / "openapi.json"
JSON = "application/json"
PROBLEM = "application/problem+json"
OF_THIS_MACHINE = (ExecutableBody.__name__, FolderBody.__name__)
SESSION = {
    "name": "session", "in": "path", "required": True, "description": "the session's id",
    "schema": {"type": "string", "pattern": "^egentest-[0-9]{8}-[0-9]{4}-[a-z0-9]{4}$"},
}
QUESTION = {
    "name": "question", "in": "path", "required": True, "description": "the question's id",
    "schema": {"type": "string", "pattern": "^[1-9][0-9]{0,8}$"},
}
LANGUAGE = {
    "name": "Accept-Language", "in": "header", "required": False,
    "description": "da or en: the language of problems; without it, that of the server",
    "schema": {"type": "string"}, "example": "en",
}
LAST = {
    "name": "Last-Event-ID", "in": "header", "required": False,
    "description": "the id of the last event that was read; the stream goes on after it",
    "schema": {"type": "string"}, "example": "17",
}
EXAMPLES: dict[str, Any] = {
    "NewSession": {
        "programme": "laba",
        "sut": {
            "vendor": {"name": "Leverandøren A/S"},
            "system": {"name": "LægeSystemet", "version": "4.2"},
            "standards": ["XRPT01", "XRPT05"],
            "adapter": {"kind": "inbound", "seconds": 600},
        },
    },
    "NewRun": {"which": "remaining", "only": ["TP-4.3.02"]},
    "AnswerBody": {"kind": "done"},
    "Submission": {"name": "Test Tester", "role": "Udvikler"},
}
REPORTS = {
    "html": "text/html",
    "json": JSON,
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "junit": "application/xml",
    "pdf": "application/pdf",
}
"""format of a report -> what it is sent as"""
FORMAT = {
    "name": "format", "in": "query", "required": False, "description": "the report's format; else html",
    "schema": {"enum": list(REPORTS)}, "example": "junit",
}
WHY = {
    400: "Not JSON that can be read.", 401: "No token, or an unknown one.", 404: "There is no such session of yours.",
    409: "Not possible where the session is now.", 413: "Larger than is taken.", 415: "Not application/json.",
    422: "Read, but not as described, or not possible with this suite: an unknown programme or step, or an adapter "
    "that this server does not take.",
    503: "So many runs wait that no more are taken.",
}  # fmt: skip


def document(*, executable: bool = False, programmes: Sequence[str] = ()) -> dict[str, Any]:
    """Return the document; with `executable` that of a server which runs programs for whoever has a token.

    `programmes` are the ids that the server's suite has; without them any id may be one.
    """
    components = _components(executable=executable)
    if programmes:
        components["NewSession"]["properties"]["programme"] = {"enum": list(programmes)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "labcert", "version": "1.0.0", "summary": "Self-tests of labcert for a vendor's pipeline",
            "description": "A session is begun, run, followed as server-sent events, and leaves verdict, report and "
            "bundle, as `labcert selftest` does. Adapters that run a program or use a folder of the server are taken "
            "only where it was started with --allow-executable.",
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "tags": [{"name": "server"}, {"name": "sessions"}, {"name": "results"}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": components,
        },
    }  # fmt: skip


def _components(*, executable: bool) -> dict[str, Any]:
    _shapes, made = msgspec.json.schema_components(COMPONENTS, ref_template="#/components/schemas/{name}")
    components: dict[str, Any] = json.loads(msgspec.json.encode(made))
    if not executable:
        for name in OF_THIS_MACHINE:
            del components[name]
        adapter = components["SutBody"]["properties"]["adapter"]
        adapter["anyOf"] = [each for each in adapter["anyOf"] if each["$ref"].rpartition("/")[2] in components]
        mapping = adapter["discriminator"]["mapping"]
        adapter["discriminator"]["mapping"] = {
            kind: ref for kind, ref in mapping.items() if ref.rpartition("/")[2] in components
        }
    return dict(sorted(components.items()))


def _paths() -> dict[str, Any]:
    one = "/api/sessions/{session}"
    return {
        "/api/health": {"get": _open("health", "Does the server answer?", _ok("Health"))},
        "/api/openapi.json": {
            "get": _open("openapi", "This document.", {"200": _content("The document.", {"type": "object"})})
        },
        "/api/programmes": {
            "get": _operation("programmes", "sessions", "What can be run.", _ok("ProgrammeBody", many=True))
        },
        "/api/sessions": {
            "get": _operation(
                "list_sessions", "sessions", "Your sessions, the newest last.", _ok("SessionBody", many=True)
            ),
            "post": _operation(
                "create_session", "sessions", "Begin a session; nothing runs yet.",
                {"201": _created()} | _refused(400, 413, 415, 422), body="NewSession",
            ),
        },
        one: {"get": _of_session("show_session", _SHOW, _ok("WholeSessionBody"))},
        f"{one}/runs": {
            "post": _of_session(
                "run_session", "Run its steps, or those that are left. Without a body: all that remain.",
                {"202": _content("It runs, or waits to.", _ref("SessionBody"))}
                | _refused(400, 409, 413, 415, 422, 503),
                body="NewRun", required=False,
            )
        },
        f"{one}/cancel": {
            "post": _of_session(
                "cancel_run", "Stop its run. What was found out is kept, and the rest can be run.",
                {"202": _content("It stops.", _ref("SessionBody"))} | _refused(409),
            )
        },
        f"{one}/submit": {
            "post": _of_session(
                "submit_session", _SUBMIT, _ok("WholeSessionBody") | _refused(400, 409, 413, 415, 422),
                body="Submission",
            )
        },
        f"{one}/events": {
            "get": _of_session("follow_session", _EVENTS, {"200": _stream()} | _refused(409), more=[LAST])
        },
        f"{one}/questions": {
            "get": _of_session("list_questions", "Questions that wait for the tester.", _ok("QuestionBody", many=True))
        },
        f"{one}/questions/{{question}}": {
            "post": _of_session(
                "answer_question", "Answer a question, once and for all.",
                {"204": {"description": "The answer is handed on."}} | _refused(400, 409, 413, 415, 422),
                body=AnswerBody.__name__, more=[QUESTION],
            )
        },
        **_result_paths(one),
    }  # fmt: skip


def _result_paths(one: str) -> dict[str, Any]:
    return {
        f"{one}/verdict": {"get": _result("get_verdict", "verdict.json", JSON, {"type": "object"})},
        f"{one}/report": {"get": _report()},
        f"{one}/bundle": {
            "get": _result("get_bundle", "The bundle to hand in, as a zip", "application/zip", {"type": "string"})
        },
        f"{one}/certificate.pdf": {
            "get": _certificate("get_certificate_pdf", "application/pdf", {"type": "string"})
        },
        f"{one}/certificate.json": {"get": _certificate("get_certificate_json", JSON, {"type": "object"})},
    }  # fmt: skip


_SHOW = "Where a session is, what is missing before it can be approved, and what came of the review."
_SUBMIT = (
    "Hand a session that has run in for MedCom's review, or take it back while nobody has begun. Only where the server "
    "was started with a store."
)
_EVENTS = (
    "Follow a session as server-sent events: run_started, step_started, step_finished, run_finished, question, "
    "question_closed and state. The stream ends when the session no longer runs."
)


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(description: str, schema: dict[str, Any], media_type: str = JSON) -> dict[str, Any]:
    return {"description": description, "content": {media_type: {"schema": schema}}}


def _ok(name: str, *, many: bool = False) -> dict[str, Any]:
    schema = {"type": "array", "items": _ref(name)} if many else _ref(name)
    return {"200": _content("As asked for.", schema)}


def _created() -> dict[str, Any]:
    location = {"Location": {"description": "The session's address.", "required": True, "schema": {"type": "string"}}}
    return _content("The session.", _ref("WholeSessionBody")) | {"headers": location, "links": _LINKS}


_LINKS = {
    name: {"operationId": name, "parameters": {"session": "$response.body#/id"}}
    for name in (
        "show_session", "run_session", "cancel_run", "follow_session", "list_questions", "answer_question",
        "submit_session", "get_verdict", "get_report", "get_bundle", "get_certificate_pdf", "get_certificate_json",
    )
}


def _stream() -> dict[str, Any]:
    names = ["run_started", "step_started", "step_finished", "run_finished", "question", "question_closed", "state"]
    event = {
        "type": "object", "required": ["event", "data"],
        "properties": {
            "id": {"type": "string"}, "event": {"enum": names},
            "data": {"type": "string", "contentMediaType": JSON},
        },
    }  # fmt: skip
    return _content("The events, each with JSON as its data.", event, "text/event-stream")


def _refused(*statuses: int) -> dict[str, Any]:
    return {str(status): _content(WHY[status], _ref("Problem"), PROBLEM) for status in statuses}


def _operation(
    name: str, tag: str, summary: str, responses: dict[str, Any], body: str = "", *, required: bool = True
) -> dict[str, Any]:
    operation: dict[str, Any] = {"operationId": name, "tags": [tag], "summary": summary, "parameters": [LANGUAGE]}
    if body:
        content = {"schema": _ref(body)} | ({"example": EXAMPLES[body]} if body in EXAMPLES else {})
        operation["requestBody"] = {"required": required, "content": {JSON: content}}
    operation["responses"] = dict(sorted((responses | _refused(401)).items()))
    return operation


def _open(name: str, summary: str, responses: dict[str, Any]) -> dict[str, Any]:
    operation = _operation(name, "server", summary, responses) | {"security": []}
    del operation["responses"]["401"]
    return operation


def _of_session(
    name: str,
    summary: str,
    responses: dict[str, Any],
    body: str = "",
    *,
    required: bool = True,
    more: list[dict[str, Any]] | None = None,
) -> dict[str, Any]:
    operation = _operation(name, "sessions", summary, responses | _refused(404), body, required=required)
    operation["parameters"] = [SESSION, *(more or []), LANGUAGE]
    return operation


def _result(name: str, what: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    text = f"{what} of a finished session."
    operation = _of_session(name, text, {"200": _content(text, schema, media_type)} | _refused(409))
    return operation | {"tags": ["results"]}


def _report() -> dict[str, Any]:
    kinds = {kind: {"schema": {"type": "object"} if kind == JSON else {"type": "string"}} for kind in REPORTS.values()}
    given = {"200": {"description": "In the format that was asked for.", "content": kinds}}
    operation = _of_session(
        "get_report", "The report of a finished session.", given | _refused(409, 422), more=[FORMAT]
    )
    return operation | {"tags": ["results"]}


def _certificate(name: str, media_type: str, schema: dict[str, Any]) -> dict[str, Any]:
    given = {"200": _content("The newest certificate of the session.", schema, media_type)}
    operation = _of_session(name, "The certificate, once it is issued.", given | _refused(409))
    return operation | {"tags": ["results"]}


def written() -> str:
    """Return the text of openapi.json: the document of a server as it is started without options."""
    return json.dumps(document(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), encoding="utf-8")
