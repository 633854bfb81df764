"""What stands before every intake: who may ask, how large a message may be, and the faults that were switched on."""

import asyncio
import secrets
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from labcert.domain.errors import UsageMistake
from labcert.domain.holder import Holder
from labcert.domain.language import _
from mock_databanks.host.wire import sentence
from mock_databanks.host.world import Room

__all__ = ["CAP", "Dropped", "Gate", "check_vendor_token", "read_body"]

CAP = 10 * 1024 * 1024
"""bytes a message may have"""

Abort = Callable[[Scope], None]
"""closes the connection of a request without an answer"""


def nobody(_scope: Scope) -> Holder | None:
    """Tell of no certificate."""
    return None


def check_vendor_token(token: str) -> None:
    """Raise UsageMistake where a token can't stand in a header; "" asks for none."""
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise UsageMistake(
            _("Leverandørens nøgle må kun have bogstaver fra a til z, tal og tegn, og ingen mellemrum."),
            where="--vendor-token",
        )


def _carries(request: Request, token: str) -> bool:
    kind, _blank, given = request.headers.get("authorization", "").partition(" ")
    return kind.lower() == "bearer" and secrets.compare_digest(given.strip().encode(), token.encode())


class Dropped(Response):
    """No answer at all: the connection is closed."""

    def __init__(self, abort: Abort) -> None:
        super().__init__()
        self._abort = abort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 the shape of ASGI
        """Close the connection instead of sending something."""
        self._abort(scope)
        await asyncio.sleep(0.01)  # the server learns of it before it looks for the answer that is missing


async def read_body(request: Request) -> bytes | None:
    """Return the message's bytes, None as soon as there are more than the cap."""
    if int(request.headers.get("content-length") or 0) > CAP:
        return None
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > CAP:
            return None
    return bytes(data)


class Gate:
    """Knows the token of this start, who may send messages, and lets faults happen.

    With `vendor_token` a message is taken only from who sends it along; `holder` tells whose certificate a connection
    was made with.
    """

    def __init__(
        self, token: str, abort: Abort, *, vendor_token: str = "", holder: Callable[[Scope], Holder | None] = nobody
    ) -> None:
        self._token, self._abort, self._vendor_token, self._holder = token, abort, vendor_token, holder

    def trusted(self, request: Request) -> bool:
        """Say whether the request carries the token that was printed at the start."""
        return _carries(request, self._token)

    def holder(self, request: Request) -> Holder | None:
        """Return whose certificate the request came with."""
        return self._holder(request.scope)

    def unknown_sender(self, request: Request, room: Room) -> Response | None:
        """Return the refusal of a message whose sender does not show the token that vendors were given."""
        if not self._vendor_token or _carries(request, self._vendor_token) or self.trusted(request):
            return None
        shown = "authorization" in request.headers
        room.note("token_refused", {"shown": shown})
        return sentence(
            401,
            _("PLSP kender ikke nøglen i hovedet Authorization.") if shown
            else _("PLSP tager kun beskeder fra den, der viser sin nøgle."),
            _("Send den, I har fået, i hovedet Authorization: Bearer NØGLE."),
            WWW_Authenticate="Bearer",
        )  # fmt: skip

    def closed(self, request: Request) -> Response | None:
        """Return the refusal of a request to control or journal that does not carry the token."""
        if self.trusted(request):
            return None
        return sentence(
            401,
            _("Styring og journal kræver den nøgle, som værten skrev ved start."),
            _("Send den i hovedet Authorization: Bearer NØGLE."),
            WWW_Authenticate="Bearer",
        )

    def down(self, request: Request, room: Room) -> Response | None:
        """Return 503 if the host is switched off; whoever holds the token may still look at what it has."""
        if request.method == "GET" and self.trusted(request):
            return None
        if room.faults.take("unavailable") is None:
            return None
        room.note("fault_used", {"kind": "unavailable", "method": request.method})
        return sentence(503, _("Værten er nede."), _("Prøv igen senere."), Retry_After="1")

    async def before_intake(self, request: Request, room: Room) -> Response | None:
        """Let the faults happen that keep a message out; None lets it in."""
        closed = self.down(request, room)
        if closed is not None:
            return closed
        slow = room.faults.take("delay")
        if slow is not None:
            room.note("fault_used", {"kind": "delay"})
            await asyncio.sleep(slow.seconds)
        broken = room.faults.take("error")
        if broken is not None:
            room.note("fault_used", {"kind": "error", "status": broken.status})
            return sentence(
                broken.status, broken.reason or _("Værten er sat til at svare {status}.").format(status=broken.status)
            )
        if room.faults.take("drop") is not None:
            room.note("fault_used", {"kind": "drop"})
            return Dropped(self._abort)
        return None

    def refusal(self, room: Room) -> str | None:
        """Return the reason for which the host refuses the next message, None where it does not."""
        fault = room.faults.take("refuse")
        if fault is None:
            return None
        room.note("fault_used", {"kind": "refuse"})
        return fault.reason or _("Modtageren er sat til at afvise alle beskeder.")

    def after_intake(self, room: Room, answer: Response) -> Response:
        """Return the answer, or lose it."""
        if room.faults.take("lose_receipt") is None:
            return answer
        room.note("fault_used", {"kind": "lose_receipt"})
        return Dropped(self._abort)
