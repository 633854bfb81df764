"""The hosts' OpenAPI document: valid, and neither more nor less than the routes."""

import json

from openapi_spec_validator import validate as validate_document

from mock_databanks.host.app import OPENAPI, build_app
from mock_databanks.host.gate import Gate
from mock_databanks.host.hub import HubRoutes
from mock_databanks.host.pages import PageRoutes
from mock_databanks.host.settings import Tls
from mock_databanks.host.world import open_world


def documented():
    """The paths and methods of the document."""
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    return {
        (path, method.upper())
        for path, item in document["paths"].items()
        for method in item
        if method in ("get", "put", "post", "delete", "patch")
    }


def served(tmp_path):
    """The paths and methods of the application."""
    world = open_world(tmp_path, lambda _text: None)
    gate = Gate("token", lambda _scope: None)
    app = build_app(world, gate, HubRoutes(world, gate, lambda: None), PageRoutes(world, gate, lambda _host: "", Tls()))
    world.close()
    return {(route.path, method) for route in app.routes for method in route.methods if method != "HEAD"}


def test_the_document_is_valid_openapi_3_1():
    """A generator of clients can read it."""
    document = json.loads(OPENAPI.read_text(encoding="utf-8"))
    assert document["openapi"].startswith("3.1")
    validate_document(document)


def test_every_route_is_documented_and_every_documented_route_is_served(tmp_path):
    """Neither may drift."""
    assert documented() == served(tmp_path)
