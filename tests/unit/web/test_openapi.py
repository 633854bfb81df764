"""The OpenAPI document: valid, as committed, and neither more nor less than the routes."""

import json

from openapi_spec_validator import validate as validate_document

from labcert.web.api.app import build_app
from labcert.web.api.document import FILE, document, written

METHODS = ("get", "put", "post", "delete", "patch")


def documented():
    """The paths and methods of the document."""
    paths = document()["paths"]
    return {(path, method.upper()) for path, item in paths.items() for method in item if method in METHODS}


def test_the_document_is_valid_openapi_3_1():
    """A generator of clients can read it, with and without programs of the server."""
    for executable in (False, True):
        found = document(executable=executable)
        assert found["openapi"].startswith("3.1")
        validate_document(found)


def test_the_committed_document_is_the_served_one(client):
    """Else: python -m labcert.web.api.document. The served one names the suite's programmes and protocols besides."""
    assert FILE.read_text("utf-8") == written()
    served = client.get("/api/openapi.json", headers={"Authorization": None}).json()
    named = served["components"]["schemas"]["NewSession"]["properties"].pop("programme")
    assert named["enum"] == [each["id"] for each in client.get("/api/programmes").json()]
    expected = json.loads(written())
    del expected["components"]["schemas"]["NewSession"]["properties"]["programme"]
    assert served == expected


def test_every_route_is_documented_and_every_documented_route_is_served(settings, worker, suite):
    """Neither may drift."""
    app = build_app(settings, worker, suite)
    served = {(route.path, method) for route in app.routes for method in route.methods if method != "HEAD"}
    assert documented() == served


def test_every_operation_says_that_it_needs_a_token():
    """All but those two that whoever comes may ask."""
    open_to_all = {path for path, item in document()["paths"].items() for each in item.values() if each.get("security") == []}
    assert open_to_all == {"/api/health", "/api/openapi.json"}


def test_programs_of_the_server_are_only_in_the_document_of_a_server_that_runs_them():
    """What is refused is not offered."""

    def kinds(found):
        return {each["$ref"].rpartition("/")[2] for each in found["components"]["schemas"]["SutBody"]["properties"]["adapter"]["anyOf"]}

    assert kinds(document()) == {"ReferenceBody", "InboundBody", "ManualBody"}
    assert kinds(document(executable=True)) - kinds(document()) == {"ExecutableBody", "FolderBody"}
