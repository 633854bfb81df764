"""The routes of the REST interface as one ASGI application."""

import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from labcert.domain.errors import LabcertError
from labcert.domain.language import LANGUAGES, _, set_language
from labcert.domain.suite import suite_root
from labcert.protocol.load import load_suite
from labcert.protocol.model import Suite
from labcert.web.api.bodies import Health
from labcert.web.api.document import document
from labcert.web.api.problems import Refused, problem, refusal
from labcert.web.api.results import ResultRoutes
from labcert.web.api.runs import Runs
from labcert.web.api.sessions import SessionRoutes
from labcert.web.api.shelf import Work, open_shelf
from labcert.web.api.systems import Allowed
from labcert.web.api.talking import Known
from labcert.web.api.tokens import Tokens

__all__ = ["PREFIX", "ApiSettings", "build_app"]

PREFIX = "/api"
HEADERS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}


@dataclass(frozen=True)
class ApiSettings:
    """What the server was started with. `store` is a folder (a path) or a store (a URL); `tokens` is token -> owner."""

    store: Path | str = field(repr=False)  # a URL may have a password
    tokens: dict[str, str] = field(repr=False)
    allowed: Allowed = field(default_factory=Allowed)
    at_once: int = 1
    waiting: int = 20


def build_app(settings: ApiSettings, work: Work | None = None, suite: Suite | None = None) -> Starlette:
    """Return the application; `work` carries a run out, as `carrying.carry_out` does where nothing else is said.

    Raises UsageMistake or ToolFault where the store can't be opened.
    """
    from labcert.web.api.carrying import carry_out

    suite = suite or load_suite(suite_root())
    shelf = open_shelf(settings.store, suite)
    known = Known(shelf, Runs(settings.at_once, settings.waiting), suite, settings.allowed, work or carry_out)
    guard = _Guard(Tokens(settings.tokens), shelf.errors)
    open_to_all = [("/health", "GET", _health), ("/openapi.json", "GET", _described(known))]
    guarded = [*SessionRoutes(known).table(), *ResultRoutes(known).table()]
    routes = [Route(PREFIX + path, guard.open(answer), methods=[method]) for path, method, answer in open_to_all]
    routes += _merged([(PREFIX + path, method, guard.closed(answer)) for path, method, answer in guarded])

    @asynccontextmanager
    async def alive(_app: Starlette) -> AsyncIterator[None]:
        yield
        known.runs.close()
        known.shelf.close()

    return Starlette(routes=routes, lifespan=alive, exception_handlers={HTTPException: _http_problem})


Answering = Callable[[Request], Awaitable[Response]]


def _merged(table: list[tuple[str, str, Answering]]) -> list[Route]:
    """Return one route a path, so that Allow names all that a path takes."""
    routes = []
    for path in dict.fromkeys(path for path, _method, _answer in table):
        by_method = {method: answer for each, method, answer in table if each == path}

        async def answer(request: Request, by_method: dict[str, Answering] = by_method) -> Response:
            return await by_method["GET" if request.method == "HEAD" else request.method](request)

        routes.append(Route(path, answer, methods=list(by_method)))
    return routes


class _Guard:
    """Stands before every answer: the language, the token, and a sentence where something of ours breaks."""

    def __init__(self, tokens: Tokens, errors: Path) -> None:
        self._tokens, self._errors = tokens, errors

    def closed(self, answer: Answering) -> Answering:
        """Let in only who shows a token; `request.state.owner` is whose it is."""

        async def checked(request: Request) -> Response:
            owner = self._tokens.owner(request.headers.get("authorization", ""))
            if owner is None:
                text = _("Send nøglen, som serveren blev startet med, i hovedet Authorization: Bearer NØGLE.")
                raise Refused(401, text, WWW_Authenticate="Bearer")
            request.state.owner = owner
            return await answer(request)

        return self.open(checked)

    def open(self, answer: Answering) -> Answering:
        """Choose the language and turn errors into problems."""

        async def guarded(request: Request) -> Response:
            choose_language(request)
            try:
                response = await answer(request)
            except Refused as refused:
                response = problem(refused)
            except LabcertError as error:
                self._keep(error)
                response = problem(refusal(500, error))  # without where it happened: that is a place of ours
            except Exception as error:  # noqa: BLE001 - nobody sees a stack trace
                self._keep(error)
                text = _("Der er en fejl i labcert. Den, der driver serveren, finder den i labcert-web-fejl.log.")
                response = problem(Refused(500, text))
            response.headers.update(HEADERS)
            return response

        return guarded

    def _keep(self, error: Exception) -> None:
        with suppress(OSError):
            self._errors.parent.mkdir(parents=True, exist_ok=True)
            with self._errors.open("a", encoding="utf-8") as file:
                traceback.print_exception(error, file=file)


def choose_language(request: Request) -> None:
    """Speak the first language of Accept-Language that we have; without one, that of the server."""
    for part in request.headers.get("accept-language", "").split(","):
        code = part.partition(";")[0].strip().lower()[:2]
        if code in LANGUAGES:
            set_language(code)
            return


async def _health(_request: Request) -> Response:
    from labcert import __version__

    return Response(msgspec.json.encode(Health("ok", __version__)), media_type="application/json")


def _described(known: Known) -> Answering:
    ids = [programme.id for programme in known.suite.programmes] + [protocol.id for protocol in known.suite.protocols]
    described = document(executable=known.allowed.executable, programmes=tuple(dict.fromkeys(ids)))
    served = msgspec.json.encode(described)

    async def answer(_request: Request) -> Response:
        return Response(served, media_type="application/json")

    return answer


async def _http_problem(request: Request, error: Exception) -> Response:
    """Turn the framework's own 404 and 405 into problems; OPTIONS is answered with what a path takes."""
    if not isinstance(error, HTTPException):
        raise error
    choose_language(request)
    headers = dict(error.headers or {})
    if error.status_code == 405:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=HEADERS | headers)
        text = _("{method} kan ikke bruges her.").format(method=request.method)
    elif error.status_code == 404:
        text = _("Adressen findes ikke. Se /api/openapi.json for dem, der gør.")
    else:
        text = str(error.detail)
    response = problem(Refused(error.status_code, text))
    response.headers.update(HEADERS | headers)
    return response
