"""Errors as problem+json (RFC 9457), in the language that the caller asked for."""

import msgspec
from starlette.responses import Response

from labcert.domain.errors import LabcertError
from labcert.domain.language import _
from labcert.protocol.mistakes import ConfigurationMistakes
from labcert.web.api.bodies import Problem

__all__ = ["MEDIA_TYPE", "Refused", "problem", "refusal"]

MEDIA_TYPE = "application/problem+json"


class Refused(Exception):
    """A request that can't be done; carries its answer."""

    def __init__(self, status: int, detail: str, *errors: str, **headers: str) -> None:
        self.status, self.detail, self.errors, self.headers = status, detail, errors, headers
        super().__init__(detail)


def refusal(status: int, error: LabcertError) -> Refused:
    """Return what answers where something below refused; every mistake of a description stands by itself."""
    if isinstance(error, ConfigurationMistakes):
        each = [str(mistake) for mistake in error.mistakes]
        return Refused(status, _("Beskrivelsen af systemet kan ikke bruges."), *each)
    return Refused(status, " ".join(part for part in (error.message, error.remedy) if part))


def problem(refused: Refused) -> Response:
    """Return the answer."""
    body = Problem("about:blank", _title(refused.status), refused.status, refused.detail, list(refused.errors))
    headers = {name.replace("_", "-"): value for name, value in refused.headers.items()}
    return Response(msgspec.json.encode(body), refused.status, headers, MEDIA_TYPE)


def _title(status: int) -> str:
    titles = {
        400: _("Kan ikke læses"),
        401: _("Ikke adgang"),
        404: _("Findes ikke"),
        405: _("Kan ikke bruges her"),
        409: _("Passer ikke til, hvor sessionen er"),
        413: _("For stor"),
        415: _("Forkert slags indhold"),
        422: _("Kan ikke bruges"),
        503: _("Optaget"),
    }
    return titles.get(status, _("Fejl hos os"))
