"""What a finished session leaves: verdict, report, bundle, and the certificate once it is issued."""

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session import SessionFolder
from labcert.session.bundle import zip_bundle
from labcert.web.api.bodies import SessionState
from labcert.web.api.document import REPORTS
from labcert.web.api.problems import Refused, refusal
from labcert.web.api.shelf import Owned
from labcert.web.api.talking import Known

__all__ = ["ResultRoutes"]

SANDBOX = {"Content-Security-Policy": "sandbox allow-scripts"}
"""the report is a page of its own, and never acts as whoever is logged in here"""
PAGE = "html"


class ResultRoutes:
    """The paths below a session that give what was made."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def table(self) -> list[tuple[str, str, Callable[[Request], Awaitable[Response]]]]:
        """Return path, method and what answers."""
        return [
            ("/sessions/{session}/verdict", "GET", self.verdict),
            ("/sessions/{session}/report", "GET", self.report),
            ("/sessions/{session}/bundle", "GET", self.bundle),
            ("/sessions/{session}/certificate.pdf", "GET", self.certificate_pdf),
            ("/sessions/{session}/certificate.json", "GET", self.certificate_json),
        ]

    async def verdict(self, request: Request) -> Response:
        """Give verdict.json."""
        one = await self._finished(request)
        return Response(
            await run_in_threadpool(self._known.shelf.verdict, one), media_type="application/json"
        )

    async def report(self, request: Request) -> Response:
        """Give the report in one of the formats that `labcert report` has for a whole session."""
        shape = _shape(request)
        one = await self._finished(request)
        name, content = await run_in_threadpool(self._made, one, shape)
        kept = {"Content-Disposition": f'{"inline" if shape == PAGE else "attachment"}; filename="{name}"'}
        return Response(content, media_type=REPORTS[shape], headers=kept | (SANDBOX if shape == PAGE else {}))

    def _made(self, one: Owned, shape: str) -> tuple[str, bytes]:
        from labcert.runner.reporting_session import gathered, make_report, report_name

        try:
            with (
                self._known.shelf.opened(one) as folder,
                gathered(str(folder.path), self._known.suite, _no_store) as found,
            ):
                return report_name(found, shape), make_report(found, shape, may_fetch=False, phase=lambda _phase: None)
        except UsageMistake as mistake:
            raise refusal(409, mistake) from mistake

    async def bundle(self, request: Request) -> Response:
        """Give the bundle as a zip: the same bytes for the same session."""
        one = await self._finished(request)
        made = await run_in_threadpool(self._zipped, one)
        gone = BackgroundTask(made.unlink, missing_ok=True)
        return FileResponse(made, media_type="application/zip", filename=f"{one.session}.zip", background=gone)

    def _zipped(self, one: Owned) -> Path:
        with tempfile.NamedTemporaryFile(prefix="labcert-", suffix=".zip", delete=False) as file:
            made = Path(file.name)
        try:
            with self._known.shelf.opened(one) as folder:
                self._seal(folder)
                zip_bundle(folder.path, made)
        except UsageMistake as mistake:
            made.unlink(missing_ok=True)
            raise refusal(409, mistake) from mistake
        except BaseException:
            made.unlink(missing_ok=True)
            raise
        return made

    def _seal(self, folder: SessionFolder) -> None:
        """Seal a copy of a session that people have worked with since it was run: that took the seal off.

        A folder of a session that is finished is sealed already, so what is sealed here is never the session itself.
        """
        if folder.manifest.is_file():
            return
        from labcert.runner.delivery import Reports, deliver
        from labcert.runner.reporting_session import gathered

        with gathered(str(folder.path), self._known.suite, _no_store) as found:
            deliver(found.finished, Reports(allure=False, may_fetch=False), lambda _phase: None)

    async def certificate_pdf(self, request: Request) -> Response:
        """Give the certificate for people."""
        session, (_json, pdf) = await self._certificate(request)
        return Response(pdf, media_type="application/pdf", headers=_attached(f"certifikat-{session}.pdf"))

    async def certificate_json(self, request: Request) -> Response:
        """Give the certificate for machines."""
        session, (json, _pdf) = await self._certificate(request)
        return Response(json, media_type="application/json", headers=_attached(f"certifikat-{session}.json"))

    async def _certificate(self, request: Request) -> tuple[str, tuple[bytes, bytes]]:
        one = await self._known.session(request)
        found = await run_in_threadpool(self._known.shelf.certificate, one)
        if found is None:
            raise Refused(409, _("Der er ikke udstedt noget certifikat for sessionen."))
        return one.session, found

    async def _finished(self, request: Request) -> Owned:
        one = await self._known.session(request)
        body = await run_in_threadpool(self._known.describe, one)
        if body.state is not SessionState.FINISHED:
            raise Refused(409, _("Sessionen er ikke færdig, så der er ikke noget resultat endnu."))
        return one


def _shape(request: Request) -> str:
    given = request.query_params.getlist("format") or [PAGE]
    if len(given) != 1 or given[0] not in REPORTS:
        raise Refused(
            422, _("Rapporten findes ikke i det format. Vælg ét af: {formats}.").format(formats=", ".join(REPORTS))
        )
    return given[0]


def _attached(name: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}"'}


def _no_store() -> NoReturn:
    """Never asked: the session lies in a folder."""
    raise AssertionError
