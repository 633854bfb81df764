"""A question may wait until everything has arrived: `settled` says for how many seconds at most."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from labcert.domain.language import _
from mock_databanks.host.gate import Gate
from mock_databanks.host.wire import sentence
from mock_databanks.host.world import World

__all__ = ["rested"]

LONGEST = 60.0
"""seconds"""
PAUSE = 0.001
"""seconds; a letter is forwarded in about five times as long"""


async def rested(request: Request, world: World, gate: Gate) -> Response | None:
    """Wait as long as the question says until no letter can get further (see World.at_rest); None lets it be answered.

    A question without `settled` does not wait. One that does needs the token, for it holds a connection; it is answered
    when the time is over, too, with what there is then.
    """
    seconds = request.query_params.get("settled")
    if seconds is None:
        return None
    closed = gate.closed(request)
    if closed is not None:
        return closed
    if not seconds.replace(".", "", 1).isdecimal():
        return sentence(400, _("Angiv settled som det antal sekunder fra 0 til 60, der højst skal ventes."))
    loop = asyncio.get_running_loop()
    end = loop.time() + min(float(seconds), LONGEST)
    while not world.at_rest() and loop.time() < end:  # noqa: ASYNC110 letters move in other threads
        await asyncio.sleep(PAUSE)
    return None
