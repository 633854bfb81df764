"""What a finished session leaves: verdict, report and bundle."""

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from labcert.domain.errors import UsageMistake
from labcert.domain.language import _
from labcert.session import SessionFolder
from labcert.session.bundle import zip_bundle
from labcert.web.api.bodies import SessionState
from labcert.web.api.problems import Refused, refusal
from labcert.web.api.talking import Known

__all__ = ["ResultRoutes"]

SANDBOX = {"Content-Security-Policy": "sandbox allow-scripts"}
"""the report is a page of its own, and never acts as whoever is logged in here"""


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
        ]

    async def verdict(self, request: Request) -> Response:
        """Give verdict.json."""
        folder = await self._finished(request)
        return Response(await run_in_threadpool(folder.verdict.read_bytes), media_type="application/json")

    async def report(self, request: Request) -> Response:
        """Give report.html."""
        folder = await self._finished(request)
        page = await run_in_threadpool(folder.report.read_bytes)
        return Response(page, media_type="text/html", headers=SANDBOX)

    async def bundle(self, request: Request) -> Response:
        """Give the bundle as a zip: the same bytes for the same session."""
        folder = await self._finished(request)
        made = await run_in_threadpool(_zipped, folder)
        name = f"{folder.path.name}.zip"
        gone = BackgroundTask(made.unlink, missing_ok=True)
        return FileResponse(made, media_type="application/zip", filename=name, background=gone)

    async def _finished(self, request: Request) -> SessionFolder:
        owner, folder = self._known.session(request)
        body = await run_in_threadpool(self._known.describe, owner, folder)
        if body.state is not SessionState.FINISHED:
            raise Refused(409, _("Sessionen er ikke færdig, så der er ikke noget resultat endnu."))
        return folder


def _zipped(folder: SessionFolder) -> Path:
    with tempfile.NamedTemporaryFile(prefix="labcert-", suffix=".zip", delete=False) as file:
        made = Path(file.name)
    try:
        zip_bundle(folder.path, made)
    except UsageMistake as mistake:
        made.unlink(missing_ok=True)
        raise refusal(409, mistake) from mistake
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made
