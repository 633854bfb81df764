"""Checks a posted body, and has a simulator take it in beside the event loop: no other host waits for its disk."""

import asyncio
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar

from starlette.concurrency import run_in_threadpool

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from mock_databanks.host.gate import CAP
from mock_databanks.host.world import Room
from mock_databanks.intake import Checked, check

__all__ = ["checked_body", "taken_in"]

T = TypeVar("T")

LARGE = 128 * 1024
"""bytes from which a check takes tens of milliseconds"""


async def checked_body(body: bytes | None, *, test_persons_only: bool) -> Checked:
    """Return the checked body; None stands for one that is over the cap."""
    if body is None:
        return Checked(b"", 413, (_too_large(),), private=True)
    if len(body) < LARGE:
        return _remembered(body, test_persons_only=test_persons_only)
    return await run_in_threadpool(check, body, test_persons_only=test_persons_only)


@lru_cache(maxsize=256)
def _remembered(body: bytes, *, test_persons_only: bool) -> Checked:
    """A letter alone in its envelope comes to the databank byte for byte as it came to PLSP, with the same findings."""
    return check(body, test_persons_only=test_persons_only)


async def taken_in(room: Room, work: Callable[[], T]) -> T:
    """Return what the work gives, done in the room's own thread and with its lock held."""

    def locked() -> T:
        with room.lock:
            return work()

    return await asyncio.get_running_loop().run_in_executor(room.worker, locked)


def _too_large() -> Finding:
    return Finding(
        rule="HOST-SIZE-001",
        severity=Severity.F1,
        message=_("Beskeden er større end {cap} MiB.").format(cap=CAP // (1024 * 1024)),
        remedy=_("Del svarene på flere beskeder."),
        layer="wellformed",
    )
