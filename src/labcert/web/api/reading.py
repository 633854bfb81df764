"""From a request's bytes to a value: bounded, and told in a sentence where it can't be read."""

from typing import TypeVar

import msgspec
from starlette.requests import Request

from labcert.domain.language import _
from labcert.web.api.problems import Refused

__all__ = ["BODY_CAP", "read_body"]

BODY_CAP = 1 << 20
"""bytes a description or an order may have"""

Body = TypeVar("Body")


async def read_body(request: Request, kind: type[Body], *, cap: int = BODY_CAP, empty: Body | None = None) -> Body:
    """Read JSON as a value of that shape; `empty` is what no body at all means. Raises Refused (400, 413, 415, 422)."""
    data = await _bytes(request, cap)
    if not data and empty is not None:
        return empty
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != "application/json":
        raise Refused(415, _("Indholdet skal være JSON, med Content-Type: application/json."))
    try:
        return msgspec.json.decode(data, type=kind)
    except msgspec.ValidationError as error:
        raise Refused(422, _("Indholdet passer ikke til beskrivelsen i /api/openapi.json."), str(error)) from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(400, _("Indholdet er ikke JSON, der kan læses."), str(error)) from error


async def _bytes(request: Request, cap: int) -> bytes:
    told = Refused(413, _("Indholdet er for stort; det må højst være på {cap} byte.").format(cap=cap))
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > cap:
        raise told
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > cap:
            raise told
    return bytes(data)
