"""Checks a posted body, beside the event loop where it is so large that the others would have to wait."""

from starlette.concurrency import run_in_threadpool

from labcert.domain.findings import Finding
from labcert.domain.language import _
from labcert.domain.outcome import Severity
from mock_databanks.host.gate import CAP
from mock_databanks.intake import Checked, check

__all__ = ["checked_body"]

LARGE = 128 * 1024
"""bytes from which a check takes tens of milliseconds"""


async def checked_body(body: bytes | None, *, test_persons_only: bool) -> Checked:
    """Return the checked body; None stands for one that is over the cap."""
    if body is None:
        return Checked(b"", 413, (_too_large(),), private=True)
    if len(body) < LARGE:
        return check(body, test_persons_only=test_persons_only)
    return await run_in_threadpool(check, body, test_persons_only=test_persons_only)


def _too_large() -> Finding:
    return Finding(
        rule="HOST-SIZE-001",
        severity=Severity.F1,
        message=_("Beskeden er større end {cap} MiB.").format(cap=CAP // (1024 * 1024)),
        remedy=_("Del svarene på flere beskeder."),
        layer="wellformed",
    )
